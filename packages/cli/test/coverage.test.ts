import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../src/rules.js';
import { catalogue, rowCounts, ruleCounts } from './catalogue/catalogue.js';
import type { Entry, Holder } from './catalogue/Entry.js';
import { counts, coverageMarkdown } from './catalogue/markdown.js';

const root = join(__dirname, '../../..');
const page = join(root, 'docs/coverage.md');

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

const entries: ReadonlyArray<Entry> = catalogue.flatMap((part) => part.entries);
const idsOf = (kind: string): ReadonlyArray<string> =>
  catalogue.flatMap((part) => (part.kind === kind ? part.entries.map(({ id }) => id) : []));

const upTo = (counts: Readonly<Record<string, number>>, mark: string): ReadonlyArray<string> =>
  Object.entries(counts).flatMap(([chapter, count]) =>
    Array.from({ length: count }, (_, index) => `${chapter}${mark}${String(index + 1)}`),
  );

/** Whether some text of the file begins with a title. */
const hasTitle = (file: string, title: string): boolean => {
  const text = textOf(file).replaceAll("\\'", "'");
  return ["'", '"', '`'].some((quote) => text.includes(quote + title));
};

/** What is wrong with a holder; nothing where it is as it says. */
const trouble = (holder: Holder): string | undefined => {
  if ('test' in holder) {
    if (!existsSync(join(root, holder.test))) return `${holder.test} does not exist`;
    return hasTitle(holder.test, holder.title) ? undefined : `${holder.test} has no test "${holder.title}"`;
  }
  if ('law' in holder)
    return textOf('docs/laws.md').includes(`| **${holder.law}** `) ? undefined : `no law ${holder.law}`;
  if ('manifest' in holder) {
    const base = `packages/cli/test/manifests/${holder.manifest}`;
    return existsSync(join(root, `${base}.plan.txt`)) ? undefined : `${base}.plan.txt does not exist`;
  }
  if ('decision' in holder) {
    const found = readdirSync(join(root, 'docs/decisions')).some((name) => name.startsWith(`${holder.decision}-`));
    return found ? undefined : `no decision ${holder.decision}`;
  }
  return ('out' in holder ? holder.out : holder.open).trim() === '' ? 'no reason is given' : undefined;
};

describe('the catalogue of rules', () => {
  it('has every rule once, in order', () => {
    expect(idsOf('rules')).toEqual(upTo(ruleCounts, '.'));
    expect(Object.keys(rules)).toEqual(upTo(ruleCounts, '.'));
  });

  it('has every row of the tables and every pitfall once, in order', () => {
    expect([...idsOf('rows'), ...idsOf('pitfalls')]).toEqual(upTo(rowCounts, '/'));
  });

  it('has every annotation of docs/annotations.md, and no id twice', () => {
    const documented = [...textOf('docs/annotations.md').matchAll(/^\| `([^`]+)` /gm)].map(([, key = '']) => key);
    expect(documented.length).toBeGreaterThan(40);
    expect(documented.filter((key) => !idsOf('annotations').includes(key))).toEqual([]);
    expect(entries.map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index)).toEqual([]);
  });

  it('says of every entry what it is', () => {
    const documented = textOf('docs/annotations.md');
    const silent = entries.filter(({ id, says }) => !(id in rules) && !documented.includes(id) && says === undefined);
    expect(silent).toEqual([]);
  });

  it('names only tests, laws, manifests and decisions that exist', () => {
    const troubles = entries.flatMap(({ id, held }) =>
      held.flatMap((one) => trouble(one) ?? []).map((what) => `${id}: ${what}`),
    );
    expect(troubles).toEqual([]);
  });
});

describe('docs/coverage.md', () => {
  it('is fresh, and tells how much is open', () => {
    const made = coverageMarkdown();
    if (process.env['UPDATE'] === '1') writeFileSync(page, made);
    const open = counts().map((one) => `${one.kind} ${String(one.open)}/${String(one.all)}`);
    process.stderr.write(`open: ${open.join(', ')}\n`);
    expect(readFileSync(page, 'utf8')).toBe(made);
  });
});
