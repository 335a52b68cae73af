import { describe, expect, it } from '@jest/globals';
import { Listener, type Step } from '@clbkit/core';
import { emptyWorld, type Fake, Journal, make, World, worldOf, type WorldSketch } from '@clbkit/provider-fake';
import { id, left, right, shown } from './support.js';
import * as steps from './steps.js';
import { cluster, mine, run } from './steps.js';

const sketch: WorldSketch = {
  loadBalancers: {
    'lb-a': {
      tags: mine,
      listeners: {
        'lbl-web': {
          name: Listener.managedName,
          protocol: 'TCP',
          port: 80,
          backends: [{ port: 30080, addresses: ['ins-1', 'ins-2'] }],
        },
      },
    },
    'lb-b': { tags: { 'tke-clusterId': 'cls-2' } },
    'lb-c': {},
    'lb-new': { status: 'Creating' },
  },
};
const world = worldOf(sketch);
const observed = async (fake: Fake, ...existing: ReadonlyArray<string>) =>
  right(await fake.provider.observe({ clusterId: cluster, existing: existing.map(id) })());
const lasting = (over: WorldSketch): Fake => make({ world: worldOf({ ...sketch, ...over }) });

describe('execute', () => {
  it('makes a load balancer, waits for it on the virtual clock, and tells its id and addresses', async () => {
    const fake = make();
    expect(right(await run(fake, steps.create()))).toEqual({
      made: { [steps.planned]: 'lb-00000001' },
      addresses: ['198.18.0.1'],
    });
    expect(fake.world().now).toBe(10_000);
    expect(World.loadBalancer('lb-00000001')(fake.world())).toMatchObject({ status: 'Running', tags: mine });
  });
  it('makes no second load balancer for the same client token', async () => {
    const fake = make();
    const both = await Promise.all([run(fake, steps.create()), run(fake, steps.create())]);
    expect(both[0]).toEqual(both[1]);
    expect(World.size(fake.world())).toBe(1);
  });
  it('follows a stale client token with the next ones, and gives up after nine', async () => {
    const fake = make();
    for (let round = 1; round <= 10; round++) {
      right(await run(fake, steps.create()));
      fake.drift({ _tag: 'DeleteLoadBalancer', loadBalancer: 0 });
    }
    expect(World.size(fake.world())).toBe(0);
    expect(shown(left(await run(fake, steps.create())))).toBe('Conflict InvalidParameter.ClientTokenLimitExceeded');
    const tokens = Journal.writes(fake.calls()).map(({ call }) =>
      call.action === 'CreateLoadBalancer' ? call.clientToken : '',
    );
    expect(tokens.slice(0, 3)).toEqual(['token', 'token', 'token.1']);
    expect(tokens.at(-1)).toBe('token.9');
  });
  it('makes listeners and tells the id behind each planned key', async () => {
    const fake = make({ world });
    const ports = Array.from({ length: 49 }, (_, index) => index + 1000);
    const { made } = right(await run(fake, steps.listeners('lb-a', ...ports)));
    expect(Object.keys(made)).toHaveLength(49);
    for (const port of ports) {
      const found = World.listener('lb-a', made[steps.plannedListener(`TCP:${String(port)}`)] ?? '')(fake.world());
      expect(found).toMatchObject({ port, name: Listener.managedName });
    }
  });
  it.each<readonly [name: string, step: Step.CloudStep, sees: unknown]>([
    [
      'registers backends',
      steps.register('lb-a', 'lbl-web', ['ins-3']),
      { backends: [{ port: 30080, weight: 10, addresses: ['ins-1', 'ins-2', 'ins-3'] }] },
    ],
    [
      'sets weights',
      steps.weigh('lb-a', 'lbl-web', ['ins-1', 'ins-2'], 0),
      { backends: [{ port: 30080, weight: 0, addresses: ['ins-1', 'ins-2'] }] },
    ],
    [
      'deregisters backends',
      steps.deregister('lb-a', 'lbl-web', ['ins-1']),
      { backends: [{ port: 30080, weight: 10, addresses: ['ins-2'] }] },
    ],
    [
      'changes settings',
      steps.modify('lb-a', 'lbl-web', { scheduler: 'LEAST_CONN' }),
      { settings: { scheduler: 'LEAST_CONN', sessionExpireTime: 0 } },
    ],
  ])('%s, and returns when it is done', async (_, step, sees) => {
    const fake = make({ world });
    expect(right(await run(fake, step))).toEqual({ made: {} });
    expect((await observed(fake)).loadBalancers['lb-a']?.listeners[0]).toMatchObject(sees as object);
  });
  it('deletes listeners, tags and load balancers', async () => {
    const fake = make({ world });
    right(await run(fake, steps.deleteListeners('lb-a', 'lbl-web')));
    expect((await observed(fake)).loadBalancers['lb-a']?.listeners).toEqual([]);
    right(await run(fake, steps.retag('lb-a', { team: 'edge' }, ['tke-createdBy-flag'])));
    expect(World.loadBalancer('lb-a')(fake.world())?.tags).toEqual({
      'tke-clusterId': cluster,
      'tke-lb-serviceuuid': 'uid-1',
      team: 'edge',
    });
    right(await run(fake, steps.retag('lb-a', mine)));
    right(await run(fake, steps.remove('lb-a')));
    expect(World.loadBalancer('lb-a')(fake.world())).toBeUndefined();
  });
  it('waits for a load balancer that is being made', async () => {
    const fake = make({ world });
    right(await run(fake, steps.waitFor('lb-new')));
    expect(World.loadBalancer('lb-new')(fake.world())?.status).toBe('Running');
    right(await run(fake, steps.waitFor('lb-a')));
    expect(shown(left(await run(fake, steps.waitFor('lb-gone'))))).toBe('NotFound InvalidParameter.LBIdNotFound');
  });
  it('cannot wait for one that nobody makes', async () => {
    const fake = make({ world: World.update('lb-a', (one) => ({ ...one, status: 'Creating' }))(world) });
    expect(shown(left(await run(fake, steps.waitFor('lb-a'))))).toBe('Busy FailedOperation.ResourceInOperating');
  });
  it('answers Busy where another write is under way, and succeeds after a wait', async () => {
    const fake = make({ world });
    expect(shown(left(await run(fake, steps.listeners('lb-new', 80))))).toBe(
      'Busy FailedOperation.ResourceInOperating',
    );
    await fake.wait(10_000)();
    right(await run(fake, steps.listeners('lb-new', 80)));
  });
  it('lets concurrent lanes share the time', async () => {
    const fake = make();
    await Promise.all([1, 2, 3].map((n) => run(fake, steps.create(`token-${String(n)}`, `n-${String(n)}`))));
    expect(World.size(fake.world())).toBe(3);
    expect(fake.world().now).toBe(10_000);
    await Promise.all([fake.wait(500)(), fake.wait(700)()]);
    expect(fake.world().now).toBe(10_700);
  });
  it('says Partial when the second call of a step is refused', async () => {
    const fake = lasting({ quotas: { listenersPerLoadBalancer: 55 } });
    const ports = Array.from({ length: 60 }, (_, index) => index + 1000);
    expect(shown(left(await run(fake, steps.listeners('lb-a', ...ports))))).toBe('Partial LimitExceeded');
    expect(World.slots(World.loadBalancer('lb-a')(fake.world())!).size).toBe(50);
  });

  describe('checks the proof of a destructive step at the last moment', () => {
    const destructive = [
      ['DeregisterBackends', steps.deregister('lb-a', 'lbl-web', ['ins-1'])],
      ['DeleteListeners', steps.deleteListeners('lb-a', 'lbl-web')],
      ['DeleteLoadBalancer', steps.remove('lb-a')],
    ] as const;
    it.each(destructive)('%s is refused when a tag has changed', async (_, step) => {
      const fake = make({ world });
      fake.drift({ _tag: 'SetTag', loadBalancer: 'lb-a', key: 'tke-lb-serviceuuid', value: 'uid-2' });
      const before = fake.world();
      expect(shown(left(await run(fake, step)))).toBe('Refused ProofFailed');
      expect(fake.world()).toBe(before);
      expect(Journal.writes(fake.calls())).toEqual([]);
    });
    it.each(destructive)('%s is refused when a tag is gone', async (_, step) => {
      const fake = make({ world });
      fake.drift({ _tag: 'RemoveTag', loadBalancer: 'lb-a', key: 'tke-clusterId' });
      expect(shown(left(await run(fake, step)))).toBe('Refused ProofFailed');
    });
    it.each(destructive)("%s is refused when the listener bears a person's name", async (_, step) => {
      const fake = make({ world });
      fake.drift({ _tag: 'RenameListener', loadBalancer: 'lb-a', listener: 'lbl-web', name: 'by-hand' });
      expect(shown(left(await run(fake, step)))).toBe('Refused ProofFailed');
    });
    it.each(destructive)('%s says NotFound when the load balancer is gone', async (_, step) => {
      const fake = make({ world });
      fake.drift({ _tag: 'DeleteLoadBalancer', loadBalancer: 'lb-a' });
      expect(shown(left(await run(fake, step)))).toBe('NotFound InvalidParameter.LBIdNotFound');
    });
    it('also between the calls of one step', async () => {
      const fake = make({ world: worldOf({ loadBalancers: { 'lb-a': { tags: mine } } }) });
      const { made } = right(await run(fake, steps.listeners('lb-a', ...Array.from({ length: 30 }, (_, n) => n + 1))));
      const deletion = run(fake, steps.deleteListeners('lb-a', ...Object.values(made)));
      while (fake.calls().length === 1) await Promise.resolve();
      fake.drift({ _tag: 'RemoveTag', loadBalancer: 'lb-a', key: 'tke-clusterId' });
      expect(shown(left(await deletion))).toBe('Partial ProofFailed');
      expect(World.slots(World.loadBalancer('lb-a')(fake.world())!).size).toBe(10);
    });
  });
});

