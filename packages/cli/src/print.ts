import type { Render } from '@clbkit/core';
import { createColors } from 'picocolors';
import { coloured, type Io, type Output, type Refusal } from './Io.js';

/** How text is laid out on an output: as wide as the terminal, but no wider than reads well. */
export const styleFor = (io: Io, output: Output): Render.TextOptions => ({
  colour: coloured(io, output),
  width: Math.min(Math.max(output.columns ?? 100, 60), 120),
});

/** A value as one JSON document. */
export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const colours = (io: Io): ReturnType<typeof createColors> => createColors(coloured(io, io.stderr));

/** Tells what a reader of the output should know, beside the output. */
export const printNotes = (io: Io, notes: ReadonlyArray<string>): void => {
  const { yellow } = colours(io);
  for (const note of notes) io.stderr.write(`${yellow('note:')} ${note}\n`);
};

/** Tells why a command was not carried out. Lines that are indented belong to the one before. */
export const printRefusal = (io: Io, refusal: Refusal): void => {
  const { red } = colours(io);
  for (const line of refusal) io.stderr.write(line.startsWith(' ') ? `${line}\n` : `${red('error:')} ${line}\n`);
};
