import { describe, expect, it } from '@jest/globals';
import { PlanError } from '@clbkit/core';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { readDocuments } from '../src/index.js';
import { jsonPositions } from '../src/jsonPositions.js';
import { fixture, fromText, itemsOf, service, snapshotOf } from './support.js';

const read = (text: string): { readonly values: ReadonlyArray<unknown>; readonly errors: ReadonlyArray<string> } => {
  const { objects, errors } = readDocuments([{ name: 'a.yaml', text }]);
  return { values: objects.map(({ value }) => value), errors: errors.map(PlanError.describe) };
};

const one = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } };
const two = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } };
const yamlOne = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';
const yamlTwo = 'apiVersion: v1\nkind: Node\nmetadata: {name: n}\n';

describe('readDocuments', () => {
  it.each([
    ['one YAML document', yamlOne, [one]],
    ['several YAML documents', `${yamlOne}---\n${yamlTwo}`, [one, two]],
    [
      'empty documents and comments between',
      `# top\n---\n${yamlOne}---\n---\n# none\n---\n${yamlTwo}...\n---\n`,
      [one, two],
    ],
    ['Windows line ends', `${yamlOne}---\n${yamlTwo}`.replaceAll('\n', '\r\n'), [one, two]],
    ['a byte order mark before YAML', `\uFEFF${yamlOne}`, [one]],
    ['a byte order mark before JSON', `\uFEFF${JSON.stringify(one)}`, [one]],
    ['JSON', JSON.stringify(one, null, 4), [one]],
    ['JSON with Windows line ends', JSON.stringify(one, null, 4).replaceAll('\n', '\r\n'), [one]],
    ['YAML in flow style', '{apiVersion: v1, kind: Service, metadata: {name: web}}', [one]],
    [
      'anchors and merge keys',
      'base: &b {apiVersion: v1, kind: Service}\n---\n<<: &c {apiVersion: v1, kind: Service}\nmetadata: {name: web}',
      [{ base: { apiVersion: 'v1', kind: 'Service' } }, one],
    ],
    ['YAML 1.1 words as text', `%YAML 1.1\n---\n${yamlOne}note: yes\n`, [{ ...one, note: 'yes' }]],
    ['nothing', '', []],
    ['only a comment', '# nothing here\n', []],
    ['a JSON null', 'null', []],
    ['a v1 List in JSON', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [one, two] }), [one, two]],
    ['a v1 List in YAML', stringify({ apiVersion: 'v1', kind: 'List', items: [one, two] }), [one, two]],
    ['a v1 List of nothing', 'apiVersion: v1\nkind: List\nitems: null\n', []],
    [
      'a List in a List, in order',
      JSON.stringify({ kind: 'List', items: [{ kind: 'List', items: [one] }, two] }),
      [one, two],
    ],
    [
      'a typed list, whose items leave out their kind',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'ServiceList',
        metadata: { resourceVersion: '1' },
        items: [{ metadata: { name: 'web' } }],
      }),
      [one],
    ],
    [
      'JSON values one after another, as two runs of kubectl print them',
      `${JSON.stringify(one)}\n${JSON.stringify(two)}\n`,
      [one, two],
    ],
    ['files put together, each with a byte order mark', `\uFEFF${yamlOne}\uFEFF---\n${yamlTwo}`, [one, two]],
    ['a byte order mark after a separator', `${yamlOne}---\r\n\uFEFF${yamlTwo}`, [one, two]],
    ['a plain JSON list', JSON.stringify([one, two]), [one, two]],
    [
      'a kind that only ends in List',
      'kind: AllowList\napiVersion: example.com/v1\n',
      [{ kind: 'AllowList', apiVersion: 'example.com/v1' }],
    ],
  ])('reads %s', (_, text, values) => {
    expect(read(text)).toEqual({ values, errors: [] });
  });

  it.each([
    [
      'a document that does not parse, and reads the next',
      `a: [1\n---\n${yamlTwo}`,
      [two],
      /^a\.yaml:\d+ \(document 1\): Document a\.yaml \(whole document\): expected YAML or JSON, found .+; correct the document, or leave it out$/,
    ],
    ['a key twice', `${yamlOne}kind: Node\n`, [], /^a\.yaml:5 \(document 1\): .*Map keys must be unique/],
    ['JSON that is cut off', JSON.stringify(one, null, 2).slice(0, 40), [], /^a\.yaml:\d \(document 1\): /],
    ['a second JSON value that is cut off', `${JSON.stringify(one)}\n{"kind":`, [], /^a\.yaml:\d /],
    ['an alias of nothing', 'a: *nobody\n', [], /nobody/],
    [
      'a list without items',
      'apiVersion: v1\nkind: List\n',
      [],
      /^a\.yaml:1 \(document 1\): Document a\.yaml items: expected a list, found nothing$/,
    ],
    ['items that are no list', 'kind: ServiceList\nitems: 5\n', [], /^a\.yaml:2 .* items: expected a list, found 5$/],
    [
      'one page of a longer list',
      JSON.stringify({
        kind: 'NodeList',
        apiVersion: 'v1',
        metadata: { continue: 'abc' },
        items: [{ metadata: { name: 'n' } }],
      }),
      [two],
      /metadata\.continue: expected a whole list, not one page of it, found "abc"$/,
    ],
    [
      'aliases that blow up',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
      [],
      /Excessive alias count/,
    ],
    [
      'nesting beyond any sense, and reads what stands before it',
      `${yamlOne}---\n${'['.repeat(200_000)}`,
      [one],
      /^a\.yaml:6 \(document 2\): .* found values nested more than 1000 deep/,
    ],
    ['block lists nested beyond any sense', '- '.repeat(100_000), [], /found values nested more than 1000 deep/],
    ['nothing but a broken directive', '%YAML\n', [], /^a\.yaml:1 /],
  ])('tells of %s', (_, text, values, words) => {
    const seen = read(text);
    expect(seen.values).toEqual(values);
    expect(seen.errors).toHaveLength(1);
    expect(seen.errors[0]).toMatch(words);
  });

  it('gives a value or an error for any text', () => {
    const yamlish = fc.array(
      fc.constantFrom(
        'kind',
        ': ',
        'Service',
        '\n',
        '  ',
        '- ',
        '---\n',
        '{',
        '}',
        '[',
        ']',
        '"',
        "'",
        '&a ',
        '*a',
        '!!set',
        '!!binary',
        '#',
        '\t',
        '%YAML 1.1\n',
        '? ',
        '|',
        '>',
        ',',
        'items',
        'List',
        '<<',
        '\uFEFF',
        '\r\n',
        '0x1',
        '~',
      ),
      { maxLength: 30 },
    );
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      yamlish.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(any, (text) => {
        expect(Array.isArray(fromText(text).diagnostics)).toBe(true);
      }),
    );
  });

  // `<<` is left out: in YAML it is the merge key, in JSON a name like any other.
  it('reads what was written as YAML and as JSON alike', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 3 }), (items) => {
        fc.pre(!JSON.stringify(items).includes('"<<"'));
        const list = { apiVersion: 'v1', kind: 'List', items: JSON.parse(JSON.stringify(items)) as unknown };
        expect(read(stringify(list)).values).toEqual(read(JSON.stringify(list)).values);
      }),
    );
  });
});

