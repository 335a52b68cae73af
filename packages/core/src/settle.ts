import { conflicts } from './conflicts.js';
import type { Memo } from './diffBackends.js';
import type { Group } from './grouping.js';
import { byText, keysOf } from './internal/keyed.js';
import { asClaimed, type ObservedLoadBalancer } from './ObservedState.js';
import * as Ownership from './Ownership.js';
import { type Claim, loadBalancerKey } from './LoadBalancer.js';
import { ownCount, type Seat, seat, type Seating, type Unseated } from './seating.js';

/** What a group is compared with besides itself. */
export interface GroupContext extends Seating {
  readonly memo: Memo;
  /** Whether a Service that is not in the snapshot may be taken for gone. */
  readonly complete: boolean;
}

/** Which claims of a group are met, where, and which are not. */
export interface Seats {
  readonly met: ReadonlyArray<Seat>;
  readonly unmet: ReadonlyArray<Unseated>;
}

const isSeat = (one: Seat | Unseated): one is Seat => 'leaves' in one;

/** The order of claims: the older first, then by name. */
export const byAge = (a: Seat, b: Seat): number =>
  a.claim.createdAt - b.claim.createdAt || byText(a.claim.service, b.claim.service);

/** Whether another Service's use of an existing CLB keeps a claim off it because sharing is switched off (E4016). */
const unshared = (
  context: GroupContext,
  at: ObservedLoadBalancer,
  seats: ReadonlyArray<Seat>,
): ReadonlyArray<Unseated> => {
  if (context.settings.sharing || at.ownership._tag === 'Mine') return [];
  const users = Ownership.users(at.tags).filter((uid) => stays(context, at, uid, seats));
  const holder = users[0] ?? seats[0]?.claim.uid;
  return seats
    .filter(({ claim }) => claim.uid !== holder)
    .map(({ claim }) => ({
      claim,
      error: {
        _tag: 'NotOurs',
        service: claim.service,
        loadBalancer: at.id,
        because: 'SharingOff',
        found: context.kin.serviceOf(holder ?? ''),
      },
    }));
};

const stays = (context: GroupContext, at: ObservedLoadBalancer, uid: string, seats: ReadonlyArray<Seat>): boolean => {
  const fate = context.kin.fateOf(uid);
  if (fate === 'frozen') return true;
  if (fate === 'gone') return !context.complete;
  return (
    fate === 'wanted' &&
    (seats.some(({ claim }) => claim.uid === uid) || context.kin.targetOf(uid)?.key === loadBalancerKey(at.id))
  );
};

/** Seats every claim of a group, then settles who gets which port of a CLB that several claims want. */
export const seatsOf = (context: GroupContext, group: Group): Seats => {
  const place = seat(context);
  const all = group.wanted.flatMap((wish) => wish.claims.map((claim) => place(wish, claim)));
  let met = all.filter(isSeat);
  const unmet = all.filter((one): one is Unseated => !isSeat(one));
  const dismiss = (these: ReadonlyArray<Unseated>): void => {
    unmet.push(...these);
    met = met.filter(({ claim }) => !these.some((other) => other.claim.uid === claim.uid));
  };
  for (const at of group.observed) {
    const here = met.filter((one) => one.at?.id === at.id).sort(byAge);
    if (here.length > 0) dismiss(unshared(context, at, here));
  }
  let found = met.some(({ at }) => at !== undefined && at.listeners.length > 0) || met.length > 1;
  while (found) {
    found = false;
    for (const at of group.observed) {
      const here = met.filter((one) => one.at?.id === at.id).sort(byAge);
      const errors = conflicts(
        claimedBy(at, here),
        here.map(({ claim }) => claim),
        { stuck: (uid) => isStuck(context, unmet, uid) || isUnsettled(met, at, uid), serviceOf: context.kin.serviceOf },
      );
      if (errors.size === 0) continue;
      found = true;
      dismiss(
        here.flatMap(({ claim }) => {
          const error = errors.get(claim.uid);
          return error === undefined ? [] : [{ claim, error }];
        }),
      );
    }
  }
  return { met, unmet };
};

/** A CLB as the claims met there will have it. */
export const claimedBy = (at: ObservedLoadBalancer, here: ReadonlyArray<Seat>): ObservedLoadBalancer =>
  asClaimed(at, here.map(({ claim }) => claim.uid).sort(byText));

/** Whether all that a claim wants is known, so that what it leaves may go. */
export const isSettled = (claim: Claim): boolean =>
  claim.held.length === 0 &&
  keysOf(claim.listeners).every((key) => claim.listeners[key]?.backends.tolerated._tag === 'Only');

/** Whether a Service leaves a CLB but keeps what it has there for now, because what it wants elsewhere is not all known. */
export const isUnsettled = (met: ReadonlyArray<Seat>, at: ObservedLoadBalancer, uid: string): boolean =>
  met.some(({ claim, at: seated }) => claim.uid === uid && seated?.id !== at.id && !isSettled(claim));

/** Whether what a Service owns stays as it is. */
export const isStuck = (context: GroupContext, unmet: ReadonlyArray<Unseated>, uid: string): boolean => {
  const fate = context.kin.fateOf(uid);
  if (fate === 'frozen' || (fate === 'gone' && !context.complete)) return true;
  if (unmet.some(({ claim }) => claim.uid === uid)) return true;
  return fate !== 'wanted' && ownCount(context.kin.marked(uid))._tag === 'Conflict';
};
