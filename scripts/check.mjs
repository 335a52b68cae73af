// pnpm check [--skip name …]
//
// Everything that must hold, cheapest first. A failure does not hide the ones after it.
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
let failed = false;

for (const [name, env] of steps) {
  if (skipped.includes(name)) continue;
  console.log(`\n== ${name}`);
  const start = performance.now();
  const status = run('pnpm', ['--silent', 'run', name], { env });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  lines.push(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  failed ||= status !== 0;
}

console.log(`\n${lines.join('\n')}`);
process.exitCode = failed ? 1 : 0;
