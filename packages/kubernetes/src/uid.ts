/** 32-bit FNV-1a over the UTF-16 code units of a text. */
const { imul } = Math;

const fnv1a = (seed: number, written: string): number => {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < written.length; index++) {
    const unit = written.charCodeAt(index);
    hash = imul(hash ^ (unit & 0xff), 0x01000193) >>> 0;
    hash = imul(hash ^ (unit >>> 8), 0x01000193) >>> 0;
  }
  return hash;
};

/**
 * The uid of an object that has none, because it was read from a manifest and not from the API server: always the same
 * for the same cluster, namespace and name. It has the shape of a UUID of version 8.
 */
export const derivedUid = (clusterId: string, namespace: string, name: string): string => {
  const written = JSON.stringify([clusterId, namespace, name]);
  const hex = [0, 1, 2, 3].map((seed) => fnv1a(imul(seed, 0x9e3779b1), written).toString(16).padStart(8, '0'));
  const digits = hex.join('');
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`];
  return [...parts, `a${digits.slice(17, 20)}`, digits.slice(20)].join('-');
};
