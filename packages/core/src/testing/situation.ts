import type { Network } from '../LoadBalancer.js';
import type { Settings } from '../Settings.js';
import type { Snapshot } from '../Snapshot.js';
import { type Cloud, handover, ownerOf, sameNetwork, see, type Seen } from './cloud.js';
import { isHeld, read, type Stand, standing, type Wishes } from './wish.js';

/** A Service that is followed: what it wants, and the load balancer where it is to be served, if that exists. */
export interface Active {
  readonly _tag: 'Active';
  readonly wish: Extract<Stand, { readonly _tag: 'Wants' }>;
  readonly home: Seen | undefined;
  /** The load balancer it is to move to once all that it wants is known. */
  readonly awaits?: Seen;
}

/** What a UID is, once the cloud is looked at as well. */
export type Case =
  | {
      readonly _tag: 'Frozen';
      readonly because: string;
      /** The load balancer where another has the port that it wants. */
      readonly lostAt?: string;
    }
  | { readonly _tag: 'Released' }
  | Active;

/** The wishes and the cloud side by side. */
export interface Situation {
  readonly clbs: ReadonlyArray<Seen>;
  readonly wishes: Wishes;
  readonly caseOf: (uid: string) => Case;
  /** UIDs of the snapshot and of the tags. */
  readonly uids: ReadonlyArray<string>;
}

/** The load balancers a UID is a user of. */
export const usedBy = (clbs: ReadonlyArray<Seen>, uid: string): ReadonlyArray<Seen> =>
  clbs.filter((one) => one.users.includes(uid));

const frozen = (because: string): Case => ({ _tag: 'Frozen', because });

const ambiguous = (clbs: ReadonlyArray<Seen>, uid: string): boolean => {
  const [first, second, ...more] = usedBy(clbs, uid).filter((one) => one.standing === 'mine');
  if (first === undefined || second === undefined) return false;
  return more.length > 0 || handover(first, second) === undefined;
};

/** Whether a bought load balancer stays when it is let go: a person has said so on it, or its Service does. */
export const isKept = ({ retained }: Wishes, { facts, users }: Seen): boolean =>
  facts.tags['tke-lifecycle-owner'] === 'user' || users.some((uid) => retained.has(uid));

/** Whether a bought load balancer may be deleted whole: it is not protected, and no person put a listener on it. */
export const isDisposable = ({ facts, listeners }: Seen): boolean =>
  !facts.deletionProtected && listeners.every(({ named }) => named);

/** A bought load balancer that nobody needs any more and that must stay, because of its protection or a person's listener. */
export const isRemnant = (wishes: Wishes, clb: Seen): boolean =>
  clb.standing === 'mine' &&
  !isKept(wishes, clb) &&
  (clb.facts.deletionProtected ||
    (clb.listeners.some(({ named }) => !named) && !clb.listeners.some(({ named }) => named)));

type Wants = Active['wish'];

const publishes = ({ service }: Wants, clb: Seen): boolean =>
  clb.facts.addresses.some((address) => service.published.includes(address));

/** What a Service uses, the load balancer that serves it now first: the published one, the one to be replaced, its own, any. */
export const inUse = (clbs: ReadonlyArray<Seen>, uid: string, wish: Wants): ReadonlyArray<Seen> => {
  const used = [...usedBy(clbs, uid)].sort((a, b) => (a.id < b.id ? -1 : 1));
  const [first, second] = used.filter((one) => one.standing === 'mine');
  const old = first === undefined || second === undefined ? first : handover(first, second)?.[1];
  const serving = used.find((one) => publishes(wish, one)) ?? old;
  return serving === undefined ? used : [serving, ...used.filter((one) => one !== serving)];
};

/** The load balancer of its own that already is as the Service wants it; of two the younger. */
const fitting = (used: ReadonlyArray<Seen>, network: Network): Seen | undefined => {
  const [first, second] = used.filter((one) => one.standing === 'mine' && sameNetwork(one.facts.network, network));
  return (first !== undefined && second !== undefined ? handover(first, second)?.[0] : undefined) ?? first;
};

/** Whether a load balancer can be let go at once. */
const canGo = (wishes: Wishes, clb: Seen): boolean =>
  clb.standing === 'adopted' || isKept(wishes, clb) || isDisposable(clb);

/** Whether all that a Service wants is known, so that what it leaves may go. */
export const isSettled = ({ held, needs }: Wants): boolean =>
  held.size === 0 &&
  needs.every(
    ({ expected, lacking, rules = [] }) =>
      !lacking && !rules.some((rule) => rule.lacking) && expected.tolerated !== 'anybody',
  );

/**
 * What a Service is that wants to move: followed at its new place; or where it is, when it may not move, what it does not need cannot
 * go before, or may not go before all that it wants is known.
 */
