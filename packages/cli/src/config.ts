import { Policy, Settings } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { parseAllDocuments } from 'yaml';

/** The policies by the names that flags and files use. */
export const policyNames = ['sync', 'upsert-only', 'create-only'] as const;

/** The name of a policy. */
export type PolicyName = (typeof policyNames)[number];

/** What may be written in `clbkit.yaml`; everything may be left out. */
export interface Config {
  readonly cluster?: { readonly id?: string; readonly vpc?: string };
  readonly settings?: Partial<Settings.Settings>;
  readonly policy?: PolicyName;
  /** Services (`namespace/name`) and CLBs (`lb-…`) from which nothing is taken. */
  readonly protect?: ReadonlyArray<string>;
  /** How much may go at once; `off` switches the brake off. */
  readonly brake?: Policy.BrakeLimits | 'off';
}

type Members = Readonly<Record<string, unknown>>;

/** Reads a value at a path; what is wrong with it goes into the list of faults. */
type Reader<A> = (value: unknown, path: string, faults: Array<string>) => A | undefined;

type Readers<A> = { readonly [K in keyof A]-?: Reader<Exclude<A[K], undefined>> };

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrong = (path: string, expected: string, value: unknown, faults: Array<string>): undefined => {
  faults.push(`${path}: expected ${expected}, found ${JSON.stringify(value)}`);
  return undefined;
};

const text: Reader<string> = (value, path, faults) =>
  typeof value === 'string' && value !== '' ? value : wrong(path, 'text', value, faults);

const yesOrNo: Reader<boolean> = (value, path, faults) =>
  typeof value === 'boolean' ? value : wrong(path, 'true or false', value, faults);

const numberIn =
  (min: number, max: number, whole: boolean): Reader<number> =>
  (value, path, faults) =>
    typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value))
      ? value
      : wrong(
          path,
          `a ${whole ? 'whole ' : ''}number${max === Infinity ? ` from ${min}` : ` from ${min} to ${max}`}`,
          value,
          faults,
        );

const choice =
  <A extends string>(...values: ReadonlyArray<A>): Reader<A> =>
  (value, path, faults) =>
    values.find((one) => one === value) ?? wrong(path, values.join(' or '), value, faults);

const texts: Reader<ReadonlyArray<string>> = (value, path, faults) => {
  if (!Array.isArray(value)) {
    wrong(path, 'a list of texts', value, faults);
    return undefined;
  }
  return value.flatMap((item: unknown, index) => text(item, `${path}[${String(index)}]`, faults) ?? []);
};

/** Reads a record of which any member may be left out, and no other may be there. */
const record =
  <A extends object>(readers: Readers<A>): Reader<Partial<A>> =>
  (value, path, faults) => {
    if (!isMembers(value)) {
      wrong(path === '' ? 'the file' : path, 'names and values', value, faults);
      return undefined;
    }
    const known: Readonly<Record<string, Reader<unknown>>> = readers;
    const out: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(value)) {
      const at = path === '' || path.endsWith(' ') ? `${path}${name}` : `${path}.${name}`;
      const reader = Object.hasOwn(known, name) ? known[name] : undefined;
      if (reader === undefined) faults.push(`${at}: unknown name; known here: ${Object.keys(known).join(', ')}`);
      else out[name] = reader(member, at, faults);
    }
    return out as Partial<A>;
  };

const settings = record<Settings.Settings>({
  transitions: choice('replace', 'refuse'),
  notReadyNodes: choice('keep', 'unbind'),
  cordonedNodes: choice('keep', 'unbind'),
  excludeLabel: choice('honour', 'ignore'),
  emptyEndpoints: choice('drain', 'keep'),
  emptySelection: choice('keep', 'drain'),
  deletedNodes: choice('unbind', 'drain'),
  podNetwork: choice('VpcCni', 'GlobalRouter', 'CiliumOverlay'),
  globalRouteDirectAccess: yesOrNo,
  serverless: yesOrNo,
  selectorless: choice('bind', 'refuse'),
  terminatingPods: choice('drain', 'unbind'),
  podGracefulDeletion: yesOrNo,
  sharing: yesOrNo,
  loadBalancerClasses: texts,
  deletionRisks: choice('override', 'respect'),
  defaultModificationProtection: yesOrNo,
  defaultDirectAccess: yesOrNo,
});

