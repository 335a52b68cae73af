/**
 * A map that is cheap to change: setting one key copies some 130 references, whatever the size up to tens of thousands of
 * keys. Three levels: 64 branches of 64 leaves by a hash of the key, each leaf a small Map. What is empty is absent. Iteration
 * order is that of the hash; sort where order can show.
 */
export interface PersistentMap<V> {
  readonly branches: ReadonlyArray<Branch<V> | undefined>;
}

type Leaf<V> = ReadonlyMap<string, V>;
type Branch<V> = ReadonlyArray<Leaf<V> | undefined>;

const width = 64;

/** FNV-1a over the code units. */
const hashOf = (key: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return hash ^ (hash >>> 15);
};

const branchOf = (hash: number): number => hash & (width - 1);
const leafOf = (hash: number): number => (hash >>> 6) & (width - 1);

/** What is held under a key. */
export const get = <V>(map: PersistentMap<V>, key: string): V | undefined => {
  const hash = hashOf(key);
  return map.branches[branchOf(hash)]?.[leafOf(hash)]?.get(key);
};

const replaced = <A>(list: ReadonlyArray<A | undefined> | undefined, index: number, value: A): Array<A | undefined> => {
  const copy = list === undefined ? new Array<A | undefined>(width).fill(undefined) : list.slice();
  copy[index] = value;
  return copy;
};

/** The map with a key set, or taken out when the value is undefined. */
export const set = <V>(map: PersistentMap<V>, key: string, value: V | undefined): PersistentMap<V> => {
  const hash = hashOf(key);
  const branch = map.branches[branchOf(hash)];
  const before = branch?.[leafOf(hash)];
  if (before?.get(key) === value) return map;
  const leaf = new Map(before);
  if (value === undefined) leaf.delete(key);
  else leaf.set(key, value);
  return { branches: replaced(map.branches, branchOf(hash), replaced(branch, leafOf(hash), leaf)) };
};

/** A map from pairs; made at once, without a copy for each. */
export const from = <V>(pairs: Iterable<readonly [string, V]>): PersistentMap<V> => {
  const branches = new Array<Array<Map<string, V> | undefined> | undefined>(width).fill(undefined);
  for (const [key, value] of pairs) {
    const hash = hashOf(key);
    const branch = (branches[branchOf(hash)] ??= new Array<Map<string, V> | undefined>(width).fill(undefined));
    (branch[leafOf(hash)] ??= new Map()).set(key, value);
  }
  return { branches };
};

/** Every value. */
export function* values<V>(map: PersistentMap<V>): Generator<V> {
  for (const branch of map.branches)
    if (branch !== undefined) for (const leaf of branch) if (leaf !== undefined) yield* leaf.values();
}
