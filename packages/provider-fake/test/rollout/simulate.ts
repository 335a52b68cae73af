import {
  apply,
  defaultOptions,
  departures,
  ObservedState,
  type Plan,
  plan,
  readinessGates,
  scopeOf,
  desire,
  Report,
  Settings,
} from '@clbkit/core';
import { type Fake, make, World } from '@clbkit/provider-fake';
import * as E from 'fp-ts/lib/Either.js';
import { answers, cluster, isReady, type SimCluster, snapshotOf } from './cluster.js';

/** What changes the cluster from one tenth of a second to the next: a Deployment, a node pool, a person. True when it is done. */
export type Actor = (at: SimCluster) => boolean;

/** One simulated roll-out. */
export interface Simulation {
  readonly start: SimCluster;
  readonly actor: Actor;
  readonly settings?: Partial<Settings.Settings>;
  /** How many backends one listener may have. */
  readonly quota?: number;
  /** What a broken planner makes of the plan. */
  readonly spoil?: (plan: Plan.Plan) => Plan.Plan;
  readonly seed: number;
}

/** What came of it. */
export interface Figures {
  readonly requests: number;
  readonly failures: number;
  /** Passes of the controller, and steps they took. */
  readonly passes: number;
  readonly steps: number;
  /** Virtual seconds. */
  readonly seconds: number;
  readonly done: boolean;
  /** What the first failed request met. */
  readonly first?: string;
}

const tick = 100;
const between = 500;
const perInstant = 10;
const patience = 20 * 60_000;

/** A generator of numbers from 0 to 1, the same for the same seed. */
const random = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** The backends behind port 80 that take connections, each as often as its weight says. */
const takers = (world: World.World): ReadonlyArray<readonly [string, number]> =>
  World.loadBalancers(world).flatMap(({ listeners }) =>
    Object.values(listeners).flatMap(({ backends }) =>
      backends.flatMap(({ addresses, weight }) =>
        weight === 0 ? [] : addresses.map((address) => [address, weight] as const),
      ),
    ),
  );

const observedOf = (world: World.World, quota: number | undefined): ObservedState.ObservedState =>
  ObservedState.make(cluster.id, World.facts(world), quota === undefined ? {} : { backendsPerListener: quota });

/** The parts of a cluster that end by themselves: Pods and nodes that were stopped are taken out of it. */
const bury = (at: SimCluster): void => {
  at.pods = at.pods.filter(({ stopsAt }) => stopsAt === undefined || at.now < stopsAt);
  at.nodes = at.nodes.filter(({ stopsAt }) => stopsAt === undefined || at.now < stopsAt);
};

/**
 * Plays a roll-out: a cluster that changes by itself, also while the controller is in the middle of a pass; a controller that
 * looks, plans and applies again and again; and clients whose every request goes to one of the backends that take connections
 * at that instant. Requests are sent after each step of a plan and after each tenth of a second; what a step takes in time
 * passes before its effect is seen.
 */
export const simulate = async ({
  start,
  actor,
  seed,
  quota,
  spoil = (one) => one,
  ...given
}: Simulation): Promise<Figures> => {
  const settings: Settings.Settings = { ...Settings.defaults, ...given.settings };
  const at: SimCluster = {
    ...start,
    pods: start.pods.map((one) => ({ ...one })),
    nodes: start.nodes.map((one) => ({ ...one })),
  };
  const fake: Fake = make();
  fake.edit(World.withSettings({ settleMs: 1000 }));
  fake.edit(World.withQuotas({ backendsPerListener: quota ?? 500 }));
  const next = random(seed);
  let [requests, failures, passes, steps] = [0, 0, 0, 0];
  const met: Array<string> = [];
  let seen = fake.world();
  let serving = false;
  const ended = { yes: false };

  const request = (): void => {
    const all = takers(seen);
    const sum = all.reduce((total, [, weight]) => total + weight, 0);
    let left = next() * sum;
    const [to] = all.find(([, weight]) => (left -= weight) < 0) ?? all.at(-1) ?? ['nobody'];
    requests += 1;
    if (answers(at, to)) return;
    failures += 1;
    met.push(`at ${String(at.now)} ms a request met ${to}`);
  };
  const traffic = (): void => {
    for (let count = 0; serving && count < perInstant; count++) request();
  };
  const passTime = (until: number): void => {
    while (at.now < until) {
      at.now = Math.min(until, at.now + tick);
      if (serving) ended.yes = actor(at);
      traffic();
      bury(at);
      traffic();
    }
  };
  const look = (): void => {
    passTime(fake.world().now);
    seen = fake.world();
    traffic();
  };

  const pass = async (): Promise<number> => {
    const snapshot = snapshotOf(at);
    const observation = await fake.provider.observe(scopeOf(desire(settings)(snapshot)))();
    if (E.isLeft(observation)) throw new Error(observation.left.message);
    const todo = spoil(plan(settings)(observedOf(fake.world(), quota), snapshot));
    const progress = () => () => {
      look();
      return Promise.resolve();
    };
    const report = await apply({ ...defaultOptions, wait: fake.wait, progress })(todo)(fake.provider)();
    passes += 1;
    if (!Report.succeeded(report)) throw new Error(JSON.stringify(report.lanes).slice(0, 500));
    return todo.lanes.reduce((count, lane) => count + lane.steps.length, 0);
  };

  const tell = (): void => {
    const [snapshot, observed] = [snapshotOf(at), observedOf(fake.world(), quota)];
    for (const { pod, open } of readinessGates(settings)(snapshot, observed)) {
      const one = at.pods.find(({ name }) => name === pod);
      if (one !== undefined && open) one.gateOpen = true;
    }
    if (!at.terms.wait) return;
    for (const { name, may } of departures(settings)(snapshot, observed)) {
      const one = [...at.pods, ...at.nodes].find((other) => other.name === name);
      if (one !== undefined && may) one.stopsAt ??= at.now + at.terms.grace;
    }
  };

  for (let idle = 0; idle < 3 && at.now < patience;) {
    const taken = await pass();
    steps += taken;
    tell();
    serving ||= taken === 0 && at.pods.every((pod) => !at.selects.includes(pod.color) || isReady(pod, at));
    await fake.wait(between)();
    look();
    idle = taken === 0 && ended.yes ? idle + 1 : 0;
  }
  const [first] = met;
  return {
    requests,
    failures,
    passes,
    steps,
    seconds: at.now / 1000,
    done: ended.yes,
    ...(first === undefined ? {} : { first }),
  };
};
