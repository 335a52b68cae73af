import * as E from 'fp-ts/lib/Either.js';
import { applyEvent } from './applyEvent.js';
import { isDirect } from './backends.js';
import { inOrder } from './compare.js';
import { claimed, desireEach, snapshotNotes } from './desire.js';
import { isUnmarked, markedUids } from './grouping.js';
import { byText, keysOf, lookup } from './internal/keyed.js';
import * as PersistentMap from './internal/PersistentMap.js';
import { type Claim, type LoadBalancer, loadBalancerKey } from './LoadBalancer.js';
import type { ObservedLoadBalancer, ObservedState } from './ObservedState.js';
import type { Lane, Plan } from './Plan.js';
import type { PlanError } from './PlanError.js';
import {
  contextOf,
  desireOfUid,
  groupsIn,
  isComplete,
  type Planning,
  type Pmap,
  recompute,
  resultOf,
  touchedBy,
} from './planningGroups.js';
import { namesSecret } from './certificates.js';
import { desireDecoded, doubled, factsOf, type ServiceDesire, uidOf } from './serviceDesire.js';
import * as Service from './Service.js';
import { nameFor } from './ServiceConfig.js';
import type { Settings } from './Settings.js';
import type { Decoded, Snapshot } from './Snapshot.js';
import type { SnapshotEvent } from './SnapshotEvent.js';

export type { Planning } from './planningGroups.js';

/** One change of what the cloud has: a CLB as it is now, or gone. */
export type ObservedEvent =
  | { readonly _tag: 'Observed'; readonly loadBalancer: ObservedLoadBalancer }
  | { readonly _tag: 'Vanished'; readonly id: string };

const wantedWith = (
  wanted: Pmap<LoadBalancer>,
  desired: Extract<ServiceDesire, { _tag: 'Wanted' }>,
): Pmap<LoadBalancer> => {
  const others = (PersistentMap.get(wanted, desired.key)?.claims ?? []).filter(
    ({ service }) => service !== desired.claim.service,
  );
  const one = claimed(desired.key, desired.placement, [desired.claim, ...others]);
  return PersistentMap.set(wanted, desired.key, one);
};

const wantedWithout = (wanted: Pmap<LoadBalancer>, key: string, service: Service.ServiceKey): Pmap<LoadBalancer> => {
  const there = PersistentMap.get(wanted, key);
  const [first, ...rest] = (there?.claims ?? []).filter((claim) => claim.service !== service);
  const left =
    there === undefined || first === undefined ? undefined : claimed(there.key, there.placement, [first, ...rest]);
  return PersistentMap.set(wanted, key, left);
};

const errorsOf = (desired: ServiceDesire | undefined): ReadonlyArray<PlanError> =>
  desired?._tag === 'Wanted' ? desired.notes : desired?._tag === 'Frozen' ? desired.frozen.errors : [];

const uidIn = (desired: ServiceDesire | undefined): string | undefined =>
  desired === undefined ? undefined : uidOf(desired);

type Names = Planning['names'];

const named = (names: Names, uid: string, key: Service.ServiceKey, holds: boolean): Names => {
  const others = (PersistentMap.get(names, uid) ?? []).filter((other) => other !== key);
  const holders = holds ? [...others, key].sort(byText) : others;
  return PersistentMap.set(names, uid, holders.length === 0 ? undefined : holders);
};

/** The planning with one Service's desire replaced; groups are not recomputed yet. */
const withDesire = (planning: Planning, key: Service.ServiceKey, desired: ServiceDesire | undefined): Planning => {
  const before = PersistentMap.get(planning.desires, key);
  let { wanted } = planning;
  if (before?._tag === 'Wanted') wanted = wantedWithout(wanted, before.key, key);
  if (desired?._tag === 'Wanted') wanted = wantedWith(wanted, desired);
  const errors = errorsOf(desired);
  const nameless = (one: ServiceDesire | undefined): number => (one !== undefined && uidOf(one) === undefined ? 1 : 0);
  return {
    ...planning,
    wanted,
    desires: PersistentMap.set(planning.desires, key, desired),
    said: PersistentMap.set(planning.said, key, errors.length === 0 ? undefined : errors),
    nameless: planning.nameless - nameless(before) + nameless(desired),
  };
};

interface Replacement {
  readonly names: Names;
  /** Every Service whose desire may be another now: those that changed, and those that share a UID with them. */
  readonly desires: ReadonlyMap<Service.ServiceKey, ServiceDesire | undefined>;
}

