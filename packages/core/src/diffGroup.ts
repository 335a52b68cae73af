import { type AttributeBearer, diffAttributes } from './diffAttributes.js';
import type { AttributesDiff, Handover, LaneDiff, ListenerDiff, LoadBalancerDiff } from './Diff.js';
import { diffListeners } from './diffListeners.js';
import { diffMarks, handBack } from './diffMarks.js';
import type { Group } from './grouping.js';
import { byText, lookup } from './internal/keyed.js';
import { add } from './internal/multimap.js';
import * as ClientToken from './ClientToken.js';
import {
  type Claim,
  holds,
  isSettled,
  loadBalancerKey,
  type LoadBalancerKey,
  type Placement,
  type Purchase,
} from './LoadBalancer.js';
import { attributesOf, type ListenerOwner, type ObservedListener, type ObservedLoadBalancer } from './ObservedState.js';
import * as Ownership from './Ownership.js';
import type { PlanError } from './PlanError.js';
import { isIPv6, orderOf, tooLate } from './purchases.js';
import * as Ref from './Ref.js';
import { isDisposable, isKept, ownCount, publishes, type Seat } from './seating.js';
import { byAge, claimedBy, type GroupContext, isStuck, isUnsettled, mayOwn, type Seats, seatsOf } from './settle.js';
import { service, type Why } from './Why.js';

/** What comes of comparing one group. */
export interface GroupDiff {
  readonly lane?: LaneDiff;
  readonly diagnostics: ReadonlyArray<PlanError>;
}

interface Making {
  readonly context: GroupContext;
  readonly stuck: (uid: string) => boolean;
  readonly leavingOf: (uid: string) => Why;
  readonly diagnostics: Array<PlanError>;
}

interface Parts extends Making {
  readonly group: Group;
  readonly seats: Seats;
}

const keyOfSeat = (one: Seat): LoadBalancerKey =>
  one.wish.placement._tag === 'Own' && (one.at === undefined || one.at.ownership._tag === 'Mine')
    ? one.wish.key
    : loadBalancerKey(one.at?.id ?? one.wish.key);

/** How a CLB is bought for a claim, and what has to be set on it afterwards. */
const orderedFor = (
  { context, diagnostics }: Making,
  claim: Claim,
  { network, creation }: Extract<Placement, { _tag: 'Own' }>,
): { readonly purchase?: Purchase; readonly attributes?: AttributesDiff } => {
  const { settings } = context;
  if (creation === undefined && claim.attributes === undefined && !settings.defaultModificationProtection) return plain;
  const { purchase, born } = orderOf(settings, network, creation, claim.attributes?.values);
  const bearer = { network, isIPv6: isIPv6(creation?.addressIPVersion), attributes: born, early: true };
  const { notes, diff } = diffAttributes(bearer, { claims: [claim] });
  diagnostics.push(...notes);
  return {
    ...(purchase === undefined ? {} : { purchase }),
    ...(diff === undefined ? {} : { attributes: diff }),
  };
};

const plain = {};

const creationOf = (parts: Making, one: Seat): LoadBalancerDiff | undefined => {
  const { placement } = one.wish;
  if (one.at !== undefined || placement._tag !== 'Own') return undefined;
  const { uid } = one.claim;
  const { network, name } = placement;
  for (const { id } of parts.context.kin.unmarked(name))
    parts.diagnostics.push({ _tag: 'MarksLost', service: one.claim.service, loadBalancer: id });
  const clientToken = ClientToken.of(uid, network, one.replaces);
  const tags = Ownership.birthTags(parts.context.cluster.id, uid, one.replaces);
  const bought = { network, name, clientToken, tags, why: one.claim.why };
  const { purchase, attributes } = orderedFor(parts, one.claim, placement);
  return {
    key: keyOfSeat(one),
    subject: { _tag: 'New', creation: purchase === undefined ? bought : { ...bought, purchase } },
    ...(attributes === undefined ? {} : { attributes }),
    listeners: diffListeners(parts.context.memo, undefined, {
      claims: [one.claim],
      stuck: parts.stuck,
      mayOwn: parts.stuck,
      spares: nobodyIsStuck,
      leavingOf: parts.leavingOf,
    }),
    leaving: false,
  };
};

