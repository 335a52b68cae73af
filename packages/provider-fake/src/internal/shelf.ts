import { byText, lookup } from './keyed.js';

/**
 * A keyed collection in two levels of plain records: a change copies one board and the list of boards, not the whole. A flat
 * record of ten thousand entries costs some 10 ms a change.
 */
export type Shelf<A> = Readonly<Record<string, Readonly<Record<string, A>>>>;

/** A shelf that is being changed. */
export type OpenShelf<A> = Record<string, Record<string, A>>;

const boards = 64;

const boardOf = (key: string): string => {
  let hash = 7;
  for (let index = 0; index < key.length; index++) hash = (hash * 31 + key.charCodeAt(index)) | 0;
  return String((hash >>> 0) % boards);
};

/** What stands under a key. */
export const get = <A>(shelf: Shelf<A>, key: string): A | undefined => {
  const board = lookup(shelf, boardOf(key));
  return board === undefined ? undefined : lookup(board, key);
};

/** Puts a value under a key. */
export const put = <A>(shelf: OpenShelf<A>, key: string, value: A): void => {
  const name = boardOf(key);
  const board = lookup(shelf, name);
  if (board === undefined) shelf[name] = { [key]: value };
  else board[key] = value;
};

/** Takes away what stands under a key. An empty board goes too, so that equal collections are equal records. */
export const drop = (shelf: OpenShelf<unknown>, key: string): void => {
  const name = boardOf(key);
  const board = lookup(shelf, name);
  if (board === undefined) return;
  Reflect.deleteProperty(board, key);
  if (Object.keys(board).length === 0) Reflect.deleteProperty(shelf, name);
};

/** Every value, in no order that means anything. */
export function* each<A>(shelf: Shelf<A>): Generator<A> {
  for (const board of Object.values(shelf)) yield* Object.values(board);
}

/** Every key with its value, in key order. */
export const entries = <A>(shelf: Shelf<A>): ReadonlyArray<readonly [string, A]> =>
  Object.values(shelf)
    .flatMap((board) => Object.entries(board))
    .sort(([a], [b]) => byText(a, b));

/** A shelf from keys and values; of equal keys the last one counts. */
export const fromEntries = <A>(pairs: Iterable<readonly [string, A]>): Shelf<A> => {
  const shelf: OpenShelf<A> = {};
  for (const [key, value] of pairs) put(shelf, key, value);
  return shelf;
};
