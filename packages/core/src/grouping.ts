import type { DesiredState } from './DesiredState.js';
import { byText, keysOf, lookup } from './internal/keyed.js';
import { add } from './internal/multimap.js';
import type { LoadBalancer } from './LoadBalancer.js';
import type { ObservedLoadBalancer, ObservedState } from './ObservedState.js';
import type { Ownership } from './Ownership.js';
import * as Service from './Service.js';

/** What has become of the Service behind a UID. */
export type Fate = 'wanted' | 'frozen' | 'unwanted' | 'gone';

/** Who belongs to whom: what is asked of the facts while load balancers are grouped and compared. */
export interface Kinship {
  readonly wanted: (key: string) => LoadBalancer | undefined;
  readonly observed: (id: string) => ObservedLoadBalancer | undefined;
  /** The wanted load balancer a Service claims. */
  readonly targetOf: (uid: string) => LoadBalancer | undefined;
  /** The CLBs that carry a Service's UID, in order of id. */
  readonly marked: (uid: string) => ReadonlyArray<ObservedLoadBalancer>;
  readonly fateOf: (uid: string) => Fate;
  /** The key of the Service behind a UID. */
  readonly serviceOf: (uid: string) => Service.ServiceKey;
  /** Whether a CLB of its own stays when a Service lets it go (2.4). */
  readonly retains: (uid: string) => boolean;
  /** CLBs of that name that bear no Service's mark: somebody may have taken it off (R3.25). */
  readonly unmarked: (name: string) => ReadonlyArray<ObservedLoadBalancer>;
}

/** Load balancers that must be looked at together: those wanted and those there, tied by the Services that use them. */
export interface Group {
  /** In order of key. */
  readonly wanted: ReadonlyArray<LoadBalancer>;
  /** In order of id. */
  readonly observed: ReadonlyArray<ObservedLoadBalancer>;
}

/** The UIDs a CLB is marked with. */
export const markedUids = (ownership: Ownership): ReadonlyArray<string> => {
  switch (ownership._tag) {
    case 'Mine':
      return [ownership.uid];
    case 'Adopted':
      return ownership.uids;
    case 'Theirs':
      return [];
  }
};

/** Whether a CLB may be one of ours whose marks were taken off: nobody's by its tags, and not another cluster's. */
export const isUnmarked = ({ ownership }: ObservedLoadBalancer): boolean =>
  ownership._tag === 'Theirs' && ownership.because !== 'OtherCluster';

/** Whether a Service that claims a load balancer wants CLBs of its own to stay. */
export const retainedBy = (target: LoadBalancer | undefined, uid: string): boolean =>
  target?.claims.some((claim) => claim.uid === uid && claim.retain === true) === true;

/** The kinship of a desired and an observed state. */
export const kinshipOf = (observed: ObservedState, desired: DesiredState): Kinship => {
  const marked = new Map<string, Array<ObservedLoadBalancer>>();
  const unmarked = new Map<string, Array<ObservedLoadBalancer>>();
  for (const id of keysOf(observed.loadBalancers)) {
    const one = observed.loadBalancers[id];
    if (one === undefined) continue;
    for (const uid of markedUids(one.ownership)) add(marked, uid, one);
    if (isUnmarked(one)) add(unmarked, one.name, one);
  }
  const targets = new Map<string, LoadBalancer>();
  const names = new Map<string, Service.ServiceKey>();
  const frozen = new Set<string>();
  for (const target of Object.values(desired.wanted))
    for (const { uid, service } of target.claims) {
      targets.set(uid, target);
      names.set(uid, service);
    }
  for (const key of Object.keys(desired.frozen)) {
    const uid = desired.frozen[key]?.uid;
    if (uid === undefined) continue;
    frozen.add(uid);
    names.set(uid, Service.serviceKey(key));
  }
  for (const uid of Object.keys(desired.unwanted)) names.set(uid, Service.serviceKey(desired.unwanted[uid] ?? uid));
  const fateOf = (uid: string): Fate => {
    if (frozen.has(uid)) return 'frozen';
    if (targets.has(uid)) return 'wanted';
    return Object.hasOwn(desired.unwanted, uid) ? 'unwanted' : 'gone';
  };
  const retained = new Set(desired.retained);
  const retains = (uid: string): boolean => retained.has(uid) || retainedBy(targets.get(uid), uid);
  return {
    wanted: (key) => lookup(desired.wanted, key),
    observed: (id) => lookup(observed.loadBalancers, id),
    targetOf: (uid) => targets.get(uid),
    marked: (uid) => marked.get(uid) ?? [],
    fateOf,
    serviceOf: (uid) => names.get(uid) ?? Service.goneKey(uid),
    retains,
    unmarked: (name) => unmarked.get(name) ?? [],
  };
};

