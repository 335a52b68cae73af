import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Folder, folder } from './support.js';

/** The folder of manifests as people write them, each with its cloud and its goldens. */
export const manifestsAt = join(__dirname, 'manifests');

/** Every file in it, in order. */
export const manifestFiles = readdirSync(manifestsAt).sort();

export const manifestText = (name: string): string => readFileSync(join(manifestsAt, name), 'utf8');

/** Each manifest, by the name that its goldens have too. */
export const manifests = manifestFiles
  .filter((name) => /\.(yaml|json)$/.test(name) && !name.endsWith('.cloud.json'))
  .map((file) => ({ file, name: file.replace(/\.(yaml|json)$/, '') }));

/** The first line of a manifest may name flags: `# flags: --set sharing=false`. */
const flagsOf = (text: string): ReadonlyArray<string> => /^# flags: (.*)$/m.exec(text)?.[1]?.split(' ') ?? [];

/** A folder with a manifest, its cluster and its cloud, and the flags to plan it. */
export const setUp = (name: string): { readonly given: Folder; readonly flags: ReadonlyArray<string> } => {
  const file = manifests.find((one) => one.name === name)?.file ?? `${name}.yaml`;
  const text = manifestText(file);
  const cloud = manifestFiles.includes(`${name}.cloud.json`) ? manifestText(`${name}.cloud.json`) : '{}';
  const given = folder({ [file]: text, 'nodes.yaml': manifestText('cluster/nodes.yaml'), 'cloud.json': cloud });
  const input = ['-f', file, 'nodes.yaml', '--cloud', 'cloud.json', '--cluster-id', 'cls-1a2b3c4d'];
  return { given, flags: [...input, '--assume-complete', '--brake', 'off', ...flagsOf(text)] };
};
