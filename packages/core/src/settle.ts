import { conflicts } from './conflicts.js';
import type { Memo } from './diffBackends.js';
import type { Group } from './grouping.js';
import { byText } from './internal/keyed.js';
import { asClaimed, type ObservedLoadBalancer } from './ObservedState.js';
import * as Ownership from './Ownership.js';
import { isSettled, loadBalancerKey } from './LoadBalancer.js';
import type { PlanError } from './PlanError.js';
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

/**
 * Which claims another Service's use of an existing CLB keeps off it because sharing is switched off (E4016). Who uses it stays;
 * an unused one goes to the oldest claim that finds all its ports free.
 */
const unshared = (
  context: GroupContext,
  at: ObservedLoadBalancer,
  here: ReadonlyArray<Seat>,
  seats: Seats,
): ReadonlyArray<Unseated> => {
  if (context.settings.sharing || at.ownership._tag === 'Mine') return [];
  const [user] = Ownership.users(at.tags).filter((uid) => stays(context, at, uid, seats));
  const free = here.find((one) => portErrors(context, at, [one], seats).size === 0);
  const holder = user ?? free?.claim.uid;
  if (holder === undefined) return [];
  const found = context.kin.serviceOf(holder);
  return here
    .filter(
      (one) => one.claim.uid !== holder && (user !== undefined || portErrors(context, at, [one], seats).size === 0),
    )
    .map(({ claim }) => ({
      claim,
      error: { _tag: 'NotOurs', service: claim.service, loadBalancer: at.id, because: 'SharingOff', found },
    }));
};

const stays = (context: GroupContext, at: ObservedLoadBalancer, uid: string, seats: Seats): boolean => {
  const { met } = seats;
  const fate = context.kin.fateOf(uid);
  if (fate === 'frozen') return true;
  if (fate === 'gone') return !context.complete;
  return (
    fate === 'wanted' &&
    (met.some((one) => one.claim.uid === uid && one.at?.id === at.id) ||
      isUnsettled(seats, at, uid) ||
      context.kin.targetOf(uid)?.key === loadBalancerKey(at.id))
  );
};

/** Which of the claims met at a CLB find a port taken there. */
const portErrors = (
  context: GroupContext,
  at: ObservedLoadBalancer,
  here: ReadonlyArray<Seat>,
  seats: Seats,
): ReadonlyMap<string, PlanError> =>
  conflicts(
    claimedBy(at, here),
    here.map(({ claim }) => claim),
    {
      stuck: (uid) => isStuck(context, seats.unmet, uid) || isUnsettled(seats, at, uid),
      mayOwn: (uid) => mayOwn(context, seats, at, uid),
      serviceOf: context.kin.serviceOf,
    },
  );

/** Whether a claim has a CLB to itself on which everything is its own: then no port can be taken. */
const isAlone = ({ claim, at }: Seat): boolean =>
  at === undefined ||
  (at.ownership._tag === 'Mine' &&
    at.ownership.uid === claim.uid &&
    at.listeners.every(({ owner }) => owner._tag === 'Service'));

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
  const seatedAt = (at: ObservedLoadBalancer): ReadonlyArray<Seat> =>
    met.filter((one) => one.at?.id === at.id || one.awaits === at.id).sort(byAge);
  for (const at of group.observed) {
    const here = seatedAt(at);
    if (here.length > 1 || at.ownership._tag === 'Adopted') dismiss(unshared(context, at, here, { met, unmet }));
  }
  let found = met.length > 1 || !met.every(isAlone);
  while (found) {
    found = false;
    for (const at of group.observed) {
      const here = seatedAt(at);
      const errors = portErrors(context, at, here, { met, unmet });
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

/** Whether a claim names a CLB but is not met there yet, because what it wants is not all known. */
const isAwaited = ({ met }: Seats, at: ObservedLoadBalancer): boolean =>
  met.some(
    ({ claim, wish, at: seated }) =>
      wish.placement._tag === 'Existing' && wish.placement.id === at.id && seated?.id !== at.id && !isSettled(claim),
  );

/**
 * Whether what a Service has on a CLB stays for now although it leaves: because what it wants elsewhere is not all known, or
 * because somebody whose wishes are not all known is to come here and may take it over.
 */
export const isUnsettled = (seats: Seats, at: ObservedLoadBalancer, uid: string): boolean =>
  !seats.met.some((one) => one.claim.uid === uid && one.at?.id === at.id) &&
  (isAwaited(seats, at) || seats.met.some(({ claim }) => claim.uid === uid && !isSettled(claim)));

/**
 * Whether a listener of ours without a record may be that of a Service that stays as it is. Those that merely lost a port of this
 * very CLB to another do not count: else a winner would be kept out by its own loser.
 */
export const mayOwn = (context: GroupContext, seats: Seats, at: ObservedLoadBalancer, uid: string): boolean => {
  const unmet = seats.unmet.filter(({ error }) => error._tag !== 'PortConflict' || error.loadBalancer !== at.id);
  return isStuck(context, unmet, uid) || isUnsettled(seats, at, uid);
};

/** Whether what a Service owns stays as it is. */
export const isStuck = (context: GroupContext, unmet: ReadonlyArray<Unseated>, uid: string): boolean => {
  const fate = context.kin.fateOf(uid);
  if (fate === 'frozen' || (fate === 'gone' && !context.complete)) return true;
  if (unmet.some(({ claim }) => claim.uid === uid)) return true;
  return fate !== 'wanted' && ownCount(context.kin.marked(uid))._tag === 'Conflict';
};
