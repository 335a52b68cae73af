// pnpm test [jest arguments]
//
// Runs jest with a seed for fast-check and says which. To replay a run: FC_SEED=<seed> pnpm test.
// FC_RUNS=10 runs ten times as many cases; COVERAGE=1 also measures coverage against the thresholds.
// The counts are left in .cache/results/jest.json.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, seed } from './workspace.mjs';

const results = join(root, '.cache/results/jest.json');
mkdirSync(join(root, '.cache/results'), { recursive: true });
rmSync(results, { force: true });

const args = ['--json', `--outputFile=${results}`, ...process.argv.slice(2).filter((arg) => arg !== '--')];
if (process.env.COVERAGE === '1') args.push('--coverage');

console.log(`fast-check seed: ${seed}`);
process.exitCode = run(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...args], {
  env: { FC_SEED: seed },
});
console.log(`fast-check seed: ${seed} (to replay: FC_SEED=${seed} pnpm test)`);
