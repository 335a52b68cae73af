import { PlanError, Snapshot } from '@clbkit/core';
import { type Documents, readDocuments, type TextFile, toSnapshot } from '@clbkit/kubernetes';
import * as E from 'fp-ts/lib/Either.js';
import * as RA from 'fp-ts/lib/ReadonlyArray.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { join, resolve } from 'node:path';
import type { FileError, Io, Refusal } from './Io.js';

/** What to read, and how to understand what is not there. */
export interface InputOptions {
  /** Files, folders, and `-` for standard input. */
  readonly paths: ReadonlyArray<string>;
  /** Real paths of files that are no manifests wherever they stand: the cloud and the configuration. */
  readonly others: ReadonlyArray<string>;
  readonly cluster: Snapshot.Cluster;
  /** Whether a kind of which there is no object has no objects in the cluster either. */
  readonly assumeComplete: boolean;
}

/** The cluster as files tell it. */
export interface Input {
  readonly snapshot: Snapshot.Snapshot;
  /** The objects as they are written. */
  readonly documents: Documents;
  /** What is wrong with objects that have no place in a snapshot. */
  readonly diagnostics: ReadonlyArray<PlanError.PlanError>;
  /** What a reader of the output should know about the input. */
  readonly notes: ReadonlyArray<string>;
  /** Whether a file holds something that is not YAML, JSON or a whole list. */
  readonly broken: boolean;
}

type Reading<A> = TE.TaskEither<Refusal, A>;

const remedies: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder; check the path',
  EACCES: 'permission denied; make it readable for you',
  EISDIR: 'it is a folder; name a file',
  ENOTDIR: 'a part of the path is no folder; check the path',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not text in UTF-8; convert it',
};

/** What is wrong with a path, and what to do. */
export const unreadable = (path: string, { code, message }: FileError): Refusal => [
  `${path}: cannot be read: ${remedies[code] ?? message}`,
];

const isManifest = (name: string): boolean => /\.(ya?ml|json)$/i.test(name);

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The manifests in a folder and the folders in it, in order of name. Names that begin with a dot are passed over, and so is a
 * folder that a link leads back to.
 */
const manifestsIn =
  (io: Io, folder: string, above: ReadonlyArray<string> = []): Reading<ReadonlyArray<string>> =>
  async () => {
    const names = await io.fs.list(resolve(io.cwd, folder))();
    const real = await io.fs.realPath(resolve(io.cwd, folder))();
    if (E.isLeft(names)) return E.left(unreadable(folder, names.left));
    if (E.isLeft(real)) return E.left(unreadable(folder, real.left));
    if (above.includes(real.right)) return E.right([]);
    const found: Array<string> = [];
    for (const name of [...names.right].filter((one) => !one.startsWith('.')).sort(byText)) {
      const path = join(folder, name);
      const kind = await io.fs.kindOf(resolve(io.cwd, path))();
      if (E.isLeft(kind)) return E.left(unreadable(path, kind.left));
      if (kind.right === 'file' && isManifest(name)) found.push(path);
      if (kind.right === 'file') continue;
      const inner = await manifestsIn(io, path, [...above, real.right])();
      if (E.isLeft(inner)) return inner;
      found.push(...inner.right);
    }
    return E.right(found);
  };

const filesAt =
  (io: Io, path: string): Reading<ReadonlyArray<string>> =>
  async () => {
    if (path === '-') return E.right([path]);
    const kind = await io.fs.kindOf(resolve(io.cwd, path))();
    if (E.isLeft(kind)) return E.left(unreadable(path, kind.left));
    return kind.right === 'file' ? E.right([path]) : manifestsIn(io, path)();
  };

const readFile =
  (io: Io, path: string): Reading<TextFile> =>
  async () => {
    if (path === '-') return E.right({ name: called(path), text: await io.stdin() });
    const text = await io.fs.read(resolve(io.cwd, path))();
    return E.isLeft(text) ? E.left(unreadable(path, text.left)) : E.right({ name: path, text: text.right });
  };

const called = (path: string): string => (path === '-' ? '(standard input)' : path);

