// Builds the packages and the benchmark, then runs it as plain JavaScript: a transpiler in between would be measured too.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

const run = (command, ...args) => {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
};

run(process.execPath, 'scripts/build.mjs');
run(
  process.execPath,
  'node_modules/typescript7/bin/tsc',
  '-p',
  'bench/tsconfig.json',
  '--noEmit',
  'false',
  '--outDir',
  '.cache/bench',
  '--rootDir',
  'bench',
  '--sourceMap',
  'false',
  '--declaration',
  'false',
  '--declarationMap',
  'false',
);
mkdirSync('.cache/bench', { recursive: true });
writeFileSync('.cache/bench/package.json', '{ "type": "module" }\n');
run(process.execPath, '--expose-gc', '.cache/bench/main.js', ...process.argv.slice(2));
run(process.execPath, '--expose-gc', '--max-old-space-size=512', '.cache/bench/fit.js');
