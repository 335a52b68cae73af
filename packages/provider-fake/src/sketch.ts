import {
  Backend,
  type Listener as CoreListener,
  type LoadBalancer as CoreLoadBalancer,
  type ObservedState,
  type Ownership,
  Ref,
  type Rule as CoreRule,
} from '@clbkit/core';
import { freeze } from 'immer';
import { vipOf } from './actions/account.js';
import { deliveredAs } from './actions/purchase.js';
import { type Keyed, keysOf, lookup } from './internal/keyed.js';
import * as Shelf from './internal/shelf.js';
import * as limits from './limits.js';
import { full } from './listenerSettings.js';
import { fullRule } from './ruleSettings.js';
import type { Attributes, Listener, LoadBalancer, Rule, Task, World } from './World.js';

/** A listener with what one cares to say of it. Without a name it is `unnamed`, which makes it a person's. */
export interface ListenerSketch {
  readonly id?: string;
  readonly name?: string;
  readonly protocol: CoreListener.Protocol;
  readonly port: number;
  readonly settings?: CoreListener.ListenerSettings;
  readonly backends?: BackendsSketch;
  /** By id; of HTTP and HTTPS listeners. */
  readonly rules?: Keyed<RuleSketch>;
}

/** Backends by port and weight, which is 10 when absent. */
export type BackendsSketch = ReadonlyArray<{
  readonly port: number;
  readonly weight?: number;
  readonly addresses: ReadonlyArray<string>;
}>;

/** A forwarding rule with what one cares to say of it: for `/`, and nobody behind it, unless it says otherwise. */
export interface RuleSketch {
  readonly id?: string;
  readonly domain: string;
  readonly url?: string;
  readonly settings?: CoreRule.RuleSettings;
  readonly backends?: BackendsSketch;
}

/** A load balancer with what one cares to say of it: public, running and untagged unless it says otherwise. */
export interface LoadBalancerSketch {
  readonly id?: string;
  readonly name?: string;
  readonly network?: CoreLoadBalancer.Network;
  readonly vpc?: string;
  readonly status?: 'Creating' | 'Running';
  readonly vips?: ReadonlyArray<string>;
  readonly hostname?: string;
  readonly deletionProtected?: boolean;
  readonly attributes?: Partial<Attributes>;
  readonly bought?: ObservedState.Bought;
  readonly tags?: Ownership.Tags;
  /** By listener id. */
  readonly listeners?: Keyed<ListenerSketch>;
}

/** A world with what one cares to say of it; `{}` is an empty account. Every complete world, as JSON, is one too. */
export interface WorldSketch {
  readonly version?: 1;
  readonly now?: number;
  readonly nextId?: number;
  readonly nextRequest?: number;
  readonly quotas?: Partial<limits.Quotas>;
  readonly settings?: Partial<limits.Settings>;
  /** By id. */
  readonly loadBalancers?: Keyed<LoadBalancerSketch>;
  /** Ids of the load balancers each client token has bought. */
  readonly orders?: Keyed<ReadonlyArray<string>>;
  readonly tasks?: Keyed<Task>;
  readonly failures?: Keyed<string>;
  readonly deletions?: ReadonlyArray<number>;
  /** Ids of the certificates of the account; every id is one when absent. */
  readonly certificates?: ReadonlyArray<string>;
}

const backendsIn = (backends: BackendsSketch = []): Backend.BackendSet =>
  Backend.canonical(
    backends.flatMap((block) =>
      block.addresses.map((address) => ({
        address,
        port: block.port,
        weight: block.weight ?? Backend.weights.default,
      })),
    ),
  );

const ruleIn =
  (protocol: 'HTTP' | 'HTTPS') =>
  ([id, { domain, url = '/', settings = {}, backends }]: readonly [string, RuleSketch]): readonly [string, Rule] => [
    id,
    { id: Ref.cloudId(id), domain, url, settings: fullRule(protocol, settings), backends: backendsIn(backends) },
  ];

const listenerOf = (id: string, { settings, backends, name, protocol, port, rules }: ListenerSketch): Listener => ({
  id: Ref.cloudId(id),
  name: name ?? 'unnamed',
  protocol,
  port,
  settings: full(protocol, settings ?? {}),
  backends: backendsIn(backends),
  ...(protocol === 'HTTP' || protocol === 'HTTPS'
    ? { rules: Object.fromEntries(Object.entries(rules ?? {}).map(ruleIn(protocol))) }
    : {}),
});

const loadBalancerOf = (id: string, sketch: LoadBalancerSketch, number: number): LoadBalancer => {
  const { vpc, hostname, status = 'Running', network = { _tag: 'Public' } } = sketch;
  const listeners = Object.entries(sketch.listeners ?? {});
  const delivered = deliveredAs({ network });
  return {
    id: Ref.cloudId(id),
    name: sketch.name ?? id,
    network,
    ...(vpc === undefined ? {} : { vpc }),
    status,
    vips: sketch.vips ?? (status === 'Running' && hostname === undefined ? [vipOf(network, number)] : []),
    ...(hostname === undefined ? {} : { hostname }),
    deletionProtected: sketch.deletionProtected ?? false,
    attributes: { ...delivered.attributes, ...sketch.attributes },
    bought: { ...delivered.bought, ...sketch.bought },
    tags: sketch.tags ?? {},
    listeners: Object.fromEntries(listeners.map(([key, one]) => [key, listenerOf(key, one)])),
  };
};

