import { styleText } from 'node:util';

/** Where the story is told. */
export interface Page {
  readonly chapter: (title: string) => void;
  readonly prose: (text: string) => void;
  /** Lines that belong together, under a small heading. */
  readonly block: (heading: string, lines: ReadonlyArray<string>) => void;
  /** What a chapter claims, and whether it holds. */
  readonly verdict: (holds: boolean, text: string) => void;
}

/** How wide the page is. */
export const width = 100;

/** Text broken into lines at spaces. */
export const wrap = (text: string, columns: number): ReadonlyArray<string> =>
  text.split(/\s+/).reduce<ReadonlyArray<string>>((lines, word) => {
    const last = lines.at(-1);
    return last === undefined || last.length + 1 + word.length > columns
      ? [...lines, word]
      : [...lines.slice(0, -1), `${last} ${word}`];
  }, []);

type Style = Parameters<typeof styleText>[0];

/** A page that is written line by line, in colours or without. */
export const pageOf = (out: (line: string) => void, colours: boolean): Page => {
  let afterVerdict = false;
  const write = (line: string): void => {
    out(line);
    afterVerdict = false;
  };
  const paint = (style: Style, text: string): string => (colours ? styleText(style, text) : text);
  return {
    chapter: (title) => {
      write('');
      write(paint('bold', `── ${title} ${'─'.repeat(Math.max(0, width - title.length - 4))}`));
    },
    prose: (text) => {
      write('');
      for (const line of wrap(text, width)) write(line);
    },
    block: (heading, lines) => {
      write('');
      write(paint('cyan', heading));
      for (const line of lines) write(line === '' ? '' : `  ${line}`);
    },
    verdict: (holds, text) => {
      if (!afterVerdict) write('');
      write(`${holds ? paint('green', '✓') : paint('red', '✗')} ${text}`);
      afterVerdict = true;
    },
  };
};
