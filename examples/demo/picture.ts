import { type Backend, LoadBalancer, ObservedState } from '@clbkit/core';
import { type Fake, World } from '@clbkit/provider-fake';
import { cluster } from './cluster.js';

/** The cloud as the shop's cluster reads it. */
export const observed = (world: World.World): ObservedState.ObservedState =>
  ObservedState.make(cluster.id, World.facts(world));

/** The Service behind a UID: `namespace/name`. */
export type NameOf = (uid: string) => string;

const shownAtMost = 4;

const block = ({ port, weight, addresses }: Backend.BackendBlock): string => {
  const more = addresses.length > shownAtMost ? ` +${addresses.length - shownAtMost}` : '';
  return `${addresses.slice(0, shownAtMost).join(' ')}${more} → :${port} weight ${weight}`;
};

const settingsOf = ({ settings }: ObservedState.ObservedListener): string =>
  [
    settings.scheduler === 'LEAST_CONN' ? 'least connections' : '',
    settings.sessionExpireTime ? `sticky ${settings.sessionExpireTime} s` : '',
  ]
    .filter((word) => word !== '')
    .join(', ');

const listener =
  (nameOf: NameOf, shared: boolean) =>
  (one: ObservedState.ObservedListener): ReadonlyArray<string> => {
    const owner = one.owner._tag === 'Service' ? nameOf(one.owner.uid) : `not ours: "${one.name}"`;
    const words = [shared || one.owner._tag !== 'Service' ? owner : '', settingsOf(one)].filter((word) => word !== '');
    const head = `${one.key.padEnd(9)} ${words.length === 0 ? '' : `(${words.join('; ')}) `}`;
    const [first = 'no backends', ...rest] = one.backends.map(block);
    return words.length === 0
      ? [`${head}${first}`, ...rest.map((line) => `${''.padEnd(9)} ${line}`)]
      : [head.trimEnd(), ...[first, ...rest].map((line) => `${''.padEnd(9)} ${line}`)];
  };

const owner = (nameOf: NameOf, { ownership }: ObservedState.ObservedLoadBalancer): string => {
  switch (ownership._tag) {
    case 'Mine':
      return `ours, for ${nameOf(ownership.uid)}`;
    case 'Adopted':
      return `the user's, lent to ${ownership.uids.map(nameOf).sort().join(' and ')}`;
    case 'Theirs':
      return ownership.because === 'OtherCluster' ? "another cluster's" : "the user's";
  }
};

const tree = (lines: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> =>
  lines.flatMap(([first = '', ...rest], index) => {
    const last = index === lines.length - 1;
    return [`${last ? '└' : '├'} ${first}`, ...rest.map((line) => `${last ? ' ' : '│'} ${line}`)];
  });

const loadBalancer =
  (nameOf: NameOf) =>
  (one: ObservedState.ObservedLoadBalancer): ReadonlyArray<string> => [
    `${one.id}  ${one.addresses.length === 0 ? 'no address yet' : one.addresses.join(', ')}  ${LoadBalancer.showNetwork(one.network)}; ${owner(nameOf, one)}`,
    ...tree(one.listeners.map(listener(nameOf, one.ownership._tag === 'Adopted'))),
  ];

/** The load balancers of a world as a text tree, one block each, in order of id. */
export const picture = (nameOf: NameOf, world: World.World): ReadonlyMap<string, ReadonlyArray<string>> =>
  new Map(Object.values(observed(world).loadBalancers).map((one) => [one.id, loadBalancer(nameOf)(one)]));

/** The blocks that are not as they were before, and a line for each that is gone. */
export const changes = (
  before: ReadonlyMap<string, ReadonlyArray<string>>,
  after: ReadonlyMap<string, ReadonlyArray<string>>,
): ReadonlyArray<string> => {
  const changed = [...after].filter(([id, lines]) => before.get(id)?.join('\n') !== lines.join('\n'));
  const gone = [...before.keys()].filter((id) => !after.has(id));
  const others = after.size - changed.length;
  return [
    ...changed.flatMap(([, lines]) => lines),
    ...gone.map((id) => `${id}  gone`),
    ...(before.size === 0 ? [] : [`and ${others} load balancers as before`]),
  ];
};

/** The load balancers that are ours for a Service. */
export const loadBalancersOf = (
  { fake, nameOf }: { readonly fake: Fake; readonly nameOf: NameOf },
  service: string,
): ReadonlyArray<ObservedState.ObservedLoadBalancer> =>
  Object.values(observed(fake.world()).loadBalancers).filter(
    ({ ownership }) => ownership._tag === 'Mine' && nameOf(ownership.uid) === service,
  );

/** The listener with that key. */
export const listenerOf = (
  one: ObservedState.ObservedLoadBalancer | undefined,
  key: string,
): ObservedState.ObservedListener | undefined => one?.listeners.find((listener) => listener.key === key);
