import type { ProviderError } from '@clbkit/core';
import type * as E from 'fp-ts/lib/Either.js';
import { type IORef, newIORef } from 'fp-ts/lib/IORef.js';
import { advanceTo } from './clock.js';
import { type Cloud, open, type Turn } from './cloud.js';
import type { Fault } from './faults.js';
import type { Entry } from './journal.js';
import type { World } from './World.js';

/** What a call of the provider comes to. */
export type Result<A> = E.Either<ProviderError.ProviderError, A>;

/** Gives other lanes their turn, so that concurrent steps really meet. */
export const turn = async (): Promise<void> => Promise.resolve();

/** The cell that everything of one fake shares, and the three things one can do with it. */
export interface Cell {
  readonly ref: IORef<Cloud>;
  readonly world: () => World;
  readonly change: (change: (world: World) => World) => void;
  readonly take: <A>(step: (cloud: Cloud) => Turn<A>) => Result<A>;
  readonly until: (instant: number) => Promise<void>;
}

/** A cell with a cloud at its beginning. */
export const cellOf = (world: World, script: ReadonlyArray<Fault>, journal: Array<Entry>): Cell => {
  const ref = newIORef(open(world, script))();
  const change: Cell['change'] = (f) => {
    ref.modify((cloud) => ({ ...cloud, world: f(cloud.world) }))();
  };
  return {
    ref,
    world: () => ref.read().world,
    change,
    take: (step) => {
      const { cloud, entry, reply } = step(ref.read());
      ref.write(cloud)();
      journal.push(entry);
      return reply;
    },
    until: async (instant) => {
      await turn();
      change(advanceTo(instant));
    },
  };
};
