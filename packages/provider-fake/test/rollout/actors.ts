import { isReady, type SimCluster, type SimNode, type SimPod, type Terms } from './cluster.js';
import type { Actor } from './simulate.js';

/** A Pod that has been there for ever. */
export const oldPod = (color: SimPod['color'], number: number, nodes = 1): SimPod => ({
  name: `${color}-${String(number)}`,
  ip: `10.${color === 'blue' ? '1' : '2'}.${String(Math.floor(number / 200))}.${String((number % 200) + 1)}`,
  color,
  node: `node-${color}-${String(number % nodes)}`,
  startsAt: 0,
  gateOpen: true,
});

/** A node that has been there for ever. */
export const oldNode = (color: SimNode['color'], number: number): SimNode => ({
  name: `node-${color}-${String(number)}`,
  machine: `ins-${color}${String(number)}`,
  color,
  joinsAt: 0,
});

/** So many of something. */
export const many = <A>(count: number, make: (number: number) => A): ReadonlyArray<A> =>
  Array.from({ length: count }, (_, number) => make(number));

const stops = ({ grace, wait }: Terms, now: number): { readonly stopsAt?: number } =>
  wait ? {} : { stopsAt: now + grace };

const erase = (one: SimPod | SimNode, at: SimCluster): void => {
  one.deletedAt = at.now;
  Object.assign(one, stops(at.terms, at.now));
};

/** A Deployment that replaces blue Pods by green ones, with at most so many more and so many fewer than it should have. */
export const rolling =
  (desired: number, surge: number, unavailable: number, nodes = 1): Actor =>
  (at) => {
    const live = at.pods.filter(({ deletedAt }) => deletedAt === undefined);
    const [blue, green] = [live.filter(({ color }) => color === 'blue'), live.filter(({ color }) => color === 'green')];
    const room = Math.min(desired + surge - live.length, desired - green.length);
    const made = many(Math.max(0, room), (index): SimPod => ({
      ...oldPod('green', green.length + index, nodes),
      startsAt: at.now + at.terms.start,
      gateOpen: false,
    }));
    at.pods = [...at.pods, ...made];
    const spare = live.filter((pod) => isReady(pod, at)).length - (desired - unavailable);
    for (const pod of blue.slice(0, Math.max(0, spare))) erase(pod, at);
    const left = at.pods.some(({ color }) => color === 'blue');
    return !left && green.length === desired && green.every((pod) => isReady(pod, at));
  };

/** A person who points the Service at the green Pods, all at once, after a second. */
export const switchPods: Actor = (at) => {
  if (at.now > 30_000) at.selects = ['green'];
  return at.now > 35_000;
};

/** A person who points the Service at the green nodes, all at once. */
export const switchNodes: Actor = (at) => {
  if (at.now > 30_000) at.nodeColor = 'green';
  return at.now > 35_000;
};

/** A node pool that replaces its blue nodes by green ones, so many at a time, each new one first. */
export const replaceNodes =
  (size: number, atOnce: number): Actor =>
  (at) => {
    const live = at.nodes.filter(({ deletedAt }) => deletedAt === undefined);
    const [blue, green] = [live.filter(({ color }) => color === 'blue'), live.filter(({ color }) => color === 'green')];
    const room = Math.min(size + atOnce - at.nodes.length, size - green.length);
    const made = many(Math.max(0, room), (index): SimNode => ({
      ...oldNode('green', green.length + index),
      joinsAt: at.now + at.terms.start,
    }));
    at.nodes = [...at.nodes, ...made];
    const spare = live.filter(({ joinsAt }) => at.now >= joinsAt + 5000).length - size;
    for (const node of blue.slice(0, Math.max(0, spare))) erase(node, at);
    return at.nodes.every(({ color }) => color === 'green');
  };
