import {
  type Attributes as CoreAttributes,
  type Backend,
  Listener as CoreListener,
  type LoadBalancer as CoreLoadBalancer,
  type ObservedState,
  type Ownership,
  type Ref,
  type Rule as CoreRule,
} from '@clbkit/core';
import { type Draft, produce } from 'immer';
import { type Keyed, lookup, valuesOf } from './internal/keyed.js';
import * as Shelf from './internal/shelf.js';
import type { Quotas, Settings } from './limits.js';

/** A listener of the pretend cloud. Its settings are complete and its backends canonical. */
export interface Listener {
  readonly id: Ref.CloudId;
  readonly name: string;
  readonly protocol: CoreListener.Protocol;
  readonly port: number;
  readonly settings: CoreListener.ListenerSettings;
  readonly backends: Backend.BackendSet;
  /** By id; of HTTP and HTTPS listeners, whose backends stand on them. */
  readonly rules?: Keyed<Rule>;
}

/** A forwarding rule of the pretend cloud. Its settings are complete and its backends canonical. */
export interface Rule {
  readonly id: Ref.CloudId;
  readonly domain: string;
  readonly url: string;
  readonly settings: CoreRule.RuleSettings;
  readonly backends: Backend.BackendSet;
}

/** Attributes of a load balancer of the pretend cloud, all known. Only a public one has a bandwidth. */
export type Attributes = Required<Pick<Known, 'securityGroups' | 'passToTarget' | 'modificationProtection'>> &
  Pick<Known, 'internetMaxBandwidthOut'>;

type Known = CoreAttributes.Attributes;

/** A load balancer of the pretend cloud. It is `Creating` exactly while its creation runs. */
export interface LoadBalancer {
  readonly id: Ref.CloudId;
  readonly name: string;
  readonly network: CoreLoadBalancer.Network;
  readonly vpc?: string;
  readonly status: 'Creating' | 'Running';
  readonly vips: ReadonlyArray<string>;
  readonly hostname?: string;
  readonly deletionProtected: boolean;
  readonly attributes: Attributes;
  /** How it was bought. */
  readonly bought: ObservedState.Bought;
  readonly tags: Ownership.Tags;
  /** By listener id. */
  readonly listeners: Keyed<Listener>;
}

/** What a task does to its CLB when it ends. */
export type Effect =
  | { readonly _tag: 'Nothing' }
  | { readonly _tag: 'Created'; readonly vips: ReadonlyArray<string> }
  | { readonly _tag: 'Deleted' }
  | {
      readonly _tag: 'Attributes';
      readonly name?: string;
      readonly deletionProtected?: boolean;
      readonly passToTarget?: boolean;
      readonly internetMaxBandwidthOut?: number;
      readonly securityGroups?: ReadonlyArray<string>;
    }
  | { readonly _tag: 'ListenersMade'; readonly listeners: ReadonlyArray<Listener> }
  | {
      readonly _tag: 'ListenerModified';
      readonly listener: Ref.CloudId;
      readonly name?: string;
      readonly settings: CoreListener.ListenerSettings;
    }
  | { readonly _tag: 'ListenersDeleted'; readonly listeners: ReadonlyArray<Ref.CloudId> }
  /** All rules of a listener, as they are from then on. */
  | { readonly _tag: 'Rules'; readonly listener: Ref.CloudId; readonly rules: Keyed<Rule> }
  | {
      readonly _tag: 'Weights';
      readonly weights: ReadonlyArray<
        Backend.Backend & { readonly listener: Ref.CloudId; readonly rule?: Ref.CloudId }
      >;
    };

/** Work that the cloud has accepted and not finished. A CLB has at most one, and takes no other write meanwhile (clb-api 3.2). */
export interface Task {
  readonly requestId: string;
  readonly loadBalancer: Ref.CloudId;
  readonly action: string;
  readonly endsAt: number;
  readonly effect: Effect;
  /** Present when the task will fail: why. Its effect then never comes. */
  readonly failure?: string;
}

