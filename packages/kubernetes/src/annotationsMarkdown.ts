import { type Annotation, annotations } from './annotations.js';

const cells = (one: Annotation): ReadonlyArray<string> => [
  `\`${one.key}\``,
  ...[one.meaning, one.values, one.default, one.since ?? '', one.mutability, one.rules].map((text) =>
    text.replaceAll('|', '\\|'),
  ),
];

const heading = ['key', 'meaning', 'values', 'without it', 'since', 'change', 'rules'];

/** A table with its columns lined up, as a formatter leaves it. */
const table = (rows: ReadonlyArray<Annotation>): string => {
  const body = rows.map(cells);
  const widths = heading.map((title, column) =>
    Math.max(3, title.length, ...body.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: ReadonlyArray<string>): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
};

const isWritten = ({ mutability }: Annotation): boolean => mutability === 'read-only';

/** `docs/annotations.md`, made from the table. Law: every annotation of the table stands in exactly one of its sections. */
export const annotationsMarkdown = (): string => `# Annotations of a Service

This page is made from \`packages/kubernetes/src/annotations.ts\`; edit the table there and run
\`npx tsx --conditions=@clbkit/source packages/kubernetes/scripts/annotations-doc.mts\`.

**change** says when an edit counts: _mutable_ on the next pass; _create-only_ when the CLB is bought and never after;
_immutable_ asks for another CLB, which the setting \`transitions\` replaces or refuses; _unknown_ is not documented.
**since** is the version of the TKE controller that brought it. **rules** are ids and sections of the specification of TKE's
behaviour.

A wrong value freezes its Service: an error names the annotation, what was expected and what was found, and nothing that the
Service owns is changed until the value is corrected. Switches are \`"true"\` or \`"false"\`, in quotes, and nothing else. Where an
id or a name is expected, empty text counts as absent.

## Acted upon

${table(annotations.filter(({ acted }) => acted === 'yes'))}

## Known, not acted upon

These are documented by TKE and change nothing here: they are neither read nor checked. The one exception is
\`tke-service-config-auto\`: when it is \`"true"\`, \`tke-service-config\` beside it is an error.

${table(annotations.filter((one) => one.acted === 'no' && !isWritten(one)))}

## Written by the controller

Never read as a wish. clbkit writes \`loadbalance-id\`; the others are left by TKE's own controller and are not touched.

${table(annotations.filter(isWritten))}
`;
