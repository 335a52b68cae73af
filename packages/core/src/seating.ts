import type { Kinship } from './grouping.js';
import { lookup } from './internal/keyed.js';
import { type Claim, isSettled, type LoadBalancer, type Placement, sameNetwork, showNetwork } from './LoadBalancer.js';
import type { ObservedLoadBalancer } from './ObservedState.js';
import * as Ownership from './Ownership.js';
import type { PlanError } from './PlanError.js';
import type { CloudId } from './Ref.js';
import type { Settings } from './Settings.js';
import type { Cluster } from './Snapshot.js';

/** Where a claim is to be met. */
export interface Seat {
  readonly claim: Claim;
  readonly wish: LoadBalancer;
  /** The CLB that is there; absent when one is to be made. */
  readonly at?: ObservedLoadBalancer;
  /** The CLB a new one takes over from, when that is one of our own. */
  readonly replaces?: CloudId;
  /** CLBs the Service leaves, the serving one first. */
  readonly leaves: ReadonlyArray<ObservedLoadBalancer>;
  /** Idle CLBs of the Service that must go before it gets another, so that it never has more than two. */
  readonly first: ReadonlyArray<ObservedLoadBalancer>;
  /** The existing CLB the claim moves to once all it wants is known; meanwhile it stays where it is. */
  readonly awaits?: CloudId;
  /**
   * Set when the claim stays for want of facts on a CLB that could not go even if all were known: listeners it does not want
   * stay too, since with all facts it would have left them behind.
   */
  readonly spares?: true;
  readonly notes: ReadonlyArray<PlanError>;
}

/** A claim that cannot be met: everything its Service owns stays as it is. */
export interface Unseated {
  readonly claim: Claim;
  readonly error: PlanError;
}

/** Our own CLBs of one Service: none, one, a handover under way, or a conflict. */
export type OwnCount =
  | { readonly _tag: 'None' }
  | { readonly _tag: 'One'; readonly one: ObservedLoadBalancer }
  | { readonly _tag: 'Handover'; readonly old: ObservedLoadBalancer; readonly successor: ObservedLoadBalancer }
  | { readonly _tag: 'Conflict'; readonly all: ReadonlyArray<ObservedLoadBalancer> };

const replacesOf = (one: ObservedLoadBalancer): string | undefined =>
  one.ownership._tag === 'Mine' ? one.ownership.replaces : undefined;

/** Counts our own CLBs among those marked for one Service. Two are a conflict unless one says that it replaces the other. */
export const ownCount = (marked: ReadonlyArray<ObservedLoadBalancer>): OwnCount => {
  const mine = marked.filter(({ ownership }) => ownership._tag === 'Mine');
  const [a, b, c] = mine;
  if (a === undefined) return { _tag: 'None' };
  if (b === undefined) return { _tag: 'One', one: a };
  if (c !== undefined) return { _tag: 'Conflict', all: mine };
  const aReplacesB = replacesOf(a) === b.id;
  const bReplacesA = replacesOf(b) === a.id;
  if (aReplacesB === bReplacesA) return { _tag: 'Conflict', all: mine };
  return aReplacesB ? { _tag: 'Handover', old: b, successor: a } : { _tag: 'Handover', old: a, successor: b };
};

/** Whether the address a Service publishes is that of a CLB. */
export const publishes = (claim: Claim, one: ObservedLoadBalancer): boolean =>
  claim.published.some((address) => one.addresses.includes(address) || address === one.hostname);

/** Whether a CLB we bought may be deleted whole: nobody protects it, and nobody else put a listener on it. */
export const isDisposable = (one: ObservedLoadBalancer): boolean =>
  !one.deletionProtected && one.listeners.every(({ owner }) => owner._tag !== 'Theirs');

const describePlacement = (placement: Placement): string =>
  placement._tag === 'Own' ? showNetwork(placement.network) : placement.id;

const describeThere = (one: ObservedLoadBalancer): string =>
  one.ownership._tag === 'Mine' ? showNetwork(one.network) : one.id;