/** Why a Service leaves a CLB: it is gone, wants none, or wants another. */
const leaving = ({ kin }: GroupContext, uid: string): Why => {
  const fate = kin.fateOf(uid);
  const object = service(kin.serviceOf(uid));
  if (fate === 'gone') return { object, field: 'metadata.uid', from: uid, to: null, rule: 'R3.1' };
  if (fate === 'unwanted') return { object, field: 'spec.type', from: 'LoadBalancer', to: null, rule: '3.3' };
  const target = kin.targetOf(uid);
  const why = target?.claims.find((claim) => claim.uid === uid)?.why;
  return why ?? { object, field: 'spec', from: null, to: null };
};

/** What becomes of a CLB we bought that its Service leaves (tke-service 3.3). */
const release = (parts: Parts, at: ObservedLoadBalancer, uid: string): LoadBalancerDiff | undefined => {
  const named = parts.context.kin.serviceOf(uid);
  const why = parts.leavingOf(uid);
  const there = { key: loadBalancerKey(at.id), subject: { _tag: 'There', observed: at }, leaving: true } as const;
  if (isKept(parts.context.kin, at)) {
    const listeners = diffListeners(parts.context.memo, at, {
      ...parts,
      mayOwn: parts.stuck,
      spares: nobodyIsStuck,
      claims: [],
    });
    return { ...there, listeners, marks: handBack(at, why) };
  }
  if (at.deletionProtected) {
    parts.diagnostics.push({ _tag: 'DeletionProtected', service: named, loadBalancer: at.id });
    return undefined;
  }
  if (isDisposable(at)) return { ...there, listeners: [], deletion: { why } };
  for (const listener of at.listeners)
    if (listener.owner._tag === 'Theirs')
      parts.diagnostics.push({
        _tag: 'ForeignListener',
        loadBalancer: at.id,
        listener: listener.key,
        name: listener.name,
      });
  return {
    ...there,
    listeners: diffListeners(parts.context.memo, at, {
      ...parts,
      mayOwn: parts.stuck,
      spares: nobodyIsStuck,
      claims: [],
    }),
  };
};

/** What the attributes of a CLB that is there are compared with; what is wrong with it is said. */
const attributesThere = (
  parts: Parts,
  at: ObservedLoadBalancer,
  claims: ReadonlyArray<Claim>,
  listeners: ReadonlyArray<ListenerDiff>,
  keeps: (uid: string) => boolean,
): Pick<LoadBalancerDiff, 'attributes'> => {
  const { kin } = parts.context;
  const going = new Set(listeners.flatMap((one) => (one._tag === 'Delete' ? [one.observed.id] : [])));
  const users = at.ownership._tag === 'Adopted' ? at.ownership.uids : [];
  const frozen = users.find((uid) => keeps(uid) && !claims.some((claim) => claim.uid === uid));
  const bearer: AttributeBearer = {
    id: at.id,
    network: at.network,
    isIPv6: isIPv6(at.bought?.addressIPVersion),
    attributes: attributesOf(at),
    early: at.listeners.every(({ id, owner }) => owner._tag === 'Theirs' || going.has(id)),
  };
  const electorate = frozen === undefined ? { claims } : { claims, holder: kin.serviceOf(frozen) };
  const { diff, notes } = diffAttributes(bearer, electorate);
  parts.diagnostics.push(...notes);
  return diff === undefined ? {} : { attributes: diff };
};

/** What is said about a CLB of its own that a Service keeps: what it asks for too late, and how it would be kept. */
const ownNotes = (at: ObservedLoadBalancer, { claim, wish }: Seat): ReadonlyArray<PlanError> => {
  if (at.ownership._tag !== 'Mine' || wish.placement._tag !== 'Own') return [];
  const late = wish.placement.creation === undefined ? [] : tooLate(at, claim, wish.placement.creation);
  if (claim.retain !== true || at.attributes?.modificationProtection !== true) return late;
  return [...late, { _tag: 'RetainProtected', service: claim.service, loadBalancer: at.id }];
};

/** Whether a listener of ours is one that a claim wants; where it lacks a certificate, only its own is. */
const meets = (claim: Claim, { key, owner }: ObservedListener): boolean => {
  const wish = lookup(claim.listeners, key);
  return wish !== undefined && (wish.lacks === undefined || (owner._tag === 'Service' && owner.uid === claim.uid));
};

