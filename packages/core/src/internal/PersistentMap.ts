/**
 * A map that is cheap to change: setting one key copies a few hundred references, whatever the size. Two levels: a fixed
 * number of buckets by a hash of the key, each a small Map. Iteration order is that of the buckets; sort where order can show.
 */
export interface PersistentMap<V> {
  readonly buckets: ReadonlyArray<ReadonlyMap<string, V>>;
}

const bucketCount = 256;

/** FNV-1a over the code units, folded to a bucket number. */
const bucketOf = (key: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & (bucketCount - 1);
};

/** What is held under a key. */
export const get = <V>(map: PersistentMap<V>, key: string): V | undefined => map.buckets[bucketOf(key)]?.get(key);

/** The map with a key set, or taken out when the value is undefined. */
export const set = <V>(map: PersistentMap<V>, key: string, value: V | undefined): PersistentMap<V> => {
  const index = bucketOf(key);
  const before = map.buckets[index];
  if (before?.get(key) === value) return map;
  const bucket = new Map(before);
  if (value === undefined) bucket.delete(key);
  else bucket.set(key, value);
  const buckets = map.buckets.slice();
  buckets[index] = bucket;
  return { buckets };
};

/** A map from pairs; made at once, without a copy for each. */
export const from = <V>(pairs: Iterable<readonly [string, V]>): PersistentMap<V> => {
  const buckets = Array.from({ length: bucketCount }, () => new Map<string, V>());
  for (const [key, value] of pairs) buckets[bucketOf(key)]?.set(key, value);
  return { buckets };
};

/** Every value. */
export function* values<V>(map: PersistentMap<V>): Generator<V> {
  for (const bucket of map.buckets) yield* bucket.values();
}
