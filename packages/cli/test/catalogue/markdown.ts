import { rules } from '../../src/rules.js';
import { catalogue, type Part } from './catalogue.js';
import type { Entry, Holder } from './Entry.js';

/** What stands behind an entry: the best of its holders. */
export type State = 'tested' | 'decided' | 'out' | 'open';

export const stateOf = ({ held }: Entry): State => {
  if (held.some((one) => 'open' in one)) return 'open';
  if (held.some((one) => 'test' in one || 'law' in one || 'manifest' in one)) return 'tested';
  return held.some((one) => 'decision' in one) ? 'decided' : 'out';
};

const kinds = ['rules', 'rows', 'annotations', 'codes', 'pitfalls'] as const;
const states = ['tested', 'decided', 'out', 'open'] as const;

/** How many entries of each kind are in each state. */
export const counts = (): ReadonlyArray<Readonly<Record<State | 'all', number>> & { readonly kind: Part['kind'] }> =>
  kinds.map((kind) => {
    const entries = catalogue.flatMap((part) => (part.kind === kind ? part.entries : []));
    const of = (state: State): number => entries.filter((one) => stateOf(one) === state).length;
    return {
      kind,
      all: entries.length,
      tested: of('tested'),
      decided: of('decided'),
      out: of('out'),
      open: of('open'),
    };
  });

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const shown = (holder: Holder): string => {
  if ('test' in holder) return `[${fileName(holder.test)}](../${holder.test}): ${holder.title}`;
  if ('law' in holder) return `law [${holder.law}](laws.md)`;
  if ('manifest' in holder)
    return `manifest [${holder.manifest}](../packages/cli/test/manifests/${holder.manifest}.plan.txt)`;
  if ('decision' in holder) return `decision ${holder.decision}`;
  return 'out' in holder ? `does not concern clbkit: ${holder.out}` : `**open**: ${holder.open}`;
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('\\*\\*', '**');

const saysOf = ({ id, says }: Entry): string => {
  const [grade, line] = rules[id] ?? [];
  return line === undefined ? (says ?? '') : grade === 'documented' ? line : `${line} (${String(grade)})`;
};

/** A table with its columns lined up, as a formatter leaves it. */
const table = ([heading = [], ...body]: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = heading.map((title, column) =>
    Math.max(3, title.length, ...body.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: ReadonlyArray<string>): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
};

const section = ({ title, kind, entries }: Part): string => {
  const lines = entries.map((entry) => {
    const id = kind === 'annotations' ? `\`${entry.id}\`` : entry.id;
    return [id, cell(saysOf(entry)), entry.held.map(shown).map(cell).join('; ')];
  });
  return `## ${title}\n\n${table([['', 'what', 'held by'], ...lines])}\n`;
};

const summary = (): string => {
  const rows = counts().map((one) => [one.kind, ...[one.all, ...states.map((state) => one[state])].map(String)]);
  return table([['', 'all', ...states], ...rows]);
};

const openOnes = (): string => {
  const entries = catalogue.flatMap((part) => part.entries.filter((entry) => stateOf(entry) === 'open'));
  return entries.length === 0 ? 'None.' : entries.map(({ id }) => `\`${id}\``).join(', ');
};

/** `docs/coverage.md`. */
export const coverageMarkdown =
  (): string => `<!-- Made from packages/cli/test/catalogue: UPDATE=1 pnpm test coverage -->

# What holds each rule

Everything that is known of TKE's Service Controller, rule by rule, and the test that holds it here: a test by its title, a
[law](laws.md), a real manifest with its plan, a decision that leaves it out, or the reason why it does not concern clbkit.
Rules that were deduced or are advice say so. A test compares this page with the tests there are, so a title that is gone is found.

${summary()}

Open: ${openOnes()}

${catalogue.map(section).join('\n')}`;
