// pnpm build
//
// Builds every package from nothing: dist/esm and dist/cjs, and for bundlers dist/module, which is dist/esm with
// fp-ts taken from its ES modules, so that unused functions can be dropped.
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packages, run, tsc } from './workspace.mjs';

for (const { path } of packages) rmSync(join(path, 'dist'), { recursive: true, force: true });

for (const config of ['tsconfig.json', 'tsconfig.cjs.json']) {
  const status = run(process.execPath, [tsc, '-b', ...packages.map(({ path }) => join(path, config))]);
  if (status !== 0) process.exit(status);
}

for (const { path, manifest } of packages) {
  const commonjs = { type: 'commonjs', sideEffects: false };
  writeFileSync(join(path, 'dist/cjs/package.json'), `${JSON.stringify(commonjs)}\n`);

  if (manifest.exports['.'].module === undefined) continue;
  const target = join(path, 'dist/module');
  cpSync(join(path, 'dist/esm'), target, { recursive: true, filter: (file) => !/\.d\.ts(\.map)?$/.test(file) });
  for (const file of readdirSync(target, { recursive: true })) {
    if (!file.endsWith('.js')) continue;
    const text = readFileSync(join(target, file), 'utf8');
    writeFileSync(join(target, file), text.replaceAll(/(from '|import ')fp-ts\/lib\//g, '$1fp-ts/es6/'));
  }
}
