import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestFiles, manifests, manifestsAt, manifestText, setUp } from './manifestFiles.js';
import { clbkit } from './support.js';

const readable = (text: string): string => text.replace(/^Hash: .*\n/m, '');

/** What is said beside the plan. */
const notes: Readonly<Record<string, string>> = {
  switches:
    'note: a controller adds direct-access: "true" to new Services (EnableDefaultDirectAccess): shop/web; ' +
    'the plan is for them as they are written\n',
};

/** UPDATE=1 writes the goldens. */
describe('manifests as people write them', () => {
  it('are many, and each golden belongs to one', () => {
    expect(manifests.length).toBeGreaterThanOrEqual(50);
    const names = manifests.map(({ name }) => name);
    const goldens = manifestFiles.filter((file) => /\.(txt|cloud\.json)$/.test(file));
    expect(goldens.filter((file) => !names.includes(file.split('.')[0] ?? ''))).toEqual([]);
  });

  it.each(manifests)('$name is planned as its golden says', async ({ name }) => {
    const { given, flags } = setUp(name);
    const { out, err } = await clbkit(given, ['plan', ...flags]);
    const golden = `${name}.plan.txt`;
    if (process.env['UPDATE'] === '1') writeFileSync(join(manifestsAt, golden), readable(out));
    expect(readable(out)).toBe(manifestText(golden));
    expect(out.split('\n').length).toBeLessThanOrEqual(41);
    expect(err).toBe(notes[name] ?? '');
  });

  it.each(manifests)('$name leaves nothing to do when it is applied', async ({ name }) => {
    const { given, flags } = setUp(name);
    await clbkit(given, ['apply', ...flags]);
    const { out } = await clbkit(given, ['plan', ...flags]);
    expect(out).toContain('Nothing to do.\n');
  });
});
