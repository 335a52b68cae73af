import type { CloudId } from '../Ref.js';
import type { ServiceKey } from '../Service.js';
import type { Settings } from '../Settings.js';
import type { Snapshot } from '../Snapshot.js';
import { alike, demandsOn, knownOf } from './attributes.js';
import { type Cloud, handover, ownerOf, see, type Seen, type SeenListener } from './cloud.js';
import type { Complaint } from './judge.js';
import { foreignTags, listenerPortrait, portrait, shellPortrait } from './portrait.js';
import { type Active, clings, inUse, isKept, mayOwn, situation, type Situation, usedBy } from './situation.js';
import { declaredOn, isHeld, members, type Need } from './wish.js';

/** The cloud at one instant of a pass, and the load balancer whose address each Service was last given. */
export interface Moment {
  readonly cloud: Cloud;
  readonly published: ReadonlyMap<ServiceKey, CloudId>;
}

type Complaints = ReadonlyArray<Complaint>;
/** Compares the cloud before and after some steps, under one wish. */
export type Witness = (settings: Settings) => (snapshot: Snapshot, before: Cloud, after: Cloud) => Complaints;

const complain = (_tag: Complaint['_tag'], about: string, because: string): Complaint => ({ _tag, about, because });

const find = (clbs: ReadonlyArray<Seen>, id: string): Seen | undefined => clbs.find((one) => one.id === id);

const homes = ({ uids, caseOf }: Situation): ReadonlySet<string> =>
  new Set(
    uids.flatMap((uid) => {
      const one = caseOf(uid);
      return one._tag === 'Active' && one.home !== undefined ? [one.home.id] : [];
    }),
  );

const sameForeignParts = (was: Seen, is: Seen): Complaints => {
  const listeners = was.listeners.filter(({ named }) => !named);
  const touched = listeners.filter((listener) => {
    const now = is.listeners.find(({ id }) => id === listener.id);
    return now === undefined || listenerPortrait(now) !== listenerPortrait(listener);
  });
  return [
    ...touched.map(({ id, name }) => complain('TouchedTheirs', `${was.id} ${id}`, `listener "${name}" was changed`)),
    ...(shellPortrait(was) === shellPortrait(is)
      ? []
      : [complain('TouchedTheirs', was.id, 'its attributes were changed')]),
    ...(JSON.stringify(foreignTags(was.facts.tags)) === JSON.stringify(foreignTags(is.facts.tags))
      ? []
      : [complain('TouchedTheirs', was.id, "others' tags were changed")]),
  ];
};

const mayGo = ({ wishes }: Situation, clb: Seen): boolean =>
  clb.standing === 'mine' &&
  !clb.facts.deletionProtected &&
  !isKept(wishes, clb) &&
  clb.listeners.every(({ named }) => named);

/** Bit for bit: load balancers of others, and the listeners and tags of others on those that we use. */
export const untouchedTheirs: Witness = (settings) => (snapshot, before, after) => {
  const all = situation(settings)(snapshot, before);
  const ours = homes(all);
  const now = see(snapshot.cluster.id, after);
  return all.clbs.flatMap((was) => {
    const is = find(now, was.id);
    if (is === undefined) return mayGo(all, was) ? [] : [complain('TouchedTheirs', was.id, 'it is gone')];
    if (was.standing === 'theirs' && !ours.has(was.id))
      return portrait(was) === portrait(is)
        ? []
        : [complain('TouchedTheirs', was.id, 'it is not ours and was changed')];
    return sameForeignParts(was, is);
  });
};

const tagsOf = (clb: Seen, uid: string): string =>
  JSON.stringify(
    Object.entries(clb.facts.tags)
      .filter(([key, value]) => key.startsWith(uid) || value === uid || key === 'tke-clusterId')
      .sort(),
  );

/** What frozen Services own is as it was. */
export const frozenUntouched: Witness = (settings) => (snapshot, before, after) => {
  const all = situation(settings)(snapshot, before);
  const now = see(snapshot.cluster.id, after);
  const touched = (about: string): Complaint =>
    complain('TouchedFrozen', about, 'a frozen Service owns it and it was changed');
  return all.uids
    .filter((uid) => all.caseOf(uid)._tag === 'Frozen')
    .flatMap((uid) =>
      usedBy(all.clbs, uid).flatMap((was) => {
        const is = find(now, was.id);
        if (is === undefined) return [touched(was.id)];
        if (was.standing === 'mine') return portrait(was) === portrait(is) ? [] : [touched(was.id)];
        const same = (listener: SeenListener): boolean => {
          const there = is.listeners.find(({ id }) => id === listener.id);
          const whose = ownerOf(was, listener);
          if (!listener.named || (whose !== uid && whose !== undefined)) return true;
          if (whose === undefined && !mayOwn(all, was, uid)) return true;
          return whose === undefined
            ? there !== undefined
            : there !== undefined && listenerPortrait(there) === listenerPortrait(listener);
        };
        const listeners = was.listeners
          .filter((listener) => !same(listener))
          .map(({ id }) => touched(`${was.id} ${id}`));
        return tagsOf(was, uid) === tagsOf(is, uid) ? listeners : [...listeners, touched(`${was.id} tags`)];
      }),
    );
};

