import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clbkit, folder } from './support.js';

const at = join(__dirname, 'manifests');
const textOf = (name: string): string => readFileSync(join(at, name), 'utf8');
const files = readdirSync(at).sort();

/** Each manifest with the cloud it is planned against, in the form people really write them; UPDATE=1 writes the plans. */
const manifests = files
  .filter((name) => /\.(yaml|json)$/.test(name) && !name.endsWith('.cloud.json'))
  .map((file) => ({ file, name: file.replace(/\.(yaml|json)$/, '') }));

const nodes = textOf('cluster/nodes.yaml');

/** The first line of a manifest may name flags: `# flags: --set sharing=false`. */
const flagsOf = (text: string): ReadonlyArray<string> => /^# flags: (.*)$/m.exec(text)?.[1]?.split(' ') ?? [];

const readable = (text: string): string => text.replace(/^Hash: .*\n/m, '');

const setUp = (name: string, file: string) => {
  const text = textOf(file);
  const cloud = files.includes(`${name}.cloud.json`) ? textOf(`${name}.cloud.json`) : '{}';
  const given = folder({ [file]: text, 'nodes.yaml': nodes, 'cloud.json': cloud });
  const flags = [
    '-f',
    file,
    'nodes.yaml',
    '--cloud',
    'cloud.json',
    '--cluster-id',
    'cls-1a2b3c4d',
    '--assume-complete',
  ];
  return { given, flags: [...flags, '--brake', 'off', ...flagsOf(text)] };
};

describe('manifests as people write them', () => {
  it('are many, and each golden belongs to one', () => {
    expect(manifests.length).toBeGreaterThanOrEqual(50);
    const names = manifests.map(({ name }) => name);
    expect(
      files.filter((file) => /\.(plan\.txt|cloud\.json)$/.test(file) && !names.includes(file.split('.')[0] ?? '')),
    ).toEqual([]);
  });

  it.each(manifests)('$name is planned as its golden says', async ({ name, file }) => {
    const { given, flags } = setUp(name, file);
    const { out, err } = await clbkit(given, ['plan', ...flags]);
    const golden = `${name}.plan.txt`;
    if (process.env['UPDATE'] === '1') writeFileSync(join(at, golden), readable(out));
    expect(existsSync(join(at, golden)) ? textOf(golden) : '').toBe(readable(out));
    expect(out.split('\n').length).toBeLessThanOrEqual(41);
    expect(err).toBe('');
  });

  it.each(manifests)('$name leaves nothing to do when it is applied', async ({ name, file }) => {
    const { given, flags } = setUp(name, file);
    await clbkit(given, ['apply', ...flags]);
    const { out } = await clbkit(given, ['plan', ...flags]);
    expect(out).toContain('Nothing to do.\n');
  });
});