describe('observe', () => {
  it('shows what carries the tag of the cluster, what is named and there, and the quotas', async () => {
    const state = await observed(make({ world }), 'lb-c', 'lb-gone', 'lb-a');
    expect(Object.keys(state.loadBalancers)).toEqual(['lb-a', 'lb-c']);
    expect(state.loadBalancers['lb-a']).toMatchObject({
      ownership: { _tag: 'Mine', uid: 'uid-1' },
      addresses: ['198.18.0.1'],
    });
    expect(state.limits).toEqual({ listenersPerLoadBalancer: 50, backendsPerListener: 100, rulesPerLoadBalancer: 50 });
  });
  it('keeps the quotas to itself when told so', async () => {
    expect((await observed(make({ world, reportLimits: false }))).limits).toEqual({});
  });
  it('gives the same backends array as long as they do not change', async () => {
    const fake = make({ world });
    const before = await observed(fake);
    right(await run(fake, steps.listeners('lb-a', 443)));
    const [, after] = (await observed(fake)).loadBalancers['lb-a']?.listeners ?? [];
    expect(after?.backends).toBe(before.loadBalancers['lb-a']?.listeners[0]?.backends);
  });
});

describe('make', () => {
  it('gives an empty account when nothing else is said', () => {
    const fake = make();
    expect(fake.world()).toBe(emptyWorld);
    expect(fake.calls()).toEqual([]);
  });
  it('lets the world be edited by a function, which the journal notes', () => {
    const fake = make({ world });
    fake.edit(World.withQuotas({ publicLoadBalancers: 7 }));
    expect(fake.world().quotas.publicLoadBalancers).toBe(7);
    expect(Journal.show(fake.calls())).toBe('#0 0.0s Edit by a function');
  });
});
