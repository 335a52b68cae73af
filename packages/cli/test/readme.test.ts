import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clbkit, folder } from './support.js';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

const fences = (language: string): ReadonlyArray<string> =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, code = '']) => code);

/** Hashes and derived UIDs are not for readers. */
const readable = (text: string): string =>
  text.replace(/Hash: [0-9a-f]{64}/g, 'Hash: 3f9c…').replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UID');

describe('README', () => {
  it('shows what the commands print', async () => {
    const at = folder({ 'web.yaml': fences('yaml')[0] ?? '' });
    const said = fences('console').join('');
    let printed = '';
    for (const [line, command = ''] of said.matchAll(/^\$ clbkit (.*)$/gm)) {
      const { out, err } = await clbkit(at, command.split(' '));
      printed += `${line}\n${readable(err + out)}`;
    }
    expect(printed).toBe(said);
  });

  it('shows what lint finds', async () => {
    const at = folder({ 'id-as-input.yaml': readFileSync(join(__dirname, 'manifests/id-as-input.yaml'), 'utf8') });
    expect((await clbkit(at, ['lint', '-f', 'id-as-input.yaml'])).out).toBe(fences('text')[0]);
  });

  it('shows a configuration and a cloud that can be read', async () => {
    const files = { 'clbkit.yaml': fences('yml')[0] ?? '', 'clbkit-world.json': fences('json')[0] ?? '' };
    const { code, err } = await clbkit(folder(files), ['show']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});
