import { describe, expect, it } from '@jest/globals';
import { Backend, Listener } from '@clbkit/core';
import {
  Clock,
  decodeWorld,
  emptyWorld,
  encodeWorld,
  performWith,
  showTrouble,
  World,
  worldOf,
  worldOfFacts,
  worldSchema,
} from '@clbkit/provider-fake';
import * as arbitraries from '@clbkit/provider-fake/testing';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { after, done, id, left, right } from './support.js';

const accepts = new Ajv({ strict: true, strictTypes: false }).compile(worldSchema);
const throughText = (json: unknown): unknown => JSON.parse(JSON.stringify(json));

describe('worlds', () => {
  describe('written by hand', () => {
    it('may be empty', () => {
      expect(right(decodeWorld({}))).toEqual(emptyWorld);
      expect(World.loadBalancers(emptyWorld)).toEqual([]);
      expect(emptyWorld.quotas).toMatchObject({
        publicLoadBalancers: 100,
        listenersPerLoadBalancer: 50,
        backendsPerListener: 100,
      });
    });
    it('may say only that a load balancer is there', () => {
      const world = right(decodeWorld({ loadBalancers: { 'lb-a': {} } }));
      expect(World.loadBalancers(world)).toEqual([
        {
          id: 'lb-a',
          name: 'lb-a',
          network: { _tag: 'Public' },
          status: 'Running',
          vips: ['198.18.0.1'],
          deletionProtected: false,
          attributes: {
            securityGroups: [],
            passToTarget: false,
            modificationProtection: false,
            internetMaxBandwidthOut: 10,
          },
          bought: { addressIPVersion: 'IPV4', chargeType: 'TRAFFIC_POSTPAID_BY_HOUR', vipIsp: 'BGP' },
          tags: {},
          listeners: {},
        },
      ]);
    });
    it('get complete listeners with canonical backends, named as a person would not bother to', () => {
      const listeners = {
        'lbl-a': {
          protocol: 'UDP',
          port: 53,
          backends: [
            { port: 1, addresses: ['b', 'a'] },
            { port: 1, weight: 0, addresses: ['c'] },
          ],
        },
      };
      const world = right(decodeWorld({ loadBalancers: { 'lb-a': { listeners } } }));
      expect(World.listener('lb-a', 'lbl-a')(world)).toEqual({
        id: 'lbl-a',
        name: 'unnamed',
        protocol: 'UDP',
        port: 53,
        settings: {
          ...Listener.defaultSettings,
          healthCheck: { ...Listener.defaultSettings.healthCheck, checkType: 'PING' },
        },
        backends: [
          { port: 1, weight: 0, addresses: ['c'] },
          { port: 1, weight: 10, addresses: ['a', 'b'] },
        ],
      });
    });
    it('finish what they say is being made', () => {
      const world = right(decodeWorld({ loadBalancers: { 'lb-a': { status: 'Creating' } } }));
      expect(World.loadBalancer('lb-a')(world)).toMatchObject({ status: 'Creating', vips: [] });
      const ended = Clock.settle(world);
      expect(World.loadBalancer('lb-a')(ended)?.status).toBe('Running');
      expect(World.loadBalancer('lb-a')(ended)?.vips).toHaveLength(1);
    });
    it('keep new ids apart from those of earlier worlds', () => {
      const world = right(
        decodeWorld({
          loadBalancers: { 'lb-0000000a': { listeners: { 'lbl-0000000z': { protocol: 'TCP', port: 1 } } } },
        }),
      );
      expect(done({ action: 'CreateLoadBalancer', network: { _tag: 'Public' }, tags: {} }, world).answer.ids).toEqual([
        'lb-00000010',
      ]);
    });
    it('give a load balancer with a domain no address of its own', () => {
      const world = worldOf({ loadBalancers: { 'lb-a': { hostname: 'a.example', vpc: 'vpc-1' } } });
      expect(World.facts(world)).toMatchObject([{ hostname: 'a.example', addresses: [], vpc: 'vpc-1' }]);
    });
  });

  describe('are refused with every trouble in its place', () => {
    it.each<readonly [name: string, json: unknown, troubles: ReadonlyArray<string>]>([
      ['not an object', [], ['the file: expected an object, found a list of 0']],
      ['nothing', null, ['the file: expected an object, found null']],
      ['another version', { version: 2 }, ['version: expected 1, found 2']],
      [
        'a misspelt member',
        { loadBalancer: {} },
        [expect.stringMatching(/^loadBalancer: expected one of .*loadBalancers.*, found an unknown member$/) as never],
      ],
      [
        'a list where an object belongs',
        { loadBalancers: [] },
        ['loadBalancers: expected an object, found a list of 0'],
      ],
      [
        'several at once',
        {
          now: -1,
          loadBalancers: { 'lb-a': { status: 'Gone', listeners: { 'lbl-a': { protocol: 'TCP', port: 0 } } } },
        },
        [
          'now: expected a whole number from 0, found -1',
          'loadBalancers["lb-a"].status: expected "Creating" or "Running", found "Gone"',
          'loadBalancers["lb-a"].listeners["lbl-a"].port: expected a whole number from 1 to 65535, found 0',
        ],
      ],
      [
        'a listener without a port',
        { loadBalancers: { 'lb-a': { listeners: { 'lbl-a': { protocol: 'TCP' } } } } },
        ['loadBalancers["lb-a"].listeners["lbl-a"].port: expected a whole number from 1 to 65535, found nothing'],
      ],
      [
        'an unknown kind of network',
        { loadBalancers: { 'lb-a': { network: { _tag: 'Private' } } } },
        ['loadBalancers["lb-a"].network._tag: expected "Public" or "Internal", found "Private"'],
      ],
      [
        'a network that is a text',
        { loadBalancers: { 'lb-a': { network: 'Public' } } },
        ['loadBalancers["lb-a"].network: expected an object, found "Public"'],
      ],
      [
        'a block without addresses',
        {
          loadBalancers: {
            'lb-a': { listeners: { 'lbl-a': { protocol: 'TCP', port: 1, backends: [{ port: 1, addresses: [] }] } } },
          },
        },
        [
          'loadBalancers["lb-a"].listeners["lbl-a"].backends[0].addresses: expected a list that is not empty, found a list of 0',
        ],
      ],
      [
        'an address that is a number',
        { loadBalancers: { 'lb-a': { vips: [1] } } },
        ['loadBalancers["lb-a"].vips[0]: expected a text that is not empty, found 1'],
      ],
      [
        'an id that is not its key',
        { loadBalancers: { 'lb-a': { id: 'lb-b' } } },
        ['loadBalancers["lb-a"].id: expected lb-a, found lb-b'],
      ],
      [
        'a port taken twice',
        {
          loadBalancers: {
            'lb-a': { listeners: { a: { protocol: 'TCP', port: 1 }, b: { protocol: 'TCP_SSL', port: 1 } } },
          },
        },
        ['loadBalancers["lb-a"].listeners["b"]: expected a free port, found TCP/1, taken by a'],
      ],
      [
        'a listener id used twice',
        {
          loadBalancers: {
            'lb-a': { listeners: { a: { protocol: 'TCP', port: 1 } } },
            'lb-b': { listeners: { a: { id: 'b', protocol: 'TCP', port: 1 } } },
          },
        },
        [
          'loadBalancers["lb-b"].listeners["a"]: expected an id of its own, found the id of a listener of lb-a',
          'loadBalancers["lb-b"].listeners["a"].id: expected a, found b',
        ],
      ],
      [
        'a task of another load balancer',
        {
          tasks: {
            'lb-a': { requestId: 'r', loadBalancer: 'lb-b', action: 'x', endsAt: 1, effect: { _tag: 'Nothing' } },
          },
        },
        ['tasks["lb-a"].loadBalancer: expected lb-a, found lb-b'],
      ],
      [
        'a key that no record can hold',
        JSON.parse('{"loadBalancers":{"__proto__":{}}}'),
        ['loadBalancers.__proto__: expected another key, found "__proto__"'],
      ],
      [
        'an effect with a wrong member',
        {
          tasks: {
            'lb-a': { requestId: 'r', loadBalancer: 'lb-a', action: 'x', endsAt: 1, effect: { _tag: 'Created' } },
          },
        },
        ['tasks["lb-a"].effect.vips: expected a list, found nothing'],
      ],
    ])('%s', (_, json, troubles) => {
      expect(left(decodeWorld(json)).map(showTrouble)).toEqual(troubles);
    });
    it('with any value, JSON or not', () => {
      fc.assert(
        fc.property(fc.anything({ withBigInt: true, withSparseArray: true }), (value) => {
          expect(['Left', 'Right']).toContain(decodeWorld(value)._tag);
        }),
      );
    });
  });

  describe('as JSON', () => {
    it('law: a world comes back from JSON as it was, with its tasks, orders and failures', () => {
      fc.assert(
        fc.property(
          arbitraries.world(),
          fc.array(fc.tuple(arbitraries.call(), fc.boolean(), fc.nat(4000))),
          (world, calls) => {
            const lived = calls.reduce((now, [call, fails, ms]) => {
              const result = performWith(fails ? { failure: 'x' } : {})(call)(now);
              return Clock.advance(ms)(result._tag === 'Right' ? result.right.world : now);
            }, world);
            expect(right(decodeWorld(throughText(encodeWorld(lived))))).toEqual(lived);
          },
        ),
      );
    });
    it('law: the schema accepts every encoded world and every sketch that can be read', () => {
      fc.assert(
        fc.property(arbitraries.sketch(), fc.array(arbitraries.call()), (sketch, calls) => {
          const lived = calls.reduce((now, call) => {
            const result = performWith({})(call)(now);
            return result._tag === 'Right' ? result.right.world : now;
          }, worldOf(sketch));
          for (const json of [throughText(sketch), throughText(encodeWorld(lived))]) {
            accepts(json);
            expect(accepts.errors).toBeNull();
          }
        }),
      );
    });
    it.each([
      ['an empty object', {}, true],
      ['a reference to the schema', { $schema: './world.schema.json' }, true],
      ['a load balancer and nothing else', { loadBalancers: { 'lb-a': {} } }, true],
      [
        'a listener with the least there is to say',
        { loadBalancers: { 'lb-a': { listeners: { 'lbl-a': { protocol: 'TCP', port: 80 } } } } },
        true,
      ],
      ['an internal network', { loadBalancers: { 'lb-a': { network: { _tag: 'Internal', subnet: 's' } } } }, true],
      ['an internal network without a subnet', { loadBalancers: { 'lb-a': { network: { _tag: 'Internal' } } } }, false],
      ['a misspelt member', { loadbalancers: {} }, false],
      [
        'a weight of 101',
        {
          loadBalancers: {
            'lb-a': {
              listeners: {
                'lbl-a': { protocol: 'TCP', port: 80, backends: [{ port: 1, weight: 101, addresses: ['a'] }] },
              },
            },
          },
        },
        false,
      ],
      ['a listener without a protocol', { loadBalancers: { 'lb-a': { listeners: { 'lbl-a': { port: 80 } } } } }, false],
      ['a text for a number', { now: '1' }, false],
    ])('the schema and the decoder agree on %s', (_, json, ok) => {
      expect([accepts(json), decodeWorld(json)._tag]).toEqual([ok, ok ? 'Right' : 'Left']);
    });
  });

  it('can be made of the facts that a provider reads', () => {
    fc.assert(
      fc.property(arbitraries.world(), (world) => {
        const { quotas, settings } = world;
        expect(World.facts(worldOfFacts(World.facts(world), { quotas, settings }))).toEqual(World.facts(world));
      }),
    );
    const facts = worldOfFacts([
      {
        ...World.factsOf(worldLb()),
        listeners: [
          {
            id: id('lbl-a'),
            name: 'n',
            protocol: 'TCP',
            port: 1,
            settings: {},
            backends: [
              { address: 'b', port: 1, weight: 1 },
              { address: 'a', port: 1, weight: 1 },
            ],
          },
        ],
      },
    ]);
    expect(World.listener('lb-a', 'lbl-a')(facts)?.backends).toEqual(Backend.uniform(['a', 'b'], 1, 1));
  });

  it('can be changed by hand', () => {
    const world = worldOf({ loadBalancers: { 'lb-a': {}, 'lb-b': {} } });
    expect(World.update('lb-none', (one) => ({ ...one, name: 'x' }))(world)).toBe(world);
    expect(World.update('lb-a', (one) => one)(world)).toBe(world);
    expect(World.loadBalancer('lb-a')(World.update('lb-a', (one) => ({ ...one, name: 'x' }))(world))?.name).toBe('x');
    expect(World.size(World.remove('lb-a')(world))).toBe(1);
    expect(World.remove('lb-none')(world)).toBe(world);
    expect(World.withQuotas({ publicLoadBalancers: 1 })(world).quotas.publicLoadBalancers).toBe(1);
    expect(World.withSettings({ listenerMs: 1 })(world).settings.listenerMs).toBe(1);
  });

  it('keep the identity of what a call does not name', () => {
    const world = worldOf({
      loadBalancers: {
        'lb-a': { listeners: { a: { protocol: 'TCP', port: 1 }, b: { protocol: 'TCP', port: 2 } } },
        'lb-b': {},
      },
    });
    const now = after(world, {
      action: 'BatchRegisterTargets',
      loadBalancer: id('lb-a'),
      targets: [{ listener: id('a'), address: 'x', port: 1 }],
    });
    expect(World.loadBalancer('lb-b')(now)).toBe(World.loadBalancer('lb-b')(world));
    expect(World.listener('lb-a', 'b')(now)).toBe(World.listener('lb-a', 'b')(world));
    expect(World.listener('lb-a', 'a')(now)).not.toBe(World.listener('lb-a', 'a')(world));
  });
});

const worldLb = (): World.LoadBalancer => {
  const [one] = World.loadBalancers(worldOf({ loadBalancers: { 'lb-a': {} } }));
  return one!;
};