const needAt = (all: Situation, clb: Seen, listener: SeenListener): Need | undefined => {
  for (const uid of all.uids) {
    const one = all.caseOf(uid);
    if (one._tag !== 'Active' || one.home?.id !== clb.id) continue;
    const need = one.wish.needs.find(({ key }) => key === listener.key);
    if (need !== undefined && (!need.lacking || ownerOf(clb, listener) === uid)) return need;
  }
  return undefined;
};

type Members = ReadonlyArray<readonly [string, unknown]>;

const touchedIn = (
  about: string,
  before: Parameters<typeof members>[0],
  after: Parameters<typeof members>[0],
  declared: Members,
): Complaints => {
  const said = new Set(declared.map(([path]) => path));
  const old = new Map(members(before));
  const young = new Map(members(after));
  return [...new Set([...old.keys(), ...young.keys()])]
    .filter((path) => !said.has(path) && old.get(path) !== young.get(path))
    .map((path) =>
      complain('TouchedSetting', about, `${path} was ${String(old.get(path))}, is ${String(young.get(path))}`),
    );
};

/** What the cloud itself changes on rules: which is the default, as rules come and go; their certificates when SNI is switched on. */
const ofTheCloud = (declared: ReturnType<typeof declaredOn> | undefined): Members => [
  ['defaultServer', undefined],
  ...(declared?.listener.some(([path]) => path === 'sni') === true ? [['certificate', undefined] as const] : []),
];

/** A setting that nobody declares is the same before and after. */
export const untouchedSettings: Witness = (settings) => (snapshot, before, after) => {
  const all = situation(settings)(snapshot, before);
  const now = see(snapshot.cluster.id, after);
  const attributes = (was: Seen): Complaints => {
    const is = find(now, was.id);
    if (is === undefined) return [];
    const [old, young] = [knownOf(was.facts), knownOf(is.facts)];
    const demanded = new Set(demandsOn(all, was).map(({ name }) => name));
    return [...old.keys()]
      .filter((name) => !demanded.has(name) && !alike(old.get(name), young.get(name)))
      .map((name) =>
        complain(
          'TouchedSetting',
          was.id,
          `${name} was ${JSON.stringify(old.get(name))}, is ${JSON.stringify(young.get(name))}`,
        ),
      );
  };
  const onListeners = (was: Seen): Complaints =>
    was.listeners.flatMap((listener) => {
      const is = find(now, was.id)?.listeners.find(({ id }) => id === listener.id);
      if (is === undefined) return [];
      const need = needAt(all, was, listener);
      const declared = need === undefined ? undefined : declaredOn(need, listener.facts.settings.sni === true);
      const about = `${was.id} ${listener.key}`;
      return [
        ...touchedIn(about, listener.facts.settings, is.facts.settings, declared?.listener ?? []),
        ...(listener.rules ?? []).flatMap((rule) => {
          const there = is.rules?.find(({ id }) => id === rule.id);
          if (there === undefined) return [];
          const said = [...(declared?.rules.get(rule.key) ?? []), ...ofTheCloud(declared)];
          return touchedIn(`${about} ${rule.key}`, rule.facts.settings, there.facts.settings, said);
        }),
      ];
    });
  return all.clbs.flatMap((was) => [...attributes(was), ...onListeners(was)]);
};

/** From one instant to the next: where nothing of ours was served, no listener comes before the security groups that are declared. */
export const guarded: Witness = (settings) => (snapshot, before, after) => {
  const all = situation(settings)(snapshot, after);
  const was = see(snapshot.cluster.id, before);
  return all.clbs.flatMap((is) => {
    const served = ({ listeners }: Seen): boolean => listeners.some(({ named }) => named);
    const old = find(was, is.id);
    const asked = demandsOn(all, is).find(({ name }) => name === 'securityGroups');
    const known = knownOf(is.facts);
    if (!served(is) || (old !== undefined && served(old))) return [];
    return asked === undefined || !known.has(asked.name) || alike(known.get(asked.name), asked.value)
      ? []
      : [
          complain(
            'Unguarded',
            is.id,
            `it is served with the security groups ${JSON.stringify(known.get(asked.name))}`,
          ),
        ];
  });
};

