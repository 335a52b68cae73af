import type { Plan } from '@clbkit/core';
import { afterAll, describe, expect, it } from '@jest/globals';
import { many, oldNode, oldPod, replaceNodes, rolling, switchNodes, switchPods } from './rollout/actors.js';
import type { SimCluster, Terms } from './rollout/cluster.js';
import { type Figures, simulate, type Simulation } from './rollout/simulate.js';

const told: Array<string> = [];

afterAll(() => {
  process.stdout.write(`${told.join('\n')}\n`);
});

const direct: Terms = {
  request: { directAccess: true },
  policy: 'Cluster',
  start: 2000,
  grace: 10_000,
  wait: false,
  gates: true,
};
const onNodes: Terms = { ...direct, request: {}, gates: false, wait: true, grace: 0 };

const clusterOf = (terms: Terms, over: Partial<SimCluster> = {}): SimCluster => ({
  terms,
  now: 0,
  pods: [],
  nodes: [],
  selects: ['blue', 'green'],
  ...over,
});

const hundred = many(100, (number) => oldPod('blue', number));
const twenty = many(20, (number) => oldNode('blue', number));
const blueAndGreen = [...hundred, ...many(100, (number) => oldPod('green', number))];
const twoPools = [...twenty, ...many(20, (number) => oldNode('green', number))];

/** A roll-out in which readiness and grace permit that every request is answered. */
interface Case extends Omit<Simulation, 'seed'> {
  readonly name: string;
}

const rollingPods: Case = {
  name: '100 Pods with direct access, replaced 25 at a time',
  start: clusterOf(direct, { pods: hundred }),
  actor: rolling(100, 25, 0),
};
const crowded: Case = {
  name: '100 Pods with direct access where 100 fit, replaced 10 at a time',
  start: clusterOf(direct, { pods: hundred }),
  actor: rolling(100, 0, 10),
  quota: 100,
};
const switchedPods: Case = {
  name: '100 Pods with direct access, exchanged for 100 others at once',
  start: clusterOf(direct, { pods: blueAndGreen, selects: ['blue'] }),
  actor: switchPods,
};
const crowdedSwitch: Case = { ...switchedPods, name: `${switchedPods.name}, where 100 fit`, quota: 100 };
const hasty: Case = {
  name: '100 Pods that stop at once, but wait for leave, replaced 25 at a time',
  start: clusterOf({ ...direct, grace: 0, wait: true }, { pods: hundred }),
  actor: rolling(100, 25, 0),
  settings: { podGracefulDeletion: true },
};
const replacedNodes: Case = {
  name: '20 nodes, replaced 2 at a time',
  start: clusterOf(onNodes, { nodes: twenty }),
  actor: replaceNodes(20, 2),
  settings: { deletedNodes: 'drain' },
};
const switchedNodes: Case = {
  name: '20 nodes, exchanged for 20 others at once by another selector',
  start: clusterOf(onNodes, { nodes: twoPools, nodeColor: 'blue' }),
  actor: switchNodes,
};
const localPods: Case = {
  name: '40 Pods that move from 20 nodes to 20 others, Local, only nodes with Pods, 10 at a time',
  start: clusterOf(
    { ...onNodes, request: { onlyNodesWithPods: true }, policy: 'Local', wait: false, grace: 10_000 },
    { nodes: twoPools, pods: many(40, (number) => oldPod('blue', number, 20)) },
  ),
  actor: rolling(40, 10, 0, 20),
};

const play = async (one: Case, seed: number): Promise<Figures> => {
  const figures = await simulate({ ...one, seed });
  const { requests, failures, passes, steps, seconds } = figures;
  told.push(
    `roll-out ${one.name}: ${String(requests)} requests, ${String(failures)} failures; ${String(passes)} passes, ${String(steps)} steps, ${String(Math.round(seconds))} s`,
  );
  return figures;
};

describe('roll-outs with traffic', () => {
  it.each([rollingPods, crowded, switchedPods, crowdedSwitch, hasty, replacedNodes, switchedNodes, localPods])(
    'answers every request: $name',
    async (one) => {
      const { failures, requests, done, first } = await play(one, 1);
      expect({ failures, done, first }).toEqual({ failures: 0, done: true, first: undefined });
      expect(requests).toBeGreaterThan(500);
    },
    60_000,
  );
});

type Steps = Plan.Plan['lanes'][number]['steps'];

const reordered =
  (change: (steps: Steps) => ReadonlyArray<Steps[number]>) =>
  (plan: Plan.Plan): Plan.Plan => ({
    ...plan,
    lanes: plan.lanes.flatMap((lane): Plan.Plan['lanes'] => {
      const [first, ...rest] = change(lane.steps);
      return first === undefined ? [] : [{ ...lane, steps: [first, ...rest] }];
    }),
  });

/** A planner that takes out before it puts in. */
const deregistersFirst = reordered((steps) => {
  const leaves = ({ _tag }: Steps[number]): boolean => _tag === 'DeregisterBackends';
  return [...steps.filter(leaves), ...steps.filter((step) => !leaves(step))];
});

/** A planner that leaves terminating Pods at their weight. */
const neverDrains = reordered((steps) => steps.filter(({ _tag }) => _tag !== 'SetBackendWeights'));

describe('the same roll-outs with a planner that is broken on purpose', () => {
  it.each([
    { name: 'deregisters before it registers', one: switchedPods, spoil: deregistersFirst },
    { name: 'deregisters before it registers', one: switchedNodes, spoil: deregistersFirst },
    { name: 'never drains', one: rollingPods, spoil: neverDrains },
    { name: 'never drains', one: crowded, spoil: neverDrains },
    { name: 'never drains', one: localPods, spoil: neverDrains },
  ])(
    'fails requests: $one.name, $name',
    async ({ name, one, spoil }) => {
      const { failures } = await play({ ...one, name: `${one.name}, with a planner that ${name}`, spoil }, 1);
      expect(failures).toBeGreaterThan(0);
    },
    60_000,
  );

  it.each([
    { name: 'Pods that stop at once', one: { ...hasty, start: clusterOf({ ...direct, grace: 0 }, { pods: hundred }) } },
    {
      name: 'nodes that go at once',
      one: { ...replacedNodes, start: clusterOf({ ...onNodes, wait: false }, { nodes: twenty }) },
    },
  ])(
    'fails requests: $name, whom nobody asks to wait for leave',
    async ({ name, one }) => {
      const { failures } = await play({ ...one, name: `${name}, without waiting for leave` }, 1);
      expect(failures).toBeGreaterThan(0);
    },
    60_000,
  );
});