/** Where a search for a group starts: a wanted load balancer or one that is there. */
export type Seed = { readonly wanted: LoadBalancer } | { readonly observed: ObservedLoadBalancer };

const nothing: Group['observed'] = [];

/** The group of a Service with a CLB of its own, or none yet, and no tie to any other: nearly all are like that. */
const lonely = (kin: Kinship, seed: Seed): Group | undefined => {
  if (!('wanted' in seed) || seed.wanted.placement._tag !== 'Own') return undefined;
  const { uid } = seed.wanted.claims[0];
  const marked = kin.marked(uid);
  const [one] = marked;
  if (marked.length > 1 || (one !== undefined && one.ownership._tag !== 'Mine')) return undefined;
  if (one !== undefined && kin.wanted(one.id) !== undefined) return undefined;
  return { wanted: [seed.wanted], observed: one === undefined ? nothing : marked };
};

/** Everything tied to a seed: over claims from wish to CLB, over marks from CLB to Service and on to its wish. */
export const groupOf =
  (kin: Kinship) =>
  (seed: Seed): Group => {
    const alone = lonely(kin, seed);
    if (alone !== undefined) return alone;
    const wanted = new Map<string, LoadBalancer>();
    const observed = new Map<string, ObservedLoadBalancer>();
    const uids = new Set<string>();
    const visitUid = (uid: string): void => {
      if (uids.has(uid)) return;
      uids.add(uid);
      kin.marked(uid).forEach(visitObserved);
      const target = kin.targetOf(uid);
      if (target !== undefined) visitWanted(target);
    };
    const visitWanted = (target: LoadBalancer): void => {
      if (wanted.has(target.key)) return;
      wanted.set(target.key, target);
      const there = target.placement._tag === 'Existing' ? kin.observed(target.placement.id) : undefined;
      if (there !== undefined) visitObserved(there);
      for (const { uid } of target.claims) visitUid(uid);
    };
    const visitObserved = (one: ObservedLoadBalancer): void => {
      if (observed.has(one.id)) return;
      observed.set(one.id, one);
      const target = kin.wanted(one.id);
      if (target !== undefined) visitWanted(target);
      markedUids(one.ownership).forEach(visitUid);
    };
    if ('wanted' in seed) visitWanted(seed.wanted);
    else visitObserved(seed.observed);
    return {
      wanted: [...wanted.values()].sort((a, b) => byText(a.key, b.key)),
      observed: [...observed.values()].sort((a, b) => byText(a.id, b.id)),
    };
  };

/** Every group of the two states; each load balancer wanted, and each there that bears a Service's mark, is in exactly one. */
export function* groupsOf(kin: Kinship, observed: ObservedState, desired: DesiredState): Generator<Group, void> {
  const find = groupOf(kin);
  const seenWanted = new Set<string>();
  const seenObserved = new Set<string>();
  const take = (group: Group): Group => {
    for (const { key } of group.wanted) seenWanted.add(key);
    for (const { id } of group.observed) seenObserved.add(id);
    return group;
  };
  for (const key of keysOf(desired.wanted)) {
    const one = desired.wanted[key];
    if (one !== undefined && !seenWanted.has(key)) yield take(find({ wanted: one }));
  }
  for (const id of keysOf(observed.loadBalancers)) {
    const one = observed.loadBalancers[id];
    if (one !== undefined && !seenObserved.has(id) && one.ownership._tag !== 'Theirs')
      yield take(find({ observed: one }));
  }
}