/** Whether some Service that is followed has taken a listener over. */
const takenOver = (now: Situation, clb: Seen, listener: SeenListener): boolean => {
  const owner = ownerOf(clb, listener);
  const one = owner === undefined ? undefined : now.caseOf(owner);
  if (one?._tag !== 'Active' || one.home?.id !== clb.id) return false;
  return isHeld(one.wish, listener) || one.wish.needs.some(({ key }) => key === listener.key);
};

const leftBehind = (
  snapshot: Snapshot,
  all: Situation,
  now: Situation,
  was: Seen,
  is: Seen | undefined,
  uid: string,
): string | undefined => {
  if (was.standing === 'adopted') {
    if (is === undefined) return 'it is not ours and was deleted';
    if (is.users.includes(uid) || is.facts.tags[uid] !== undefined) return `it still says that ${uid} uses it`;
    if (is.users.length === 0 && is.facts.tags['tke-clusterId'] === snapshot.cluster.id)
      return 'it still says that this cluster uses it';
    const stale = was.listeners.find((listener) => {
      const there = is.listeners.find(({ id }) => id === listener.id);
      const owner = ownerOf(was, listener);
      const leaves = owner === uid || (owner === undefined && !was.users.some((user) => clings(all, was, user)));
      return listener.named && leaves && there !== undefined && !takenOver(now, is, there);
    });
    return stale === undefined ? undefined : `listener ${stale.id} of ${uid} is still there`;
  }
  const keep = isKept(all.wishes, was);
  if (was.facts.deletionProtected && !keep)
    return is !== undefined && portrait(is) === portrait(was) ? undefined : 'it is protected and was changed';
  const foreign = was.listeners.some(({ named }) => !named);
  if (!foreign && !keep) return is === undefined ? undefined : 'it is still there';
  if (is === undefined) return 'it is gone although a person needs it';
  if (is.listeners.some(({ named }) => named)) return 'our listeners are still on it';
  if (keep)
    return is.facts.tags['tke-createdBy-flag'] === undefined && is.users.length === 0
      ? undefined
      : 'our tags are still on it';
  return is.users.includes(uid) ? undefined : 'its marks are gone although it must be deleted later';
};

/** After a whole pass: what nobody needs any more is let go as its owner demands, neither more nor less. */
export const released: Witness = (settings) => (snapshot, before, after) => {
  const all = situation(settings)(snapshot, before);
  const now = situation(settings)(snapshot, after);
  const leaves = (uid: string, clb: Seen): boolean => {
    if (clings(all, clb, uid)) return false;
    if (all.caseOf(uid)._tag !== 'Active') return all.caseOf(uid)._tag === 'Released';
    const one = now.caseOf(uid);
    return one._tag === 'Active' && one.home?.id !== clb.id && !clings(now, clb, uid);
  };
  return all.uids.flatMap((uid) =>
    usedBy(all.clbs, uid)
      .filter((was) => leaves(uid, was))
      .flatMap((was) => {
        const because = leftBehind(snapshot, all, now, was, find(now.clbs, was.id), uid);
        return because === undefined ? [] : [complain('NotReleased', was.id, because)];
      }),
  );
};

/** From one instant to the next, no Service comes to have a second load balancer but in a handover, and never a third. */
export const atMostOne: Witness = (settings) => (snapshot, before, after) => {
  const was = see(snapshot.cluster.id, before);
  const is = see(snapshot.cluster.id, after);
  const uids = [...new Set(is.flatMap(({ users }) => users))].sort();
  return uids.flatMap((uid) => {
    const old = usedBy(was, uid).map(({ id }) => id);
    const all = usedBy(is, uid);
    const young = all.filter(({ id }) => !old.includes(id));
    const [first, second] = all;
    if (young.length === 0 || all.length === 1 || first === undefined || second === undefined) return [];
    const about = `Service ${uid}`;
    if (all.length > 2 || young.length > 1)
      return [complain('TooMany', about, `${all.map(({ id }) => id).join(', ')} are all its`)];
    if (settings.transitions === 'refuse')
      return [complain('TooMany', about, `${first.id} and ${second.id} are its, and replacing is refused`)];
    const bought = first.standing === 'mine' && second.standing === 'mine';
    if (!bought || handover(first, second)?.[0].id === young[0]?.id) return [];
    return [
      complain('TooMany', about, `${first.id} and ${second.id} are its, and the new one does not replace the other`),
    ];
  });
};