const replacementOf = (before: Planning, after: Planning, keys: ReadonlyArray<Service.ServiceKey>): Replacement => {
  const desire = desireDecoded(after.facts);
  const raw = (key: Service.ServiceKey): ServiceDesire | undefined => {
    const decoded = decodedOf(after.snapshot, key);
    return decoded === undefined ? undefined : desire(decoded);
  };
  const desires = new Map(keys.map((key) => [key, raw(key)] as const));
  const uids = new Set<string>();
  let { names } = before;
  for (const [key, desired] of desires) {
    const [old, now] = [uidIn(PersistentMap.get(before.desires, key)), uidIn(desired)];
    for (const uid of [old, now]) if (uid !== undefined) uids.add(uid);
    if (old !== undefined) names = named(names, old, key, false);
    if (now !== undefined) names = named(names, now, key, true);
  }
  for (const uid of uids) {
    const holders = PersistentMap.get(names, uid) ?? [];
    for (const key of holders)
      desires.set(key, holders.length > 1 ? doubled(uid, key, holders) : (desires.get(key) ?? raw(key)));
  }
  return { names, desires };
};

const replaceServices = (before: Planning, after: Planning, keys: ReadonlyArray<Service.ServiceKey>): Planning => {
  const wanted = new Set<string>();
  const there = new Set<string>();
  const { names, desires } = replacementOf(before, after, keys);
  let planning: Planning = { ...after, names };
  for (const [key, desired] of desires) {
    for (const one of [PersistentMap.get(before.desires, key), desired]) {
      for (const name of touchedBy(one)) wanted.add(name);
      const uid = uidIn(one);
      for (const { id } of uid === undefined ? [] : (PersistentMap.get(planning.marked, uid) ?? [])) there.add(id);
    }
    planning = withDesire(planning, key, desired);
  }
  if (isComplete(planning) !== isComplete(before)) return start(after.settings)(observedOf(after), after.snapshot);
  for (const key of wanted) if (PersistentMap.get(planning.observed, key) !== undefined) there.add(key);
  return recompute(before, planning, { wanted, there });
};

const decodedOf = (snapshot: Snapshot, key: Service.ServiceKey): Decoded<Service.Service> | undefined => {
  if (snapshot.services._tag === 'Unknown') return undefined;
  const slash = key.indexOf('/');
  return lookup(lookup(snapshot.services.items, key.slice(0, slash)) ?? {}, key.slice(slash + 1));
};

const observedOf = (planning: Planning): ObservedState => ({
  loadBalancers: Object.fromEntries([...PersistentMap.values(planning.observed)].map((one) => [one.id, one] as const)),
  limits: planning.limits,
});

/** Services of a namespace for which something holds. */
const servicesWhere = (
  { snapshot }: Planning,
  namespace: string,
  holds: (service: Service.Service) => boolean,
): ReadonlyArray<Service.ServiceKey> => {
  if (snapshot.services._tag === 'Unknown') return [];
  const named = lookup(snapshot.services.items, namespace) ?? {};
  return keysOf(named).flatMap((name) => {
    const decoded = named[name];
    return decoded !== undefined && E.isRight(decoded) && holds(decoded.right) ? [decoded.right.key] : [];
  });
};

const groupBy = <V>(pairs: Iterable<readonly [string, V]>): Pmap<ReadonlyArray<V>> => {
  const lists = new Map<string, Array<V>>();
  for (const [key, value] of pairs) {
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [value]);
    else list.push(value);
  }
  return PersistentMap.from(lists);
};

/** Plans from nothing, and keeps what is needed to plan again cheaply. */
export const start =
  (settings: Settings) =>
  (observed: ObservedState, snapshot: Snapshot): Planning => {
    const facts = factsOf(settings)(snapshot);
    const desires = desireEach(facts);
    const claims = new Map<string, { placement: LoadBalancer['placement']; claims: [Claim, ...Array<Claim>] }>();
    for (const [, desired] of desires) {
      if (desired._tag !== 'Wanted') continue;
      const found = claims.get(desired.key);
      if (found === undefined) claims.set(desired.key, { placement: desired.placement, claims: [desired.claim] });
      else found.claims.push(desired.claim);
    }
    const there = keysOf(observed.loadBalancers).flatMap((id) => observed.loadBalancers[id] ?? []);
    const planning: Planning = {
      settings,
      snapshot,
      limits: observed.limits,
      facts,
      desires: PersistentMap.from(desires),
      said: PersistentMap.from(
        desires.flatMap(([key, desired]) =>
          errorsOf(desired).length === 0 ? [] : [[key, errorsOf(desired)] as const],
        ),
      ),
      names: groupBy(
        desires.flatMap(([key, desired]) => {
          const uid = uidOf(desired);
          return uid === undefined ? [] : [[uid, key] as const];
        }),
      ),
      wanted: PersistentMap.from(
        [...claims].map(([key, one]) => [key, claimed(loadBalancerKey(key), one.placement, one.claims)] as const),
      ),
      observed: PersistentMap.from(there.map((one) => [one.id, one] as const)),
      marked: groupBy(there.flatMap((one) => markedUids(one.ownership).map((uid) => [uid, one] as const))),
      unmarked: groupBy(there.flatMap((one) => (isUnmarked(one) ? [[one.name, one] as const] : []))),
      nameless: desires.filter(([, desired]) => uidOf(desired) === undefined).length,
      results: PersistentMap.from([]),
    };
    const groups = groupsIn(planning, { wanted: new Set(claims.keys()), there: new Set(there.map(({ id }) => id)) });
    const context = contextOf(planning);
    const results = [...groups].flatMap(([name, group]) => {
      const result = resultOf(planning, context, group);
      return result === undefined ? [] : [[name, result] as const];
    });
    return { ...planning, results: PersistentMap.from(results) };
  };

