import { describe, expect, it } from '@jest/globals';
import { Backend, Listener } from '@clbkit/core';
import {
  type Call,
  Clock,
  Drift,
  Journal,
  loadBalancersOf,
  make,
  performWith,
  type Twist,
  World,
  worldOf,
} from '@clbkit/provider-fake';
import * as arbitraries from '@clbkit/provider-fake/testing';
import fc from 'fast-check';
import * as steps from './steps.js';

const twist: fc.Arbitrary<Twist> = fc.record(
  { extraMs: fc.constantFrom(0, 5000), failure: fc.constant('failed'), leftOut: fc.constantFrom(0, 1, 2) },
  { requiredKeys: [] },
);

/** What may happen to a world: a call, time, or somebody in the console. */
type Event = { readonly call: Call; readonly twist: Twist } | { readonly ms: number } | { readonly edit: Drift.Edit };
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ call: arbitraries.call(), twist }) },
  { weight: 3, arbitrary: fc.record({ ms: fc.constantFrom(0, 1000, 20_000) }) },
  { weight: 2, arbitrary: fc.record({ edit: arbitraries.edit() }) },
);
const history = fc.array(event, { maxLength: 20 });

const happen = (world: World.World, what: Event): World.World => {
  if ('ms' in what) return Clock.advance(what.ms)(world);
  if ('edit' in what) return Drift.applyEdit(what.edit)(world);
  const result = performWith(what.twist)(what.call)(world);
  return result._tag === 'Right' ? result.right.world : world;
};

/** Everything that is wrong with a world in itself. */
const faultsOf = (world: World.World): ReadonlyArray<string> => {
  const out: Array<string> = [];
  const wrong = (what: string, holds: boolean): void => {
    if (!holds) out.push(what);
  };
  const ids = World.loadBalancers(world).flatMap(({ listeners }) => Object.keys(listeners));
  wrong('a listener id is used twice', new Set(ids).size === ids.length);
  for (const one of World.loadBalancers(world)) {
    const all = Object.values(one.listeners);
    wrong(`a port of ${one.id} is taken twice`, new Set(all.map(Listener.slotOf)).size === all.length);
    for (const { id, backends } of all)
      wrong(
        `backends of ${id}`,
        JSON.stringify(Backend.canonical(Backend.each(backends))) === JSON.stringify(backends),
      );
    wrong(
      `keys of ${one.id}`,
      Object.entries(one.listeners).every(([key, { id }]) => key === id),
    );
    wrong(`status of ${one.id}`, (one.status === 'Creating') === (world.tasks[one.id]?.effect._tag === 'Created'));
  }
  wrong(
    'a task is overdue',
    Object.values(world.tasks).every(({ endsAt }) => endsAt > world.now),
  );
  return out;
};

