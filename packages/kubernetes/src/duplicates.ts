import type { PlanError, Snapshot, Why } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import type { DecodedObject } from './DecodedObject.js';
import { byError, byPlace } from './order.js';
import type { RawObject } from './RawObject.js';

/** An object that was read, and where. */
export interface Seen {
  readonly raw: RawObject;
  readonly object: DecodedObject;
}

const showPlace = (place: PlanError.Place | undefined): string => {
  if (place === undefined) return 'another one';
  const line = place.line === undefined ? '' : `:${place.line}`;
  return `another one at ${place.file}${line} (document ${place.document})`;
};

const refOf = ({ kind, namespace, name }: DecodedObject): Why.ObjectRef => ({
  kind,
  name,
  ...(namespace === '' ? {} : { namespace }),
});

const twice = (first: Seen, second: Seen): PlanError.PlanError => {
  const place = first.raw.locate([]);
  return {
    _tag: 'InvalidField',
    object: refOf(first.object),
    path: 'metadata.name',
    expected: 'one document for each object',
    found: showPlace(second.raw.locate([])),
    ...(place === undefined ? {} : { place }),
    remedy: 'remove all but one',
  };
};

const byRawPlace = (a: Seen, b: Seen): number => byPlace(a.raw.locate([]), b.raw.locate([]));

const uidOf = ({ object }: Seen): string | undefined => {
  if (E.isLeft(object.decoded)) return object.decoded.left.uid;
  return object.kind === 'Service' ? object.decoded.right.uid : undefined;
};

/** The Service a slice names; two documents of one slice may name two. */
const serviceOf = ({ object }: Seen): string => (object.kind === 'EndpointSlice' ? (object.service ?? '') : '');

const errorsOf = ({ object }: Seen): ReadonlyArray<PlanError.PlanError> =>
  E.isLeft(object.decoded) ? object.decoded.left.errors : [];

const conflict = (first: Seen, second: Seen, others: ReadonlyArray<Seen>): Snapshot.Unreadable => {
  const all = [first, second, ...others];
  const uid = uidOf(first);
  const known = uid !== undefined && all.every((one) => uidOf(one) === uid);
  return {
    ...(known ? { uid } : {}),
    errors: [
      twice(first, second),
      ...others.map((other) => twice(first, other)),
      ...all.flatMap(errorsOf).sort(byError),
    ],
  };
};

/**
 * The same objects, where each that has several documents is unreadable: which one counts cannot be told, and taking the
 * wrong one would change what it owns. The error names the places of both.
 */
export const markDuplicates = (seen: ReadonlyArray<Seen>): ReadonlyArray<Seen> => {
  const groups = new Map<string, Array<Seen>>();
  for (const one of seen) {
    const key = `${one.object.kind} ${one.object.namespace}/${one.object.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].flatMap((group) => {
    const [first, second, ...others] = group.length < 2 ? group : [...group].sort(byRawPlace);
    if (first === undefined || second === undefined) return group;
    const decoded = E.left(conflict(first, second, others));
    const byService = new Map(group.map((one) => [serviceOf(one), one]));
    return [...byService.values()].map(({ raw, object }) => ({ raw, object: { ...object, decoded } }));
  });
};