const limits = record<Policy.BrakeLimits>({
  share: numberIn(0, 1, false),
  atLeast: numberIn(1, Infinity, true),
  absolute: numberIn(0, Infinity, true),
});

const brake: Reader<Policy.BrakeLimits | 'off'> = (value, path, faults) => {
  if (value === 'off' || value === false) return 'off';
  const given = limits(value, path, faults);
  return given === undefined ? undefined : { ...Policy.brakeDefaults, ...given };
};

const config = record<Config & Readonly<Record<'apiVersion' | 'kind', string>>>({
  apiVersion: choice('clbkit.dev/v1alpha1'),
  kind: choice('Config'),
  cluster: record<{ readonly id: string; readonly vpc: string }>({ id: text, vpc: text }),
  settings,
  policy: choice(...policyNames),
  protect: texts,
  brake,
});

/** The one value in a YAML text, `undefined` when it is empty; or what is wrong. */
const valueIn = (written: string): E.Either<string, unknown> => {
  const documents = parseAllDocuments(written, { schema: 'core', prettyErrors: true, logLevel: 'silent' });
  const [error] = 'empty' in documents ? documents.errors : documents.flatMap(({ errors }) => errors);
  const notYaml = (message: string): string => `not YAML: ${message.split('\n')[0] ?? ''}`;
  if (error !== undefined) return E.left(notYaml(error.message));
  if (documents.length > 1) return E.left(`expected one document, found ${String(documents.length)}; merge them`);
  return E.tryCatch(
    () => documents[0]?.toJS() as unknown,
    (cause) => notYaml(cause instanceof Error ? cause.message : String(cause)),
  );
};

/** A configuration from its text, or everything that is wrong with it. */
export const readConfig = (written: string): E.Either<ReadonlyArray<string>, Config> => {
  const value = valueIn(written);
  if (E.isLeft(value)) return E.left([value.left]);
  const faults: Array<string> = [];
  const read = config(value.right ?? {}, '', faults);
  return faults.length > 0 || read === undefined ? E.left(faults) : E.right(read);
};

/** Settings from `name=value` texts, or everything that is wrong with them. */
export const readSettings = (
  pairs: ReadonlyArray<string>,
): E.Either<ReadonlyArray<string>, Partial<Settings.Settings>> => {
  const faults: Array<string> = [];
  const members = pairs.flatMap((pair): ReadonlyArray<readonly [string, unknown]> => {
    const equals = pair.indexOf('=');
    if (equals < 1) {
      faults.push(`--set ${pair}: expected name=value`);
      return [];
    }
    const [name, value] = [pair.slice(0, equals), pair.slice(equals + 1)];
    const several = Object.hasOwn(Settings.defaults, name) && name === 'loadBalancerClasses';
    return [[name, several ? value.split(',').filter((one) => one !== '') : plain(value)]];
  });
  const read = settings(Object.fromEntries(members), '--set ', faults);
  return faults.length > 0 || read === undefined ? E.left(faults) : E.right(read);
};

const plain = (value: string): string | boolean => (value === 'true' ? true : value === 'false' ? false : value);

/** Limits of the brake from `share,absolute` or `off`, or what is wrong with the text. */
export const readBrake = (written: string): E.Either<ReadonlyArray<string>, Policy.BrakeLimits | 'off'> => {
  if (written === 'off') return E.right('off');
  const [share, absolute, ...more] = written.split(',').map((one) => (one.trim() === '' ? Number.NaN : Number(one)));
  const faults: Array<string> = [];
  if (share === undefined || absolute === undefined || more.length > 0)
    return E.left([`--brake ${written}: expected share,absolute such as 0.3,100, or off`]);
  const read = limits({ share, absolute }, '--brake ', faults);
  return read === undefined || faults.length > 0 ? E.left(faults) : E.right({ ...Policy.brakeDefaults, ...read });
};
