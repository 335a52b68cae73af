import { byText } from './keyed.js';
import type { Definitions, Schema } from './shape.js';

/** A place where a value is not as its schema says. */
export interface Mismatch {
  /** `lanes[0].key`; empty for the whole. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

const isType = (value: unknown, type: string): boolean =>
  type === 'integer' ? Number.isInteger(value) : type === 'number' ? Number.isFinite(value) : typeOf(value) === type;

/** A value in a few words. */
export const showFound = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return typeOf(value);
  const written = JSON.stringify(value);
  return written.length > 60 ? `${written.slice(0, 57)}…` : written;
};

const under = (path: string, name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? (path === '' ? name : `${path}.${name}`) : `${path}[${JSON.stringify(name)}]`;

const tagIn = (schema: Schema): string | undefined => schema.properties?.['_tag']?.const;

const names: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'null',
};

const typesOf = ({ type }: Schema): ReadonlyArray<string> =>
  type === undefined ? [] : typeof type === 'string' ? [type] : type;

const expectation = (schema: Schema): string => {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return `one of ${schema.enum.map((one) => JSON.stringify(one)).join(', ')}`;
  if (schema.pattern !== undefined) return schema.description ?? `text that matches ${schema.pattern}`;
  return typesOf(schema)
    .map((type) => names[type] ?? type)
    .join(' or ');
};

const fitsAtom = (schema: Schema, value: unknown): boolean => {
  const types = typesOf(schema);
  if (types.length > 0 && !types.some((type) => isType(value, type))) return false;
  if (schema.const !== undefined && value !== schema.const) return false;
  if (schema.enum !== undefined && !schema.enum.some((one) => one === value)) return false;
  return schema.pattern === undefined || typeof value !== 'string' || new RegExp(schema.pattern, 'u').test(value);
};

const outOfBounds = ({ minimum, maximum }: Schema, value: unknown): string | undefined => {
  if (typeof value !== 'number') return undefined;
  if (minimum !== undefined && value < minimum) return `at least ${String(minimum)}`;
  return maximum !== undefined && value > maximum ? `at most ${String(maximum)}` : undefined;
};

/**
 * Where a value is not as a schema says, in the order of its members; nothing when it fits. Only the words of `Schema` are
 * understood.
 */
export const mismatches = (
  schema: Schema,
  definitions: Definitions,
  value: unknown,
  path = '',
): ReadonlyArray<Mismatch> => {
  const wrong = (expected: string): ReadonlyArray<Mismatch> => [{ path, expected, found: showFound(value) }];
  if (schema.$ref !== undefined) {
    const target = definitions[schema.$ref.slice('#/$defs/'.length)];
    return target === undefined ? wrong(schema.$ref) : mismatches(target, definitions, value, path);
  }
  if (schema.anyOf !== undefined) return alternatives(schema.anyOf, definitions, value, path);
  if (!fitsAtom(schema, value)) return wrong(expectation(schema));
  const bound = outOfBounds(schema, value);
  if (bound !== undefined) return wrong(bound);
  if (Array.isArray(value)) return inList(schema, definitions, value, path);
  return isObject(value) ? inObject(schema, definitions, value, path) : [];
};

/** Of tagged cases the one whose tag it is speaks; of others, any that fits. */
const alternatives = (
  cases: ReadonlyArray<Schema>,
  definitions: Definitions,
  value: unknown,
  path: string,
): ReadonlyArray<Mismatch> => {
  const tags = cases.flatMap((one) => tagIn(one) ?? []);
  if (tags.length === cases.length && isObject(value)) {
    const tag = value['_tag'];
    const meant = cases.find((one) => tagIn(one) === tag);
    if (meant !== undefined) return mismatches(meant, definitions, value, path);
    return [{ path: under(path, '_tag'), expected: `one of ${tags.join(', ')}`, found: showFound(tag) }];
  }
  const results = cases.map((one) => mismatches(one, definitions, value, path));
  if (results.some((one) => one.length === 0)) return [];
  const expected = tags.length === cases.length ? 'an object' : cases.map(expectation).join(' or ');
  return [{ path, expected, found: showFound(value) }];
};

const inList = (
  schema: Schema,
  definitions: Definitions,
  value: ReadonlyArray<unknown>,
  path: string,
): ReadonlyArray<Mismatch> => {
  if (schema.minItems !== undefined && value.length < schema.minItems)
    return [{ path, expected: `at least ${String(schema.minItems)} in the list`, found: String(value.length) }];
  const { items } = schema;
  if (items === undefined) return [];
  return value.flatMap((item, index) => mismatches(items, definitions, item, `${path}[${String(index)}]`));
};

const inObject = (
  { properties = {}, required = [], additionalProperties }: Schema,
  definitions: Definitions,
  value: JsonObject,
  path: string,
): ReadonlyArray<Mismatch> => {
  const own = (name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);
  const out = required.flatMap((name): ReadonlyArray<Mismatch> =>
    own(name) === undefined
      ? [{ path: under(path, name), expected: expectationOf(properties[name], definitions), found: 'nothing' }]
      : [],
  );
  for (const name of Object.keys(value).sort(byText)) {
    const member = own(name);
    if (member === undefined) continue;
    const schema = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (schema === false)
      out.push({ path: under(path, name), expected: `no member of that name`, found: showFound(member) });
    else if (schema !== undefined) out.push(...mismatches(schema, definitions, member, under(path, name)));
  }
  return out;
};

const expectationOf = (schema: Schema | undefined, definitions: Definitions): string => {
  if (schema?.$ref !== undefined) return expectationOf(definitions[schema.$ref.slice('#/$defs/'.length)], definitions);
  return schema === undefined ? 'a value' : schema.anyOf === undefined ? expectation(schema) : 'an object';
};
