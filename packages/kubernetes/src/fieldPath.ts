import type { Context, Errors } from 'io-ts';

/** Where in an object a field stands: member names and list positions. */
export type FieldPath = ReadonlyArray<string | number>;

/** What is wrong with one field. */
export interface Fault {
  readonly path: FieldPath;
  readonly expected: string;
  readonly found: unknown;
  readonly remedy?: string;
  /** The code TKE shows for it, where one is published. */
  readonly code?: string;
}

/** At least one fault. */
export type Faults = readonly [Fault, ...ReadonlyArray<Fault>];

const isPlainName = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** A path in words: `spec.ports[0].port`, `metadata.annotations["service.cloud.tencent.com/mode"]`. */
export const showPath = (path: FieldPath): string => {
  let out = '';
  for (const step of path) {
    if (typeof step === 'number') out += `[${step}]`;
    else if (!isPlainName.test(step)) out += `[${JSON.stringify(step.slice(0, 120))}]`;
    else out += out === '' ? step : `.${step}`;
  }
  return out === '' ? '(whole object)' : out;
};

const render = (value: unknown, depth: number): string => {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 79)}…` : value);
  if (value === null) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  const open = Array.isArray(value) ? '[' : '{';
  const close = Array.isArray(value) ? ']' : '}';
  const keys = Object.keys(value);
  if (keys.length === 0) return `${open}${close}`;
  if (depth === 0) return `${open}…${close}`;
  const shown = Object.entries(value)
    .slice(0, 4)
    .map(([key, member]: readonly [string, unknown]) =>
      Array.isArray(value) ? render(member, depth - 1) : `${JSON.stringify(key)}:${render(member, depth - 1)}`,
    );
  return `${open}${shown.join(',')}${keys.length > 4 ? ',…' : ''}${close}`;
};

/** A value as short JSON, however large or deep it is. */
export const showValue = (value: unknown): string => {
  const shown = render(value, 2);
  return shown.length > 120 ? `${shown.slice(0, 119)}…` : shown;
};

/** What kind of value it is, for values that must not be shown. */
export const showKind = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value === 'string' ? 'text' : `a value of type ${typeof value}`;
};

const member = (type: unknown, name: string): unknown =>
  typeof type === 'object' && type !== null && name in type ? Reflect.get(type, name) : undefined;

/** The tag of a codec, or of the one it wraps. */
const tagOf = (type: unknown): unknown => member(member(type, 'wraps') ?? type, '_tag');

const remedyFor = (expected: string, found: unknown): { readonly remedy?: string } =>
  expected === 'text' && (typeof found === 'boolean' || typeof found === 'number')
    ? { remedy: `put it in quotes: "${String(found)}"` }
    : {};

/**
 * The fault an error context stands for. Steps into the members of an intersection are no field and are left out; a union
 * is one expectation, so what is inside it is not looked at.
 */
const faultOf = (context: Context): Fault => {
  const path: Array<string | number> = [];
  let last = context[0];
  for (let index = 1; index < context.length; index++) {
    const entry = context[index];
    if (entry === undefined || tagOf(last?.type) === 'UnionType') break;
    if (tagOf(last?.type) !== 'IntersectionType')
      path.push(Array.isArray(last?.actual) ? Number(entry.key) : entry.key);
    last = entry;
  }
  const expected = last?.type.name ?? 'a value';
  const found: unknown = last?.actual;
  return { path, expected, found, ...remedyFor(expected, found) };
};

/** io-ts errors as faults, one for each field and expectation. */
export const faultsOf = (errors: Errors): Faults => {
  const byField = new Map<string, Fault>();
  for (const { context } of errors) {
    const fault = faultOf(context);
    byField.set(`${showPath(fault.path)} ${fault.expected}`, fault);
  }
  const [first, ...rest] = byField.values();
  return first === undefined ? [{ path: [], expected: 'a readable object', found: undefined }] : [first, ...rest];
};
