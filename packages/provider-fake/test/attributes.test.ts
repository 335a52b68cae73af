import { type LoadBalancer, LoadBalancer as L, Ref, type Step, type Why } from '@clbkit/core';
import { type Call, Clock, Drift, make, perform, requests, World, worldOf } from '@clbkit/provider-fake';
import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import { id } from './support.js';

const why: readonly [Why.Why] = [{ object: { kind: 'Service', name: 'web' }, field: 'x', from: null, to: null }];
const lb = id('lb-a');
const subnet: LoadBalancer.Network = { _tag: 'Internal', subnet: 'subnet-a' };
const world = worldOf({
  loadBalancers: {
    'lb-a': { attributes: { securityGroups: ['sg-9'], internetMaxBandwidthOut: 100 } },
    'lb-in': { network: subnet },
    'lb-six': { bought: { addressIPVersion: 'IPV6' } },
  },
});

/** The world after a call and all its work; the code of the refusal otherwise. */
const after = (call: Call): World.World | string => {
  const reply = perform(call)(world);
  return E.isLeft(reply) ? reply.left.code : Clock.settle(reply.right.world);
};

const seen = (loadBalancer: string, done: World.World | string) =>
  typeof done === 'string' ? done : World.loadBalancer(loadBalancer)(done);

const buy = (purchase: LoadBalancer.Purchase, network: LoadBalancer.Network = { _tag: 'Public' }) =>
  seen('lb-00000004', after({ action: 'CreateLoadBalancer', network, tags: {}, purchase }));

describe('buying a load balancer', () => {
  it.each<readonly [name: string, purchase: LoadBalancer.Purchase, network: LoadBalancer.Network, made: object]>([
    [
      'has nothing set when nothing is said',
      {},
      { _tag: 'Public' },
      {
        attributes: {
          securityGroups: [],
          passToTarget: false,
          modificationProtection: false,
          internetMaxBandwidthOut: 10,
        },
        bought: { addressIPVersion: 'IPV4', chargeType: 'TRAFFIC_POSTPAID_BY_HOUR', vipIsp: 'BGP' },
      },
    ],
    [
      'has no bandwidth and no charging when it is internal',
      {},
      subnet,
      {
        attributes: { securityGroups: [], passToTarget: false, modificationProtection: false },
        bought: { addressIPVersion: 'IPV4' },
      },
    ],
    [
      'is what was asked for',
      { bandwidth: 200, passToTarget: true, zone: 'ap-x-1', slaType: 'clb.c2.medium', vip: '198.51.100.1' },
      { _tag: 'Public' },
      {
        vips: ['198.51.100.1'],
        attributes: expect.objectContaining({ passToTarget: true, internetMaxBandwidthOut: 200 }),
        bought: expect.objectContaining({ zone: ['ap-x-1'], slaType: 'clb.c2.medium' }),
      },
    ],
    [
      'is paid by the package it names',
      { bandwidthPackageId: 'bwp-1', vipIsp: 'CMCC' },
      { _tag: 'Public' },
      { bought: expect.objectContaining({ chargeType: 'BANDWIDTH_PACKAGE', vipIsp: 'CMCC' }) },
    ],
    [
      'takes more bandwidth when it is bought by performance',
      { bandwidth: 5000, slaType: 'clb.c2.medium' },
      { _tag: 'Public' },
      { attributes: expect.objectContaining({ internetMaxBandwidthOut: 5000 }) },
    ],
    [
      'may be protected against changes, which the public API has no word for',
      { modificationProtection: true },
      { _tag: 'Public' },
      { attributes: expect.objectContaining({ modificationProtection: true }) },
    ],
  ])('%s', (_name, purchase, network, made) => {
    expect(buy(purchase, network)).toMatchObject(made);
  });

  it.each<readonly [name: string, purchase: LoadBalancer.Purchase, network: LoadBalancer.Network]>([
    ['IPv6 for an internal one', { addressIPVersion: 'IPV6' }, subnet],
    ['a zone for an internal one', { zone: 'ap-x-1' }, subnet],
    ['zones with IPv6', { masterZone: 'ap-x-1', addressIPVersion: 'IPV6' }, { _tag: 'Public' }],
    ['a line that the package does not pay', { vipIsp: 'CMCC' }, { _tag: 'Public' }],
    [
      'a package beside another way of paying',
      { bandwidthPackageId: 'bwp-1', chargeType: 'TRAFFIC_POSTPAID_BY_HOUR' },
      { _tag: 'Public' },
    ],
    ['no bandwidth at all', { bandwidth: 0 }, { _tag: 'Public' }],
    ['too much bandwidth', { bandwidth: 2049 }, { _tag: 'Public' }],
    ['pass to target with IPv6', { passToTarget: true, addressIPVersion: 'IPV6' }, { _tag: 'Public' }],
    ['an address with NAT64', { vip: '198.51.100.1', addressIPVersion: 'IPV6' }, { _tag: 'Public' }],
    ['an address that is taken', { vip: '198.18.0.1' }, { _tag: 'Public' }],
  ])('refuses %s', (_name, purchase, network) => {
    expect(buy(purchase, network)).toBe('InvalidParameterValue');
  });
});

