// pnpm check [--skip name …]
//
// Everything that must hold, cheapest first. A failure does not hide the ones after it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { run } from './workspace.mjs';

const steps = [
  ['types', {}],
  ['lint', {}],
  ['format:check', {}],
  ['boundaries', {}],
  ['deadcode', {}],
  ['test', { COVERAGE: '1' }],
  ['doctest', {}],
  ['api:check', {}],
  ['pack:check', {}],
];

const skipped = process.argv.includes('--skip') ? process.argv.slice(process.argv.indexOf('--skip') + 1) : [];
const lines = [];
let failed = 0;
// These count their own failures (counts.mjs).
const counted = ['test', 'doctest'];
let uncounted = 0;

for (const [name, env] of steps) {
  if (skipped.includes(name)) continue;
  console.log(`\n== ${name}`);
  const start = performance.now();
  const status = run('pnpm', ['--silent', 'run', name], { env });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  lines.push(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (status === 0) continue;
  failed += 1;
  if (!counted.includes(name)) uncounted += 1;
}

mkdirSync('.cache/results', { recursive: true });
writeFileSync('.cache/results/check.json', JSON.stringify({ failed: uncounted }));
console.log(`\n${lines.join('\n')}`);
process.exitCode = failed === 0 ? 0 : 1;
