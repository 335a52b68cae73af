// One configuration for all packages. Tests run as CommonJS straight from the sources:
// the `@clbkit/source` condition of each package's exports points at src, so nothing needs a build.
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@clbkit/source', 'node', 'node-addons'] },
  roots: ['<rootDir>/packages', '<rootDir>/examples'],
  testMatch: ['**/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  setupFiles: ['<rootDir>/scripts/jest-setup.cjs'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  maxWorkers: 2,
  coverageProvider: 'v8',
  coverageDirectory: 'coverage',
  coverageReporters: ['text-summary', 'lcov', 'json-summary'],
  collectCoverageFrom: ['packages/*/src/**/*.ts', '!packages/cli/src/bin.ts'],
  coverageThreshold: {
    global: { branches: 85, functions: 90, lines: 90, statements: 90 },
    './packages/core/src/': { branches: 90, functions: 95, lines: 95, statements: 95 },
  },
};
