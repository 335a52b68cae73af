import { keysOf, type Keyed } from './keyed.js';

/** One thing wrong with a file: where, what belongs there, and what stands there. */
export interface Trouble {
  /** Such as `loadBalancers["lb-a"].listeners["lbl-a"].port`; empty for the whole file. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** What a JSON value must look like, said once: it reads values and describes itself as a JSON Schema. */
export interface Shape<A> {
  readonly schema: Schema;
  /** The value, or nothing after at least one trouble was noted. */
  readonly read: (value: unknown, path: string, troubles: Array<Trouble>) => A | undefined;
}

/** What a shape reads. */
export type Of<S> = S extends Shape<infer A> ? A : never;

const isScalar = (value: unknown): value is number | boolean => typeof value === 'number' || typeof value === 'boolean';

const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${String(value.length)}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return value === null || isScalar(value) ? String(value) : `a ${typeof value}`;
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
};

const plain = (expected: string, schema: Schema, accepts: (value: unknown) => boolean): Shape<unknown> => ({
  schema,
  read: (value, path, troubles) => {
    if (accepts(value)) return value;
    troubles.push({ path, expected, found: shown(value) });
    return undefined;
  },
});

/** A text that is not empty. */
export const text = plain(
  'a text that is not empty',
  { type: 'string', minLength: 1 },
  (value) => typeof value === 'string' && value !== '',
) as Shape<string>;

/** A text that may be empty. */
export const anyText = plain('a text', { type: 'string' }, (value) => typeof value === 'string') as Shape<string>;

/** A yes or no. */
export const flag = plain(
  'true or false',
  { type: 'boolean' },
  (value) => typeof value === 'boolean',
) as Shape<boolean>;

/** A whole number within bounds. */
export const whole = (minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): Shape<number> =>
  plain(
    maximum === Number.MAX_SAFE_INTEGER
      ? `a whole number from ${String(minimum)}`
      : `a whole number from ${String(minimum)} to ${String(maximum)}`,
    { type: 'integer', minimum, maximum },
    (value) => Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
  ) as Shape<number>;

/** One of some values. */
export const oneOf = <A extends string | number>(...values: ReadonlyArray<A>): Shape<A> =>
  plain(values.map((value) => JSON.stringify(value)).join(' or '), { enum: values }, (value) =>
    (values as ReadonlyArray<unknown>).includes(value),
  ) as Shape<A>;

/** A list. */
export const list = <A>(item: Shape<A>, minItems = 0): Shape<ReadonlyArray<A>> => ({
  schema: { type: 'array', items: item.schema, ...(minItems > 0 ? { minItems } : {}) },
  read: (value, path, troubles) => {
    if (!Array.isArray(value) || value.length < minItems) {
      troubles.push({ path, expected: minItems > 0 ? 'a list that is not empty' : 'a list', found: shown(value) });
      return undefined;
    }
    const out: Array<A> = [];
    value.forEach((one: unknown, index) => {
      const read = item.read(one, `${path}[${String(index)}]`, troubles);
      if (read !== undefined) out.push(read);
    });
    return out.length === value.length ? out : undefined;
  },
});

const isRecord = (value: unknown): value is Keyed<unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const at = (path: string, key: string): string => {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
};

/** An object whose keys are free, but for `__proto__`. */
export const keyed = <A>(item: Shape<A>): Shape<Keyed<A>> => ({
  schema: {
    type: 'object',
    propertyNames: { minLength: 1, not: { const: '__proto__' } },
    additionalProperties: item.schema,
  },
  read: (value, path, troubles) => {
    if (!isRecord(value)) {
      troubles.push({ path, expected: 'an object', found: shown(value) });
      return undefined;
    }
    const pairs = keysOf(value).flatMap((key): ReadonlyArray<readonly [string, A]> => {
      if (key === '' || key === '__proto__') {
        troubles.push({ path: at(path, key), expected: 'another key', found: shown(key) });
        return [];
      }
      const read = item.read(value[key], `${path}[${JSON.stringify(key)}]`, troubles);
      return read === undefined ? [] : [[key, read]];
    });
    return pairs.length === Object.keys(value).length ? Object.fromEntries(pairs) : undefined;
  },
});

type Fields = Keyed<Shape<unknown>>;

/** What an object shape reads: required members, and optional ones that may be absent. */
export type Members<R extends Fields, O extends Fields> = { readonly [K in keyof R]: Of<R[K]> } & {
  readonly [K in keyof O]?: Of<O[K]>;
};

/** An object with these members and no others. */
export const object = <R extends Fields, O extends Fields>(required: R, optional: O): Shape<Members<R, O>> => {
  const fields: Fields = { ...required, ...optional };
  const names = Object.keys(fields);
  const properties = Object.fromEntries(names.map((name) => [name, fields[name]?.schema]));
  return {
    schema: { type: 'object', required: Object.keys(required), properties, additionalProperties: false },
    read: (value, path, troubles) => {
      if (!isRecord(value)) {
        troubles.push({ path, expected: 'an object', found: shown(value) });
        return undefined;
      }
      const before = troubles.length;
      const out: Record<string, unknown> = {};
      for (const name of names) {
        const field = fields[name];
        if (field === undefined || (!Object.hasOwn(value, name) && !Object.hasOwn(required, name))) continue;
        const read = field.read(Object.hasOwn(value, name) ? value[name] : undefined, at(path, name), troubles);
        if (read !== undefined) out[name] = read;
      }
      for (const name of keysOf(value))
        if (!Object.hasOwn(fields, name))
          troubles.push({ path: at(path, name), expected: `one of ${names.join(', ')}`, found: 'an unknown member' });
      return troubles.length === before ? (out as Members<R, O>) : undefined;
    },
  };
};

/** A union of objects told apart by their `_tag`. Each case lists its members without the tag. */
export const tagged = <C extends Keyed<Shape<object>>>(
  cases: C,
): Shape<{ [K in keyof C & string]: { readonly _tag: K } & Of<C[K]> }[keyof C & string]> => {
  const tags = Object.keys(cases);
  const tag = oneOf(...tags);
  const alternatives = tags.map((name) => withTag(name, cases[name]?.schema ?? {}));
  return {
    schema: { oneOf: alternatives },
    read: (value, path, troubles) => {
      if (!isRecord(value)) {
        troubles.push({ path, expected: 'an object', found: shown(value) });
        return undefined;
      }
      const { _tag, ...members } = value;
      const name = tag.read(_tag, at(path, '_tag'), troubles);
      const read = name === undefined ? undefined : cases[name]?.read(members, path, troubles);
      return read === undefined ? undefined : ({ _tag: name, ...read } as never);
    },
  };
};

const withTag = (name: string, schema: Schema): Schema => ({
  ...schema,
  required: ['_tag', ...(schema['required'] as ReadonlyArray<string>)],
  properties: { _tag: { const: name }, ...(schema['properties'] as Schema) },
});
