// The tests of core for stryker, which works on a copy of the repository: there the links in node_modules
// lead back to the original, so the core is named by its path. The law suites and the replanning properties
// are left out: they would kill more mutants, at a minute each.
import base from '../jest.config.mjs';

export default {
  ...base,
  rootDir: '..',
  roots: ['<rootDir>/packages/core'],
  testPathIgnorePatterns: [...base.testPathIgnorePatterns, '/test/laws/', '/test/docs', '/test/replan'],
  moduleNameMapper: {
    ...base.moduleNameMapper,
    '^@clbkit/core$': '<rootDir>/packages/core/src/index.ts',
    '^@clbkit/core/testing$': '<rootDir>/packages/core/src/testing/index.ts',
  },
};
