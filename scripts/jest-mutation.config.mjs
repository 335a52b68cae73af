// The bundle that scripts/mutation-bundle.mjs writes, and nothing else.
export default {
  rootDir: '..',
  roots: ['<rootDir>/packages/core/test'],
  testEnvironment: 'node',
  testMatch: ['**/mutation.bundle.cjs'],
  transform: {},
  moduleFileExtensions: ['cjs', 'js', 'json'],
  haste: { enableSymlinks: false },
};
