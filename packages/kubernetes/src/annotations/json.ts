import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { type Fault, type Faults, faultsOf } from '../fieldPath.js';
import { type Asked, type Read, unlessEmpty, wrong } from './Annotation.js';

/** How deep the JSON of an annotation may nest; the deepest that is documented nests six times. */
const maxDepth = 32;

/** Whether a JSON text nests too deep, told without recursion. */
const isTooDeep = (json: string): boolean => {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at++) {
    const char = json[at];
    if (inString && char === '\\') at++;
    else if (char === '"') inString = !inString;
    else if (!inString && (char === '{' || char === '[') && ++depth > maxDepth) return true;
    else if (!inString && (char === '}' || char === ']')) depth--;
  }
  return false;
};

const parse = (json: string): E.Either<unknown, unknown> =>
  E.tryCatch(
    () => JSON.parse(json) as unknown,
    (cause) => cause,
  );

/**
 * Reads a JSON value, whether it was written on one line or as a YAML block. First it must be JSON, then of the form of the
 * codec, then free of contradictions; a fault names the place inside the JSON.
 */
export const json = <A>(example: string, codec: t.Type<A, unknown>, ask: (value: A) => E.Either<Faults, Asked>): Read =>
  unlessEmpty((value) => {
    if (isTooDeep(value)) return wrong(value, `JSON that nests at most ${maxDepth} deep`);
    const parsed = parse(value);
    if (E.isLeft(parsed)) return wrong(value, `JSON such as ${example}`, 'check the quotes, commas and brackets');
    return pipe(codec.decode(parsed.right), E.mapLeft(faultsOf), E.flatMap(ask));
  });

/** What a value asks for, unless something is wrong with it. */
export const unless = (faults: ReadonlyArray<Fault>, asked: () => Asked): E.Either<Faults, Asked> => {
  const [first, ...rest] = faults;
  return first === undefined ? E.right(asked()) : E.left([first, ...rest]);
};

/** An object of which the known members are read and the others passed over. */
export const members = <P extends t.Props>(name: string, props: P) => t.strict(props, name);

/** A list that is there; a repeated or missing one is the codec's business. */
export const listOf = <A, O>(codec: t.Type<A, O>): t.Type<ReadonlyArray<A>, ReadonlyArray<O>> =>
  t.readonlyArray(codec, `a list of ${codec.name}`);

/** Text of a certain form. */
export const textLike = (name: string, form: RegExp): t.Type<string> =>
  new t.Type(
    name,
    (value): value is string => typeof value === 'string' && form.test(value),
    (value, context) => (typeof value === 'string' && form.test(value) ? t.success(value) : t.failure(value, context)),
    t.identity,
  );

/** The names of Kubernetes objects. */
export const objectName = (kind: string): t.Type<string> =>
  textLike(`the name of a ${kind}`, /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/);

/** The places of values that stand twice in a list, but the first. */
export const repeated = (values: ReadonlyArray<string>): ReadonlyArray<number> => {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    if (seen.has(value)) return [index];
    seen.add(value);
    return [];
  });
};
