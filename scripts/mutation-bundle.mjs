// The tests of the core and the core itself in one file, for stryker: loading them module by module for each of thousands of mutants
// would take most of the time. Of every law a few cases are tried, always the same.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const tests = join('packages', 'core', 'test');
const left = /^(?:docs|types)\.test\.ts$/;
// What is quick comes first.
const cost = (name) => (name.startsWith('replan') ? 2 : name.startsWith('render') ? 1 : 0);
const files = readdirSync(tests)
  .filter((name) => name.endsWith('.test.ts') && !left.test(name))
  .sort((a, b) => cost(a) - cost(b));

const entry = `
import * as fc from 'fast-check';
import { planLaws, real, worldLaws } from '@clbkit/core/testing';
import { describe, expect, it } from '@jest/globals';
import { open } from '${resolve('packages/provider-fake/test/laws/stage.ts')}';
${files.map((name) => `import './${name}';`).join('\n')}
export { declared } from '@jest/globals';

fc.configureGlobal({ seed: 1, numRuns: 5 });

const holds = async (law, subject, runs) =>
  expect((await law.check(subject, { runs, seed: 1, quick: true })).failure).toBeUndefined();

describe('a few cases of every law', () => {
  it.each(planLaws)('$key', (law) => holds(law, real, 8));
  it.each(worldLaws)('$key', (law) => holds(law, { planner: real, open }, 6));
});
`;

await build({
  stdin: { contents: entry, resolveDir: tests, loader: 'js' },
  outfile: join(tests, 'mutation.bundle.cjs'),
  bundle: true,
  ignoreAnnotations: true,
  // Stryker works on a copy two folders below the original, and links the root's packages only.
  nodePaths: ['core', 'provider-fake'].map((name) => resolve('..', '..', 'packages', name, 'node_modules')),
  platform: 'node',
  format: 'cjs',
  target: 'es2022',
  conditions: ['@clbkit/source'],
  alias: {
    '@jest/globals': resolve('scripts/mutation-harness.mjs'),
    '@clbkit/core/testing': resolve('packages/core/src/testing/index.ts'),
    '@clbkit/core': resolve('packages/core/src/index.ts'),
    '@clbkit/provider-fake': resolve('packages/provider-fake/src/index.ts'),
  },
});