const moving = (
  settings: Settings,
  wishes: Wishes,
  wish: Wants,
  used: ReadonlyArray<Seen>,
  to: Seen | undefined,
): Active => {
  const [serving, ...idle] = used;
  if (serving === undefined) return { _tag: 'Active', wish, home: to };
  if (settings.transitions === 'refuse') return { _tag: 'Active', wish, home: serving };
  if (idle.length > 0 && !isSettled(wish))
    return { _tag: 'Active', wish, home: serving, ...(to === undefined ? {} : { awaits: to }) };
  return { _tag: 'Active', wish, home: idle.every((one) => canGo(wishes, one)) ? to : serving };
};

const refusal = (snapshot: Snapshot, home: Seen): string | undefined => {
  const { tags, vpc } = home.facts;
  const { id: cluster, vpc: ours } = snapshot.cluster;
  if (tags['tke-createdBy-flag'] === 'yes') return 'the CLB was made for a Service';
  if (tags['tke-clusterId'] !== undefined && tags['tke-clusterId'] !== cluster) return 'another cluster uses the CLB';
  if (tags['tke-lb-ingress-uuid'] !== undefined) return 'an Ingress uses the CLB';
  if (ours !== undefined && vpc !== undefined && ours !== vpc) return 'the CLB is in another VPC';
  return undefined;
};

const place = (
  settings: Settings,
  snapshot: Snapshot,
  wishes: Wishes,
  clbs: ReadonlyArray<Seen>,
  uid: string,
): Case => {
  const stand = standing(wishes, uid);
  if (ambiguous(clbs, uid)) return frozen('several CLBs are marked as its');
  if (stand._tag !== 'Wants') return stand;
  const used = inUse(clbs, uid, stand);
  const { where } = stand;
  if (where._tag === 'Own') {
    const there = fitting(used, where.network);
    if (there !== undefined) return { _tag: 'Active', wish: stand, home: there };
    const moved = moving(settings, wishes, stand, used, undefined);
    return moved.home === undefined && stand.unbuyable ? frozen('the cloud sells no such load balancer') : moved;
  }
  const named = clbs.find(({ id }) => id === where.id);
  const because = named === undefined ? 'the CLB it names does not exist' : refusal(snapshot, named);
  if (named === undefined || because !== undefined) return frozen(because ?? '');
  return used.includes(named)
    ? { _tag: 'Active', wish: stand, home: named }
    : moving(settings, wishes, stand, used, named);
};

/** Every UID and what it is. */
type Ties = Pick<Situation, 'caseOf' | 'uids'>;

/** Whether a Service is to come to a load balancer but does not yet, because not all that it wants is known. */
const isAwaited = ({ caseOf, uids }: Ties, clb: Seen): boolean =>
  uids.some((uid) => {
    const one = caseOf(uid);
    if (one._tag !== 'Active' || one.home?.id === clb.id || isSettled(one.wish)) return false;
    return one.wish.where._tag === 'Existing' && one.wish.where.id === clb.id;
  });

/**
 * Whether what a UID has on a load balancer stays as it is: its Service is frozen, or is to be served elsewhere but not all that
 * it wants there is known, or leaves while somebody of whom that is true is to come.
 */
export const clings = (ties: Ties, clb: Seen, uid: string): boolean => {
  const one = ties.caseOf(uid);
  if (one._tag === 'Frozen') return true;
  if (one._tag === 'Active' && one.home?.id === clb.id) return false;
  return isAwaited(ties, clb) || (one._tag === 'Active' && !isSettled(one.wish));
};

/**
 * Whether a listener of ours without a record may be that of a UID that clings. Who merely lost a port of this very load balancer
 * does not count: else a winner would be kept out by its own loser.
 */
export const mayOwn = (ties: Ties, clb: Seen, uid: string): boolean => {
  const one = ties.caseOf(uid);
  return !(one._tag === 'Frozen' && one.lostAt === clb.id) && clings(ties, clb, uid);
};

interface Placed {
  readonly uid: string;
  readonly active: Active;
  readonly home: Seen;
}