const live = (listener: Pick<SeenListener, 'weights'>): ReadonlyArray<string> =>
  [...listener.weights].filter(([, weight]) => weight > 0).map(([key]) => key);

/** Whether a backend may stay and serve; one that shall have weight 0 may stay, and serves nobody. */
const useful = ({ expected }: Need, key: string): boolean =>
  (expected.must.get(key) ?? 0) > 0 || (expected.tolerated !== 'anybody' && expected.tolerated.has(key));

/**
 * The load balancer at whose address clients find a Service: the published one; else the one that was it before, as long as it is
 * there; else the one that serves it.
 */
const front = (
  clbs: ReadonlyArray<Seen>,
  moment: Moment,
  uid: string,
  active: Active,
  was?: Seen,
): Seen | undefined => {
  const used = usedBy(clbs, uid);
  const named = moment.published.get(active.wish.service.key);
  return (
    used.find(({ id }) => id === named) ?? used.find(({ id }) => id === was?.id) ?? inUse(clbs, uid, active.wish)[0]
  );
};

/** Who serves a listener of a Service on a load balancer. */
const servers = (clb: Seen | undefined, uid: string, need: Need, rule: string | undefined): ReadonlyArray<string> => {
  if (clb === undefined) return [];
  const its = (one: SeenListener): boolean =>
    ownerOf(clb, one) === uid || clb.facts.tags[`${uid}_${one.id}`] === one.id;
  const bearers = clb.listeners.filter((one) => one.named && one.key === need.key && its(one));
  if (rule === undefined) return bearers.flatMap(live);
  return bearers.flatMap(({ rules = [] }) => rules.filter(({ key }) => key === rule).flatMap(live));
};

/** A load balancer may go only when its Service has been told another address. */
const abandoned = (clusterId: string, before: Moment, moment: Moment, uid: string, active: Active): boolean => {
  const was = see(clusterId, before.cloud);
  const { key, published } = active.wish.service;
  const shown = usedBy(was, uid).find(
    (one) =>
      (before.published.get(key) ?? one.id) === one.id &&
      (before.published.has(key) || one.facts.addresses.some((address) => published.includes(address))),
  );
  const now = usedBy(see(clusterId, moment.cloud), uid);
  if (shown === undefined || now.length === 0 || now.some(({ id }) => id === shown.id)) return false;
  return !now.some(({ id }) => id === moment.published.get(key));
};

/**
 * If a listener of a Service had somebody to serve it and shall have, no instant leaves it with nobody; and if one of those who
 * serve it may stay, no instant leaves it with none of those. In a replacement the published load balancer counts.
 */
export const serving =
  (settings: Settings) =>
  (snapshot: Snapshot, before: Moment, later: ReadonlyArray<Moment>): Complaints => {
    const all = situation(settings)(snapshot, before.cloud);
    return all.uids.flatMap((uid) => {
      const one = all.caseOf(uid);
      if (one._tag !== 'Active') return [];
      const about = `Service ${one.wish.service.key}`;
      const gone = later.findIndex((moment) => abandoned(snapshot.cluster.id, before, moment, uid, one));
      if (gone >= 0)
        return [
          complain(
            'NotServing',
            about,
            `its published load balancer is let go in step ${gone + 1}, and no other is published`,
          ),
        ];
      const first = front(all.clbs, before, uid, one);
      const places = one.wish.needs.flatMap((need) => {
        const rules: ReadonlyArray<string | undefined> = need.rules?.map(({ key }) => key) ?? [undefined];
        return rules.map((rule) => ({ need, rule }));
      });
      return places.flatMap(({ need, rule }) => {
        const at = (moment: Moment): ReadonlyArray<string> =>
          servers(front(see(snapshot.cluster.id, moment.cloud), moment, uid, one, first), uid, need, rule);
        const had = at(before);
        if (had.length === 0 || ![...need.expected.must.values()].some((weight) => weight > 0)) return [];
        const staying = had.some((key) => useful(need, key));
        const dark = later.findIndex((moment) => {
          const now = at(moment);
          return now.length === 0 || (staying && !now.some((key) => useful(need, key)));
        });
        return dark < 0
          ? []
          : [complain('NotServing', `${about} ${need.key}`, `nobody serves it after step ${dark + 1}`)];
      });
    });
  };
