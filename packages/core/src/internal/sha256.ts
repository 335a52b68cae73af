/**
 * SHA-256 (FIPS 180-4) in plain arithmetic: the core has no access to a platform's crypto and its verbs are synchronous.
 * Tested against the published vectors.
 */

const primes = (count: number): ReadonlyArray<number> => {
  const found: Array<number> = [];
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n);
  return found;
};

const fraction = (x: number): number => ((x - Math.floor(x)) * 0x1_0000_0000) | 0;
const initial = primes(8).map((p) => fraction(Math.sqrt(p)));
const constants = primes(64).map((p) => fraction(Math.cbrt(p)));

const utf8 = (text: string): Array<number> => {
  const bytes: Array<number> = [];
  for (const char of text) {
    const c = char.codePointAt(0) ?? 0;
    if (c < 0x80) bytes.push(c);
    else if (c < 0x800) bytes.push(0xc0 | (c >> 6), 0x80 | (c & 63));
    else if (c < 0x1_0000) bytes.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
    else bytes.push(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
  }
  return bytes;
};

const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

const padded = (text: string): Int32Array => {
  const bytes = utf8(text);
  const bits = bytes.length * 8;
  bytes.push(0x80);
  while (bytes.length % 64 !== 56) bytes.push(0);
  const words = new Int32Array(bytes.length / 4 + 2);
  bytes.forEach((byte, index) => {
    words[index >> 2] = (words[index >> 2] ?? 0) | (byte << (24 - (index % 4) * 8));
  });
  words[words.length - 2] = Math.floor(bits / 0x1_0000_0000);
  words[words.length - 1] = bits | 0;
  return words;
};

const at = (words: ArrayLike<number>, index: number): number => words[index] ?? 0;

/** The 64 hex digits of the SHA-256 of a text in UTF-8. */
export const sha256 = (text: string): string => {
  const words = padded(text);
  const state = Int32Array.from(initial);
  const w = new Int32Array(64);
  for (let block = 0; block < words.length; block += 16) {
    for (let t = 0; t < 64; t++) {
      if (t < 16) w[t] = at(words, block + t);
      else {
        const a = at(w, t - 15);
        const b = at(w, t - 2);
        const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
        const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
        w[t] = (at(w, t - 16) + s0 + at(w, t - 7) + s1) | 0;
      }
    }
    const v = Int32Array.from(state);
    for (let t = 0; t < 64; t++) {
      const e = at(v, 4);
      const a = at(v, 0);
      const choice = (e & at(v, 5)) ^ (~e & at(v, 6));
      const majority = (a & at(v, 1)) ^ (a & at(v, 2)) ^ (at(v, 1) & at(v, 2));
      const t1 = (at(v, 7) + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + at(constants, t) + at(w, t)) | 0;
      const t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) | 0;
      v.copyWithin(1, 0, 7);
      v[4] = (at(v, 4) + t1) | 0;
      v[0] = (t1 + t2) | 0;
    }
    for (let i = 0; i < 8; i++) state[i] = (at(state, i) + at(v, i)) | 0;
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
};
