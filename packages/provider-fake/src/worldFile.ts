import { Listener } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { keysOf, lookup } from './internal/keyed.js';
import type { Schema, Trouble } from './internal/shape.js';
import * as Shelf from './internal/shelf.js';
import { worldShape } from './internal/worldShape.js';
import { type LoadBalancerSketch, worldOf, type WorldSketch } from './sketch.js';
import type { World } from './World.js';

export type { Trouble } from './internal/shape.js';

/** The JSON Schema of a world in a file, for editors and for whoever writes one by hand. */
export const worldSchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'World of @clbkit/provider-fake',
  ...worldShape.schema,
};

const at = (...keys: ReadonlyArray<string>): string =>
  keys.map((key, index) => (index % 2 === 1 ? `[${JSON.stringify(key)}]` : `${index > 0 ? '.' : ''}${key}`)).join('');

const listenerTroubles = (
  id: string,
  sketch: LoadBalancerSketch,
  owners: Map<string, string>,
): ReadonlyArray<Trouble> => {
  const out: Array<Trouble> = [];
  const holders = new Map<string, string>();
  for (const key of keysOf(sketch.listeners ?? {})) {
    const listener = lookup(sketch.listeners ?? {}, key);
    if (listener === undefined) continue;
    const path = at('loadBalancers', id, 'listeners', key);
    const [owner, slot] = [owners.get(key), Listener.slotOf(listener)];
    const holder = holders.get(slot);
    if (owner !== undefined)
      out.push({ path, expected: 'an id of its own', found: `the id of a listener of ${owner}` });
    if (holder !== undefined) out.push({ path, expected: `a free port`, found: `${slot}, taken by ${holder}` });
    if (listener.id !== undefined && listener.id !== key)
      out.push({ path: `${path}.id`, expected: key, found: listener.id });
    owners.set(key, id);
    holders.set(slot, key);
  }
  return out;
};

/** What no shape can say: ids agree with their keys and are unique, and no port of a load balancer is taken twice. */
const conflicts = (sketch: WorldSketch): ReadonlyArray<Trouble> => {
  const owners = new Map<string, string>();
  const all = sketch.loadBalancers ?? {};
  const inLoadBalancers = keysOf(all).flatMap((id): ReadonlyArray<Trouble> => {
    const one = lookup(all, id) ?? {};
    const wrong =
      one.id !== undefined && one.id !== id
        ? [{ path: `${at('loadBalancers', id)}.id`, expected: id, found: one.id }]
        : [];
    return [...wrong, ...listenerTroubles(id, one, owners)];
  });
  const tasks = Object.entries(sketch.tasks ?? {}).flatMap(([id, task]): ReadonlyArray<Trouble> =>
    task.loadBalancer === id
      ? []
      : [{ path: `${at('tasks', id)}.loadBalancer`, expected: id, found: task.loadBalancer }],
  );
  return [...inLoadBalancers, ...tasks];
};

/** A world from JSON; whatever is left out gets its default. All troubles are told, each with its place. */
export const decodeWorld = (json: unknown): E.Either<ReadonlyArray<Trouble>, World> => {
  const troubles: Array<Trouble> = [];
  const sketch = worldShape.read(json, '', troubles);
  if (sketch === undefined) return E.left(troubles);
  const clashes = conflicts(sketch);
  return clashes.length > 0 ? E.left(clashes) : E.right(worldOf(sketch));
};

/** A world as JSON, complete and in key order. Law: `decodeWorld` gives the same world back. */
export const encodeWorld = (world: World): WorldSketch => ({
  ...world,
  loadBalancers: Object.fromEntries(Shelf.entries(world.loadBalancers)),
  orders: Object.fromEntries(Shelf.entries(world.orders)),
});

/** A trouble in one line. */
export const showTrouble = ({ path, expected, found }: Trouble): string =>
  `${path === '' ? 'the file' : path}: expected ${expected}, found ${found}`;
