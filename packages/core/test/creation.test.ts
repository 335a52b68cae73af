import {
  type LoadBalancer,
  type ObservedState,
  type Plan,
  type Request,
  type Service,
  type Settings,
  Snapshot,
} from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import { listener, mine, observed, planned, said, service, snapshot, words } from './build.js';

const asking = (creation: Request.Creation, request: Request.LoadBalancerRequest = {}): Service.Service =>
  service('web', { request: { ...request, creation } });

const plan = (wish: Service.Service, there = observed(), settings: Partial<Settings.Settings> = {}): Plan.Plan =>
  planned(there, snapshot([wish]), settings);

/** The call that buys the CLB. */
const bought = (of: Plan.Plan) => {
  const [step] = of.lanes[0]?.steps ?? [];
  return step?._tag === 'CreateLoadBalancer' ? step : undefined;
};

const internal = { subnet: 'subnet-a' };

describe('how a CLB is bought', () => {
  it.each<
    readonly [
      name: string,
      wish: Service.Service,
      purchase: LoadBalancer.Purchase | undefined,
      settings: Partial<Settings.Settings>,
    ]
  >([
    ['as the cloud does it when nobody says anything', service('web'), undefined, {}],
    [
      'as the annotations say',
      asking({
        chargeType: 'BANDWIDTH_POSTPAID_BY_HOUR',
        bandwidth: 50,
        zone: 'ap-guangzhou-1',
        slaType: 'clb.c2.medium',
      }),
      { chargeType: 'BANDWIDTH_POSTPAID_BY_HOUR', bandwidth: 50, zone: 'ap-guangzhou-1', slaType: 'clb.c2.medium' },
      {},
    ],
    [
      'with a bandwidth package and a single line',
      asking({ chargeType: 'BANDWIDTH_PACKAGE', bandwidthPackageId: 'bwp-1', vipIsp: 'CMCC' }),
      { chargeType: 'BANDWIDTH_PACKAGE', bandwidthPackageId: 'bwp-1', vipIsp: 'CMCC' },
      {},
    ],
    [
      'with a package that says how it is billed',
      asking({ bandwidthPackageId: 'bwp-1', vipIsp: 'CTCC' }),
      { bandwidthPackageId: 'bwp-1', vipIsp: 'CTCC' },
      {},
    ],
    ['for IPv6', asking({ addressIPVersion: 'IPV6' }), { addressIPVersion: 'IPV6' }, {}],
    ['with other members as they are', asking({ more: { ProjectId: 7 } }), { more: { ProjectId: 7 } }, {}],
    [
      'with pass to target in the call',
      service('web', { request: { attributes: { passToTarget: true } } }),
      { passToTarget: true },
      {},
    ],
    [
      'protected against changes where the Service asks for it',
      service('web', { request: { attributes: { modificationProtection: true } } }),
      { modificationProtection: true },
      {},
    ],
    [
      'protected against changes where the settings ask for it',
      service('web'),
      { modificationProtection: true },
      { defaultModificationProtection: true },
    ],
    [
      'not protected against changes where the Service says no',
      service('web', { request: { attributes: { modificationProtection: false } } }),
      undefined,
      { defaultModificationProtection: true },
    ],
  ])('%s', (_name, wish, purchase, settings) => {
    const step = bought(plan(wish, observed(), settings));
    expect(step?.purchase).toEqual(purchase);
    expect(step).toBeDefined();
    expect(said(plan(wish, observed(), settings))).toEqual([]);
  });

  it('by another name where the annotation gives one, and still found by its tags', () => {
    const wish = asking({ name: 'front-door' });
    expect(bought(plan(wish))?.name).toBe('front-door');
    const there = observed(mine('lb-1', 'web', [listener('TCP:80', ['ins-1:30080', 'ins-2:30080'])], { name: 'old' }));
    expect(words(plan(wish, there))).toEqual([]);
  });

  it('says so in words', () => {
    expect(
      words(plan(asking({ chargeType: 'TRAFFIC_POSTPAID_BY_HOUR', bandwidth: 5, more: { ProjectId: 7 } })))[0],
    ).toBe('create load balancer cls-test_shop_web (public, TRAFFIC_POSTPAID_BY_HOUR, 5 Mbps, ProjectId)');
  });

  it('with the same token whatever the parameters are: an order that was taken is never made twice', () => {
    expect(bought(plan(asking({ bandwidth: 50 })))?.clientToken).toBe(bought(plan(service('web')))?.clientToken);
  });

  it('is not touched by the defaults of later: they concern new CLBs only', () => {
    const there = observed(mine('lb-1', 'web', [listener('TCP:80', ['ins-1:30080', 'ins-2:30080'])]));
    expect(words(plan(service('web'), there, { defaultModificationProtection: true }))).toEqual([]);
  });
});