/** What differs on a CLB that is there. */
const diffThere = (parts: Parts, found: ObservedLoadBalancer): LoadBalancerDiff | undefined => {
  const { context, seats, stuck, leavingOf } = parts;
  const here = seats.met.filter((one) => one.at?.id === found.id).sort(byAge);
  const at = claimedBy(found, here);
  if (at.ownership._tag === 'Theirs') return undefined;
  const claims = here.map(({ claim }) => claim);
  const [first] = here;
  const keeps = (uid: string): boolean => stuck(uid) || isUnsettled(seats, at, uid);
  if (at.ownership._tag === 'Mine' && first === undefined) {
    const { uid } = at.ownership;
    return keeps(uid) ? undefined : release(parts, at, uid);
  }
  const listeners = diffListeners(context.memo, at, {
    claims,
    stuck: keeps,
    mayOwn: (uid) => mayOwn(context, seats, at, uid),
    spares: (uid) => here.some(({ claim, spares }) => spares === true && claim.uid === uid),
    leavingOf,
  });
  const key = first === undefined ? loadBalancerKey(at.id) : keyOfSeat(first);
  for (const one of here) parts.diagnostics.push(...ownNotes(at, one));
  const out = {
    key,
    subject: { _tag: 'There', observed: at },
    ...attributesThere(parts, at, claims, listeners, keeps),
    listeners,
    leaving: first === undefined,
  } as const;
  if (at.ownership._tag === 'Mine') return out;
  const made = listeners.flatMap((one) => (one._tag === 'Create' ? [{ uid: one.uid, key: one.wish.key }] : []));
  const kept = claims.flatMap((claim) =>
    at.listeners
      .filter(
        (one) => one.owner._tag !== 'Theirs' && meets(claim, one) && !made.some(({ key: other }) => other === one.key),
      )
      .map(({ id }) => ({ uid: claim.uid, id })),
  );
  const belongsToOther = (owner: ListenerOwner, uid: string): boolean =>
    owner._tag === 'Service' && owner.uid !== uid && keeps(owner.uid);
  const heldHere = claims.flatMap((claim) =>
    at.listeners
      .filter(
        (one) =>
          holds(claim, one) &&
          !kept.some((other) => other.id === one.id) &&
          one.owner._tag !== 'Theirs' &&
          !belongsToOther(one.owner, claim.uid),
      )
      .map(({ id }) => ({ uid: claim.uid, id })),
  );
  const users = claims.map(({ uid }) => uid).sort(byText);
  const marks = diffMarks(at, {
    clusterId: context.cluster.id,
    users,
    stuck: keeps,
    kept: [...kept, ...heldHere],
    made,
    claimOf: (uid) => claims.find((claim) => claim.uid === uid)?.why ?? leavingOf(uid),
    leavingOf,
  });
  return marks === undefined ? out : { ...out, marks };
};

/** A difference in two: what leaves first for the sake of these Services, and what has time. The last user's mark and the
 * cluster's go together. */
const apart = (one: LoadBalancerDiff, uids: ReadonlyArray<string>): ReadonlyArray<LoadBalancerDiff> => {
  if (one.deletion !== undefined) return [{ ...one, first: true }];
  const theirs = (difference: ListenerDiff): boolean =>
    difference._tag === 'Delete' &&
    difference.observed.owner._tag === 'Service' &&
    uids.includes(difference.observed.owner.uid);
  const isTheirMark = (key: string): boolean => uids.some((uid) => key === uid || key.startsWith(`${uid}_`));
  const early = { ...one, first: true, listeners: one.listeners.filter(theirs) } as const;
  const late = { ...one, listeners: one.listeners.filter((difference) => !theirs(difference)) };
  const { marks } = one;
  if (marks === undefined) return [early, late];
  const single = marks.remove.filter((key) => key === Ownership.tag.serviceUid && uids.includes(userOf(one)));
  const isLast = usersOf(one).every((uid) => uids.includes(uid));
  const now = isLast ? marks.remove : marks.remove.filter((key) => isTheirMark(key) || single.includes(key));
  return [
    { ...early, marks: { ...marks, set: {}, records: [], remove: now } },
    { ...late, marks: { ...marks, remove: marks.remove.filter((key) => !now.includes(key)) } },
  ];
};

const usersOf = ({ subject }: LoadBalancerDiff): ReadonlyArray<string> =>
  subject._tag === 'There' ? Ownership.users(subject.observed.tags) : [];

/** The Service a CLB names by the tag that can name only one. */
const userOf = ({ subject }: LoadBalancerDiff): string =>
  subject._tag === 'There' ? (subject.observed.tags[Ownership.tag.serviceUid] ?? '') : '';