/** Every file once, in order, without those that are something else. */
const filesOf =
  (io: Io, { paths, others }: InputOptions): Reading<ReadonlyArray<TextFile>> =>
  async () => {
    const seen = new Set(others);
    const files: Array<TextFile> = [];
    const listed = await TE.traverseSeqArray((path: string) => filesAt(io, path))(paths)();
    if (E.isLeft(listed)) return listed;
    for (const path of RA.flatten(listed.right)) {
      const real = path === '-' ? E.right(path) : await io.fs.realPath(resolve(io.cwd, path))();
      const identity = E.isRight(real) ? real.right : path;
      if (seen.has(identity)) continue;
      seen.add(identity);
      const file = await readFile(io, path)();
      if (E.isLeft(file)) return file;
      files.push(file.right);
    }
    return files.length === 0 ? E.left([nothingIn(paths)]) : E.right(files);
  };

const nothingIn = (paths: ReadonlyArray<string>): string =>
  `${paths.map(called).join(', ')}: expected files named *.yaml, *.yml or *.json, found none; name a folder with manifests`;

/** Whether a file holds a typed list such as `NodeList`, which says that these are all there are, even when it is empty. */
const hasList = (kind: string): ((file: TextFile) => boolean) => {
  const written = new RegExp(`(?:^|[{,])[ \\t]*"?kind"?[ \\t]*:[ \\t]*["']?${kind}List["']?[ \\t\\r]*(?:[,}]|$)`, 'm');
  return ({ text }) => written.test(text);
};

const isEmpty = (collection: Snapshot.Collection<object>): boolean =>
  collection._tag === 'Known' && Object.keys(collection.items).length === 0;

/** Kinds of which there is neither an object nor a list are not known: that nobody named them does not mean there are none. */
const unnamedUnknown =
  (files: ReadonlyArray<TextFile>) =>
  (snapshot: Snapshot.Snapshot): Snapshot.Snapshot => {
    const or = <A extends object>(kind: string, collection: Snapshot.Collection<A>): Snapshot.Collection<A> =>
      isEmpty(collection) && !files.some(hasList(kind)) ? Snapshot.unknown(`no ${kind} in the input`) : collection;
    return {
      ...snapshot,
      nodes: or('Node', snapshot.nodes),
      endpointSlices: or('EndpointSlice', snapshot.endpointSlices),
      pods: or('Pod', snapshot.pods),
      serviceConfigs: or('TkeServiceConfig', snapshot.serviceConfigs),
      certificates: or('Secret', snapshot.certificates),
    };
  };

const notesOn = ({ services, strays }: Snapshot.Snapshot): ReadonlyArray<string> => [
  ...(isEmpty(services) && strays.length === 0
    ? ['there is no Service in the input: whatever this cluster owns in the cloud is released']
    : []),
];

const clusterOf = (io: Io, options: InputOptions, files: ReadonlyArray<TextFile>, documents: Documents): Input => {
  const { cluster, assumeComplete } = options;
  const { snapshot, diagnostics } = toSnapshot({ cluster, takenAt: io.now() })(documents);
  const understood = assumeComplete ? snapshot : unnamedUnknown(files)(snapshot);
  return {
    snapshot: understood,
    documents,
    diagnostics,
    notes: notesOn(understood),
    broken: documents.errors.length > 0,
  };
};

/**
 * The cluster that files tell of. Refused when a file cannot be read, or when there is no object at all: then somebody named
 * the wrong folder, and everything would be taken for deleted.
 */
export const readInput =
  (io: Io, options: InputOptions): Reading<Input> =>
  async () => {
    const files = await filesOf(io, options)();
    if (E.isLeft(files)) return files;
    const documents = readDocuments(files.right);
    const [first, ...more] = documents.errors.map(PlanError.describe);
    if (documents.objects.length === 0 && first !== undefined) return E.left([first, ...more]);
    if (documents.objects.length === 0 && !options.assumeComplete)
      return E.left([
        `${options.paths.map(called).join(', ')}: expected at least one Kubernetes object, found none; ` +
          'with --assume-complete an empty input stands for an empty cluster',
      ]);
    return E.right(clusterOf(io, options, files.right, documents));
  };
