import type { CloudId } from '../Ref.js';
import type { ServiceKey } from '../Service.js';
import type { Settings } from '../Settings.js';
import type { Snapshot } from '../Snapshot.js';
import { alike, demandsOn, knownOf } from './attributes.js';
import { type Cloud, ownerOf, recordedFor, type Seen, type SeenListener } from './cloud.js';
import { type Active, clings, isRemnant, isSettled, mayOwn, situation, type Situation } from './situation.js';
import { declaredOn, type Expected, isHeld, members, type Need } from './wish.js';

/** Something that is not as it shall be: what kind of trouble, what it is about, and why it is one. */
export interface Complaint {
  readonly _tag:
    | 'MissingLoadBalancer'
    | 'NotRunning'
    | 'ExtraLoadBalancer'
    | 'MissingListener'
    | 'ExtraListener'
    | 'MissingRule'
    | 'ExtraRule'
    | 'WrongSetting'
    | 'WrongAttribute'
    | 'MissingMark'
    | 'ExtraMark'
    | 'MissingBackend'
    | 'WrongWeight'
    | 'ExtraBackend'
    | 'WrongAddress'
    | 'TouchedTheirs'
    | 'TouchedFrozen'
    | 'TouchedSetting'
    | 'NotReleased'
    | 'NotServing'
    | 'TooMany'
    | 'Unguarded';
  readonly about: string;
  readonly because: string;
}

/** A complaint in one line. */
export const showComplaint = ({ _tag, about, because }: Complaint): string => `${_tag}: ${about}: ${because}`;

type Complaints = ReadonlyArray<Complaint>;

const complain = (_tag: Complaint['_tag'], about: string, because: string): Complaint => ({ _tag, about, because });

/** Who stands behind a listener, and who should. */
export const judgeBackends = (about: string, expected: Expected, weights: ReadonlyMap<string, number>): Complaints => {
  const out: Array<Complaint> = [];
  for (const [key, weight] of expected.must) {
    const found = weights.get(key);
    if (found === undefined) out.push(complain('MissingBackend', about, `${key} is not registered`));
    else if (found !== weight) out.push(complain('WrongWeight', about, `${key} has weight ${found}, not ${weight}`));
  }
  for (const [key, weight] of weights) {
    if (expected.must.has(key)) continue;
    if (expected.draining.has(key)) {
      if (weight !== 0) out.push(complain('WrongWeight', about, `${key} is leaving and has weight ${weight}`));
      continue;
    }
    if (expected.tolerated === 'anybody' || expected.tolerated.has(key)) continue;
    out.push(complain('ExtraBackend', about, `nobody asks for ${key}`));
  }
  return out;
};

const judgeSettings = (about: string, found: ReadonlyMap<string, unknown>, declared: Need['declared']): Complaints =>
  declared
    .filter(([path, value]) => found.get(path) !== value)
    .map(([path, value]) =>
      complain('WrongSetting', about, `${path} is ${String(found.get(path))}, not ${String(value)}`),
    );

/** Whether a listener has the rules it shall have, and no other. */
const judgeRules = (
  about: string,
  { rules = [] }: SeenListener,
  need: Need,
  declared: ReadonlyMap<string, Need['declared']>,
): Complaints => [
  ...(need.rules ?? []).flatMap(({ key, lacking }): Complaints => {
    const place = `${about} ${key}`;
    const rule = rules.find((one) => one.key === key);
    if (rule === undefined) return lacking ? [] : [complain('MissingRule', place, 'requests for it find nobody')];
    return [
      ...judgeSettings(place, new Map(members(rule.facts.settings)), declared.get(key) ?? []),
      ...judgeBackends(place, need.expected, rule.weights),
    ];
  }),
  ...rules
    .filter((rule) => !(need.rules ?? []).some(({ key }) => key === rule.key))
    .map((rule) => complain('ExtraRule', `${about} ${rule.key}`, 'nobody asks for it')),
];

const judgeListener = (uid: string, home: Seen, need: Need): Complaints => {
  const about = `${home.id} ${need.key}`;
  const listener = home.listeners.find(({ key, named }) => named && key === need.key);
  if (need.lacking && (listener === undefined || ownerOf(home, listener) !== uid)) return [];
  if (listener === undefined) return [complain('MissingListener', about, `Service ${uid} is not served there`)];
  const settings = new Map(members(listener.facts.settings));
  const marks =
    home.standing !== 'mine' && recordedFor(home, listener) !== uid
      ? [complain('MissingMark', about, `listener ${listener.id} bears no record of ${uid}`)]
      : [];
  const declared = declaredOn(need, listener.facts.settings.sni === true);
  const wrong = judgeSettings(about, settings, declared.listener);
  if (need.rules === undefined) return [...marks, ...wrong, ...judgeBackends(about, need.expected, listener.weights)];
  return [...marks, ...wrong, ...judgeRules(about, listener, need, declared.rules)];
};

