import * as Backend from './Backend.js';
import type { BackendsChange, BackendsDiff } from './Diff.js';
import { lookup } from './internal/keyed.js';
import type { BackendsWish, NodePool } from './Listener.js';
import type { Fact, ObjectRef, Why } from './Why.js';

/** What a wish asks of backends that are there: registered with a weight, or left as it is. */
type Ask = number | 'leave';

const keyOf = (port: number, address: string): string => `${address} ${String(port)}`;

const asks = (wish: BackendsWish): ReadonlyMap<string, Ask> => {
  const out = new Map<string, Ask>();
  if (wish.tolerated._tag === 'Only')
    for (const { port, addresses } of wish.tolerated.these)
      for (const address of addresses) out.set(keyOf(port, address), 'leave');
  for (const set of [wish.draining, wish.required])
    for (const { port, weight, addresses } of set)
      for (const address of addresses) out.set(keyOf(port, address), weight);
  return out;
};

interface Sets {
  readonly register: Backend.BackendSet;
  readonly reweigh: Backend.BackendSet;
  /** The same as `reweigh`, with the weights there are. */
  readonly reweighed: Backend.BackendSet;
  readonly deregister: Backend.BackendSet;
}

const inSync: Sets = {
  register: Backend.none,
  reweigh: Backend.none,
  reweighed: Backend.none,
  deregister: Backend.none,
};

/** What two ordered lists of addresses have that the other has not. */
interface Difference {
  readonly onlyLeft: ReadonlyArray<string>;
  readonly onlyRight: ReadonlyArray<string>;
}

const difference = (left: ReadonlyArray<string>, right: ReadonlyArray<string>): Difference => {
  const onlyLeft: Array<string> = [];
  const onlyRight: Array<string> = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    const a = left[i];
    const b = right[j];
    if (a !== undefined && (b === undefined || a < b)) {
      onlyLeft.push(a);
      i++;
    } else if (b !== undefined && (a === undefined || b < a)) {
      onlyRight.push(b);
      j++;
    } else {
      i++;
      j++;
    }
  }
  return { onlyLeft, onlyRight };
};

/**
 * Comparisons of address lists made so far, by identity. Listeners share their lists, so a node event over thousands of
 * listeners costs one comparison per distinct pair.
 */
export type Memo = Map<ReadonlyArray<string>, Map<ReadonlyArray<string>, Difference>>;

/** A memo for one diff. */
export const newMemo = (): Memo => new Map();

const same: Difference = { onlyLeft: [], onlyRight: [] };

const remembered = (memo: Memo, left: ReadonlyArray<string>, right: ReadonlyArray<string>): Difference => {
  if (left === right) return same;
  const known = memo.get(left) ?? new Map<ReadonlyArray<string>, Difference>();
  const found = known.get(right) ?? difference(left, right);
  memo.set(left, known.set(right, found));
  return found;
};

const only = (set: Backend.BackendSet): Backend.BackendBlock | undefined => (set.length === 1 ? set[0] : undefined);

/** The common case: one port and one weight on both sides, nothing draining. */
const compareBlocks = (memo: Memo, observed: Backend.BackendSet, wish: BackendsWish): Sets | undefined => {
  const there = only(observed);
  const wanted = only(wish.required);
  if (there === undefined || wanted === undefined || wish.draining.length > 0) return undefined;
  if (there.port !== wanted.port || there.weight !== wanted.weight) return undefined;
  const { onlyLeft, onlyRight } = remembered(memo, there.addresses, wanted.addresses);
  if (onlyLeft.length === 0 && onlyRight.length === 0) return inSync;
  const register = Backend.uniform(onlyRight, wanted.port, wanted.weight);
  if (wish.tolerated._tag === 'Anybody' || onlyLeft.length === 0) return { ...inSync, register };
  const spared = only(wish.tolerated.these);
  if (spared === undefined && wish.tolerated.these.length > 0) return undefined;
  const leaving =
    spared === undefined || spared.port !== there.port
      ? onlyLeft
      : remembered(memo, onlyLeft, spared.addresses).onlyLeft;
  return { ...inSync, register, deregister: Backend.uniform(leaving, there.port, there.weight) };
};

