import { real, worldLaws } from '@clbkit/core/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cheapest } from './cheapestLaw.js';
import { faultyCalls } from './faultyCalls.js';
import { search } from './exhaustive.js';
import { open } from './stage.js';
import { searches, tinyWorld } from './tiny.js';

const runs: Array<string> = [];

afterAll(() => {
  process.stdout.write(`${runs.join('\n')}\n`);
});

describe('laws of passes, on the cloud in memory', () => {
  it.each([...worldLaws, faultyCalls, cheapest])(
    '$key: $statement',
    async (law) => {
      const verdict = await law.check({ planner: real, open });
      runs.push(`law ${law.key}: ${verdict.runs} runs`);
      expect(verdict.failure).toBeUndefined();
    },
    180_000,
  );

  it.each(searches)(
    'exhaustive: in a tiny world, every interleaving of calls, one crash, one lost answer and one edit of $what keeps the safety laws and settles',
    async ({ what, bounds }) => {
      const { states, transitions, findings, complete } = await search(real, tinyWorld, bounds);
      runs.push(`law exhaustive, edits of ${what}: ${states} states, ${transitions} transitions`);
      expect({ findings, complete }).toEqual({ findings: [], complete: true });
    },
    120_000,
  );
});
