import { planLaws, real } from '@clbkit/core/testing';
import { afterAll, describe, expect, it } from '@jest/globals';

const runs: Array<string> = [];

afterAll(() => {
  console.info(runs.join('\n'));
});

describe('laws of plans', () => {
  it.each(planLaws.map((law) => [`${law.key}: ${law.statement}`, law] as const))(
    '%s',
    async (_, law) => {
      const verdict = await law.check(real);
      runs.push(`law ${law.key}: ${verdict.runs} runs`);
      expect(verdict.failure).toBeUndefined();
    },
    120_000,
  );
});
