import { planLaws, real } from '@clbkit/core/testing';
import { afterAll, describe, expect, it } from '@jest/globals';

const runs: Array<string> = [];

afterAll(() => {
  process.stdout.write(`${runs.join('\n')}\n`);
});

describe('laws of plans', () => {
  it.each(planLaws)(
    '$key: $statement',
    async (law) => {
      const verdict = await law.check(real);
      runs.push(`law ${law.key}: ${verdict.runs} runs`);
      expect(verdict.failure).toBeUndefined();
    },
    120_000,
  );
});
