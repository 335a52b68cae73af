// pnpm mutation [stryker arguments]
//
// Breaks the core in small ways and sees whether a test notices. The seed is fixed: with a random one the
// properties kill a different mutant every time. Report: reports/mutation/mutation.html
import { run } from './workspace.mjs';

process.exitCode = run('stryker', ['run', ...process.argv.slice(2)], {
  env: { FC_SEED: process.env.FC_SEED || '1', FC_RUNS: process.env.FC_RUNS || '0.1' },
});
