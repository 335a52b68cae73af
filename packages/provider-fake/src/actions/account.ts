import type { LoadBalancer as CoreLoadBalancer } from '@clbkit/core';
import type * as World from '../World.js';

/** An address from documentation and test ranges: 198.18.0.0/15 for public CLBs, 10.0.0.0/8 for internal ones. */
export const vipOf = (network: CoreLoadBalancer.Network, number: number): string => {
  const [low, middle, high] = [number & 255, (number >> 8) & 255, (number >> 16) & 255];
  return network._tag === 'Public'
    ? `198.${String(18 + (high & 1))}.${String(middle)}.${String(low)}`
    : `10.${String(high)}.${String(middle)}.${String(low)}`;
};

type Board = Readonly<Record<string, World.LoadBalancer>>;

interface Summary {
  readonly names: ReadonlySet<string>;
  readonly Public: number;
  readonly Internal: number;
}

/** Boards are immutable, so each is read once: a creation costs what has changed, not all there is. */
const summaries = new WeakMap<Board, Summary>();

const summaryOf = (board: Board): Summary => {
  const there = summaries.get(board);
  if (there !== undefined) return there;
  const all = Object.values(board);
  const open = all.filter(({ network }) => network._tag === 'Public').length;
  const summary = { names: new Set(all.map(({ name }) => name)), Public: open, Internal: all.length - open };
  summaries.set(board, summary);
  return summary;
};

/** Whether a load balancer of the account has that name. */
export const taken = (name: string, world: World.World): boolean =>
  Object.values(world.loadBalancers).some((board) => summaryOf(board).names.has(name));

/** How many more load balancers of that kind the account may have. */
export const room = (network: CoreLoadBalancer.Network, world: World.World): number => {
  let count = 0;
  for (const board of Object.values(world.loadBalancers)) count += summaryOf(board)[network._tag];
  const { publicLoadBalancers, internalLoadBalancers } = world.quotas;
  return (network._tag === 'Public' ? publicLoadBalancers : internalLoadBalancers) - count;
};