/** The pretend cloud at one instant: plain, immutable data. Large collections are shelves; read them with the functions below. */
export interface World {
  readonly version: 1;
  /** The virtual clock, in milliseconds. */
  readonly now: number;
  /** The number of the next id and of the next request. */
  readonly nextId: number;
  readonly nextRequest: number;
  readonly quotas: Quotas;
  readonly settings: Settings;
  readonly loadBalancers: Shelf.Shelf<LoadBalancer>;
  /** The CLBs each client token has bought. */
  readonly orders: Shelf.Shelf<ReadonlyArray<Ref.CloudId>>;
  /** By CLB. */
  readonly tasks: Keyed<Task>;
  /** Why a request's task failed, by request id. */
  readonly failures: Keyed<string>;
  /** When CLBs were deleted, as far as it still matters. */
  readonly deletions: ReadonlyArray<number>;
  /** Ids of the certificates of the account. Absent: every id is taken for one. */
  readonly certificates?: ReadonlyArray<string>;
}

/** The load balancer with that id. */
export const loadBalancer =
  (id: string) =>
  (world: World): LoadBalancer | undefined =>
    Shelf.get(world.loadBalancers, id);

/** The listener with that id on that load balancer. */
export const listener =
  (loadBalancerId: string, id: string) =>
  (world: World): Listener | undefined => {
    const found = Shelf.get(world.loadBalancers, loadBalancerId);
    return found === undefined ? undefined : lookup(found.listeners, id);
  };

/** The rules of a listener, in order of id. */
export const rulesOf = ({ rules }: Listener): ReadonlyArray<Rule> => valuesOf(rules ?? {});

/** Every load balancer, in order of id. */
export const loadBalancers = (world: World): ReadonlyArray<LoadBalancer> =>
  Shelf.entries(world.loadBalancers).map(([, one]) => one);

/** Whether the account has that certificate, when one is named at all. */
export const hasCertificate =
  (id: string | undefined) =>
  ({ certificates }: World): boolean =>
    id === undefined || certificates === undefined || certificates.includes(id);

/** How many load balancers there are. */
export const size = (world: World): number => {
  let count = 0;
  for (const board of Object.values(world.loadBalancers)) count += Object.keys(board).length;
  return count;
};

/** A world with this load balancer in it, in place of one with the same id. */
export const put = (one: LoadBalancer): ((world: World) => World) =>
  produce((draft: Draft<World>) => {
    Shelf.put<unknown>(draft.loadBalancers, one.id, one);
  });

/** A world without that load balancer and without its task. */
export const remove = (id: string): ((world: World) => World) =>
  produce((draft: Draft<World>) => {
    Shelf.drop(draft.loadBalancers, id);
    Reflect.deleteProperty(draft.tasks, id);
  });

/** A world with that load balancer changed; the same world when there is none or nothing changed. */
export const update =
  (id: string, change: (one: LoadBalancer) => LoadBalancer) =>
  (world: World): World => {
    const before = loadBalancer(id)(world);
    const after = before === undefined ? undefined : change(before);
    return after === undefined || after === before ? world : put(after)(world);
  };

/** A world with other quotas. */
export const withQuotas =
  (quotas: Partial<Quotas>) =>
  (world: World): World => ({ ...world, quotas: { ...world.quotas, ...quotas } });

/** A world with other settings, such as durations. */
export const withSettings =
  (settings: Partial<Settings>) =>
  (world: World): World => ({ ...world, settings: { ...world.settings, ...settings } });

/** One load balancer as a provider reads it. Backends keep their identity as long as they do not change. */
export const factsOf = (one: LoadBalancer): ObservedState.LoadBalancerFacts => {
  const { vips, listeners, ...rest } = one;
  return {
    ...rest,
    addresses: vips,
    listeners: valuesOf(listeners).map(({ rules, ...found }) => ({
      ...found,
      backends: { canonical: found.backends },
      ...(rules === undefined
        ? {}
        : { rules: valuesOf(rules).map((rule) => ({ ...rule, backends: { canonical: rule.backends } })) }),
    })),
  };
};

/** All there is, as a provider reads it, in order of id. */
export const facts = (world: World): ReadonlyArray<ObservedState.LoadBalancerFacts> =>
  loadBalancers(world).map(factsOf);

/** The slots taken on a load balancer: `TCP/80` and the listener that holds it. */
export const slots = (one: LoadBalancer): ReadonlyMap<string, Listener> =>
  new Map(Object.values(one.listeners).map((found) => [CoreListener.slotOf(found), found]));
