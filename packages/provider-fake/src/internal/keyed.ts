/** A plain record read as a keyed collection: own keys only, and in key order wherever order can show. */
export type Keyed<A> = Readonly<Record<string, A>>;

/** Compares by code unit: the same on every machine and locale. */
export const byText = (a: string, b: string): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0);

/** What a record holds under a key; inherited members such as `constructor` do not count. */
export const lookup = <A>(record: Readonly<Record<string, A>>, key: string): A | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** The own keys of a record, in order. */
export const keysOf = (record: Keyed<unknown>): ReadonlyArray<string> => Object.keys(record).sort(byText);

/** The values of a record, in key order. */
export const valuesOf = <A>(record: Keyed<A>): ReadonlyArray<A> => {
  const out: Array<A> = [];
  for (const key of keysOf(record)) {
    const value = record[key];
    if (value !== undefined) out.push(value);
  }
  return out;
};

/** A list in pieces of at most `size`. */
export const chunksOf = <A>(list: ReadonlyArray<A>, size: number): ReadonlyArray<ReadonlyArray<A>> => {
  const out: Array<ReadonlyArray<A>> = [];
  for (let at = 0; at < list.length; at += size) out.push(list.slice(at, at + size));
  return out;
};

/** A record without a key. */
export const omit = <A>(record: Keyed<A>, key: string): Keyed<A> =>
  Object.fromEntries(Object.entries(record).filter(([other]) => other !== key));
