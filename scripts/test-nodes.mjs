// pnpm test:nodes [22 24]
//
// The test suite under other Node versions; the runtimes come from the npm package `node`.
import { must, run, seed } from './workspace.mjs';

const asked = process.argv.slice(2).filter((arg) => arg !== '--');
const versions = asked.length === 0 ? ['22', '24'] : asked;

console.log(`fast-check seed: ${seed} (replay with FC_SEED=${seed})`);
for (const version of versions) {
  const node = ['--yes', `node@${version}`];
  console.log(`\n== node ${must('npx', [...node, '-p', 'process.version']).trim()}`);
  const status = run('npx', [...node, 'node_modules/jest/bin/jest.js'], { env: { FC_SEED: seed } });
  if (status !== 0) process.exitCode = 1;
}
