// A test runner for stryker that loads the bundle of scripts/mutation-bundle.mjs once and then runs, for each mutant, only the tests
// that reach it. A runner that starts anew for each mutant takes hours for the core.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';

const require = createRequire(import.meta.url);

const shared = () => (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

const attempt = async ({ name, body }) => {
  const begun = performance.now();
  const common = () => ({ id: name, name, timeSpentMs: performance.now() - begun });
  try {
    await body();
    return { ...common(), status: TestStatus.Success };
  } catch (error) {
    return { ...common(), status: TestStatus.Failed, failureMessage: String(error?.message ?? error) };
  }
};

class BundleRunner {
  tests = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  load() {
    const bundle = resolve('packages/core/test/mutation.bundle.cjs');
    delete require.cache[bundle];
    this.tests = require(bundle).declared;
  }

  async run(chosen, stopEarly) {
    const limit = determineHitLimitReached(shared().hitCount, shared().hitLimit);
    if (limit !== undefined) return limit;
    const results = [];
    for (const one of chosen) {
      shared().currentTestId = one.name;
      const result = await attempt(one);
      results.push(result);
      const reached = determineHitLimitReached(shared().hitCount, shared().hitLimit);
      if (reached !== undefined) return reached;
      if (stopEarly && result.status === TestStatus.Failed) break;
    }
    shared().currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests: results };
  }

  async dryRun() {
    shared().activeMutant = undefined;
    this.load();
    const result = await this.run(this.tests, false);
    return { ...result, mutantCoverage: shared().mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail, mutantActivation, reloadEnvironment }) {
    const space = shared();
    space.mutantCoverage = undefined;
    space.hitCount = hitLimit === undefined ? undefined : 0;
    space.hitLimit = hitLimit;
    space.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
    if (reloadEnvironment || this.tests.length === 0) this.load();
    space.activeMutant = activeMutant.id;
    const chosen = testFilter === undefined ? this.tests : this.tests.filter(({ name }) => testFilter.includes(name));
    return toMutantRunResult(await this.run(chosen, !disableBail));
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'bundle', BundleRunner)];
