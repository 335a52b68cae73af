// Started by doctest.mjs: runs the examples one after the other in this process and leaves the counts.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import './jest-setup.cjs';

const [folder, results] = process.argv.slice(2);
const examples = JSON.parse(readFileSync(join(folder, 'examples.json'), 'utf8'));
const print = console.log;
let passed = 0;
let failed = 0;

for (const { file, source, line } of examples) {
  const printed = [];
  console.log = (...values) => printed.push(values);
  try {
    await import(pathToFileURL(file).href);
    passed += 1;
  } catch (error) {
    failed += 1;
    const at =
      String(error?.stack)
        .split(file)[1]
        ?.match(/^:(\d+)/)?.[1] ?? line;
    print(`FAILED ${source}:${at}\n${error?.message ?? error}\n`);
    for (const values of printed) print(...values);
  }
}
console.log = print;

writeFileSync(results, JSON.stringify({ passed, failed }));
process.exit(failed === 0 ? 0 : 1);
