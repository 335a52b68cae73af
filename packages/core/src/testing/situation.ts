import { type Network } from '../LoadBalancer.js';
import { type Settings } from '../Settings.js';
import { type Snapshot } from '../Snapshot.js';
import { type Cloud, handover, ownerOf, sameNetwork, see, type Seen } from './cloud.js';
import { read, type Stand, standing, type Wishes } from './wish.js';

/** A Service that is followed: what it wants, and the load balancer where it is to be served, if that exists. */
export interface Active {
  readonly _tag: 'Active';
  readonly wish: Extract<Stand, { readonly _tag: 'Wants' }>;
  readonly home: Seen | undefined;
}

/** What a UID is, once the cloud is looked at as well. */
export type Case = Exclude<Stand, { readonly _tag: 'Wants' }> | Active;

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

/** Whether a person has said that a bought load balancer is theirs to keep. */
export const isKept = ({ facts }: Seen): boolean => facts.tags['tke-lifecycle-owner'] === 'user';

/** Whether a bought load balancer may be deleted whole: it is not protected, and no person put a listener on it. */
export const isDisposable = ({ facts, listeners }: Seen): boolean =>
  !facts.deletionProtected && listeners.every(({ named }) => named);

/** A bought load balancer that nobody needs any more and that must stay, because of its protection or a person's listener. */
export const isRemnant = (clb: Seen): boolean =>
  clb.standing === 'mine' &&
  !isKept(clb) &&
  (clb.facts.deletionProtected ||
    (clb.listeners.some(({ named }) => !named) && !clb.listeners.some(({ named }) => named)));

type Wants = Active['wish'];

interface Own {
  readonly bought: ReadonlyArray<Seen>;
  /** Of a pair in a handover: the one whose address is published; the predecessor when neither is. */
  readonly serving: Seen | undefined;
  readonly adopted: ReadonlyArray<Seen>;
}

const publishes = ({ service }: Wants, clb: Seen): boolean =>
  clb.facts.addresses.some((address) => service.published.includes(address));

const ownOf = (clbs: ReadonlyArray<Seen>, uid: string, wish: Wants): Own => {
  const used = [...usedBy(clbs, uid)].sort((a, b) => (a.id < b.id ? -1 : 1));
  const bought = used.filter((one) => one.standing === 'mine');
  const [first, second] = bought;
  const pair = first === undefined || second === undefined ? undefined : handover(first, second);
  const serving = pair === undefined ? first : publishes(wish, pair[0]) ? pair[0] : pair[1];
  return { bought, serving, adopted: used.filter((one) => one.standing === 'adopted') };
};

/** Where a Service that wants a load balancer of its own is to be served. */
const ownHome = (settings: Settings, wish: Wants, { bought, serving, adopted }: Own, network: Network): Seen | undefined => {
  const fitting = bought.filter((one) => sameNetwork(one.facts.network, network));
  const [first, second] = fitting;
  const successor = first !== undefined && second !== undefined ? handover(first, second)?.[0] : undefined;
  const fits = successor ?? first;
  if (fits !== undefined) return fits;
  if (settings.transitions === 'refuse') return serving ?? adopted.find((one) => publishes(wish, one)) ?? adopted[0];
  const idle = bought.find((one) => bought.length > 1 && one !== serving);
  return idle !== undefined && !isDisposable(idle) ? serving : undefined;
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

const place = (settings: Settings, snapshot: Snapshot, wishes: Wishes, clbs: ReadonlyArray<Seen>, uid: string): Case => {
  const stand = standing(wishes, uid);
  if (ambiguous(clbs, uid)) return frozen('several CLBs are marked as its');
  if (stand._tag !== 'Wants') return stand;
  const own = ownOf(clbs, uid, stand);
  const { where } = stand;
  if (where._tag === 'Own') return { _tag: 'Active', wish: stand, home: ownHome(settings, stand, own, where.network) };
  const home = clbs.find(({ id }) => id === where.id);
  if (home === undefined) return frozen('the CLB it names does not exist');
  const because = refusal(snapshot, home);
  if (because !== undefined) return frozen(because);
  const used = usedBy(clbs, uid);
  if (settings.transitions === 'replace' || used.length === 0 || used.includes(home)) return { _tag: 'Active', wish: stand, home };
  const [first] = [...used].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { _tag: 'Active', wish: stand, home: used.find((one) => publishes(stand, one)) ?? first };
};

/** Whether all that a Service wants is known, so that what it leaves may go. */
const isSettled = ({ wish }: Active): boolean =>
  wish.held.size === 0 && wish.needs.every(({ expected }) => expected.tolerated !== 'anybody');

/**
 * Whether what a UID has on a load balancer stays as it is: its Service is frozen, or is to be served elsewhere but not all that
 * it wants there is known.
 */
export const clings = (caseOf: (uid: string) => Case, clb: Seen, uid: string): boolean => {
  const one = caseOf(uid);
  return one._tag === 'Frozen' || (one._tag === 'Active' && one.home?.id !== clb.id && !isSettled(one));
};

/** Who stands in the way of a Service: a listener of others, one of a Service that keeps it, or another user where sharing is off. */
const blocker = (
  active: Active & { readonly home: Seen },
  uid: string,
  caseOf: (uid: string) => Case,
  eldest: string | undefined,
): string | undefined => {
  const { home, wish } = active;
  const wanted = (of: Active, slot: string): boolean => of.wish.needs.some((need) => need.slot === slot);
  const clinging = (user: string): boolean => clings(caseOf, home, user);
  const stays = (user: string): boolean => {
    const one = caseOf(user);
    return clinging(user) || (one._tag === 'Active' && one.home?.id === home.id);
  };
  const tenant = eldest === undefined || home.standing === 'mine' ? uid : (home.users.find(stays) ?? eldest);
  if (tenant !== uid) return 'another Service uses the CLB';
  for (const listener of home.listeners) {
    if (!wanted(active, listener.slot)) continue;
    if (!listener.named) return `listener ${listener.id} of others`;
    const owner = ownerOf(home, listener);
    if (owner === uid) continue;
    if (owner === undefined ? home.users.some(clinging) : clinging(owner)) return `listener ${listener.id} may be of a frozen Service`;
    const holder = owner === undefined ? undefined : caseOf(owner);
    if (holder?._tag === 'Active' && holder.home?.id === home.id && wanted(holder, listener.slot))
      return `listener ${listener.id} of another Service`;
  }
  return undefined;
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
    const placed = uids.flatMap((uid) => {
      const one = cases.get(uid);
      return one?._tag === 'Active' && one.home !== undefined ? [{ uid, active: one, home: one.home }] : [];
    });
    const eldestAt = (home: Seen): string | undefined =>
      settings.sharing ? undefined : placed.filter((one) => one.home.id === home.id).sort(byAge)[0]?.uid;
    for (let changed = true; changed; ) {
      changed = false;
      for (const { uid, active, home } of placed) {
        if (cases.get(uid)?._tag !== 'Active') continue;
        const because = blocker({ ...active, home }, uid, caseOf, eldestAt(home));
        if (because === undefined) continue;
        cases.set(uid, frozen(because));
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
