// What the other scripts share: where things are, and how to run a command.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The TypeScript 7 compiler, by its own name: two versions are installed. */
export const tsc = join(root, 'node_modules/typescript7/bin/tsc');

/** The packages we publish: folder, and manifest. */
export const packages = readdirSync(join(root, 'packages'))
  .map((folder) => ({ folder, path: join(root, 'packages', folder) }))
  .filter(({ path }) => existsSync(join(path, 'package.json')))
  .map((it) => ({ ...it, manifest: JSON.parse(readFileSync(join(it.path, 'package.json'), 'utf8')) }));

/** The seed of every property in this run: FC_SEED, or a random one. */
export const seed = process.env.FC_SEED || String(randomInt(1, 2 ** 31));

/** Runs a command with its output shown; gives its exit code. Nothing ever waits for input. */
export const run = (command, args, options = {}) => {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`,
      ...options.env,
    },
  });
  if (error) console.error(error.message);
  return status ?? 1;
};

/** Runs a command that must succeed; what it says is shown only when it does not. */
export const must = (command, args, options = {}) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8', ...options });
  if (status === 0) return stdout;
  throw new Error([`${command} ${args.join(' ')}`, error?.message, stdout, stderr].filter(Boolean).join('\n'));
};
