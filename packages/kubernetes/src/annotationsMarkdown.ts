import { annotations } from './annotations.js';
import type { Annotation } from './annotations/Annotation.js';

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

const idle = annotations.filter((one) => one.acted === 'no' && !isWritten(one));

/** `docs/annotations.md`, made from the table. Law: every annotation of the table stands in exactly one of its sections. */
export const annotationsMarkdown = (): string => `# Annotations of a Service

This page is made from the tables in \`packages/kubernetes/src/annotations\`; edit them there and run
\`npx tsx --conditions=@clbkit/source packages/kubernetes/scripts/annotations-doc.mts\`.

**change** says when an edit counts: _mutable_ on the next pass; _create-only_ when the CLB is bought and never after;
_immutable_ asks for another CLB, which the setting \`transitions\` replaces or refuses; _unknown_ is not documented.
**since** is the version of the TKE controller that brought it. **rules** are ids and sections of the specification of TKE's
behaviour.

A wrong value freezes its Service: an error names the annotation, the place inside its JSON, what was expected and what was found,
and nothing that the Service owns is changed until the value is corrected. Switches are \`"true"\` or \`"false"\`, in quotes, and
nothing else. Empty text counts as absent, but for switches, where it is wrong, and for \`security-groups\`, where it unbinds all.
JSON may stand on one line or in a YAML block.

## Acted upon

${table(annotations.filter(({ acted }) => acted === 'yes'))}

These go not together: \`tke-service-config\` and \`tke-service-config-auto: "true"\`; \`target-groups\` and \`lb-rs-weight\`;
\`cross-vpc-id\` without \`cross-region-id\`; \`cross-region-id\` without either \`cross-vpc-id\` or \`tke-existed-lbid\`. Where two
annotations say how a CLB is charged, the newer name counts before the older one, and both before \`extensiveParameters\`.

## Refused

What these ask for is not managed here. A Service that asks for it is left as it is, and an error says so.

${table(annotations.filter(({ acted }) => acted === 'refused'))}

${
  idle.some(({ read }) => read !== undefined)
    ? `## Read and checked, not acted upon

A wrong value is an error as above; a right one changes nothing here.

${table(idle.filter(({ read }) => read !== undefined))}

`
    : ''
}## Not read

No document says what a value of these means.

${table(idle.filter(({ read }) => read === undefined))}

## Written by the controller

Never read as a wish. clbkit writes \`loadbalance-id\`; the others are left by TKE's own controller and are not touched.

${table(annotations.filter(isWritten))}
`;