/** The number in an id of our own making; 0 for any other. */
const numberIn = (id: string): number => {
  const digits = /^(?:lbl?|loc)-(0[0-9a-z]{7})$/.exec(id)?.[1];
  return digits === undefined ? 0 : parseInt(digits, 36);
};

const idsIn = (sketch: WorldSketch): ReadonlyArray<string> => [
  ...Object.entries(sketch.loadBalancers ?? {}).flatMap(([id, { listeners = {} }]) => [
    id,
    ...Object.keys(listeners),
    ...Object.values(listeners).flatMap(({ rules }) => Object.keys(rules ?? {})),
  ]),
  ...Object.values(sketch.orders ?? {}).flat(),
];

/** Creations that a sketch says are under way without saying until when. */
const creations = (made: ReadonlyArray<LoadBalancer>, tasks: Keyed<Task>, world: Omit<World, 'tasks'>): Keyed<Task> => {
  const open = made.filter(({ id, status }) => status === 'Creating' && lookup(tasks, id) === undefined);
  return Object.fromEntries(
    open.map(({ id, network }, index) => [
      id,
      {
        requestId: `req-sketch-${id}`,
        loadBalancer: id,
        action: 'CreateLoadBalancer',
        endsAt: world.now + world.settings.createLoadBalancerMs,
        effect: { _tag: 'Created', vips: [vipOf(network, world.nextId + made.length + index)] },
      },
    ]),
  );
};

/**
 * The world that a sketch describes: everything it leaves open gets its default. Law: a complete world stays as it is.
 *
 * @example
 * import assert from 'node:assert';
 * import { World, worldOf } from '@clbkit/provider-fake';
 *
 * const world = worldOf({ loadBalancers: { 'lb-a': { listeners: { 'lbl-a': { protocol: 'TCP', port: 80 } } } } });
 * assert.deepStrictEqual(World.listener('lb-a', 'lbl-a')(world)?.settings.scheduler, 'WRR');
 */
export const worldOf = (sketch: WorldSketch): World => {
  const ids = keysOf(sketch.loadBalancers ?? {});
  const made = ids.map((id, index) => loadBalancerOf(id, lookup(sketch.loadBalancers ?? {}, id) ?? {}, index + 1));
  const highest = idsIn(sketch).reduce((max, id) => Math.max(max, numberIn(id)), made.length);
  const orders = Object.entries(sketch.orders ?? {});
  const rest: Omit<World, 'tasks'> = {
    version: 1,
    now: sketch.now ?? 0,
    nextId: sketch.nextId ?? highest + 1,
    nextRequest: sketch.nextRequest ?? 1,
    quotas: { ...limits.quotas, ...sketch.quotas },
    settings: { ...limits.settings, ...sketch.settings },
    loadBalancers: Shelf.fromEntries(made.map((one) => [one.id, one])),
    orders: Shelf.fromEntries(orders.map(([token, bought]) => [token, bought.map(Ref.cloudId)])),
    failures: sketch.failures ?? {},
    deletions: sketch.deletions ?? [],
    ...(sketch.certificates === undefined ? {} : { certificates: sketch.certificates }),
  };
  const tasks = sketch.tasks ?? {};
  return freeze({ ...rest, tasks: { ...tasks, ...creations(made, tasks, rest) } }, true);
};

/** An account with nothing in it. */
export const emptyWorld: World = worldOf({});

const setOf = (backends: ObservedState.ListenerFacts['backends']): Backend.BackendSet =>
  'canonical' in backends ? backends.canonical : Backend.canonical(backends);

/** A world with these load balancers, as a provider reads them, and nothing else. */
export const worldOfFacts = (facts: Iterable<ObservedState.LoadBalancerFacts>, sketch: WorldSketch = {}): World => {
  const pairs = [...facts].map(({ addresses, listeners, ...one }): readonly [string, LoadBalancerSketch] => {
    const sketched = listeners.map(({ backends, rules, ...listener }): readonly [string, ListenerSketch] => {
      const ruled = rules?.map((rule) => [rule.id, { ...rule, backends: setOf(rule.backends) }] as const);
      const more = ruled === undefined ? {} : { rules: Object.fromEntries(ruled) };
      return [listener.id, { ...listener, backends: setOf(backends), ...more }];
    });
    return [one.id, { ...one, vips: addresses, listeners: Object.fromEntries(sketched) }];
  });
  return worldOf({ ...sketch, loadBalancers: { ...sketch.loadBalancers, ...Object.fromEntries(pairs) } });
};
