import { Backend, type Listener, LoadBalancer, ObservedState, type Ownership, Why } from '@clbkit/core';
import type { ListenerShown, LoadBalancerShown } from './Explanation.js';
import { settingsShown } from './settings.js';

const backendsOf = (set: Backend.BackendSet): ReadonlyArray<string> =>
  [...Backend.each(set)].map(({ address, port, weight }) => {
    const heavy = weight === Backend.weights.default ? '' : ` weight ${String(weight)}`;
    return `${address}:${String(port)}${heavy}`;
  });

const notesOn = ({ backends, settingsFrom, rules = [] }: Listener.ListenerWish): ReadonlyArray<string> => [
  ...rules.map(({ domain, url }) => `rule for ${domain === '' ? 'the default domain' : domain}${url} (R5.7)`),
  ...(backends.source._tag === 'Nodes' ? ['backends are Nodes, on a node port (R7.3)'] : []),
  ...(backends.source._tag === 'Endpoints' ? ['backends are Pods (R7.6)'] : []),
  ...(backends.draining.length > 0
    ? [`with weight 0 while they leave: ${backendsOf(backends.draining).join(', ')}`]
    : []),
  ...(backends.tolerated._tag === 'Anybody' ? [`nobody is removed: ${backends.tolerated.because}`] : []),
  ...(settingsFrom === undefined ? [] : [`settings from ${Why.showObject(settingsFrom)} (R6.1)`]),
];

const wished = (wish: Listener.ListenerWish): ListenerShown => ({
  key: wish.key,
  backends: backendsOf(wish.backends.required),
  settings: settingsShown(wish.settings),
  notes: notesOn(wish),
});

/** What one Service wants of a CLB. A CLB of its own that serves the same network already is that one. */
export const wanted = (
  one: LoadBalancer.LoadBalancer,
  claim: LoadBalancer.Claim,
  used: ReadonlyArray<ObservedState.ObservedLoadBalancer>,
): LoadBalancerShown => {
  const { placement } = one;
  const others = one.claims.filter(({ service }) => service !== claim.service).map(({ service }) => service);
  const shared = others.length === 0 ? '' : `, together with ${others.join(', ')}`;
  const listeners = Object.values(claim.listeners).map(wished);
  const attributes = settingsShown(claim.attributes?.values ?? {});
  if (placement._tag === 'Existing')
    return { id: placement.id, addresses: [], whose: `a user's (R3.10)${shared}`, settings: attributes, listeners };
  const { name, network } = placement;
  const there = used.find((of) => of.ownership._tag === 'Mine' && LoadBalancer.sameNetwork(of.network, network));
  return {
    ...(there === undefined ? {} : { id: there.id }),
    name: there?.name ?? name,
    network: LoadBalancer.showNetwork(network),
    addresses: [],
    whose: 'its own: bought for it and released with it (R3.1)',
    settings: { ...(there === undefined ? settingsShown(placement.creation ?? {}) : {}), ...attributes },
    listeners,
  };
};

const owner = (ownership: Ownership.Ownership): string => {
  if (ownership._tag === 'Mine') return 'its own';
  if (ownership._tag === 'Theirs') return 'not ours';
  return `a user's${ownership.uids.length > 1 ? `, used by ${String(ownership.uids.length)} Services` : ''}`;
};

const isOf = (uid: string, { owner: of }: ObservedState.ObservedListener): boolean =>
  of._tag === 'Service' && of.uid === uid;

/** A CLB there is, with the listeners of one Service and the attributes that it declares. */
export const observed = (
  uid: string,
  one: ObservedState.ObservedLoadBalancer,
  declared: ReadonlyArray<string>,
): LoadBalancerShown => ({
  id: one.id,
  name: one.name,
  network: LoadBalancer.showNetwork(one.network),
  addresses: [...one.addresses, ...(one.hostname === undefined ? [] : [one.hostname])],
  whose: `${owner(one.ownership)}${one.deletionProtected ? ', protected against deletion' : ''}`,
  settings: Object.fromEntries(
    Object.entries(settingsShown(ObservedState.attributesOf(one))).filter(([name]) => declared.includes(name)),
  ),
  listeners: one.listeners
    .filter((listener) => isOf(uid, listener))
    .map(({ key, id, backends }) => ({ key, id, backends: backendsOf(backends), settings: {}, notes: [] })),
});
