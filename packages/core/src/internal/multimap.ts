/** Adds a value under a key of a map of lists. */
export const add = <K, V>(map: Map<K, Array<V>>, key: K, value: V): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};