describe('bandwidth of a CLB about to be bought', () => {
  const bandwidth = (value: number, creation?: number): Plan.Plan => {
    const request = {
      serviceConfig: 'tuned',
      ...(creation === undefined ? {} : { creation: { bandwidth: creation } }),
    };
    const config = { namespace: 'shop', name: 'tuned', l4: {}, internetMaxBandwidthOut: value };
    return planned(observed(), {
      ...snapshot([service('web', { request })]),
      serviceConfigs: Snapshot.known({ shop: { tuned: E.right(config) } }),
    });
  };

  it('is that of the TkeServiceConfig at once, which would overrule the annotation anyway', () => {
    expect(bought(bandwidth(20, 50))?.purchase).toEqual({ bandwidth: 20 });
    expect(words(bandwidth(20, 50)).filter((step) => step.startsWith('set '))).toEqual([]);
  });

  it.each([
    ['the annotation', 50, '50 → 0'],
    ['the cloud', undefined, '10 → 0'],
  ])('is that of %s first where 0 is declared, which no purchase takes', (_name, creation, change) => {
    const made = bandwidth(0, creation);
    expect(bought(made)?.purchase?.bandwidth).toBe(creation);
    expect(words(made)[1]).toBe(`set load balancer <load-balancer:shop/web> internetMaxBandwidthOut ${change}`);
  });
});

describe('what the cloud would refuse', () => {
  const cases: ReadonlyArray<readonly [name: string, wish: Service.Service, field: string]> = [
    ['a zone for an internal CLB', asking({ zone: 'ap-x-1' }, internal), 'ZoneId'],
    ['a primary zone for an internal CLB', asking({ masterZone: 'ap-x-1' }, internal), 'MasterZoneId'],
    ['a secondary zone for an internal CLB', asking({ slaveZone: 'ap-x-1' }, internal), 'SlaveZoneId'],
    ['IPv6 for an internal CLB', asking({ addressIPVersion: 'IPV6' }, internal), 'AddressIPVersion'],
    ['a single line for an internal CLB', asking({ vipIsp: 'CMCC' }, internal), 'VipIsp'],
    [
      'a bandwidth package for an internal CLB',
      asking({ bandwidthPackageId: 'bwp-1' }, internal),
      'BandwidthPackageId',
    ],
    ['a primary zone with IPv6', asking({ masterZone: 'ap-x-1', addressIPVersion: 'IPV6' }), 'MasterZoneId'],
    ['a secondary zone with IPv6', asking({ slaveZone: 'ap-x-1', addressIPVersion: 'IPV6' }), 'SlaveZoneId'],
    ['an address with NAT64', asking({ vip: '10.0.0.9', addressIPVersion: 'IPV6' }), 'Vip'],
    ['a single line without a package', asking({ vipIsp: 'CUCC' }), 'InternetChargeType'],
    [
      'a single line billed by traffic',
      asking({ vipIsp: 'CUCC', chargeType: 'TRAFFIC_POSTPAID_BY_HOUR' }),
      'InternetChargeType',
    ],
    [
      'a bandwidth package billed otherwise',
      asking({ bandwidthPackageId: 'bwp-1', chargeType: 'TRAFFIC_POSTPAID_BY_HOUR' }),
      'InternetChargeType',
    ],
  ];

  it.each(cases)('%s is not bought', (_name, wish, field) => {
    const made = plan(wish);
    expect(words(made)).toEqual([]);
    expect(made.diagnostics).toEqual([
      expect.objectContaining({ _tag: 'InvalidCreation', service: 'shop/web', field }),
    ]);
  });

  it('does not concern a CLB that is there already', () => {
    const there = observed(mine('lb-1', 'web', [listener('TCP:80', ['ins-1:30080'])]));
    expect(words(plan(asking({ vipIsp: 'CUCC' }), there))).toEqual(['register 1 backend on TCP:80']);
  });

  it('keeps what the Service has when it would move to such a CLB', () => {
    const there = observed(mine('lb-1', 'web', [listener('TCP:80', ['ins-1:30080'])]));
    const made = plan(asking({ zone: 'ap-x-1' }, internal), there);
    expect(words(made)).toEqual([]);
    expect(said(made)).toEqual(['InvalidCreation']);
  });
});

