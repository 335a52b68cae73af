import { Listener } from '@clbkit/core';
import { World } from '@clbkit/provider-fake';
import { cluster } from './cluster.js';

/** The CLB of the Service with `mode: skip`: made for this cluster once, and to be left alone now. */
export const skipped = 'lb-1h6g3f8s';

/** The CLB that the network team bought and that DNS may use. */
export const lent = 'lb-7u4n2k9c';

const ours = (tags: Readonly<Record<string, string>>): boolean => tags['tke-clusterId'] === cluster.id;

/**
 * All that is not the controller's, as text to compare: CLBs without the cluster's tag, the CLB of the skipped Service, and on
 * every other CLB the listeners of other people and, on the lent one, their tags.
 */
export const foreign = (world: World.World): ReadonlyMap<string, string> => {
  const found = World.loadBalancers(world).flatMap((one): ReadonlyArray<readonly [string, unknown]> => {
    const theirs = Object.values(one.listeners).filter(({ name }) => name !== Listener.managedName);
    const listeners = theirs.map((listener) => [`${one.id}/${listener.id}`, listener] as const);
    const whole = one.id === skipped || (!ours(one.tags) && one.id !== lent);
    if (whole) return [[one.id, one]];
    const { team, 'cost-centre': costCentre } = one.tags;
    return one.id === lent ? [[`${one.id} tags`, { team, costCentre }], ...listeners] : listeners;
  });
  return new Map(found.map(([name, thing]) => [name, JSON.stringify(thing)]));
};

/** What was there before and is not the same any more. */
export const touched = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): ReadonlyArray<string> => [...before.keys()].filter((name) => after.get(name) !== before.get(name));