describe('changing a load balancer', () => {
  it('changes what is named and nothing else', () => {
    const call: Call = { action: 'ModifyLoadBalancerAttributes', loadBalancer: lb };
    const old = World.loadBalancer('lb-a')(world);
    expect(seen('lb-a', after(call))).toEqual(old);
    expect(seen('lb-a', after({ ...call, passToTarget: true }))).toEqual({
      ...old,
      attributes: { ...old?.attributes, passToTarget: true },
    });
    expect(seen('lb-a', after({ ...call, internetMaxBandwidthOut: 0 }))).toEqual({
      ...old,
      attributes: { ...old?.attributes, internetMaxBandwidthOut: 0 },
    });
  });

  it.each<
    readonly [
      name: string,
      call: Omit<Extract<Call, { action: 'ModifyLoadBalancerAttributes' }>, 'action'>,
      code: string,
    ]
  >([
    ['too much bandwidth', { loadBalancer: lb, internetMaxBandwidthOut: 2049 }, 'InvalidParameterValue'],
    ['bandwidth of an internal one', { loadBalancer: id('lb-in'), internetMaxBandwidthOut: 5 }, 'InvalidParameter'],
    ['pass to target of an IPv6 one', { loadBalancer: id('lb-six'), passToTarget: true }, 'InvalidParameter'],
    ['one that is not there', { loadBalancer: id('lb-none'), passToTarget: true }, 'InvalidParameter.LBIdNotFound'],
  ])('refuses %s', (_name, call, code) => {
    expect(after({ action: 'ModifyLoadBalancerAttributes', ...call })).toBe(code);
  });
});

describe('setting security groups', () => {
  const call: Call = { action: 'SetLoadBalancerSecurityGroups', loadBalancer: lb };
  const groups = (done: World.World | string) =>
    typeof done === 'string' ? done : World.loadBalancer('lb-a')(done)?.attributes.securityGroups;

  it.each<readonly [name: string, securityGroups: ReadonlyArray<string> | undefined, found: unknown]>([
    ['puts the list in place of the old one, in its order', ['sg-2', 'sg-1'], ['sg-2', 'sg-1']],
    ['unbinds all with an empty list', [], []],
    ['unbinds all with none', undefined, []],
    ['refuses more than five', ['1', '2', '3', '4', '5', '6'], 'LimitExceeded'],
    ['refuses one twice', ['sg-1', 'sg-1'], 'InvalidParameterValue.Duplicate'],
    ['refuses more than a call carries', Array.from({ length: 51 }, String), 'InvalidParameterValue.Length'],
  ])('%s', (_name, securityGroups, found) => {
    expect(groups(after(securityGroups === undefined ? call : { ...call, securityGroups }))).toEqual(found);
  });

  it('keeps the load balancer busy until it is done', () => {
    const reply = perform({ ...call, securityGroups: ['sg-1'] })(world);
    const busy = E.isRight(reply) ? perform(call)(reply.right.world) : reply;
    expect(E.isLeft(busy) ? busy.left._tag : busy).toBe('Busy');
    expect(E.isRight(reply) ? groups(reply.right.world) : reply).toEqual(['sg-9']);
  });
});

describe('the provider', () => {
  const on = { loadBalancer: lb, why };
  const groups: Step.CloudStep = { _tag: 'SetSecurityGroups', ...on, securityGroups: ['sg-1'], from: ['sg-9'] };
  const modify: Step.CloudStep = {
    _tag: 'ModifyLoadBalancer',
    ...on,
    attributes: { passToTarget: true, internetMaxBandwidthOut: 5, deletionProtection: true },
    changes: [{ field: 'passToTarget', from: false, to: true }],
  };

  it('makes one call of each step', () => {
    expect(requests(groups)).toEqual([
      { action: 'SetLoadBalancerSecurityGroups', loadBalancer: lb, securityGroups: ['sg-1'] },
    ]);
    expect(requests(modify)).toEqual([
      {
        action: 'ModifyLoadBalancerAttributes',
        loadBalancer: lb,
        passToTarget: true,
        internetMaxBandwidthOut: 5,
        deletionProtected: true,
      },
    ]);
    const create: Step.CloudStep = {
      _tag: 'CreateLoadBalancer',
      key: L.loadBalancerKey('a/b'),
      network: { _tag: 'Public' },
      name: 'n',
      tags: {},
      clientToken: 't',
      purchase: { bandwidth: 5 },
      why,
    };
    expect(requests(create)).toMatchObject([{ action: 'CreateLoadBalancer', purchase: { bandwidth: 5 } }]);
  });

  it('carries them out, and shows what there is', async () => {
    const fake = make({ world });
    expect(await fake.provider.execute(groups)()).toEqual(E.right({ made: {} }));
    expect(await fake.provider.execute(modify)()).toEqual(E.right({ made: {} }));
    const shown = await fake.provider.observe({ clusterId: 'cls-1', existing: [Ref.cloudId('lb-a')] })();
    expect(E.isRight(shown) ? shown.right.loadBalancers['lb-a'] : shown).toMatchObject({
      deletionProtected: true,
      attributes: { securityGroups: ['sg-1'], passToTarget: true, internetMaxBandwidthOut: 5 },
      bought: { vipIsp: 'BGP' },
    });
  });
});

describe('the console', () => {
  it('sets attributes, and no bandwidth where there is none', () => {
    const set = { securityGroups: ['sg-7'], internetMaxBandwidthOut: 7 };
    const onOne = (loadBalancer: string) =>
      World.loadBalancer(loadBalancer)(Drift.applyEdit({ _tag: 'SetAttributes', loadBalancer, attributes: set })(world))
        ?.attributes;
    expect(onOne('lb-a')).toMatchObject(set);
    expect(onOne('lb-in')).toMatchObject({ securityGroups: ['sg-7'] });
    expect(onOne('lb-in')).not.toHaveProperty('internetMaxBandwidthOut');
  });
});