describe('what is not sent', () => {
  it.each<readonly [name: string, wish: Service.Service, fields: ReadonlyArray<string>]>([
    [
      'charge type and bandwidth of an internal CLB',
      asking({ chargeType: 'TRAFFIC_POSTPAID_BY_HOUR', bandwidth: 5 }, internal),
      ['InternetChargeType', 'InternetMaxBandwidthOut'],
    ],
    ['members that the controller sets itself', asking({ ignored: ['VpcId', 'Tags'] }), ['Tags', 'VpcId']],
  ])('%s are told', (_name, wish, fields) => {
    const made = plan(wish);
    expect(bought(made)).toBeDefined();
    expect(bought(made)?.purchase).toBeUndefined();
    expect(made.diagnostics.flatMap((one) => (one._tag === 'CreationIgnored' ? [one.field] : []))).toEqual(fields);
  });
});

describe('what is asked for too late', () => {
  const attributes = { internetMaxBandwidthOut: 10 };
  const facts: ObservedState.Bought = {
    addressIPVersion: 'IPV4',
    chargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
    bandwidthPackageId: 'bwp-1',
    vipIsp: 'BGP',
    zone: ['100001', 'ap-guangzhou-1'],
    slaType: 'clb.c2.medium',
  };
  const there = (over: Partial<ObservedState.LoadBalancerFacts> = { bought: facts, attributes }) =>
    observed(mine('lb-1', 'web', [listener('TCP:80', ['ins-1:30080', 'ins-2:30080'])], over));

  it.each<readonly [name: string, creation: Request.Creation, fields: ReadonlyArray<string>]>([
    ['another IP version', { addressIPVersion: 'IPV6' }, ['AddressIPVersion']],
    ['another way of billing', { chargeType: 'BANDWIDTH_PACKAGE' }, ['InternetChargeType']],
    ['another bandwidth', { bandwidth: 20 }, ['InternetMaxBandwidthOut']],
    ['another package', { bandwidthPackageId: 'bwp-2' }, ['BandwidthPackageId']],
    ['another line', { vipIsp: 'CMCC', chargeType: 'BANDWIDTH_PACKAGE' }, ['InternetChargeType', 'VipIsp']],
    ['another zone', { zone: 'ap-guangzhou-2' }, ['ZoneId']],
    ['another type', { slaType: 'clb.c3.small' }, ['SlaType']],
    ['the same zone in another spelling', { zone: 'ap-guangzhou-1' }, []],
    ['what is there', { chargeType: 'TRAFFIC_POSTPAID_BY_HOUR', bandwidth: 10, slaType: 'clb.c2.medium' }, []],
  ])('%s changes nothing and is told where it differs', (_name, creation, fields) => {
    const made = plan(asking(creation), there());
    expect(words(made)).toEqual([]);
    expect(made.diagnostics.map((one) => (one._tag === 'CreationOver' ? one.field : one._tag))).toEqual(fields);
  });

  it('is not told where nobody knows', () => {
    const wish = asking({ chargeType: 'BANDWIDTH_POSTPAID_BY_HOUR', bandwidth: 20, zone: 'ap-guangzhou-2' });
    expect(said(plan(wish, there({})))).toEqual([]);
  });

  it('is not told of bandwidth that the TkeServiceConfig declares', () => {
    const wish = asking({ bandwidth: 20 }, { attributes: { internetMaxBandwidthOut: 10 } });
    expect(said(plan(wish, there()))).toEqual([]);
  });
});
