// The tests of core for stryker, which works on a copy of the repository: there the links in node_modules
// lead back to the original, so the core is named by its path.
import base from '../jest.config.mjs';

export default {
  ...base,
  rootDir: '..',
  roots: ['<rootDir>/packages/core'],
  moduleNameMapper: {
    ...base.moduleNameMapper,
    '^@clbkit/core$': '<rootDir>/packages/core/src/index.ts',
    '^@clbkit/core/testing$': '<rootDir>/packages/core/src/testing/index.ts',
  },
};
