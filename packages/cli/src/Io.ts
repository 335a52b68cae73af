import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Task } from 'fp-ts/lib/Task.js';

/** Why a file could not be read or written: the system's code (`ENOENT`) and its words. */
export interface FileError {
  readonly code: string;
  readonly message: string;
}

/** What the command line asks of files. */
export interface FileSystem {
  /** The text of a file in UTF-8. */
  readonly read: (path: string) => TaskEither<FileError, string>;
  /** What stands at a path, links followed; a pipe is a file. */
  readonly kindOf: (path: string) => TaskEither<FileError, 'file' | 'directory'>;
  /** The names in a folder. */
  readonly list: (path: string) => TaskEither<FileError, ReadonlyArray<string>>;
  /** The path without links: the same for the same file. */
  readonly realPath: (path: string) => TaskEither<FileError, string>;
  /** Writes a new file and returns when it is on the disk. Fails when there is one. */
  readonly create: (path: string, text: string) => TaskEither<FileError, void>;
  /** Puts a file in the place of another, at once. */
  readonly rename: (from: string, to: string) => TaskEither<FileError, void>;
  readonly remove: (path: string) => TaskEither<FileError, void>;
}

/** Where text goes. */
export interface Output {
  readonly write: (text: string) => void;
  readonly isTTY: boolean;
  /** How wide the terminal is, if it is one. */
  readonly columns?: number;
}

/** All that the command line has to do with the world around it. */
export interface Io {
  /** Arguments after the name of the program. */
  readonly argv: ReadonlyArray<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** Everything that comes in on standard input. */
  readonly stdin: Task<string>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly fs: FileSystem;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A text that no other running program has: for names of temporary files. */
  readonly unique: () => string;
  /** The version of the program. */
  readonly version: string;
}

/** Why a command was not carried out, a line for each reason. */
export type Refusal = readonly [string, ...ReadonlyArray<string>];

/** Whether colours may be used on an output: a terminal that nobody asked to be plain (https://no-color.org). */
export const coloured = ({ env }: Io, { isTTY }: Output): boolean =>
  isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