const compareAny = (observed: Backend.BackendSet, wish: BackendsWish): Sets => {
  const asked = asks(wish);
  const present = new Set<string>();
  const reweigh: Array<Backend.Backend> = [];
  const reweighed: Array<Backend.Backend> = [];
  const deregister: Array<Backend.Backend> = [];
  for (const backend of Backend.each(observed)) {
    const key = keyOf(backend.port, backend.address);
    const ask = asked.get(key);
    present.add(key);
    if (typeof ask === 'number') {
      if (ask === backend.weight) continue;
      reweighed.push(backend);
      reweigh.push({ ...backend, weight: ask });
    } else if (ask === undefined && wish.tolerated._tag === 'Only') deregister.push(backend);
  }
  const register: Array<Backend.Backend> = [];
  for (const backend of Backend.each(wish.required))
    if (!present.has(keyOf(backend.port, backend.address))) register.push(backend);
  return {
    register: Backend.canonical(register),
    reweigh: Backend.canonical(reweigh),
    reweighed: Backend.canonical(reweighed),
    deregister: Backend.canonical(deregister),
  };
};

const compare = (memo: Memo, observed: Backend.BackendSet, wish: BackendsWish): Sets => {
  if (observed.length === 0) return wish.required.length === 0 ? inSync : { ...inSync, register: wish.required };
  return (
    compareBlocks(memo, observed, wish) ??
    (Backend.equals(observed, wish.required) ? inSync : compareAny(observed, wish))
  );
};

/** Up to how many backends a reason names one by one. */
const namedInFull = 8;

const shown = (name: (address: string) => string, ...sets: ReadonlyArray<Backend.BackendSet>): Fact => {
  const count = sets.reduce((sum, set) => sum + Backend.size(set), 0);
  if (count === 0) return null;
  if (count > namedInFull) return `${String(count)} backends`;
  return sets.flatMap((set) =>
    set.flatMap(({ addresses, port, weight }) =>
      addresses.map((address) => `${name(address)}:${String(port)}@${String(weight)}`),
    ),
  );
};

const plain = (address: string): string => address;

const nodeName =
  ({ names, excluded, otherwise, addresses }: NodePool) =>
  (address: string): string => {
    const node = lookup(names, address);
    const unused = node !== undefined && !addresses.includes(address) ? otherwise : undefined;
    const because = lookup(excluded, address) ?? unused;
    return because === undefined ? (node ?? address) : `${node ?? address} (${because})`;
  };

/** A change of backends with its reason, told by the Nodes or by the endpoints of the Service; absent when there is none. */
const change = (
  wish: BackendsWish,
  service: ObjectRef,
  place: string,
  set: Backend.BackendSet,
  from: Backend.BackendSet,
  to: Backend.BackendSet,
): BackendsChange | undefined => {
  if (set.length === 0) return undefined;
  const { source } = wish;
  const name = source._tag === 'Nodes' ? nodeName(source.pool) : plain;
  const [before, after] = [shown(name, from), shown(name, to)];
  const why: Why =
    source._tag === 'Nodes'
      ? { object: service, field: `nodes behind ${place}`, from: before, to: after, rule: 'R7.2' }
      : { object: source.of, field: `endpoints of ${place}`, from: before, to: after, rule: 'R7.6' };
  return { set, why };
};

type Writable<A> = { -readonly [Key in keyof A]: A[Key] };

/** How the backends of a listener or rule, which `place` names in words, differ from the wish; absent when they do not. */
export const diffBackends = (
  memo: Memo,
  observed: Backend.BackendSet,
  wish: BackendsWish,
  service: ObjectRef,
  place: string,
): BackendsDiff | undefined => {
  const sets = compare(memo, observed, wish);
  if (sets === inSync) return undefined;
  const { none } = Backend;
  const register = change(wish, service, place, sets.register, none, sets.register);
  const reweigh = change(wish, service, place, sets.reweigh, sets.reweighed, sets.reweigh);
  const deregister = change(wish, service, place, sets.deregister, sets.deregister, none);
  if (register === undefined && reweigh === undefined && deregister === undefined) return undefined;
  const out: Writable<BackendsDiff> = { present: Backend.size(observed) };
  if (register !== undefined) out.register = register;
  if (reweigh !== undefined) out.reweigh = reweigh;
  if (deregister !== undefined) out.deregister = deregister;
  return out;
};