/** The planning after a change of the cluster. An edit to one Service, slice or config costs what it touches; a change of the
 * nodes that matters touches every Service on node ports. */
export const update =
  (event: SnapshotEvent) =>
  (before: Planning): Planning => {
    const snapshot = applyEvent(event)(before.snapshot);
    if (event._tag === 'Collections' || event._tag === 'Node')
      return start(before.settings)(observedOf(before), snapshot);
    const after: Planning = { ...before, snapshot, facts: { ...before.facts, snapshot } };
    switch (event._tag) {
      case 'Service':
        return replaceServices(before, after, [Service.keyOf(event.namespace, event.name)]);
      case 'EndpointSlice':
        return replaceServices(before, after, [Service.keyOf(event.namespace, event.service)]);
      case 'Pod':
        return replaceServices(before, after, servicesWhere(after, event.namespace, isDirect(after.settings)));
      case 'ServiceConfig':
        return replaceServices(
          before,
          after,
          servicesWhere(after, event.namespace, (service) => nameFor(service) === event.name),
        );
      case 'Certificate':
        return replaceServices(
          before,
          after,
          servicesWhere(after, event.namespace, ({ request }) => namesSecret(request, event.name)),
        );
    }
  };

const without = (
  list: ReadonlyArray<ObservedLoadBalancer> | undefined,
  id: string,
): ReadonlyArray<ObservedLoadBalancer> => (list ?? []).filter((one) => one.id !== id);

const listed = (
  map: Pmap<ReadonlyArray<ObservedLoadBalancer>>,
  key: string,
  id: string,
  one: ObservedLoadBalancer | undefined,
): Pmap<ReadonlyArray<ObservedLoadBalancer>> => {
  const list = [...without(PersistentMap.get(map, key), id), ...(one === undefined ? [] : [one])];
  return PersistentMap.set(map, key, list.length === 0 ? undefined : list.sort((a, b) => byText(a.id, b.id)));
};

/** The planning after a change of the cloud. */
export const observe =
  (event: ObservedEvent) =>
  (before: Planning): Planning => {
    const id = event._tag === 'Observed' ? event.loadBalancer.id : event.id;
    const now = event._tag === 'Observed' ? event.loadBalancer : undefined;
    const old = PersistentMap.get(before.observed, id);
    let { marked, unmarked } = before;
    for (const uid of old === undefined ? [] : markedUids(old.ownership)) marked = listed(marked, uid, id, undefined);
    for (const uid of now === undefined ? [] : markedUids(now.ownership)) marked = listed(marked, uid, id, now);
    if (old !== undefined && isUnmarked(old)) unmarked = listed(unmarked, old.name, id, undefined);
    if (now !== undefined && isUnmarked(now)) unmarked = listed(unmarked, now.name, id, now);
    const after: Planning = { ...before, marked, unmarked, observed: PersistentMap.set(before.observed, id, now) };
    const wanted = new Set([id]);
    for (const one of [old, now])
      for (const uid of one === undefined ? [] : markedUids(one.ownership))
        for (const key of touchedBy(desireOfUid(after, uid))) wanted.add(key);
    for (const name of new Set([old?.name, now?.name]))
      for (const key of name === undefined ? [] : bearers(after, name)) wanted.add(key);
    return recompute(before, after, { wanted, there: new Set([id]) });
  };

/** Wanted CLBs that would get a name; only asked when a CLB without marks bears it. */
const bearers = (planning: Planning, name: string): ReadonlyArray<string> => {
  const prefix = `${planning.snapshot.cluster.id}_`;
  if (!name.startsWith(prefix)) return [];
  const [namespace, ...rest] = name.slice(prefix.length).split('_');
  const key = `${namespace ?? ''}/${rest.join('_')}`;
  return PersistentMap.get(planning.wanted, key) === undefined ? [] : [key];
};

/** The plan as it stands. */
export const planOf = (planning: Planning): Plan => {
  const diagnostics: Array<PlanError> = [...snapshotNotes(planning.facts)];
  for (const errors of PersistentMap.values(planning.said)) diagnostics.push(...errors);
  const lanes: Array<Lane> = [];
  for (const { lane, diagnostics: said } of PersistentMap.values(planning.results)) {
    if (lane !== undefined) lanes.push(lane);
    diagnostics.push(...said);
  }
  return { lanes: lanes.sort((a, b) => byText(a.key, b.key)), withheld: [], diagnostics: inOrder(diagnostics) };
};
