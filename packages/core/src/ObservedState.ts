import type { Attributes } from './Attributes.js';
import * as Backend from './Backend.js';
import { byText, fromPairs, type Keyed } from './internal/keyed.js';
import * as Listener from './Listener.js';
import type { Network } from './LoadBalancer.js';
import * as Ownership from './Ownership.js';
import type { CloudId } from './Ref.js';
import * as Rule from './Rule.js';

/** A forwarding rule as a provider reads it. */
export interface RuleFacts {
  readonly id: CloudId;
  readonly domain: string;
  readonly url: string;
  readonly settings: Rule.RuleSettings;
  readonly backends: Iterable<Backend.Backend> | { readonly canonical: Backend.BackendSet };
}

/** A forwarding rule there is. */
export interface ObservedRule {
  readonly id: CloudId;
  /** The address of the CLB, as a domain, counts as the default domain. */
  readonly key: Rule.RuleKey;
  /** As the cloud has it. */
  readonly domain: string;
  readonly url: string;
  readonly settings: Rule.RuleSettings;
  readonly backends: Backend.BackendSet;
}

/** A listener as a provider reads it. */
export interface ListenerFacts {
  readonly id: CloudId;
  readonly name: string;
  readonly protocol: Listener.Protocol;
  readonly port: number;
  readonly settings: Listener.ListenerSettings;
  readonly backends: Iterable<Backend.Backend> | { readonly canonical: Backend.BackendSet };
  /** Of HTTP and HTTPS listeners. */
  readonly rules?: ReadonlyArray<RuleFacts>;
}

/** How a CLB was bought, as far as a provider reads it: what cannot be changed any more. */
export interface Bought {
  readonly addressIPVersion?: 'IPV4' | 'IPV6' | 'IPv6FullChain';
  readonly chargeType?: string;
  readonly bandwidthPackageId?: string;
  readonly vipIsp?: string;
  /** The zone by every spelling there is: `100001`, `ap-guangzhou-1`. */
  readonly zone?: ReadonlyArray<string>;
  readonly slaType?: string;
}

/** A load balancer as a provider reads it. */
export interface LoadBalancerFacts {
  readonly id: CloudId;
  readonly name: string;
  readonly network: Network;
  readonly vpc?: string;
  readonly status: 'Creating' | 'Running';
  /** VIPs. */
  readonly addresses: ReadonlyArray<string>;
  /** Domain of a domain-based CLB. */
  readonly hostname?: string;
  readonly deletionProtected: boolean;
  /** Its other attributes. What a provider did not read is absent: it is unknown, and never compared. */
  readonly attributes?: Omit<Attributes, 'deletionProtection'>;
  readonly bought?: Bought;
  readonly tags: Ownership.Tags;
  readonly listeners: ReadonlyArray<ListenerFacts>;
}

/** Whose a listener is. */
export type ListenerOwner =
  /** Of that Service: by its record, or because the CLB has no other user. */
  | { readonly _tag: 'Service'; readonly uid: string; readonly recorded: boolean }
  /** Made by us, but its record is missing and the CLB has several users. */
  | { readonly _tag: 'Unrecorded' }
  /** A person's, or another cluster's. */
  | { readonly _tag: 'Theirs' };

/** A listener there is. */
export interface ObservedListener {
  readonly id: CloudId;
  readonly key: Listener.ListenerKey;
  readonly name: string;
  readonly protocol: Listener.Protocol;
  readonly port: number;
  readonly settings: Listener.ListenerSettings;
  readonly backends: Backend.BackendSet;
  /** Of HTTP and HTTPS listeners, in order of key, then id. */
  readonly rules?: ReadonlyArray<ObservedRule>;
  readonly owner: ListenerOwner;
}

/** A load balancer there is. */
export interface ObservedLoadBalancer {
  readonly id: CloudId;
  readonly name: string;
  readonly network: Network;
  readonly vpc?: string;
  readonly status: 'Creating' | 'Running';
  readonly addresses: ReadonlyArray<string>;
  readonly hostname?: string;
  readonly deletionProtected: boolean;
  /** What is absent is unknown. */
  readonly attributes?: Omit<Attributes, 'deletionProtection'>;
  readonly bought?: Bought;
  readonly tags: Ownership.Tags;
  readonly ownership: Ownership.Ownership;
  /** In order of key, then id. */
  readonly listeners: ReadonlyArray<ObservedListener>;
}

/** Quotas of the account that a plan must fit in; an absent one is not known and not planned for (clb-api 4). */
export interface Limits {
  readonly listenersPerLoadBalancer?: number;
  readonly backendsPerListener?: number;
  /** Forwarding rules of all listeners of one CLB together. */
  readonly rulesPerLoadBalancer?: number;
}

