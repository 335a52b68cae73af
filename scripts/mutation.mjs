// pnpm mutation [stryker arguments]
//
// Breaks the core in small ways and sees whether a test notices. The seed is fixed (mutation-bundle.mjs): with a random one the
// properties kill a different mutant every time. Report: reports/mutation/mutation.html
import { run } from './workspace.mjs';

process.exitCode = run('stryker', ['run', ...process.argv.slice(2)]);
