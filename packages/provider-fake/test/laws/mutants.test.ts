import { everyLaw, planLaws, wildLaws, wildPlanLaws, worldLaws } from '@clbkit/core/testing';
import { describe, expect, it } from '@jest/globals';
import { cheapest } from './cheapestLaw.js';
import { faultyCalls } from './faultyCalls.js';
import { search } from './exhaustive.js';
import { mutants } from './mutants.js';
import { open } from './stage.js';
import { searches, tinyWorld } from './tiny.js';

const rows = mutants.flatMap(({ name, planner, breaks }) => breaks.map((key) => ({ name, planner, key })));

describe('every law fails for a planner that is broken on purpose', () => {
  it.each(rows)(
    '$key fails when the planner $name',
    async ({ planner, key }) => {
      const ofPlans = [...planLaws, ...wildPlanLaws].filter((law) => law.key === key);
      const ofWorlds = [...worldLaws, faultyCalls, cheapest, ...wildLaws].filter((law) => law.key === key);
      let failure: string | undefined;
      if (key === 'exhaustive')
        for (const { bounds } of searches) {
          [failure] = (await search(planner, tinyWorld, bounds)).findings;
          expect(failure).toBeDefined();
        }
      for (const law of ofPlans) failure ??= (await law.check(planner, { quick: true })).failure;
      for (const law of ofWorlds) failure ??= (await law.check({ planner, open }, { quick: true })).failure;
      expect(failure).toBeDefined();
    },
    120_000,
  );

  it('there is a broken planner for every law', () => {
    const broken = new Set(rows.map(({ key }) => key));
    expect(everyLaw.map(({ key }) => key).filter((key) => !broken.has(key))).toEqual([]);
  });
});