/**
 * The cloud as far as this cluster is concerned: every CLB that carries the cluster's tag, and every existing CLB the scope
 * names that there is. One that the scope names and that is missing here does not exist.
 */
export interface ObservedState {
  /** By cloud id. */
  readonly loadBalancers: Keyed<ObservedLoadBalancer>;
  readonly limits: Limits;
}

const ownerOf = (
  ownership: Ownership.Ownership,
  tags: Ownership.Tags,
  facts: Pick<ListenerFacts, 'id' | 'name'>,
): ListenerOwner => {
  if (ownership._tag === 'Theirs' || facts.name !== Listener.managedName) return { _tag: 'Theirs' };
  if (ownership._tag === 'Mine') return { _tag: 'Service', uid: ownership.uid, recorded: true };
  const recorded = ownership.uids.find((uid) => Object.hasOwn(tags, Ownership.recordKey(uid, facts.id)));
  if (recorded !== undefined) return { _tag: 'Service', uid: recorded, recorded: true };
  const [only, ...others] = ownership.uids;
  return only !== undefined && others.length === 0
    ? { _tag: 'Service', uid: only, recorded: false }
    : { _tag: 'Unrecorded' };
};

const byKey = (a: ObservedListener, b: ObservedListener): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

const setOf = (backends: ListenerFacts['backends']): Backend.BackendSet =>
  'canonical' in backends ? backends.canonical : Backend.canonical(backends);

/** The domain that a CLB has by itself: its first address, or the name of a domain-based one. */
const ownDomain = ({ addresses: [first], hostname }: LoadBalancerFacts): string | undefined => first ?? hostname;

const rulesOf = (clb: LoadBalancerFacts, rules: ReadonlyArray<RuleFacts>): ReadonlyArray<ObservedRule> =>
  rules
    .map(({ id, domain, url, settings, backends }): ObservedRule => ({
      id,
      key: Rule.keyOf(domain === ownDomain(clb) ? Rule.defaultDomain : domain, url),
      domain,
      url,
      settings,
      backends: setOf(backends),
    }))
    .sort((a, b) => byText(a.key, b.key) || byText(a.id, b.id));

/** One load balancer in canonical form, with ownership at every level. */
export const fromFacts =
  (clusterId: string) =>
  (facts: LoadBalancerFacts): ObservedLoadBalancer => {
    const ownership = Ownership.ofLoadBalancer(clusterId, facts.tags);
    const listeners = facts.listeners.map((listener): ObservedListener => ({
      id: listener.id,
      key: Listener.keyOf(listener.protocol, listener.port),
      name: listener.name,
      protocol: listener.protocol,
      port: listener.port,
      settings: listener.settings,
      backends: setOf(listener.backends),
      ...(listener.rules === undefined ? {} : { rules: rulesOf(facts, listener.rules) }),
      owner: ownerOf(ownership, facts.tags, listener),
    }));
    return { ...facts, ownership, listeners: listeners.sort(byKey) };
  };

/**
 * The observed state from what a provider read. Every provider builds its answer here, so that wish and observation share
 * one canonical form. Law: idempotent; order of input is irrelevant.
 */
export const make = (clusterId: string, facts: Iterable<LoadBalancerFacts>, limits: Limits = {}): ObservedState => {
  const read = fromFacts(clusterId);
  const pairs: Array<readonly [string, ObservedLoadBalancer]> = [];
  for (const one of facts) pairs.push([one.id, read(one)]);
  return { loadBalancers: fromPairs(pairs), limits };
};

/**
 * A CLB nobody's marks are on, as it will be once these Services claim it: listeners of our name on it count as ours from then
 * on, since the name is the mark of a listener (R3.8, R3.22), unless a Service whose own mark is still there may have it. Any other CLB is given back as it is.
 */
export const asClaimed = (at: ObservedLoadBalancer, uids: ReadonlyArray<string>): ObservedLoadBalancer => {
  if (at.ownership._tag !== 'Theirs' || uids.length === 0) return at;
  const marked = Ownership.users(at.tags).filter((uid) => !uids.includes(uid));
  const ownership: Ownership.Ownership = { _tag: 'Adopted', uids: [...uids, ...marked].sort(byText) };
  const listeners = at.listeners.map((one) => ({ ...one, owner: ownerOf(ownership, at.tags, one) }));
  return { ...at, ownership, listeners };
};

/** A cloud with nothing in it. */
export const empty: ObservedState = { loadBalancers: {}, limits: {} };

/** All that is known of the attributes of a CLB. */
export const attributesOf = ({
  attributes = {},
  deletionProtected,
}: Pick<LoadBalancerFacts, 'attributes' | 'deletionProtected'>): Attributes => ({
  ...attributes,
  deletionProtection: deletionProtected,
});