/** Who has a port that a Service wants: a person's listener, or one of a Service that keeps it. */
const portBlocker = ({ uid, active, home }: Placed, ties: Ties): string | undefined => {
  const wanted = (of: Active, slot: string): boolean =>
    of.wish.needs.some((need) => need.slot === slot && (!need.lacking || need.unsure));
  const clinging = (user: string): boolean => clings(ties, home, user);
  const kept = ties.uids.some((other) => {
    const one = ties.caseOf(other);
    if (other === uid || one._tag !== 'Active' || one.home?.id !== home.id || byAge({ active: one }, { active }) > 0)
      return false;
    return one.wish.needs.some((need) => need.unsure && wanted(active, need.slot));
  });
  if (kept) return 'an older Service may get the port';
  for (const listener of home.listeners) {
    if (!wanted(active, listener.slot)) continue;
    if (!listener.named) return `listener ${listener.id} of others`;
    const owner = ownerOf(home, listener);
    if (owner === uid) continue;
    if (owner === undefined ? home.users.some((user) => mayOwn(ties, home, user)) : clinging(owner))
      return `listener ${listener.id} may be of a frozen Service`;
    const holder = owner === undefined ? undefined : ties.caseOf(owner);
    if (
      holder?._tag === 'Active' &&
      holder.home?.id === home.id &&
      (wanted(holder, listener.slot) || isHeld(holder.wish, listener))
    )
      return `listener ${listener.id} of another Service`;
  }
  return undefined;
};

/** Who has a load balancer to itself where sharing is switched off: its user, else the oldest that finds its ports free. */
const tenant = (placed: ReadonlyArray<Placed>, home: Seen, ties: Ties): string | undefined => {
  const user = home.users.find((one) => {
    const found = ties.caseOf(one);
    return clings(ties, home, one) || (found._tag === 'Active' && found.home?.id === home.id);
  });
  return (
    user ??
    [...placed]
      .filter((one) => one.home.id === home.id)
      .sort(byAge)
      .find((one) => portBlocker(one, ties) === undefined)?.uid
  );
};

const byAge = (a: { readonly active: Active }, b: { readonly active: Active }): number => {
  const [one, other] = [a.active.wish.service, b.active.wish.service];
  return one.createdAt - other.createdAt || (one.key < other.key ? -1 : 1);
};

/** Lays the wishes beside the cloud and tells what each UID is: followed, frozen or released. */
export const situation =
  (settings: Settings) =>
  (snapshot: Snapshot, cloud: Cloud): Situation => {
    const wishes = read(settings)(snapshot);
    const clbs = see(snapshot.cluster.id, cloud);
    const uids = [...new Set([...wishes.stands.keys(), ...clbs.flatMap(({ users }) => users)])].sort();
    const cases = new Map(uids.map((uid) => [uid, place(settings, snapshot, wishes, clbs, uid)]));
    const caseOf = (uid: string): Case => cases.get(uid) ?? standingCase(wishes, uid);
    const placed = uids.flatMap((uid): ReadonlyArray<Placed> => {
      const one = cases.get(uid);
      return one?._tag === 'Active' && one.home !== undefined ? [{ uid, active: one, home: one.home }] : [];
    });
    const ties: Ties = { caseOf, uids };
    const shut = ({ uid, home }: Placed): string | undefined => {
      const one = settings.sharing || home.standing === 'mine' ? uid : tenant(placed, home, ties);
      return one === undefined || one === uid ? undefined : 'another Service uses the CLB';
    };
    for (let changed = true; changed;) {
      changed = false;
      for (const one of placed) {
        if (cases.get(one.uid)?._tag !== 'Active') continue;
        const { uid, active } = one;
        const { awaits } = active;
        const taken =
          portBlocker(one, ties) ??
          (awaits === undefined ? undefined : portBlocker({ uid, active, home: awaits }, ties));
        const because = taken ?? shut(one);
        if (because === undefined) continue;
        cases.set(one.uid, { _tag: 'Frozen', because, ...(taken === undefined ? {} : { lostAt: one.home.id }) });
        changed = true;
      }
    }
    return { clbs, wishes, caseOf, uids };
  };

const standingCase = (wishes: Wishes, uid: string): Case => {
  const stand = standing(wishes, uid);
  return stand._tag === 'Wants' ? { _tag: 'Active', wish: stand, home: undefined } : stand;
};

/** The UIDs whose wishes can be followed in a cloud: neither frozen nor released. */
export const followed =
  (settings: Settings) =>
  (snapshot: Snapshot, cloud: Cloud): ReadonlySet<string> => {
    const { uids, caseOf } = situation(settings)(snapshot, cloud);
    return new Set(uids.filter((uid) => caseOf(uid)._tag === 'Active'));
  };

/**
 * Whether a listener of ours is there of which nobody can tell whose it is, beside a frozen user: a pass died between making and
 * recording it. Until the frozen Service is repaired it stays, and keeps its port from others.
 */
export const stranded =
  (settings: Settings) =>
  (snapshot: Snapshot, cloud: Cloud): boolean => {
    const all = situation(settings)(snapshot, cloud);
    return all.clbs.some(
      (clb) =>
        clb.users.some((user) => mayOwn(all, clb, user)) &&
        clb.listeners.some((listener) => listener.named && ownerOf(clb, listener) === undefined),
    );
  };
