import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

/** A codec of a value that is the same on both sides; `name` is what an error says was expected. */
const plain = <A>(name: string, is: (value: unknown) => value is A): t.Type<A> =>
  new t.Type(name, is, (value, context) => (is(value) ? t.success(value) : t.failure(value, context)), t.identity);

/** Any text. */
export const text = plain('text', (value): value is string => typeof value === 'string');

/** Text of at least `min` and at most `max` characters. */
export const textOfLength = (min: number, max: number): t.Type<string> =>
  plain(
    `text of ${min} to ${max} characters`,
    (value): value is string => typeof value === 'string' && value.length >= min && value.length <= max,
  );

/** `true` or `false`. */
export const flag = plain('true or false', (value): value is boolean => typeof value === 'boolean');

/** A whole number between two bounds, both included. */
export const wholeNumber = (min: number, max: number): t.Type<number> =>
  plain(
    `a whole number from ${min} to ${max}`,
    (value): value is number => typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max,
  );

/** A port number. */
export const portNumber = wholeNumber(1, 65_535);

/** A port number, or 0 for none, as Go writes an unset one. */
export const portOrZero = wholeNumber(0, 65_535);

/** One of a few values. */
export const oneOf = <A extends string | number>(...values: ReadonlyArray<A>): t.Type<A> =>
  plain(`one of ${values.join(', ')}`, (value): value is A => values.some((one) => one === value));

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const milliseconds = (value: unknown): number =>
  typeof value === 'string' && rfc3339.test(value) ? Date.parse(value) : Number.NaN;

/** An RFC 3339 instant as milliseconds since the epoch. */
export const timestamp = new t.Type<number, string>(
  'an RFC 3339 time such as 2026-01-31T08:00:00Z',
  (value): value is number => typeof value === 'number',
  (value, context) => {
    const instant = milliseconds(value);
    return Number.isNaN(instant) ? t.failure(value, context) : t.success(instant);
  },
  (instant) => new Date(instant).toISOString(),
);

/**
 * A member that may be absent or null; both read as absent. Errors name what was expected of a present one; `wraps` lets
 * them see through to it.
 */
export const optional = <A, O>(codec: t.Type<A, O>): t.Type<A | undefined, O | undefined> =>
  Object.assign(
    new t.Type<A | undefined, O | undefined>(
      codec.name,
      (value): value is A | undefined => value === undefined || codec.is(value),
      (value, context) =>
        value === undefined || value === null ? t.success(undefined) : codec.validate(value, context),
      (value) => (value === undefined ? undefined : codec.encode(value)),
    ),
    { wraps: codec },
  );

/** A list that may be absent or null, as Go writes an empty one; both read as empty. */
export const list = <A, O>(codec: t.Type<A, O>): t.Type<ReadonlyArray<A>, ReadonlyArray<O>> => {
  const items = t.readonlyArray(codec, `a list of ${codec.name}`);
  return new t.Type<ReadonlyArray<A>, ReadonlyArray<O>>(
    items.name,
    (value): value is ReadonlyArray<A> => items.is(value),
    (value, context) => (value === undefined || value === null ? t.success([]) : items.validate(value, context)),
    (value) => items.encode(value),
  );
};

/** Whether a value is a JSON object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Labels or annotations: text by key. Absent and null read as none, a null value as empty text, both as the API server does.
 * Keys may be any text, `__proto__` included.
 */
export const textMap = new t.Type<Readonly<Record<string, string>>, Readonly<Record<string, string>>>(
  'an object of texts',
  (value): value is Readonly<Record<string, string>> => isRecord(value) && Object.values(value).every(text.is),
  (value, context) => {
    if (value === undefined || value === null) return t.success({});
    if (!isRecord(value)) return t.failure(value, context);
    const errors: Array<t.ValidationError> = [];
    const pairs: Array<readonly [string, string]> = [];
    for (const [key, member] of Object.entries(value)) {
      const one = text.validate(member ?? '', t.appendContext(context, key, text, member));
      if (E.isLeft(one)) errors.push(...one.left);
      else pairs.push([key, one.right]);
    }
    return errors.length > 0 ? t.failures(errors) : t.success(Object.fromEntries(pairs));
  },
  t.identity,
);
