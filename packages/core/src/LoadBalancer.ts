import type { AttributeWishes } from './Attributes.js';
import { type Brand, brand } from './internal/brand.js';
import { type Keyed, keysOf, valuesOf } from './internal/keyed.js';
import { type ListenerKey, type ListenerWish, type Protocol, slotOf } from './Listener.js';
import type { PlanError } from './PlanError.js';
import type { CloudId } from './Ref.js';
import type { Creation } from './Request.js';
import type { ServiceKey } from './Service.js';
import type { Why } from './Why.js';

/** What a wanted load balancer is called: the Service's key for one of its own, the cloud id for an existing one. */
export type LoadBalancerKey = Brand<'LoadBalancerKey'>;

/** The key of a load balancer. */
export const loadBalancerKey = (text: string): LoadBalancerKey => brand(text);

/** The network a CLB serves (clb-api 2.2): public, or one subnet of the VPC. It cannot be changed in place. */
export type Network = { readonly _tag: 'Public' } | { readonly _tag: 'Internal'; readonly subnet: string };

/** A network in words. */
export const showNetwork = (network: Network): string =>
  network._tag === 'Public' ? 'public' : `internal in ${network.subnet}`;

/** Whether two networks are one. */
export const sameNetwork = (a: Network, b: Network): boolean =>
  a._tag === 'Public' ? b._tag === 'Public' : b._tag === 'Internal' && a.subnet === b.subnet;

/** How a CLB is to be bought, beyond its network, name and marks (tke-service 8.1). What is absent is left to the cloud. */
export interface Purchase extends Omit<Creation, 'name' | 'ignored'> {
  readonly passToTarget?: boolean;
  /** Wanted where the provider has a way to ask for it: the public API has none (3.8). */
  readonly modificationProtection?: true;
}

/** How a CLB is bought, in words: `BANDWIDTH_PACKAGE, 100 Mbps`; nothing where all is left to the cloud. */
export const showPurchase = ({ bandwidth, passToTarget, modificationProtection, more, ...rest }: Purchase): string =>
  [
    ...Object.values(rest).map(String),
    ...(bandwidth === undefined ? [] : [`${String(bandwidth)} Mbps`]),
    ...(passToTarget === true ? ['pass to target'] : []),
    ...(modificationProtection === true ? ['protected against changes'] : []),
    ...keysOf(more ?? {}),
  ].join(', ');

/** Which CLB is wanted: one of our own making, or one a user bought. */
export type Placement =
  | {
      readonly _tag: 'Own';
      readonly network: Network;
      readonly name: string;
      readonly clientToken: string;
      /** How it is bought; read only when it is (2.3). */
      readonly creation?: Creation;
      /** Why it cannot be bought like that. One that is there already is not concerned. */
      readonly refused?: PlanError;
    }
  | { readonly _tag: 'Existing'; readonly id: CloudId };

/** What one Service wants of a load balancer. */
export interface Claim {
  readonly service: ServiceKey;
  readonly uid: string;
  /** Milliseconds since the epoch; the older claim wins a port nobody holds (R4.6). */
  readonly createdAt: number;
  /** Addresses in the Service's status, which tell the CLB that serves it now. */
  readonly published: ReadonlyArray<string>;
  /** By listener key. */
  readonly listeners: Keyed<ListenerWish>;
  /** Listeners that are wanted but whose wish cannot be read: whatever is there stays as it is. */
  readonly held: ReadonlyArray<string>;
  /** What it declares of the CLB as a whole. */
  readonly attributes?: AttributeWishes;
  /** Set when a CLB of its own stays when the Service lets it go (`loadbalance-retain`, 2.4). */
  readonly retain?: true;
  /** The field that asks for this load balancer. */
  readonly why: Why;
}

/** Whether all that a claim wants is known and can be made, so that what its Service leaves for it may go. */
export const isSettled = (claim: Claim): boolean =>
  claim.held.length === 0 &&
  keysOf(claim.listeners).every((key) => {
    const wish = claim.listeners[key];
    return (
      wish !== undefined &&
      wish.lacks === undefined &&
      wish.backends.tolerated._tag === 'Only' &&
      (wish.rules ?? []).every(({ lacks }) => lacks === undefined)
    );
  });

/**
 * Whether a listener of ours stays for a claim although it is not what the claim wants: what it wants there cannot be read, or
 * cannot be made for want of a certificate.
 */
export const holds = (
  claim: Claim,
  listener: { readonly key: ListenerKey; readonly protocol: Protocol; readonly port: number },
): boolean =>
  claim.held.includes(listener.key) ||
  valuesOf(claim.listeners).some((wish) => wish.lacks !== undefined && slotOf(wish) === slotOf(listener));

/** A load balancer as it shall be. */
export interface LoadBalancer {
  readonly key: LoadBalancerKey;
  readonly placement: Placement;
  /** In order of age, then key. One of our own has exactly one. */
  readonly claims: readonly [Claim, ...ReadonlyArray<Claim>];
}

/** The longest name a CLB takes everywhere (clb-api 4, names). */
export const maxNameLength = 60;
