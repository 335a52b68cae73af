import { describe, expect, it } from '@jest/globals';
import { Backend, Listener } from '@clbkit/core';
import { type Call, Clock, performWith, World, worldOf, type WorldSketch } from '@clbkit/provider-fake';
import { after, done, id, refusal, right } from './support.js';

const lb = id('lb-a');
const web = id('lbl-web');
const dns = id('lbl-dns');
const page = id('lbl-page');

const sketch: WorldSketch = {
  loadBalancers: {
    'lb-a': {
      name: 'front',
      tags: { team: 'edge' },
      listeners: {
        'lbl-web': {
          protocol: 'TCP',
          port: 80,
          name: Listener.managedName,
          settings: { sessionExpireTime: 60, healthCheck: { intervalTime: 20 } },
          backends: [{ port: 30080, addresses: ['ins-1', 'ins-2'] }],
        },
        'lbl-dns': { protocol: 'UDP', port: 53 },
        'lbl-page': { protocol: 'HTTP', port: 8080 },
      },
    },
    'lb-b': { network: { _tag: 'Internal', subnet: 'subnet-1' } },
    'lb-new': { status: 'Creating' },
    'lb-safe': { deletionProtected: true },
  },
};
const world = worldOf(sketch);

const create: Call = { action: 'CreateLoadBalancer', network: { _tag: 'Public' }, tags: {} };
const listeners = (over: Partial<Extract<Call, { action: 'CreateListener' }>>): Call => ({
  action: 'CreateListener',
  loadBalancer: lb,
  protocol: 'TCP',
  ports: [443],
  names: [],
  settings: {},
  ...over,
});
const register = (...targets: Extract<Call, { action: 'BatchRegisterTargets' }>['targets']): Call => ({
  action: 'BatchRegisterTargets',
  loadBalancer: lb,
  targets,
});
const weigh = (...rules: Extract<Call, { action: 'BatchModifyTargetWeight' }>['rules']): Call => ({
  action: 'BatchModifyTargetWeight',
  loadBalancer: lb,
  rules,
});
const tags = (replace: Record<string, string>, remove: Array<string> = [], loadBalancer = lb): Call => ({
  action: 'ModifyResourceTags',
  loadBalancer,
  replace,
  remove,
});
const remove = (force: boolean, ...ids: Array<string>): Call => ({
  action: 'DeleteLoadBalancer',
  loadBalancers: ids.map(id),
  force,
});
const clear = (...ids: Array<string>): Call => ({
  action: 'DeleteLoadBalancerListeners',
  loadBalancer: lb,
  listeners: ids.map(id),
});
const many = (count: number): Array<number> => Array.from({ length: count }, (_, index) => index + 1);
const target = (number: number, listener = web) => ({ listener, address: `ins-${String(number)}`, port: 30080 });

