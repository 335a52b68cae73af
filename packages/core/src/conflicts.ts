import { valuesOf } from './internal/keyed.js';
import type { Claim } from './LoadBalancer.js';
import * as Listener from './Listener.js';
import type { ObservedLoadBalancer } from './ObservedState.js';
import type { PlanError } from './PlanError.js';
import type { ServiceKey } from './Service.js';

/** Who holds a slot of a CLB. */
interface Holder {
  readonly uid?: string;
  readonly name: string;
}

/** What is known about the Services that already are on the CLB. */
export interface Tenancy {
  /** Whether what a UID has there stays as it is: its Service is frozen, or nobody can tell whether it is gone. */
  readonly stuck: (uid: string) => boolean;
  /** Whether a listener without a record may be that of a Service that stays as it is. */
  readonly mayOwn: (uid: string) => boolean;
  readonly serviceOf: (uid: string) => ServiceKey | string;
}

/** The slots a claim takes: those of listeners that can be made, as far as anybody can tell. */
const slots = (claim: Claim): ReadonlyArray<{ readonly slot: string; readonly key: Listener.ListenerKey }> =>
  valuesOf(claim.listeners).flatMap((wish) =>
    wish.lacks !== 'certificate' ? [{ slot: Listener.slotOf(wish), key: wish.key }] : [],
  );

/** The slots a claim keeps if it has them. */
const heldSlots = (claim: Claim): ReadonlyArray<string> => [
  ...claim.held.map(Listener.slotOfKey),
  ...valuesOf(claim.listeners).flatMap((wish) => (wish.lacks === 'certificate' ? [Listener.slotOf(wish)] : [])),
];

const holders = (
  at: ObservedLoadBalancer,
  claims: ReadonlyArray<Claim>,
  blocked: ReadonlySet<string>,
  tenancy: Tenancy,
): Map<string, Holder> => {
  const stuck = (uid: string): boolean => blocked.has(uid) || tenancy.stuck(uid);
  const users = at.ownership._tag === 'Adopted' ? at.ownership.uids : [];
  const wants = new Set(
    claims.flatMap((claim) =>
      [...slots(claim).map(({ slot }) => slot), ...heldSlots(claim)].map((slot) => `${claim.uid} ${slot}`),
    ),
  );
  const out = new Map<string, Holder>();
  for (const listener of at.listeners) {
    const slot = Listener.slotOf(listener);
    const { owner } = listener;
    if (owner._tag === 'Theirs') out.set(slot, { name: `listener "${listener.name}"` });
    else if (owner._tag === 'Service') {
      if (stuck(owner.uid) || wants.has(`${owner.uid} ${slot}`))
        out.set(slot, { uid: owner.uid, name: `Service ${tenancy.serviceOf(owner.uid)}` });
    } else if (users.some(tenancy.mayOwn)) out.set(slot, { name: 'a Service that cannot be told' });
  }
  return out;
};

const settle = (
  at: ObservedLoadBalancer,
  claims: ReadonlyArray<Claim>,
  blocked: ReadonlySet<string>,
  tenancy: Tenancy,
): ReadonlyMap<string, PlanError> => {
  const held = holders(at, claims, blocked, tenancy);
  const errors = new Map<string, PlanError>();
  for (const claim of claims) {
    const taken = slots(claim).find(({ slot }) => {
      const holder = held.get(slot);
      return holder !== undefined && holder.uid !== claim.uid;
    });
    if (taken === undefined)
      for (const { slot } of slots(claim)) held.set(slot, { uid: claim.uid, name: `Service ${claim.service}` });
    else {
      const holder = held.get(taken.slot)?.name ?? 'another';
      errors.set(claim.uid, {
        _tag: 'PortConflict',
        service: claim.service,
        loadBalancer: at.id,
        listener: taken.key,
        holder,
      });
    }
  }
  return errors;
};

const sameKeys = (a: ReadonlySet<string>, b: ReadonlyMap<string, unknown>): boolean =>
  a.size === b.size && [...a].every((key) => b.has(key));

/**
 * Which claims on a CLB fail because a port is taken (R4.5, R4.6, E4014), by UID. Claims come oldest first.
 *
 * | slot held by | outcome for another claim |
 * |---|---|
 * | a person's listener | fails |
 * | a Service that still wants it, or is frozen, or failed here | fails |
 * | a Service that leaves it | free |
 * | nobody | the oldest claim that gets all its slots and can have a listener there now |
 *
 * A failed claim keeps the slots it has, which may fail another: the rules are applied until they agree with themselves.
 */
export const conflicts = (
  at: ObservedLoadBalancer,
  claims: ReadonlyArray<Claim>,
  tenancy: Tenancy,
): ReadonlyMap<string, PlanError> => {
  let blocked: ReadonlySet<string> = new Set();
  for (let round = 0; round <= claims.length; round++) {
    const errors = settle(at, claims, blocked, tenancy);
    if (sameKeys(blocked, errors)) return errors;
    blocked = new Set(errors.keys());
  }
  return insistent(at, claims, tenancy);
};

/** The same where the rules never agree with themselves: who has failed once stays failed, so there is an end. */
const insistent = (
  at: ObservedLoadBalancer,
  claims: ReadonlyArray<Claim>,
  tenancy: Tenancy,
): ReadonlyMap<string, PlanError> => {
  let failed: ReadonlyMap<string, PlanError> = new Map();
  for (;;) {
    const grown = new Map([...settle(at, claims, new Set(failed.keys()), tenancy), ...failed]);
    if (grown.size === failed.size) return relieved(at, claims, tenancy, failed);
    failed = grown;
  }
};

/** Who failed only because of others that failed as well is met after all, the oldest first: else they would wait for each other. */
const relieved = (
  at: ObservedLoadBalancer,
  claims: ReadonlyArray<Claim>,
  tenancy: Tenancy,
  failed: ReadonlyMap<string, PlanError>,
): ReadonlyMap<string, PlanError> => {
  const left = new Map(failed);
  for (const { uid } of claims) {
    const others = new Set([...left.keys()].filter((other) => other !== uid));
    const rest = claims.filter((claim) => !others.has(claim.uid));
    if (left.has(uid) && settle(at, rest, others, tenancy).size === 0) left.delete(uid);
  }
  return left;
};
