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

/** A bought load balancer that nobody needs any more and that must stay, because of a person's listener or its protection. */
export const isRemnant = (clb: Seen): boolean =>
  clb.standing === 'mine' &&
  (clb.facts.deletionProtected ||
    (clb.listeners.some(({ named }) => !named) && !clb.listeners.some(({ named }) => named)));

type Wants = Active['wish'];

const matching = (clbs: ReadonlyArray<Seen>, uid: string, { where }: Wants): Seen | undefined => {
  if (where._tag === 'Existing') return clbs.find(({ id }) => id === where.id);
  const fitting = usedBy(clbs, uid).filter((one) => one.standing === 'mine' && sameNetwork(one.facts.network, where.network));
  return fitting.find((one) => !isRemnant(one)) ?? fitting[0];
};

const kept = (clbs: ReadonlyArray<Seen>, uid: string, wish: Wants): Seen | undefined => {
  const used = usedBy(clbs, uid);
  return used.find((one) => one.facts.addresses.some((address) => wish.service.published.includes(address))) ?? used[0];
};

const refusal = (settings: Settings, snapshot: Snapshot, wishes: Wishes, uid: string, home: Seen): string | undefined => {
  const { tags, vpc } = home.facts;
  const { id: cluster, vpc: ours } = snapshot.cluster;
  const claims = (other: string): boolean => {
    const stand = standing(wishes, other);
    if (stand._tag !== 'Wants') return stand._tag === 'Frozen';
    return stand.where._tag === 'Existing' && stand.where.id === home.id;
  };
  if (tags['tke-createdBy-flag'] === 'yes') return 'the CLB was made for a Service';
  if (tags['tke-clusterId'] !== undefined && tags['tke-clusterId'] !== cluster) return 'another cluster uses the CLB';
  if (tags['tke-lb-ingress-uuid'] !== undefined) return 'an Ingress uses the CLB';
  if (ours !== undefined && vpc !== undefined && ours !== vpc) return 'the CLB is in another VPC';
  if (!settings.sharing && home.users.some((user) => user !== uid && claims(user))) return 'another Service uses the CLB';
  return undefined;
};

const place = (settings: Settings, snapshot: Snapshot, wishes: Wishes, clbs: ReadonlyArray<Seen>, uid: string): Case => {
  const stand = standing(wishes, uid);
  if (ambiguous(clbs, uid)) return frozen('several CLBs are marked as its');
  if (stand._tag !== 'Wants') return stand;
  const home = matching(clbs, uid, stand);
  const used = usedBy(clbs, uid);
  if (settings.transitions === 'refuse' && used.length > 0 && (home === undefined || !used.includes(home)))
    return { _tag: 'Active', wish: stand, home: kept(clbs, uid, stand) };
  if (stand.where._tag === 'Own') return { _tag: 'Active', wish: stand, home };
  if (home === undefined) return frozen('the CLB it names does not exist');
  const because = refusal(settings, snapshot, wishes, uid, home);
  return because === undefined ? { _tag: 'Active', wish: stand, home } : frozen(because);
};

/** Who stands in the way of a Service on its load balancer: a person's listener, or one of another Service that keeps it. */
const blocker = (active: Active, uid: string, caseOf: (uid: string) => Case): string | undefined => {
  const { home, wish } = active;
  for (const listener of home?.listeners ?? []) {
    if (home === undefined || !wish.needs.some(({ slot }) => slot === listener.slot)) continue;
    if (!listener.named) return `listener ${listener.id} of a person`;
    const owner = ownerOf(home, listener);
    if (owner === undefined || owner === uid) continue;
    const holder = caseOf(owner);
    if (holder._tag === 'Frozen') return `listener ${listener.id} of a frozen Service`;
    if (holder._tag === 'Active' && holder.home?.id === home.id && holder.wish.needs.some(({ slot }) => slot === listener.slot))
      return `listener ${listener.id} of another Service`;
  }
  return undefined;
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
    for (let changed = true; changed; ) {
      changed = false;
      for (const [uid, one] of cases) {
        const because = one._tag === 'Active' ? blocker(one, uid, caseOf) : undefined;
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
