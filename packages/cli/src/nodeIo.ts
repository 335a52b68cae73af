import * as TE from 'fp-ts/lib/TaskEither.js';
import { open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import type { FileError, FileSystem, Output } from './Io.js';

/** A member of an error as text. An error may be of another realm, so its class says nothing. */
const said = (cause: unknown, member: 'code' | 'message'): string | undefined => {
  const found: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, member) : undefined;
  return typeof found === 'string' ? found : undefined;
};

const toError = (cause: unknown): FileError => ({
  code: said(cause, 'code') ?? 'UNKNOWN',
  message: said(cause, 'message') ?? String(cause),
});

const trying = <A>(run: () => Promise<A>): TE.TaskEither<FileError, A> => TE.tryCatch(run, toError);

/** Writes through to the disk, so that a rename never brings up an empty file. */
const synced = async (path: string, flags: string, text?: string): Promise<void> => {
  const file = await open(path, flags);
  try {
    if (text !== undefined) await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
};

/** A folder cannot be synced everywhere; where it cannot, the rename itself has to do. */
const syncedFolder = async (path: string): Promise<void> => {
  try {
    await synced(path, 'r');
  } catch {
    return;
  }
};

/** The files of this machine. */
export const nodeFiles: FileSystem = {
  read: (path) => trying(async () => new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))),
  kindOf: (path) => trying(async () => ((await stat(path)).isDirectory() ? 'directory' : 'file')),
  list: (path) => trying(() => readdir(path)),
  realPath: (path) => trying(() => realpath(path)),
  create: (path, text) => trying(() => synced(path, 'wx', text)),
  rename: (from, to) =>
    trying(async () => {
      await rename(from, to);
      await syncedFolder(dirname(to));
    }),
  remove: (path) => trying(() => rm(path, { force: true })),
};

/** A stream to write to. */
export const outputOf = (stream: NodeJS.WriteStream): Output => ({
  write: (text) => {
    stream.write(text);
  },
  isTTY: stream.isTTY,
  ...(stream.isTTY ? { columns: stream.columns } : {}),
});

/** Everything a stream has to say. */
export const textOf =
  (stream: Readable): (() => Promise<string>) =>
  async () => {
    const chunks: Array<Buffer> = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
    return Buffer.concat(chunks).toString('utf8');
  };
