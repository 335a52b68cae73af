/** Ways to mark a piece of text. Every one gives the text back unchanged when colour is off. */
export interface Palette {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

const escape = '\u001b';

const ansi =
  (on: number, off: number) =>
  (text: string): string =>
    text === '' ? '' : `${escape}[${String(on)}m${text}${escape}[${String(off)}m`;

const same = (text: string): string => text;

const colours: Palette = {
  bold: ansi(1, 22),
  dim: ansi(2, 22),
  red: ansi(31, 39),
  green: ansi(32, 39),
  yellow: ansi(33, 39),
  cyan: ansi(36, 39),
};

const plain: Palette = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same };

/** The palette of a terminal, or that of a file. */
export const palette = (colour: boolean): Palette => (colour ? colours : plain);

/** Text on one line: whatever could move a cursor or start a new line is written out, so a name cannot forge output. */
export const visible = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );

/** Text broken between words to fit a width, after a first prefix, then after another. Words longer than a line stay whole. */
export const paragraph = (width: number, first: string, rest: string, text: string): ReadonlyArray<string> => {
  const out: Array<string> = [];
  let line = '';
  for (const word of visible(text).split(' ')) {
    const prefix = out.length === 0 ? first : rest;
    if (line !== '' && prefix.length + line.length + 1 + word.length > width) {
      out.push(prefix + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...out, (out.length === 0 ? first : rest) + line];
};

/** `1 step`, `2 steps`. */
export const counted = (amount: number, noun: string): string => `${String(amount)} ${noun}${amount === 1 ? '' : 's'}`;

/** The first few of a list, and how many more there are. */
export const listed = (items: ReadonlyArray<string>, most: number): string =>
  items.length <= most
    ? items.join(', ')
    : `${items.slice(0, most).join(', ')} and ${String(items.length - most)} more`;
