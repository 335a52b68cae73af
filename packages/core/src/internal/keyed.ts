/** A plain record read as a keyed collection: own keys only, and in key order wherever order can show. */
export type Keyed<A> = Readonly<Record<string, A>>;

/** Compares by code unit: the same on every machine and locale. */
export const byText = (a: string, b: string): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0);

/** The own keys of a record, in order of their code units. */
export const keysOf = (record: Keyed<unknown>): ReadonlyArray<string> => Object.keys(record).sort();

/** What a record holds under a key; inherited members such as `constructor` do not count. */
export const lookup = <A>(record: Keyed<A>, key: string): A | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** The values of a record, in key order. */
export const valuesOf = <A>(record: Keyed<A>): ReadonlyArray<A> => {
  const out: Array<A> = [];
  for (const key of keysOf(record)) {
    const value = record[key];
    if (value !== undefined) out.push(value);
  }
  return out;
};

/** A record from pairs; a key may be any string, `__proto__` included. */
export const fromPairs = <A>(pairs: Iterable<readonly [string, A]>): Keyed<A> => Object.fromEntries(pairs);
