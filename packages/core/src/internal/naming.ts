import { sha256 } from './sha256.js';

/** A text cut to `max` characters with a hash at its end when it is longer, so that different texts stay different. */
export const fitted = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 9)}_${sha256(text).slice(0, 8)}`;