/** The seat of a claim that keeps what it has because it may not, or cannot, be replaced (R3.20). */
const stay = (claim: Claim, wish: LoadBalancer, at: ObservedLoadBalancer, leaves: Seat['leaves']): Seat => ({
  claim,
  wish,
  at,
  leaves,
  first: [],
  notes: [
    {
      _tag: 'ForbiddenTransition',
      service: claim.service,
      loadBalancer: at.id,
      from: describeThere(at),
      to: describePlacement(wish.placement),
    },
  ],
});

/** Everything a seating decision looks at. */
export interface Seating {
  readonly settings: Settings;
  readonly cluster: Cluster;
  readonly kin: Kinship;
}

const without = (
  all: ReadonlyArray<ObservedLoadBalancer>,
  these: ReadonlyArray<ObservedLoadBalancer | undefined>,
): ReadonlyArray<ObservedLoadBalancer> => all.filter((one) => !these.includes(one));

/** Whether a CLB we bought stays when its Service lets it go: a person said so on it, or the Service does (2.4, 3.2). */
export const isKept = (kin: Kinship, { ownership }: ObservedLoadBalancer): boolean =>
  ownership._tag === 'Mine' && (ownership.keep || kin.retains(ownership.uid));

/** Whether a CLB can be let go at once: a user's always can, our own when it is only handed back or nothing holds it. */
const canGo =
  (kin: Kinship) =>
  (one: ObservedLoadBalancer): boolean =>
    one.ownership._tag === 'Adopted' || isKept(kin, one) || isDisposable(one);

/** The CLB that serves a Service now: the one it publishes, else the one that is replaced, else our own, else the first. */
const servingOf = (
  claim: Claim,
  all: ReadonlyArray<ObservedLoadBalancer>,
  own: OwnCount,
): ObservedLoadBalancer | undefined => {
  const old = own._tag === 'Handover' ? own.old : own._tag === 'One' ? own.one : undefined;
  return all.find((one) => publishes(claim, one)) ?? all.find((one) => one === old) ?? all[0];
};

/** A move to a CLB the Service does not use yet, which is there or is to be made. It never has more than two meanwhile. */
const move = (
  { settings, kin }: Seating,
  claim: Claim,
  wish: LoadBalancer,
  from: ReadonlyArray<ObservedLoadBalancer>,
  own: OwnCount,
  to: ObservedLoadBalancer | undefined,
): Seat => {
  const serving = servingOf(claim, from, own);
  if (serving === undefined)
    return { claim, wish, ...(to === undefined ? {} : { at: to }), leaves: [], first: [], notes: [] };
  const idle = without(from, [serving]);
  if (settings.transitions === 'refuse') return stay(claim, wish, serving, idle);
  if (idle.length > 0 && !isSettled(claim)) {
    const there = stay(claim, wish, serving, idle);
    const staying = canGo(kin)(serving) ? there : { ...there, spares: true as const };
    return to === undefined ? staying : { ...staying, awaits: to.id };
  }
  if (!idle.every(canGo(kin))) return stay(claim, wish, serving, idle);
  const seated = { claim, wish, leaves: [serving, ...idle], first: idle, notes: [] };
  if (to !== undefined) return { ...seated, at: to };
  return serving.ownership._tag === 'Mine' ? { ...seated, replaces: serving.id } : seated;
};

/** A claim met where the Service already is; everything else it has is left. */
const remain = (
  claim: Claim,
  wish: LoadBalancer,
  at: ObservedLoadBalancer,
  marked: ReadonlyArray<ObservedLoadBalancer>,
  own: OwnCount,
): Seat => {
  const others = without(marked, [at]);
  const serving = servingOf(claim, others, own);
  const leaves = serving === undefined ? others : [serving, ...without(others, [serving])];
  return { claim, wish, at, leaves, first: [], notes: [] };
};

const ambiguous = (claim: Claim, all: ReadonlyArray<ObservedLoadBalancer>): Unseated => ({
  claim,
  error: { _tag: 'AmbiguousOwner', service: claim.service, loadBalancers: all.map(({ id }) => id) },
});

