import { decodeWorld, emptyWorld, encodeWorld, showTrouble, type World } from '@clbkit/provider-fake';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { basename, dirname, join, resolve } from 'node:path';
import { unreadable } from './input.js';
import type { FileError, Io, Refusal } from './Io.js';

/** The pretend cloud in a file, as it was read. */
export interface CloudFile {
  /** As the user wrote it. */
  readonly path: string;
  /** Where the file really is, or will be. */
  readonly realPath: string;
  readonly world: World.World;
  /** What stands in the file; absent when there is none. */
  readonly text?: string;
}

const worldIn = (path: string, text: string): E.Either<Refusal, World.World> => {
  const invalid = (lines: ReadonlyArray<string>): Refusal => [
    `${path}: not a cloud: expected what clbkit apply writes, or {} for an empty account; nothing is changed`,
    ...lines.map((line) => `  ${line}`),
  ];
  return pipe(
    E.tryCatch(
      () => JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as unknown,
      (cause) => invalid([`not JSON: ${cause instanceof Error ? cause.message : String(cause)}`]),
    ),
    E.flatMap((json) =>
      E.mapLeft((all: Parameters<typeof showTroubles>[0]) => invalid(showTroubles(all)))(decodeWorld(json)),
    ),
  );
};

const showTroubles = (troubles: ReadonlyArray<Parameters<typeof showTrouble>[0]>): ReadonlyArray<string> =>
  troubles.map(showTrouble);

/** The cloud in a file; an empty account when there is no file. Refused when the file is something else. */
export const readCloud =
  (io: Io, path: string): TE.TaskEither<Refusal, CloudFile> =>
  async () => {
    const full = resolve(io.cwd, path);
    const text = await io.fs.read(full)();
    if (E.isLeft(text))
      return text.left.code === 'ENOENT'
        ? E.right({ path, realPath: full, world: emptyWorld })
        : E.left(unreadable(path, text.left));
    const real = await io.fs.realPath(full)();
    const world = worldIn(path, text.right);
    return E.isLeft(world)
      ? world
      : E.right({ path, realPath: E.isRight(real) ? real.right : full, world: world.right, text: text.right });
  };

/** A cloud as it stands in a file. */
export const showCloud = (world: World.World): string => `${JSON.stringify(encodeWorld(world), null, 2)}\n`;

/** Whether the file is still as it was read: nobody else has written it meanwhile. */
const untouched =
  (io: Io, { realPath, text }: CloudFile): TE.TaskEither<FileError, boolean> =>
  async () => {
    const now = await io.fs.read(realPath)();
    if (E.isRight(now)) return E.right(now.right === text);
    return now.left.code === 'ENOENT' ? E.right(text === undefined) : now;
  };

/** Why the new file could not be put beside the old one. */
const obstacle = ({ code, message }: FileError): string =>
  code === 'ENOENT' ? 'its folder does not exist; make it first' : message;

const unwritable = ({ path }: CloudFile, why: string): Refusal => [
  `${path}: cannot be written: ${why}; the file is as it was, and what was done in memory is lost`,
];

/**
 * Puts a world in the place of what the file held: first into a new file beside it, then by one rename, so that the file is
 * always either the old one or the new one. Refused when somebody else has changed the file since it was read.
 */
export const writeCloud =
  (io: Io, file: CloudFile, world: World.World): TE.TaskEither<Refusal, void> =>
  async () => {
    const { realPath } = file;
    const same = await untouched(io, file)();
    if (E.isLeft(same)) return E.left(unwritable(file, same.left.message));
    if (!same.right)
      return E.left(unwritable(file, 'somebody else has changed it since it was read; run the command again'));
    const beside = join(dirname(realPath), `.${basename(realPath)}.${io.unique()}.tmp`);
    const written = await pipe(
      io.fs.create(beside, showCloud(world)),
      TE.flatMap(() => io.fs.rename(beside, realPath)),
    )();
    if (E.isRight(written)) return written;
    await io.fs.remove(beside)();
    return E.left(unwritable(file, obstacle(written.left)));
  };