describe('laws of the pretend cloud', () => {
  it('totality: any calls, edits and times on any world leave a sound world', () => {
    fc.assert(
      fc.property(arbitraries.world(), history, (world, events) => {
        expect(faultsOf(events.reduce(happen, world))).toEqual([]);
      }),
    );
  });
  it('immutability: a world never changes once it is there', () => {
    fc.assert(
      fc.property(arbitraries.world(), history, (world, events) => {
        const before = JSON.stringify(world);
        events.reduce(happen, world);
        expect(JSON.stringify(world)).toBe(before);
      }),
    );
  });
  it('locality: a call leaves untouched, identically, what it does not name', () => {
    fc.assert(
      fc.property(arbitraries.world(), history, arbitraries.call(), (world, events, call) => {
        const before = events.reduce(happen, world);
        const after = happen(before, { call, twist: {} });
        const named: ReadonlyArray<string> = loadBalancersOf(call);
        for (const one of World.loadBalancers(before))
          if (!named.includes(one.id)) expect(World.loadBalancer(one.id)(after)).toBe(one);
        const made = World.loadBalancers(after).filter(({ id }) => World.loadBalancer(id)(before) === undefined);
        expect(made.length === 0 || call.action === 'CreateLoadBalancer').toBe(true);
      }),
    );
  });
  it('lock: while a task runs, only tags of its load balancer change', () => {
    fc.assert(
      fc.property(arbitraries.world(), history, arbitraries.call(), (world, events, call) => {
        const before = events.reduce(happen, world);
        const after = happen(before, { call, twist: {} });
        for (const id of Object.keys(before.tasks)) {
          expect(after.tasks[id]).toBe(before.tasks[id]);
          const then = World.loadBalancer(id)(before);
          if (then !== undefined) expect({ ...World.loadBalancer(id)(after), tags: then.tags }).toEqual(then);
        }
      }),
    );
  });
  it('at most one: a client token never buys a second load balancer', () => {
    const creation = arbitraries.call().filter((call) => call.action === 'CreateLoadBalancer');
    fc.assert(
      fc.property(arbitraries.world(), history, creation, (world, events, call) => {
        const once = { ...call, clientToken: 'the-token', number: 1 } as Call;
        const run = [
          { call: once, twist: {} },
          ...events,
          { call: once, twist: {} },
          ...events,
          { call: once, twist: {} },
        ];
        let bought = 0;
        run.reduce<World.World>((before, what) => {
          const after = happen(before, what);
          if ('call' in what && what.call === once) bought += World.size(after) - World.size(before);
          return after;
        }, world);
        expect(bought).toBeLessThanOrEqual(1);
      }),
    );
  });
  it('time: it does not matter in how many pieces time passes', () => {
    fc.assert(
      fc.property(arbitraries.world(), history, fc.nat(15_000), fc.nat(15_000), (world, events, first, second) => {
        const now = events.reduce(happen, world);
        expect(Clock.advance(second)(Clock.advance(first)(now))).toEqual(Clock.advance(first + second)(now));
      }),
    );
  });

  const step = fc.constantFrom(
    steps.create('token-1'),
    steps.create('token-2'),
    ...['lb-a', 'lb-00000001', 'lb-00000004'].flatMap((id) => [
      steps.listeners(id, 80, 443),
      steps.register(id, `lbl-${id}-1`, ['ins-1']),
      steps.deleteListeners(id, `lbl-${id}-1`),
      steps.retag(id, steps.mine),
      steps.remove(id),
      steps.waitFor(id),
    ]),
  );
  const doing = fc.oneof(
    { weight: 4, arbitrary: fc.array(step, { minLength: 1, maxLength: 3 }).map((some) => ({ some })) },
    { weight: 1, arbitrary: arbitraries.edit().map((edit) => ({ edit })) },
    { weight: 1, arbitrary: fc.constant({ look: true } as const) },
  );
  it('replay: a journal gives the same world again, with concurrent steps, accidents and edits', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraries.world(),
        arbitraries.script(),
        fc.array(doing, { maxLength: 8 }),
        async (world, faults, all) => {
          const fake = make({ world, faults });
          for (const one of all) {
            if ('some' in one) await Promise.all(one.some.map((each) => steps.run(fake, each)));
            else if ('edit' in one) fake.drift(one.edit);
            else await fake.provider.observe({ clusterId: 'cls-1', existing: [] })();
          }
          expect(faultsOf(fake.world())).toEqual([]);
          const again = Journal.replay(fake.calls())(world);
          expect(Clock.advanceTo(fake.world().now)(again)).toEqual(fake.world());
        },
      ),
    );
  });
  it('replay: an edit by a function is passed over', () => {
    const fake = make({ world: worldOf({ loadBalancers: { 'lb-a': {} } }) });
    const before = fake.world();
    fake.edit(World.remove('lb-a'));
    expect(Journal.replay(fake.calls())(before)).toBe(before);
  });
  it('determinism: the same steps and accidents give the same journal', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraries.world(),
        arbitraries.script(),
        fc.array(step, { maxLength: 6 }),
        async (world, faults, some) => {
          const lived = async () => {
            const fake = make({ world, faults });
            const results = await Promise.all(some.map((each) => steps.run(fake, each)));
            return { results, calls: fake.calls(), world: fake.world() };
          };
          expect(await lived()).toEqual(await lived());
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('arbitraries', () => {
  const samples = fc.sample(fc.tuple(arbitraries.world(), arbitraries.call(), arbitraries.edit()), {
    numRuns: 1000,
    seed: 7,
  });
  const share = (holds: (sample: (typeof samples)[number]) => boolean): number =>
    samples.filter(holds).length / samples.length;
  const lb = (world: World.World): ReadonlyArray<World.LoadBalancer> => World.loadBalancers(world);
  it.each<readonly [name: string, holds: (world: World.World) => boolean, least: number]>([
    ['nothing at all', (world) => lb(world).length === 0, 0.01],
    ['load balancers being made', (world) => Object.keys(world.tasks).length > 0, 0.1],
    ['marks of a cluster', (world) => lb(world).some(({ tags }) => tags['tke-clusterId'] !== undefined), 0.3],
    [
      "ours and a person's listeners on one load balancer",
      (world) => lb(world).some(({ listeners }) => new Set(Object.values(listeners).map(({ name }) => name)).size > 1),
      0.1,
    ],
    [
      'backends of more than one weight',
      (world) =>
        lb(world).some(({ listeners }) => Object.values(listeners).some(({ backends }) => backends.length > 1)),
      0.3,
    ],
    [
      'two load balancers with one name',
      (world) => lb(world).filter(({ name }) => name === 'same-name').length > 1,
      0.1,
    ],
  ])('worlds have %s often enough', (_, holds, least) => {
    expect(share(([world]) => holds(world))).toBeGreaterThanOrEqual(least);
  });
  it('calls are accepted and refused often enough, whatever their action', () => {
    const count: Record<string, [accepted: number, refused: number]> = {};
    for (const [world, call] of samples)
      (count[call.action] ??= [0, 0])[performWith({})(call)(world)._tag === 'Right' ? 0 : 1] += 1;
    expect(Object.keys(count)).toHaveLength(11);
    for (const [accepted, refused] of Object.values(count)) {
      expect(accepted / (accepted + refused)).toBeGreaterThan(0.02);
      expect(refused / (accepted + refused)).toBeGreaterThan(0.02);
    }
  });
  it('edits change a world often enough', () => {
    expect(share(([world, , edit]) => Drift.applyEdit(edit)(world) !== world)).toBeGreaterThan(0.3);
  });
});
