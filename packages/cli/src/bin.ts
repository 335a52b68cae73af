#!/usr/bin/env node
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { main } from './main.js';
import { nodeFiles, outputOf, textOf } from './nodeIo.js';

const { version } = createRequire(import.meta.url)('@clbkit/cli/package.json') as { readonly version: string };

// A reader that has seen enough, such as head, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await main({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdin: textOf(process.stdin),
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  fs: nodeFiles,
  now: Date.now,
  unique: randomUUID,
  version,
});
