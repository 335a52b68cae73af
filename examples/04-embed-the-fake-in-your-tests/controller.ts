import { defaultOptions, Policy, type Provider, reconcile, Report, Settings, type Snapshot } from '@clbkit/core';
import { isRight } from 'fp-ts/lib/Either.js';
import type { Task } from 'fp-ts/lib/Task.js';

/** Your code: makes passes until one has nothing to do. Tells how many it took, at most `most`. */
export const settle =
  (provider: Provider.Provider, wait: (ms: number) => Task<void>, most = 10) =>
  async (snapshot: Snapshot.Snapshot): Promise<number> => {
    const options = {
      settings: Settings.defaults,
      policy: () => Policy.sync,
      apply: { ...defaultOptions, attempts: 3, wait },
    };
    for (let passes = 1; passes < most; passes++) {
      const pass = await reconcile(options)(snapshot)(provider)();
      if (isRight(pass) && pass.right.plan.lanes.length === 0 && Report.succeeded(pass.right.report)) return passes;
      await wait(5_000)();
    }
    return most;
  };