const isQuiet = (one: LoadBalancerDiff): boolean =>
  one.subject._tag === 'There' &&
  one.listeners.length === 0 &&
  one.marks === undefined &&
  one.attributes === undefined &&
  one.deletion === undefined;

/** The moves of Services from one CLB to another that must be announced before the old one goes. */
const handoversOf = (seats: Seats, differing: ReadonlyArray<LoadBalancerDiff>): ReadonlyArray<Handover> =>
  seats.met.flatMap((one) => {
    const from = one.leaves.find((left) =>
      differing.some(({ subject }) => subject._tag === 'There' && subject.observed.id === left.id),
    );
    if (from === undefined || !isSettled(one.claim) || (one.at !== undefined && publishes(one.claim, one.at)))
      return [];
    const to = one.at === undefined ? Ref.planned(Ref.plannedLoadBalancer(keyOfSeat(one))) : Ref.existing(one.at.id);
    return [{ service: one.claim.service, from: from.id, to, why: one.claim.why }];
  });

/** Services that ask for nothing, yet several CLBs carry their mark: none of them is touched. */
const ambiguous = ({ kin }: GroupContext, group: Group): ReadonlyArray<PlanError> => {
  const uids = new Set(group.observed.flatMap(({ ownership }) => (ownership._tag === 'Mine' ? [ownership.uid] : [])));
  return [...uids].sort(byText).flatMap((uid): ReadonlyArray<PlanError> => {
    const own = ownCount(kin.marked(uid));
    if (kin.fateOf(uid) === 'wanted' || own._tag !== 'Conflict') return [];
    return [{ _tag: 'AmbiguousOwner', service: kin.serviceOf(uid), loadBalancers: own.all.map(({ id }) => id) }];
  });
};

const nobodyIsStuck = (): boolean => false;

/** The difference of a Service that has nothing yet and is to get a CLB of its own. */
const fresh = (context: GroupContext, { wanted: [wish], observed }: Group): GroupDiff | undefined => {
  if (observed.length > 0 || wish?.placement._tag !== 'Own') return undefined;
  const [claim] = wish.claims;
  if (wish.placement.refused !== undefined) return { diagnostics: [wish.placement.refused] };
  const diagnostics: Array<PlanError> = [];
  const leavingOf = (uid: string): Why => leaving(context, uid);
  const made = creationOf(
    { context, stuck: nobodyIsStuck, leavingOf, diagnostics },
    { claim, wish, leaves: [], first: [], notes: [] },
  );
  if (made === undefined) return undefined;
  return { lane: { key: made.key, loadBalancers: [made], handovers: [] }, diagnostics };
};

/** Compares one group: seats its claims, then looks at every CLB it has or wants. */
export const diffGroup =
  (context: GroupContext) =>
  (group: Group): GroupDiff => {
    const made = fresh(context, group);
    return made ?? compare(context, group);
  };

const compare = (context: GroupContext, group: Group): GroupDiff => {
  const seats = seatsOf(context, group);
  const stuck = (uid: string): boolean => isStuck(context, seats.unmet, uid);
  const diagnostics: Array<PlanError> = [
    ...seats.unmet.map(({ error }) => error),
    ...seats.met.flatMap(({ notes }) => notes),
  ];
  diagnostics.push(...ambiguous(context, group));
  const leavingOf = (uid: string): Why => leaving(context, uid);
  const parts: Parts = { context, group, seats, stuck, leavingOf, diagnostics };
  const firsts = new Map<string, Array<string>>();
  for (const { claim, first } of seats.met) for (const { id } of first) add(firsts, id, claim.uid);
  const there = group.observed.flatMap((at): ReadonlyArray<LoadBalancerDiff> => {
    const one = diffThere(parts, at);
    if (one === undefined) return [];
    const leavers = firsts.get(at.id);
    return leavers === undefined ? [one] : apart(one, leavers);
  });
  const made = seats.met.flatMap((one) => creationOf(parts, one) ?? []);
  const differing = [...there, ...made].filter((one) => !isQuiet(one)).sort((a, b) => byText(a.key, b.key));
  const [first] = differing;
  if (first === undefined) return { diagnostics };
  return {
    lane: { key: first.key, loadBalancers: differing, handovers: handoversOf(seats, differing) },
    diagnostics,
  };
};