const judgeService = (uid: string, { home, wish }: Active): Complaints => {
  const about = `Service ${wish.service.key}`;
  if (home === undefined) return [complain('MissingLoadBalancer', about, 'nothing serves it')];
  const running =
    home.facts.status === 'Running'
      ? []
      : [complain('NotRunning', home.id, `Service ${wish.service.key} waits for it`)];
  const claimed = home.users.includes(uid)
    ? []
    : [complain('MissingMark', home.id, `it does not say that ${uid} uses it`)];
  const held = home.listeners
    .filter((one) => home.standing === 'adopted' && one.named && isHeld(wish, one) && ownerOf(home, one) === uid)
    .filter((one) => recordedFor(home, one) !== uid)
    .map((one) => complain('MissingMark', `${home.id} ${one.key}`, `listener ${one.id} bears no record of ${uid}`));
  return [...running, ...claimed, ...held, ...wish.needs.flatMap((need) => judgeListener(uid, home, need))];
};

/** Whether somebody justifies a listener of ours on a load balancer. */
const justified = (all: Situation, clb: Seen, listener: SeenListener): boolean => {
  const owner = ownerOf(clb, listener);
  if (owner === undefined) return clb.users.some((user) => mayOwn(all, clb, user));
  if (clings(all, clb, owner)) return true;
  const one = all.caseOf(owner);
  if (one._tag !== 'Active' || one.home?.id !== clb.id) return false;
  return isHeld(one.wish, listener) || one.wish.needs.some(({ key }) => key === listener.key);
};

const judgeUser = (all: Situation, clb: Seen, uid: string): Complaints => {
  const one = all.caseOf(uid);
  if (clings(all, clb, uid) || (one._tag === 'Active' && one.home?.id === clb.id)) return [];
  if (clb.standing === 'adopted') return [complain('ExtraMark', clb.id, `${uid} does not use it any more`)];
  return isRemnant(all.wishes, clb) ? [] : [complain('ExtraLoadBalancer', clb.id, `${uid} has no use for it`)];
};

/** Records that record nothing: of listeners that are gone, or that belong to somebody else. */
const judgeRecords = (all: Situation, clb: Seen): Complaints =>
  Object.entries(clb.facts.tags).flatMap(([key, value]) => {
    const uid = clb.users.find((user) => value !== '' && key === `${user}_${value}`);
    if (uid === undefined || clings(all, clb, uid)) return [];
    const listener = clb.listeners.find(({ id, named }) => named && id === value);
    return listener !== undefined && ownerOf(clb, listener) === uid
      ? []
      : [complain('ExtraMark', clb.id, `tag ${key} records nothing`)];
  });

const judgeLoadBalancer = (all: Situation, clb: Seen): Complaints => {
  if (clb.standing === 'theirs') return [];
  const users = clb.users.flatMap((uid) => judgeUser(all, clb, uid));
  const needed = clb.users.some((uid) => {
    const one = all.caseOf(uid);
    return clings(all, clb, uid) || (one._tag === 'Active' && one.home?.id === clb.id);
  });
  if (!needed && isRemnant(all.wishes, clb)) return users;
  const listeners = clb.listeners
    .filter((listener) => listener.named && !justified(all, clb, listener))
    .map((listener) => complain('ExtraListener', `${clb.id} ${listener.key}`, 'nobody asks for it'));
  return [...users, ...listeners, ...(clb.standing === 'adopted' ? judgeRecords(all, clb) : [])];
};

const judgeAttributes = (all: Situation, clb: Seen): Complaints => {
  const known = knownOf(clb.facts);
  return demandsOn(all, clb)
    .filter(({ name, value }) => known.has(name) && !alike(known.get(name), value))
    .map(({ name, value }) =>
      complain('WrongAttribute', clb.id, `${name} is ${JSON.stringify(known.get(name))}, not ${JSON.stringify(value)}`),
    );
};

const judgeAddress = ({ caseOf, uids, clbs }: Situation, published: ReadonlyMap<ServiceKey, CloudId>): Complaints =>
  uids.flatMap((uid) => {
    const one = caseOf(uid);
    if (one._tag !== 'Active' || !isSettled(one.wish)) return [];
    const there = published.get(one.wish.service.key);
    const used = clbs.some((clb) => clb.id === there && clb.users.includes(uid));
    return there === undefined || there === one.home?.id || !used
      ? []
      : [
          complain(
            'WrongAddress',
            `Service ${one.wish.service.key}`,
            `${there} is published, not ${String(one.home?.id)}`,
          ),
        ];
  });

/**
 * Whether a cloud satisfies the wishes of a snapshot: for each Service, who serves it; for each thing of ours in the cloud, who
 * justifies it. Written without the planner, from the rules alone. No complaints means that there is nothing to do.
 * `published` names the load balancer whose address a Service was last given, where that is known.
 */
export const judge =
  (settings: Settings) =>
  (snapshot: Snapshot, cloud: Cloud, published: ReadonlyMap<ServiceKey, CloudId> = new Map()): Complaints => {
    const all = situation(settings)(snapshot, cloud);
    const services = all.uids.flatMap((uid) => {
      const one = all.caseOf(uid);
      return one._tag === 'Active' ? judgeService(uid, one) : [];
    });
    return [
      ...services,
      ...all.clbs.flatMap((clb) => [...judgeLoadBalancer(all, clb), ...judgeAttributes(all, clb)]),
      ...judgeAddress(all, published),
    ];
  };
