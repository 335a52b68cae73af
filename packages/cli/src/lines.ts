/** Text on one line: whatever could move a cursor or start a new line is written out, so a name cannot forge output. */
export const visible = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );

/** Text broken between words to fit a width, each line with spaces before it. Words longer than a line stay whole. */
export const wrapped = (width: number, indent: number, text: string, hang = 2): ReadonlyArray<string> => {
  const out: Array<string> = [];
  let line = '';
  for (const word of visible(text).split(' ')) {
    const before = ' '.repeat(out.length === 0 ? indent : indent + hang);
    if (line !== '' && before.length + line.length + 1 + word.length > width) {
      out.push(before + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...out, ' '.repeat(out.length === 0 ? indent : indent + hang) + line];
};
