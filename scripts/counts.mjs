// Reads what `pnpm test`, `pnpm doctest` and `pnpm check` left behind and says it in one line: `N passed, N failed`.
// A suite that could not start, a check that failed, or a run that left nothing, counts as one failure.
import { readFileSync } from 'node:fs';

const read = (name) => {
  try {
    return JSON.parse(readFileSync(new URL(`../.cache/results/${name}.json`, import.meta.url), 'utf8'));
  } catch {
    return undefined;
  }
};

const jest = read('jest');
const doctest = read('doctest');
const parts = [
  jest
    ? { passed: jest.numPassedTests, failed: jest.numFailedTests + jest.numRuntimeErrorTestSuites }
    : { passed: 0, failed: 1 },
  doctest ?? { passed: 0, failed: 1 },
  { passed: 0, failed: read('check')?.failed ?? 1 },
];
const passed = parts.reduce((sum, part) => sum + part.passed, 0);
const failed = parts.reduce((sum, part) => sum + part.failed, 0);

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
