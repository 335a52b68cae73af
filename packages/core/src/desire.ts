import type { DesiredState, Frozen } from './DesiredState.js';
import { byText, fromPairs, keysOf } from './internal/keyed.js';
import {
  type Claim,
  type LoadBalancer,
  type LoadBalancerKey,
  loadBalancerKey,
  type Placement,
} from './LoadBalancer.js';
import type * as PlanError from './PlanError.js';
import { desireDecoded, doubled, type Facts, factsOf, type ServiceDesire, uidOf } from './serviceDesire.js';
import * as Service from './Service.js';
import type { Settings } from './Settings.js';
import type { Snapshot } from './Snapshot.js';

const byAge = (a: Claim, b: Claim): number => a.createdAt - b.createdAt || byText(a.service, b.service);

/** What every Service of a snapshot comes to, in order of key. */
export const desireEach = (facts: Facts): ReadonlyArray<readonly [Service.ServiceKey, ServiceDesire]> => {
  const one = desireDecoded(facts);
  const { services } = facts.snapshot;
  const out: Array<readonly [Service.ServiceKey, ServiceDesire]> = [];
  const holders = new Map<string, Array<Service.ServiceKey>>();
  let unique = true;
  const items = services._tag === 'Known' ? services.items : {};
  for (const namespace of keysOf(items))
    for (const name of keysOf(items[namespace] ?? {})) {
      const decoded = items[namespace]?.[name];
      if (decoded === undefined) continue;
      const key = Service.keyOf(namespace, name);
      const desired = one(decoded);
      const uid = uidOf(desired);
      out.push([key, desired]);
      if (uid === undefined) continue;
      const known = holders.get(uid);
      if (known === undefined) holders.set(uid, [key]);
      else {
        known.push(key);
        unique = false;
      }
    }
  if (unique) return out;
  return out.map(([key, desired]) => {
    const uid = uidOf(desired);
    const all = uid === undefined ? [] : (holders.get(uid) ?? []);
    return uid === undefined || all.length < 2 ? [key, desired] : [key, doubled(uid, key, all)];
  });
};

/** A wanted load balancer from the claims on it, the oldest first. */
export const claimed = (key: LoadBalancerKey, placement: Placement, claims: LoadBalancer['claims']): LoadBalancer => {
  const [first, ...rest] = [...claims].sort(byAge);
  return { key, placement, claims: first === undefined ? claims : [first, ...rest] };
};

/** Notes that concern the snapshot as a whole. */
export const snapshotNotes = (facts: Facts): ReadonlyArray<PlanError.PlanError> => {
  const notes = [...facts.nodes.notes];
  const lists = [
    ['Services', facts.snapshot.services],
    ['EndpointSlices', facts.snapshot.endpointSlices],
    ['Pods', facts.snapshot.pods],
    ['TkeServiceConfigs', facts.snapshot.serviceConfigs],
  ] as const;
  for (const [collection, list] of lists)
    if (list._tag === 'Unknown') notes.push({ _tag: 'Unknown', collection, because: list.because });
  for (const stray of facts.snapshot.strays) notes.push(...stray.errors);
  return notes;
};

/**
 * What the cluster wants of the cloud. Total: a Service whose wishes cannot be read is frozen, never dropped, and one bad
 * object changes only its own part. Laws: totality, determinism.
 */
export const desire =
  (settings: Settings) =>
  (snapshot: Snapshot): DesiredState => {
    const facts = factsOf(settings)(snapshot);
    const own: Array<readonly [string, LoadBalancer]> = [];
    const shared = new Map<string, { placement: Placement; claims: [Claim, ...Array<Claim>] }>();
    const frozen: Array<readonly [string, Frozen]> = [];
    const unwanted: Array<readonly [string, string]> = [];
    const retained: Array<string> = [];
    const notes = [...snapshotNotes(facts)];
    let complete = snapshot.services._tag === 'Known' && snapshot.strays.length === 0;
    for (const [key, desired] of desireEach(facts)) {
      switch (desired._tag) {
        case 'Unwanted':
          unwanted.push([desired.uid, key]);
          if (desired.retain === true) retained.push(desired.uid);
          break;
        case 'Frozen':
          frozen.push([key, desired.frozen]);
          if (desired.frozen.uid === undefined) complete = false;
          break;
        case 'Wanted': {
          notes.push(...desired.notes);
          if (desired.placement._tag === 'Own') {
            own.push([desired.key, { key: desired.key, placement: desired.placement, claims: [desired.claim] }]);
            break;
          }
          const found = shared.get(desired.key);
          if (found === undefined) shared.set(desired.key, { placement: desired.placement, claims: [desired.claim] });
          else found.claims.push(desired.claim);
        }
      }
    }
    const existing = [...shared].map(
      ([key, { placement, claims }]) => [key, claimed(loadBalancerKey(key), placement, claims)] as const,
    );
    return {
      cluster: snapshot.cluster,
      wanted: fromPairs([...own, ...existing]),
      frozen: fromPairs(frozen),
      unwanted: fromPairs(unwanted),
      retained: retained.sort(byText),
      complete,
      notes,
    };
  };