/**
 * Where the claim on a CLB of the Service's own is met (tke-service 3.5). `other network` means: not the wanted one.
 *
 * | own CLBs | replace | refuse |
 * |---|---|---|
 * | none | a new one; user's CLBs it used are left | the user's CLB it uses is kept |
 * | one, wanted network | that one | that one |
 * | one, other network | a new one replaces it | the serving one is kept |
 * | handover, either has the wanted network | that one, the other is left | same |
 * | handover, both other | the idle one goes first, then a new one replaces the serving one | the serving one is kept |
 * | several, unrelated | conflict | conflict |
 *
 * A claim that would get a new one which cannot be bought as asked (E4005) is not met, and what the Service has stays.
 */
const seatOwn = (
  seating: Seating,
  claim: Claim,
  wish: LoadBalancer,
  placement: Extract<Placement, { _tag: 'Own' }>,
): Seat | Unseated => {
  const marked = seating.kin.marked(claim.uid);
  const own = ownCount(marked);
  if (own._tag === 'Conflict') return ambiguous(claim, own.all);
  const candidates = own._tag === 'Handover' ? [own.successor, own.old] : own._tag === 'One' ? [own.one] : [];
  const fitting = candidates.find((one) => sameNetwork(one.network, placement.network));
  if (fitting !== undefined) return remain(claim, wish, fitting, marked, own);
  const moved = move(seating, claim, wish, marked, own, undefined);
  return moved.at === undefined && placement.refused !== undefined ? { claim, error: placement.refused } : moved;
};

/**
 * Why a Service may not use an existing CLB, if so (tke-service 3.4, 9.3). The first row that applies counts.
 *
 * | CLB | error |
 * |---|---|
 * | does not exist | E4011 |
 * | tag `tke-createdBy-flag` is yes | E4012 |
 * | tag `tke-clusterId` names another cluster | E4013 |
 * | tag of an Ingress | refused |
 * | in another VPC than the cluster's | refused |
 */
const refusalOf = (
  cluster: Cluster,
  claim: Claim,
  id: CloudId,
  one: ObservedLoadBalancer | undefined,
): PlanError | undefined => {
  if (one === undefined) return { _tag: 'LoadBalancerNotFound', service: claim.service, loadBalancer: id };
  const refused = (because: Extract<PlanError, { _tag: 'NotOurs' }>['because'], found: string): PlanError => ({
    _tag: 'NotOurs',
    service: claim.service,
    loadBalancer: id,
    because,
    found,
  });
  const usedBy = lookup(one.tags, Ownership.tag.cluster);
  const ingress = lookup(one.tags, Ownership.tag.ingressUid);
  if (lookup(one.tags, Ownership.tag.createdBy) === 'yes') return refused('MadeByTke', 'yes');
  if (usedBy !== undefined && usedBy !== cluster.id) return refused('OtherCluster', usedBy);
  if (ingress !== undefined) return refused('Ingress', ingress);
  if (cluster.vpc !== undefined && one.vpc !== undefined && one.vpc !== cluster.vpc)
    return refused('OtherVpc', one.vpc);
  return undefined;
};

/** Where the claim on an existing CLB is met. Everything else the Service has is left, or kept if the settings refuse. */
const seatExisting = (seating: Seating, claim: Claim, wish: LoadBalancer, id: CloudId): Seat | Unseated => {
  const { cluster, kin } = seating;
  const at = kin.observed(id);
  const marked = kin.marked(claim.uid);
  const own = ownCount(marked);
  if (own._tag === 'Conflict') return ambiguous(claim, own.all);
  const refused = refusalOf(cluster, claim, id, at);
  if (refused !== undefined || at === undefined)
    return { claim, error: refused ?? { _tag: 'LoadBalancerNotFound', service: claim.service, loadBalancer: id } };
  return marked.includes(at) ? remain(claim, wish, at, marked, own) : move(seating, claim, wish, marked, own, at);
};

/** Where a claim is met, or why it cannot be. */
export const seat =
  (seating: Seating) =>
  (wish: LoadBalancer, claim: Claim): Seat | Unseated =>
    wish.placement._tag === 'Own'
      ? seatOwn(seating, claim, wish, wish.placement)
      : seatExisting(seating, claim, wish, wish.placement.id);
