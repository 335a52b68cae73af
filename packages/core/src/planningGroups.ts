import { termsOf } from './compare.js';
import { newMemo } from './diffBackends.js';
import { diffGroup } from './diffGroup.js';
import { type Group, groupOf, type Kinship, retainedBy } from './grouping.js';
import * as PersistentMap from './internal/PersistentMap.js';
import type { LoadBalancer } from './LoadBalancer.js';
import type { ObservedLoadBalancer, ObservedState } from './ObservedState.js';
import type { Lane } from './Plan.js';
import type { PlanError } from './PlanError.js';
import { scheduleLane } from './schedule.js';
import type { Facts, ServiceDesire } from './serviceDesire.js';
import * as Service from './Service.js';
import type { Settings } from './Settings.js';
import type { GroupContext } from './settle.js';
import type { Snapshot } from './Snapshot.js';

/** A map that is cheap to change. */
export type Pmap<V> = PersistentMap.PersistentMap<V>;

/** What comes of one group of load balancers that belong together. */
export interface Result {
  readonly lane?: Lane;
  readonly diagnostics: ReadonlyArray<PlanError>;
}

/**
 * A plan and all it was computed from, kept so that a change costs what it touches. A value: an older one stays valid.
 * Law (locality): `planOf` gives what `plan` would give for the same snapshot and observation, byte for byte.
 */
export interface Planning {
  readonly settings: Settings;
  readonly snapshot: Snapshot;
  readonly limits: ObservedState['limits'];
  readonly facts: Facts;
  /** By Service key. */
  readonly desires: Pmap<ServiceDesire>;
  /** Notes and errors of single Services, by Service key. */
  readonly said: Pmap<ReadonlyArray<PlanError>>;
  /** Service keys by UID, in order; more than one is a mistake in the manifests. */
  readonly names: Pmap<ReadonlyArray<Service.ServiceKey>>;
  /** Claims on existing CLBs, by cloud id. */
  readonly wanted: Pmap<LoadBalancer>;
  readonly observed: Pmap<ObservedLoadBalancer>;
  /** By UID. */
  readonly marked: Pmap<ReadonlyArray<ObservedLoadBalancer>>;
  /** By name. */
  readonly unmarked: Pmap<ReadonlyArray<ObservedLoadBalancer>>;
  /** Services without a readable UID. */
  readonly nameless: number;
  /** By the first key of the group. */
  readonly results: Pmap<Result>;
}

/** Whether a Service that is not in the snapshot may be taken for gone. */
export const isComplete = ({ snapshot, nameless }: Planning): boolean =>
  snapshot.services._tag === 'Known' && snapshot.strays.length === 0 && nameless === 0;

/** What the Service behind a UID comes to. */
export const desireOfUid = (planning: Planning, uid: string): ServiceDesire | undefined => {
  const [key] = PersistentMap.get(planning.names, uid) ?? [];
  return key === undefined ? undefined : PersistentMap.get(planning.desires, key);
};

const kinshipOf = (planning: Planning): Kinship => {
  const wanted = (key: string): LoadBalancer | undefined => PersistentMap.get(planning.wanted, key);
  return {
    wanted,
    observed: (id) => PersistentMap.get(planning.observed, id),
    targetOf: (uid) => {
      const desired = desireOfUid(planning, uid);
      return desired?._tag === 'Wanted' ? wanted(desired.key) : undefined;
    },
    marked: (uid) => PersistentMap.get(planning.marked, uid) ?? [],
    fateOf: (uid) => {
      const desired = desireOfUid(planning, uid);
      if (desired === undefined) return 'gone';
      return desired._tag === 'Wanted' ? 'wanted' : desired._tag === 'Frozen' ? 'frozen' : 'unwanted';
    },
    serviceOf: (uid) => PersistentMap.get(planning.names, uid)?.[0] ?? Service.goneKey(uid),
    retains: (uid) => {
      const desired = desireOfUid(planning, uid);
      if (desired?._tag === 'Unwanted') return desired.retain === true;
      return desired?._tag === 'Wanted' && retainedBy(wanted(desired.key), uid);
    },
    unmarked: (name) => PersistentMap.get(planning.unmarked, name) ?? [],
  };
};

/** What groups are compared with. */
export const contextOf = (planning: Planning): GroupContext => ({
  settings: planning.settings,
  cluster: planning.snapshot.cluster,
  kin: kinshipOf(planning),
  complete: isComplete(planning),
  memo: newMemo(),
});

const groupName = (group: Group): string => {
  const [wanted] = group.wanted;
  return wanted === undefined ? `there ${group.observed[0]?.id ?? ''}` : `wanted ${wanted.key}`;
};

/** The lane of a group and what is said about it; absent when there is neither. */
export const resultOf = (planning: Planning, context: GroupContext, group: Group): Result | undefined => {
  const { lane, diagnostics } = diffGroup(context)(group);
  if (lane === undefined) return diagnostics.length === 0 ? undefined : { diagnostics };
  const terms = termsOf(planning.settings, planning, planning.snapshot.cluster);
  const scheduled = scheduleLane(terms)(lane);
  const all = [...diagnostics, ...scheduled.notes];
  return scheduled.lane === undefined ? { diagnostics: all } : { lane: scheduled.lane, diagnostics: all };
};

/** The names of load balancers, wanted or there, from which changed groups are found. */
export interface Touched {
  readonly wanted: ReadonlySet<string>;
  readonly there: ReadonlySet<string>;
}

/** The load balancer a desire touches. */
export const touchedBy = (desired: ServiceDesire | undefined): ReadonlyArray<string> =>
  desired?._tag === 'Wanted' ? [desired.key] : [];

/** The groups that touched load balancers are in. */
export const groupsIn = (planning: Planning, touched: Touched): ReadonlyMap<string, Group> => {
  const kin = kinshipOf(planning);
  const find = groupOf(kin);
  const groups = new Map<string, Group>();
  const seen = new Set<string>();
  const take = (group: Group): void => {
    for (const { key } of group.wanted) seen.add(key);
    for (const { id } of group.observed) seen.add(id);
    groups.set(groupName(group), group);
  };
  for (const key of touched.wanted) {
    const wanted = kin.wanted(key);
    if (wanted !== undefined && !seen.has(key)) take(find({ wanted }));
  }
  for (const id of touched.there) {
    const observed = kin.observed(id);
    if (observed !== undefined && !seen.has(id) && observed.ownership._tag !== 'Theirs') take(find({ observed }));
  }
  return groups;
};

/** Names with all those they were and are grouped with: groups may have split or merged. */
const spread = (before: Planning, after: Planning, touched: Touched): Touched => {
  const wanted = new Set(touched.wanted);
  const there = new Set(touched.there);
  for (const planning of [before, after])
    for (const group of groupsIn(planning, touched).values()) {
      for (const { key } of group.wanted) wanted.add(key);
      for (const { id } of group.observed) there.add(id);
    }
  const grown = wanted.size > touched.wanted.size || there.size > touched.there.size;
  return grown ? spread(before, after, { wanted, there }) : touched;
};

/** Computes anew the groups that a change touches, as they were and as they are, and nothing else. */
export const recompute = (before: Planning, after: Planning, touched: Touched): Planning => {
  const all = spread(before, after, touched);
  let { results } = after;
  for (const name of groupsIn(before, all).keys()) results = PersistentMap.set(results, name, undefined);
  const context = contextOf(after);
  for (const [name, group] of groupsIn(after, all))
    results = PersistentMap.set(results, name, resultOf(after, context, group));
  return { ...after, results };
};