describe('perform', () => {
  describe('refuses', () => {
    it.each<readonly [name: string, call: Call, answer: string, over?: WorldSketch]>([
      ['21 load balancers at once', { ...create, number: 21 }, 'Invalid InvalidParameterValue.Range'],
      [
        'a client token that is too long',
        { ...create, clientToken: 'x'.repeat(65) },
        'Invalid InvalidParameterValue.Length',
      ],
      ['a name that is too long', { ...create, name: 'x'.repeat(81) }, 'Invalid InvalidParameterValue.Length'],
      ['a tag without a value', { ...create, tags: { a: '' } }, 'Invalid InvalidParameterValue'],
      [
        'more tags than a creation takes',
        { ...create, tags: Object.fromEntries(many(21).map((n) => [`k${String(n)}`, 'v'])) },
        'Invalid InvalidParameterValue.Length',
      ],
      [
        'a public load balancer beyond the quota',
        create,
        'QuotaExceeded LimitExceeded',
        { quotas: { publicLoadBalancers: 3 } },
      ],
      [
        'an internal load balancer beyond the quota',
        { ...create, network: { _tag: 'Internal', subnet: 's' } },
        'QuotaExceeded LimitExceeded',
        { quotas: { internalLoadBalancers: 1 } },
      ],
      ['a deletion of nothing', remove(true), 'Invalid InvalidParameterValue.Length'],
      ['a deletion of 21', remove(true, ...many(21).map(String)), 'Invalid InvalidParameterValue.Length'],
      ['a deletion of one twice', remove(true, 'lb-a', 'lb-a'), 'Conflict InvalidParameterValue.Duplicate'],
      [
        'a deletion with one unknown id',
        remove(true, 'lb-new', 'lb-b', 'lb-gone'),
        'NotFound InvalidParameter.LBIdNotFound',
      ],
      ['a deletion of one that is busy', remove(true, 'lb-b', 'lb-new'), 'Busy FailedOperation.ResourceInOperating'],
      ['a deletion of a protected one, forced or not', remove(true, 'lb-safe'), 'Refused FailedOperation'],
      [
        'a name that another has',
        { action: 'ModifyLoadBalancerAttributes', loadBalancer: lb, name: 'lb-b' },
        'Conflict InvalidParameterValue.Duplicate',
      ],
      [
        'attributes of an unknown load balancer',
        { action: 'ModifyLoadBalancerAttributes', loadBalancer: id('lb-gone') },
        'NotFound InvalidParameter.LBIdNotFound',
      ],
      ['listeners without ports', listeners({ ports: [] }), 'Invalid MissingParameter'],
      ['50 ports in one call', listeners({ ports: many(50) }), 'Invalid InvalidParameterValue.Length'],
      ['port 0', listeners({ ports: [443, 0] }), 'Invalid InvalidParameterValue.Range'],
      ['a port twice', listeners({ ports: [443, 443] }), 'Conflict InvalidParameterValue.Duplicate'],
      ['names that do not match the ports', listeners({ names: ['a', 'b'] }), 'Invalid InvalidParameterValue.Length'],
      ['a listener on a taken port', listeners({ ports: [443, 80] }), 'Conflict InvalidParameter.PortCheckFailed'],
      [
        'another protocol of the same transport',
        listeners({ protocol: 'TCP_SSL', ports: [8080], settings: { certificate: 'abcd' } }),
        'Conflict InvalidParameter.PortCheckFailed',
      ],
      [
        'QUIC where UDP is',
        listeners({ protocol: 'QUIC', ports: [53], settings: { certificate: 'abcd' } }),
        'Conflict InvalidParameter.PortCheckFailed',
      ],
      ['TCP_SSL without a certificate', listeners({ protocol: 'TCP_SSL', ports: [1] }), 'Invalid MissingParameter'],
      [
        'a certificate of a TCP listener',
        listeners({ ports: [1], settings: { certificate: 'abcd' } }),
        'Invalid InvalidParameterValue',
      ],
      [
        'a certificate that the account does not have',
        listeners({ protocol: 'TCP_SSL', ports: [1], settings: { certificate: 'abcd' } }),
        'Invalid InvalidParameterValue',
        { certificates: ['efgh'] },
      ],
      [
        'a change to a certificate that the account does not have',
        { action: 'ModifyListener', loadBalancer: lb, listener: web, settings: { certificate: 'abcd' } },
        'Invalid InvalidParameterValue',
        { certificates: [] },
      ],
      [
        'listeners beyond the quota',
        listeners({ ports: many(48).map((n) => n + 1000) }),
        'QuotaExceeded LimitExceeded',
      ],
      [
        'a listener on an unknown load balancer',
        listeners({ loadBalancer: id('lb-gone') }),
        'NotFound InvalidParameter.LBIdNotFound',
      ],
      [
        'a listener on a load balancer being made',
        listeners({ loadBalancer: id('lb-new') }),
        'Busy FailedOperation.ResourceInOperating',
      ],
      [
        'a health check slower than its interval',
        listeners({ settings: { healthCheck: { timeout: 5 } } }),
        'Invalid InvalidParameterValue',
      ],
      ['a session of 10 seconds', listeners({ settings: { sessionExpireTime: 10 } }), 'Invalid InvalidParameterValue'],
      [
        'a ping check of TCP',
        listeners({ settings: { healthCheck: { checkType: 'PING' } } }),
        'Invalid InvalidParameterValue',
      ],
      [
        'an HTTP check of TCP without a domain',
        listeners({ settings: { healthCheck: { checkType: 'HTTP' } } }),
        'Invalid InvalidParameterValue',
      ],
      [
        'a custom check without its texts',
        listeners({ settings: { healthCheck: { checkType: 'CUSTOM' } } }),
        'Invalid InvalidParameterValue',
      ],
      [
        'a check of port 0',
        listeners({ settings: { healthCheck: { checkPort: 0 } } }),
        'Invalid InvalidParameterValue',
      ],
      [
        'a change of an unknown listener',
        { action: 'ModifyListener', loadBalancer: lb, listener: id('lbl-gone'), settings: {} },
        'NotFound InvalidParameter',
      ],
      [
        'a change to a health check that does not fit',
        { action: 'ModifyListener', loadBalancer: lb, listener: web, settings: { healthCheck: { timeout: 9 } } },
        'Invalid InvalidParameterValue',
      ],
      ['a deletion of 21 listeners', clear(...many(21).map(String)), 'Invalid InvalidParameterValue.Length'],
      ['a deletion of one listener twice', clear('lbl-web', 'lbl-web'), 'Conflict InvalidParameterValue.Duplicate'],
      ['a deletion with one unknown listener', clear('lbl-web', 'lbl-gone'), 'NotFound InvalidParameter'],
      ['no targets', register(), 'Invalid MissingParameter'],
      ['501 targets', register(...many(501).map((n) => target(n))), 'Invalid InvalidParameterValue.Length'],
      ['a target twice', register(target(7), target(7)), 'Conflict InvalidParameterValue.Duplicate'],
      ['a weight of 101', register({ ...target(7), weight: 101 }), 'Invalid InvalidParameterValue.Range'],
      ['a target without an address', register({ ...target(7), address: '' }), 'Invalid MissingParameter'],
      ['a target port of 65536', register({ ...target(7), port: 65_536 }), 'Invalid InvalidParameterValue.Range'],
      [
        'targets of an unknown listener',
        register(target(7), target(7, id('lbl-gone'))),
        'NotFound InvalidParameter.ListenerIdNotFound',
      ],
      ['targets of a layer-7 listener', register(target(7, page)), 'Invalid MissingParameter'],
      [
        'the removal of targets from an unknown listener',
        { action: 'BatchDeregisterTargets', loadBalancer: lb, targets: [target(1, id('lbl-gone'))] },
        'NotFound InvalidParameter.ListenerIdNotFound',
      ],
      [
        'targets beyond the quota, counting again what is bound',
        register(target(1), target(2)),
        'QuotaExceeded LimitExceeded',
        { quotas: { backendsPerListener: 3 } },
      ],
      [
        'a weight of an unbound target',
        weigh({ listener: web, targets: [{ ...target(9), weight: 1 }] }),
        'NotFound InvalidParameter',
      ],
      [
        'weights of an unknown listener',
        weigh({ listener: id('lbl-gone'), targets: [{ ...target(1), weight: 1 }] }),
        'NotFound InvalidParameter',
      ],
      [
        'weights of 51 targets of one listener',
        weigh({ listener: web, targets: many(51).map((n) => ({ ...target(n), weight: 1 })) }),
        'Invalid InvalidParameterValue.Length',
      ],
      [
        '101 rules',
        weigh(...many(101).map((n) => ({ listener: web, targets: [{ ...target(n), weight: 1 }] }))),
        'Invalid InvalidParameterValue.Length',
      ],
      [
        'weights of 501 targets',
        weigh(
          ...many(11).map((n) => ({
            listener: web,
            targets: many(n === 11 ? 1 : 50).map((m) => ({ ...target(n * 100 + m), weight: 1 })),
          })),
        ),
        'Invalid InvalidParameterValue.Length',
      ],
      ['no tags', tags({}), 'Invalid MissingParameter'],
      [
        'eleven tags',
        tags(Object.fromEntries(many(11).map((n) => [`k${String(n)}`, 'v']))),
        'QuotaExceeded LimitExceeded.TagNumPerRequest',
      ],
      ['eleven tags to remove', tags({}, many(11).map(String)), 'QuotaExceeded LimitExceeded.TagNumPerRequest'],
      ['a tag set and removed at once', tags({ a: 'b' }, ['a']), 'Invalid InvalidParameterValue.DeleteTagsParamError'],
      ['a tag removed twice', tags({}, ['a', 'a']), 'Invalid InvalidParameterValue.TagKeyDuplicate'],
      ['a reserved tag', tags({ 'qcs:a': 'b' }), 'Invalid InvalidParameterValue.TagKeyCharacterIllegal'],
      ['tags of an unknown load balancer', tags({ a: 'b' }, [], id('lb-gone')), 'NotFound ResourceNotFound'],
      [
        'tags beyond the quota',
        tags({ a: 'b' }),
        'QuotaExceeded LimitExceeded.ResourceAttachedTags',
        { quotas: { tagsPerLoadBalancer: 1 } },
      ],
    ])('%s', (_, call, answer, over = {}) => {
      expect(refusal(call, worldOf({ ...sketch, ...over }))).toBe(answer);
    });
  });

  describe('CreateLoadBalancer', () => {
    it('gives the id at once, and the load balancer when its task ends', () => {
      const { world: started, answer } = done({ ...create, name: 'n', vpc: 'vpc-1', tags: { a: 'b' } }, world);
      expect(answer.ids).toEqual(['lb-00000005']);
      expect(World.loadBalancer('lb-00000005')(started)).toMatchObject({ status: 'Creating', vips: [] });
      expect(Clock.statusOf(answer.requestId)(started)).toBe(2);
      const ended = Clock.advance(10_000)(started);
      expect(Clock.statusOf(answer.requestId)(ended)).toBe(0);
      expect(World.loadBalancer('lb-00000005')(ended)).toEqual({
        id: 'lb-00000005',
        name: 'n',
        network: { _tag: 'Public' },
        vpc: 'vpc-1',
        status: 'Running',
        vips: ['198.18.0.5'],
        deletionProtected: false,
        attributes: {
          securityGroups: [],
          passToTarget: false,
          modificationProtection: false,
          internetMaxBandwidthOut: 10,
        },
        bought: { addressIPVersion: 'IPV4', chargeType: 'TRAFFIC_POSTPAID_BY_HOUR', vipIsp: 'BGP' },
        tags: { a: 'b' },
        listeners: {},
      });
    });
    it('replaces a name that is taken without a word', () => {
      const { world: made } = done({ ...create, name: 'front' }, world);
      expect(World.loadBalancer('lb-00000005')(made)?.name).toBe('clb-lb-00000005');
    });
    it('answers a client token that was used before with the same load balancer, also while it is being made', () => {
      const call = { ...create, clientToken: 'token' };
      const first = done(call, world);
      const again = done(call, first.world);
      expect(again.answer.ids).toEqual(first.answer.ids);
      expect(again.answer.tasks).toEqual(first.answer.tasks);
      expect(World.size(again.world)).toBe(World.size(first.world));
      expect(done(call, Clock.settle(first.world)).answer).toMatchObject({ ids: first.answer.ids, tasks: [] });
    });
    it('answers a client token whose load balancer is gone with an order that is over', () => {
      const call = { ...create, clientToken: 'token' };
      const gone = after(world, call, remove(true, 'lb-00000005'));
      expect(refusal(call, gone)).toBe('Conflict InvalidParameter.ClientTokenLimitExceeded');
    });
    it('makes several, with names of its own', () => {
      const { world: made, answer } = done({ ...create, number: 2, name: 'n' }, world);
      expect(answer.ids).toEqual(['lb-00000005', 'lb-00000006']);
      expect(answer.ids.map((one) => World.loadBalancer(one)(made)?.name)).toEqual([
        'clb-lb-00000005',
        'clb-lb-00000006',
      ]);
    });
    it('leaves nothing behind when its task fails', () => {
      const { world: started, answer } = right(
        performWith({ failure: 'no stock' })({ ...create, clientToken: 't' })(world),
      );
      const ended = Clock.settle(started);
      expect(Clock.statusOf(answer.requestId)(ended)).toBe(1);
      expect(World.size(ended)).toBe(4);
      expect(refusal({ ...create, clientToken: 't' }, ended)).toBe(
        'Conflict InvalidParameter.ClientTokenLimitExceeded',
      );
    });
  });

  describe('DeleteLoadBalancer', () => {
    const crowded = worldOf({
      loadBalancers: {
        'lb-a': {
          listeners: {
            'lbl-a': { protocol: 'TCP', port: 80, backends: [{ port: 1, addresses: many(20).map(String) }] },
          },
        },
        'lb-b': {},
        'lb-c': {},
      },
      quotas: { deletionsPerFiveMinutes: 1 },
    });
    it('keeps the load balancer until its task ends', () => {
      const { world: started } = done(remove(false, 'lb-a'), world);
      expect(World.loadBalancer('lb-a')(started)).toBeDefined();
      expect(World.loadBalancer('lb-a')(Clock.settle(started))).toBeUndefined();
    });
    it('asks for force from 20 bound targets', () => {
      expect(refusal(remove(false, 'lb-a'), crowded)).toBe('Refused FailedOperation.TargetNumCheckRisk');
      expect(World.size(after(crowded, remove(true, 'lb-a')))).toBe(2);
    });
    it('asks for force, or for five minutes, when the region has seen many deletions', () => {
      const one = after(crowded, remove(false, 'lb-b'));
      expect(refusal(remove(false, 'lb-c'), one)).toBe('Refused FailedOperation.FrequencyCheckRisk');
      expect(World.size(after(one, remove(true, 'lb-c')))).toBe(1);
      expect(World.size(after(Clock.advance(300_000)(one), remove(false, 'lb-c')))).toBe(1);
    });
  });

  describe('ModifyLoadBalancerAttributes', () => {
    it('changes the name and the protection, and nothing that is absent', () => {
      const call: Call = { action: 'ModifyLoadBalancerAttributes', loadBalancer: lb };
      expect(World.loadBalancer('lb-a')(after(world, { ...call, name: 'back' }))).toMatchObject({
        name: 'back',
        deletionProtected: false,
      });
      expect(World.loadBalancer('lb-a')(after(world, { ...call, deletionProtected: true }))).toMatchObject({
        name: 'front',
        deletionProtected: true,
      });
    });
  });

  describe('CreateListener', () => {
    it('gives ids in the order of the ports at once, and complete listeners when its task ends', () => {
      const { world: started, answer } = done(
        listeners({ ports: [443, 53], names: ['x', 'y'], settings: { scheduler: 'LEAST_CONN' } }),
        world,
      );
      expect(answer.ids).toEqual(['lbl-00000005', 'lbl-00000006']);
      expect(World.listener('lb-a', 'lbl-00000005')(started)).toBeUndefined();
      expect(World.listener('lb-a', 'lbl-00000006')(Clock.settle(started))).toEqual({
        id: 'lbl-00000006',
        name: 'y',
        protocol: 'TCP',
        port: 53,
        settings: {
          scheduler: 'LEAST_CONN',
          sessionExpireTime: 0,
          deregisterTargetRst: false,
          healthCheck: {
            enabled: true,
            intervalTime: 5,
            timeout: 2,
            healthNum: 3,
            unHealthNum: 3,
            sourceIpType: 0,
            checkType: 'TCP',
          },
        },
        backends: [],
      });
    });
    it('keeps the load balancer busy meanwhile, and no other', () => {
      const { world: started } = done(listeners({}), world);
      expect(refusal(register(target(7)), started)).toBe('Busy FailedOperation.ResourceInOperating');
      expect(done(listeners({ loadBalancer: id('lb-b') }), started).answer.ids).toHaveLength(1);
    });
  });

  describe('ModifyListener', () => {
    const call: Call = { action: 'ModifyListener', loadBalancer: lb, listener: web, settings: {} };
    const settingsAfter = (settings: Listener.ListenerSettings, over: WorldSketch = {}): unknown =>
      World.listener('lb-a', 'lbl-web')(after(worldOf({ ...sketch, ...over }), { ...call, settings }))?.settings;
    it('leaves what is absent', () => {
      expect(settingsAfter({ scheduler: 'LEAST_CONN' })).toMatchObject({
        scheduler: 'LEAST_CONN',
        sessionExpireTime: 60,
        healthCheck: { intervalTime: 20 },
      });
    });
    it('puts the rest of a partial health check back to its defaults', () => {
      expect(settingsAfter({ healthCheck: { healthNum: 5 } })).toMatchObject({
        healthCheck: { healthNum: 5, intervalTime: 5 },
      });
    });
    it('or leaves it, in a cloud that is set so', () => {
      expect(
        settingsAfter({ healthCheck: { healthNum: 5 } }, { settings: { partialHealthCheck: 'merge' } }),
      ).toMatchObject({ healthCheck: { healthNum: 5, intervalTime: 20 } });
    });
    it('looks only at what is sent', () => {
      const odd = { healthCheck: { checkType: 'HTTP' } } as const;
      const over = {
        loadBalancers: { 'lb-a': { listeners: { 'lbl-web': { protocol: 'TCP', port: 80, settings: odd } } } },
      } as const;
      expect(settingsAfter({ scheduler: 'LEAST_CONN' }, over)).toMatchObject({ scheduler: 'LEAST_CONN', ...odd });
    });
    it('renames', () => {
      expect(World.listener('lb-a', 'lbl-web')(after(world, { ...call, name: 'by-hand' }))?.name).toBe('by-hand');
    });
    it('takes a complete HTTP or custom check', () => {
      expect(
        settingsAfter({ healthCheck: { checkType: 'HTTP', httpVersion: 'HTTP/1.1', httpCheckDomain: 'a.example' } }),
      ).toMatchObject({ healthCheck: { httpCode: 31, httpCheckMethod: 'HEAD' } });
      expect(
        settingsAfter({
          healthCheck: { checkType: 'CUSTOM', contextType: 'TEXT', sendContext: 'a', recvContext: 'b' },
        }),
      ).toMatchObject({ healthCheck: { checkType: 'CUSTOM' } });
    });
  });

  describe('DeleteLoadBalancerListeners', () => {
    it('deletes the listeners it names when its task ends', () => {
      const { world: started } = done(clear('lbl-dns'), world);
      expect(World.listener('lb-a', 'lbl-dns')(started)).toBeDefined();
      expect(Object.keys(World.loadBalancer('lb-a')(Clock.settle(started))?.listeners ?? {})).toEqual([
        'lbl-web',
        'lbl-page',
      ]);
    });
    it.each([
      ['an empty list', clear()],
      ['no list', { action: 'DeleteLoadBalancerListeners', loadBalancer: lb } as const],
    ])('deletes every listener, given %s', (_, call) => {
      expect(World.loadBalancer('lb-a')(after(world, call))?.listeners).toEqual({});
    });
  });

  describe('targets', () => {
    const backendsOf = (now: World.World, listener = web): Backend.BackendSet | undefined =>
      World.listener('lb-a', listener)(now)?.backends;
    it('are bound at once, with weight 10 unless they say otherwise', () => {
      const { world: now, answer } = done(register(target(3), { ...target(1, dns), weight: 0 }), world);
      expect(answer.tasks).toEqual([]);
      expect(backendsOf(now)).toEqual([{ port: 30080, weight: 10, addresses: ['ins-1', 'ins-2', 'ins-3'] }]);
      expect(backendsOf(now, dns)).toEqual([{ port: 30080, weight: 0, addresses: ['ins-1'] }]);
    });
    it('keep their weight when they are bound again', () => {
      expect(backendsOf(done(register({ ...target(1), weight: 50 }), world).world)).toBe(backendsOf(world));
    });
    it('take the new weight, in a cloud that is set so', () => {
      const setting = worldOf({ ...sketch, settings: { registerAgain: 'set' } });
      expect(backendsOf(done(register({ ...target(1), weight: 50 }), setting).world)).toEqual([
        { port: 30080, weight: 10, addresses: ['ins-2'] },
        { port: 30080, weight: 50, addresses: ['ins-1'] },
      ]);
    });
    it('are unbound at once; those that are not bound are passed over', () => {
      const call: Call = {
        action: 'BatchDeregisterTargets',
        loadBalancer: lb,
        targets: [target(1), target(9), target(1, dns)],
      };
      expect(backendsOf(done(call, world).world)).toEqual([{ port: 30080, weight: 10, addresses: ['ins-2'] }]);
    });
    it('take a weight when its task ends', () => {
      const { world: started } = done(weigh({ listener: web, targets: [{ ...target(2), weight: 0 }] }), world);
      expect(backendsOf(started)).toBe(backendsOf(world));
      expect(backendsOf(Clock.settle(started))).toEqual([
        { port: 30080, weight: 0, addresses: ['ins-2'] },
        { port: 30080, weight: 10, addresses: ['ins-1'] },
      ]);
    });
    it('leave the load balancer busy for a while, in a cloud that is set so', () => {
      const slow = worldOf({ ...sketch, settings: { settleMs: 500 } });
      const { world: now } = done(register(target(3)), slow);
      expect(refusal(register(target(4)), now)).toBe('Busy FailedOperation.ResourceInOperating');
      expect(refusal(register(target(4)), Clock.advance(499)(now))).toBe('Busy FailedOperation.ResourceInOperating');
      expect(done(register(target(4)), Clock.advance(500)(now)).answer.failedListeners).toEqual([]);
    });
    it('may be left out listener by listener, with a success that names them', () => {
      const { world: now, answer } = right(performWith({ leftOut: 1 })(register(target(3), target(3, dns)))(world));
      expect(answer.failedListeners).toEqual([dns]);
      expect([Backend.size(backendsOf(now) ?? []), backendsOf(now, dns)]).toEqual([3, []]);
    });
    it('stay in canonical form, whatever comes in which order', () => {
      const all = many(120).map((n) => ({ ...target((n * 37) % 121), weight: n % 3 }));
      const wide = worldOf({ ...sketch, quotas: { backendsPerListener: 1000 } });
      const now = after(wide, register(...all.slice(0, 60)), register(...all.slice(60)));
      const set = backendsOf(now) ?? [];
      expect(Backend.canonical(Backend.each(set))).toEqual(set);
      expect(Backend.size(set)).toBe(120);
    });
  });

  describe('ModifyResourceTags', () => {
    it('sets and removes at once, also while a task runs', () => {
      const { world: busy } = done(listeners({}), world);
      const { world: now, answer } = done(tags({ a: 'b' }, ['team']), busy);
      expect(World.loadBalancer('lb-a')(now)?.tags).toEqual({ a: 'b' });
      expect(answer.tasks).toEqual([]);
    });
  });

  it('does what a task was for only as far as it is still possible', () => {
    const { world: started } = done(weigh({ listener: web, targets: [{ ...target(2), weight: 0 }] }), world);
    const without = World.update('lb-a', (one) => ({ ...one, listeners: {} }))(started);
    expect(World.loadBalancer('lb-a')(Clock.settle(without))?.listeners).toEqual({});
    expect(World.size(Clock.settle(World.remove('lb-a')(started)))).toBe(3);
  });

  it('knows no way back in time', () => {
    const later = Clock.advance(5)(world);
    expect(Clock.advanceTo(1)(later)).toBe(later);
    expect(Clock.advance(-1)(later)).toBe(later);
  });

  it('ends at once where work takes no time', () => {
    const quick = worldOf({ ...sketch, settings: { listenerMs: 0 } });
    expect(World.listener('lb-a', 'lbl-00000005')(done(listeners({}), quick).world)).toBeDefined();
  });
});
