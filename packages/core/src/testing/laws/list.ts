import { planLaws } from './plan.js';
import { worldLaws } from './world.js';

/** Name and statement of every law, the ones a search holds included; `docs/laws.md` lists the same. */
export const everyLaw: ReadonlyArray<{ readonly key: string; readonly statement: string }> = [
  ...[...planLaws, ...worldLaws].map(({ key, statement }) => ({ key, statement })),
  {
    key: 'exhaustive',
    statement:
      'in a tiny world, every interleaving of edits, calls, lost answers and crashes keeps the safety laws and settles',
  },
  {
    key: 'faulty calls',
    statement:
      'whatever befalls single calls (half a batch, a failed task, a lost answer, a busy CLB), later passes converge',
  },
  {
    key: 'cheapest',
    statement: 'on small worlds no shorter series of calls in the same order satisfies the wish, as brute force finds',
  },
];
