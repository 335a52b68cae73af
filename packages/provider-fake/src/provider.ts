import type { Provider } from '@clbkit/core';
import type { Task } from 'fp-ts/lib/Task.js';
import { cellOf, turn } from './cell.js';
import { look } from './cloud.js';
import { applyEdit, type Edit } from './drift.js';
import { execute } from './execute.js';
import type { Fault } from './faults.js';
import type { Entry } from './journal.js';
import { emptyWorld } from './sketch.js';
import type * as World from './World.js';

/** What a pretend cloud is made of. Everything has a default: an empty account without accidents. */
export interface Options {
  readonly world?: World.World;
  readonly faults?: ReadonlyArray<Fault>;
  /** Whether observations tell the quotas; yes when absent. */
  readonly reportLimits?: boolean;
}

/** A pretend cloud behind a `Provider`, with what a test wants besides. Time is virtual: nothing ever really waits. */
export interface Fake {
  readonly provider: Provider.Provider;
  /** The world as it is now. */
  readonly world: () => World.World;
  /** The journal: everything that was done, in order. */
  readonly calls: () => ReadonlyArray<Entry>;
  /** Changes the world by a function, at once. */
  readonly edit: (change: (world: World.World) => World.World) => void;
  /** Changes the world as somebody in the console would. */
  readonly drift: (edit: Edit) => void;
  /** Begins another script of accidents. Numbers of calls go on. */
  readonly setFaults: (script: ReadonlyArray<Fault>) => void;
  /** Lets time pass on the virtual clock: what `apply` waits with. */
  readonly wait: (ms: number) => Task<void>;
}

/**
 * A cloud in memory, behind the same `Provider` as a real one.
 *
 * @example
 * import assert from 'node:assert';
 * import { make, worldOf } from '@clbkit/provider-fake';
 *
 * const fake = make({ world: worldOf({ loadBalancers: { 'lb-a': { tags: { 'tke-clusterId': 'cls-1' } } } }) });
 * const seen = await fake.provider.observe({ clusterId: 'cls-1', existing: [] })();
 * assert.deepStrictEqual(seen._tag === 'Right' ? Object.keys(seen.right.loadBalancers) : [], ['lb-a']);
 */
export const make = ({ world = emptyWorld, faults = [], reportLimits = true }: Options = {}): Fake => {
  const journal: Array<Entry> = [];
  const cell = cellOf(world, faults, journal);
  const entered = (): { readonly number: number; readonly at: number } => ({
    number: cell.ref.read().calls,
    at: cell.world().now,
  });
  return {
    provider: {
      observe: (scope) => async () => {
        await turn();
        return cell.take(look(scope, reportLimits));
      },
      execute: (step) => async () => execute(cell, step),
    },
    world: cell.world,
    calls: () => [...journal],
    edit: (change) => {
      journal.push({ ...entered(), action: 'Edit' });
      cell.change(change);
    },
    drift: (edit) => {
      journal.push({ ...entered(), action: 'Edit', edit });
      cell.change(applyEdit(edit));
    },
    setFaults: (script) => {
      cell.ref.modify((cloud) => ({ ...cloud, script, seen: [] }))();
    },
    wait: (ms) => async () => cell.until(cell.world().now + ms),
  };
};
