// The table tests of the core and the core itself in one file, for stryker: loading them module by module for each of thousands of
// mutants would take most of the time. The law suites and the replanning properties are left out: they would kill more, at a minute each.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const tests = join('packages', 'core', 'test');
const left = /^(?:docs|replan|types)\.test\.ts$/;
// What kills most comes first.
const files = readdirSync(tests)
  .filter((name) => name.endsWith('.test.ts') && !left.test(name))
  .sort((a, b) => Number(a.startsWith('render')) - Number(b.startsWith('render')));

await build({
  stdin: {
    contents: [
      "import * as fc from 'fast-check';",
      'fc.configureGlobal({ seed: 1, numRuns: 5 });',
      ...files.map((name) => `import './${name}';`),
    ].join('\n'),
    resolveDir: tests,
    loader: 'ts',
  },
  outfile: join(tests, 'mutation.bundle.cjs'),
  bundle: true,
  ignoreAnnotations: true,
  // Stryker works on a copy two folders below the original, and links the root's packages only.
  nodePaths: [resolve('..', '..', 'packages', 'core', 'node_modules')],
  platform: 'node',
  format: 'cjs',
  target: 'es2022',
  external: ['@jest/globals'],
  conditions: ['@clbkit/source'],
  alias: {
    '@clbkit/core/testing': join(process.cwd(), 'packages/core/src/testing/index.ts'),
    '@clbkit/core': join(process.cwd(), 'packages/core/src/index.ts'),
  },
});