describe('lines', () => {
  const wrong = { ...service({ ports: [{ port: 80 }, { port: 'x' }] }) };
  const lineOf = (text: string): unknown => {
    const { snapshot } = fromText(text);
    return Object.values(itemsOf(snapshot.services)['shop'] ?? {}).map((decoded) =>
      decoded._tag === 'Left' ? decoded.left.errors.map((error) => error._tag === 'InvalidField' && error.place) : [],
    );
  };
  const lineWith = (text: string, part: string): number =>
    text.split('\n').findIndex((line) => line.includes(part)) + 1;

  it.each([
    ['JSON', JSON.stringify({ kind: 'List', items: [two, wrong] }, null, 2), '"port": "x"'],
    ['YAML', stringify({ kind: 'List', items: [two, wrong] }), 'port: x'],
    ['JSON with Windows line ends', JSON.stringify(wrong, null, 2).replaceAll('\n', '\r\n'), '"port": "x"'],
    ['JSON in one line', JSON.stringify(wrong), '"port":"x"'],
  ])('are told in %s', (_, text, part) => {
    expect(lineOf(text)).toEqual([[{ file: 'a.yaml', document: 1, line: lineWith(text, part) }]]);
  });

  it('are those of the object around it where a field is missing', () => {
    expect(lineOf(`# one\n---\n${stringify({ ...service(), spec: { ports: [{ name: 'http' }] } })}`)).toEqual([
      [{ file: 'a.yaml', document: 1, line: 12 }],
    ]);
  });

  it('are found for every path of any JSON value', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1, 3), (any, indent) => {
        const tree = JSON.parse(JSON.stringify(any)) as unknown;
        const text = JSON.stringify(tree, null, indent);
        const find = jsonPositions(text);
        for (const [path, inner] of pathsOf(tree)) {
          const at = text.slice(find(path));
          const last = path.at(-1);
          const expected = typeof last === 'string' ? JSON.stringify(last) : firstOf(inner);
          expect(at.startsWith(expected)).toBe(true);
        }
      }),
    );
  });

  it('are found quickly in a large dump', () => {
    const many = Array.from({ length: 5_000 }, (_, index) =>
      service({ ports: [{ port: index % 1000 === 7 ? 0 : 80 }] }, { name: `web-${index}`, uid: `u-${index}` }),
    );
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: many }, null, 2);
    const { snapshot } = snapshotOf({ name: 'big.json', text });
    const left = Object.values(itemsOf(snapshot.services)['shop'] ?? {}).filter(({ _tag }) => _tag === 'Left');
    expect(left).toHaveLength(5);
  });
});

const firstOf = (value: unknown): string =>
  Array.isArray(value) ? '[' : typeof value === 'object' && value !== null ? '{' : JSON.stringify(value);

const pathsOf = (value: unknown): ReadonlyArray<readonly [ReadonlyArray<string | number>, unknown]> => {
  if (typeof value !== 'object' || value === null) return [[[], value]];
  const entries: ReadonlyArray<readonly [string | number, unknown]> = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item] as const)
    : Object.entries(value);
  return [
    [[], value],
    ...entries.flatMap(([key, inner]) => pathsOf(inner).map(([path, deep]) => [[key, ...path], deep] as const)),
  ];
};

describe('a dump of kubectl', () => {
  it('is the same snapshot from YAML and from JSON, with nothing to complain of', () => {
    const fromYaml = snapshotOf({ name: 'dump', text: fixture('yaml') });
    expect(fromYaml).toEqual(snapshotOf({ name: 'dump', text: fixture('json') }));
    expect(fromYaml.diagnostics).toEqual([]);
    expect(fromYaml.snapshot.strays).toEqual([]);
  });
});
