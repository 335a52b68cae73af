import type { ListenerFacts, LoadBalancerFacts, ObservedState, RuleFacts } from '../ObservedState.js';
import type { Network } from '../LoadBalancer.js';
import type { Tags } from '../Ownership.js';

/** A cloud as plain facts: what the judge looks at and what generated worlds consist of. */
export type Cloud = ReadonlyArray<LoadBalancerFacts>;

/** A listener as the judge sees it. */
export interface SeenListener {
  readonly id: string;
  readonly name: string;
  /** `TCP:80`. */
  readonly key: string;
  /** `TCP/80`: the place on the load balancer that only one listener can take. */
  readonly slot: string;
  /** Whether it bears the name that only we give. */
  readonly named: boolean;
  readonly facts: ListenerFacts;
  /** Weight by `address port`. */
  readonly weights: ReadonlyMap<string, number>;
  /** Of HTTP and HTTPS listeners. */
  readonly rules?: ReadonlyArray<SeenRule>;
}

/** A forwarding rule as the judge sees it. */
export interface SeenRule {
  readonly id: string;
  /** Domain and path; the path alone where the domain is the address of the load balancer. */
  readonly key: string;
  readonly facts: RuleFacts;
  readonly weights: ReadonlyMap<string, number>;
}

/** Whose a load balancer is by its tags, as the judge reads them. */
export type Standing = 'mine' | 'adopted' | 'theirs';

/** A load balancer as the judge sees it. */
export interface Seen {
  readonly id: string;
  readonly facts: LoadBalancerFacts;
  readonly standing: Standing;
  /** UIDs of its users, in order. Empty for what is not ours. */
  readonly users: ReadonlyArray<string>;
  readonly listeners: ReadonlyArray<SeenListener>;
}

const has = (tags: Tags, key: string): boolean => Object.hasOwn(tags, key);

/** The transport whose ports a protocol takes. */
export const transport = (protocol: string): 'TCP' | 'UDP' =>
  protocol === 'UDP' || protocol === 'QUIC' ? 'UDP' : 'TCP';

const usersIn = (tags: Tags): ReadonlyArray<string> => {
  const named = Object.keys(tags).filter((key) => tags[key] === 'tke-lb-serviceId');
  const single = has(tags, 'tke-lb-serviceuuid') ? (tags['tke-lb-serviceuuid'] ?? '') : '';
  return [...new Set(single === '' ? named : [...named, single])].sort();
};

const weightsOf = (facts: Pick<ListenerFacts, 'backends'>): ReadonlyMap<string, number> => {
  const out = new Map<string, number>();
  if ('canonical' in facts.backends) {
    for (const { addresses, port, weight } of facts.backends.canonical)
      for (const address of addresses) out.set(`${address} ${String(port)}`, weight);
  } else for (const { address, port, weight } of facts.backends) out.set(`${address} ${String(port)}`, weight);
  return out;
};

const seeListener = (clb: LoadBalancerFacts, facts: ListenerFacts): SeenListener => ({
  id: facts.id,
  name: facts.name,
  key: `${facts.protocol}:${String(facts.port)}`,
  slot: `${transport(facts.protocol)}/${String(facts.port)}`,
  named: facts.name === 'TKE-DEDICATED-LISTENER',
  facts,
  weights: weightsOf(facts),
  ...(facts.rules === undefined
    ? {}
    : {
        rules: facts.rules.map((rule) => ({
          id: rule.id,
          key: `${rule.domain === (clb.addresses[0] ?? clb.hostname) ? '' : rule.domain}${rule.url}`,
          facts: rule,
          weights: weightsOf(rule),
        })),
      }),
});

/** A cloud as the judge sees it: ownership read anew from the tags, in its own words. */
export const see = (clusterId: string, cloud: Cloud): ReadonlyArray<Seen> =>
  cloud.map((facts) => {
    const users = facts.tags['tke-clusterId'] === clusterId ? usersIn(facts.tags) : [];
    const standing =
      users.length === 0
        ? 'theirs'
        : users.length === 1 && facts.tags['tke-createdBy-flag'] === 'yes'
          ? 'mine'
          : 'adopted';
    return { id: facts.id, facts, standing, users, listeners: facts.listeners.map((one) => seeListener(facts, one)) };
  });

/** Whose record a listener of an adopted load balancer bears, among its users. */
export const recordedFor = (seen: Seen, listener: SeenListener): string | undefined =>
  seen.users.find((uid) => has(seen.facts.tags, `${uid}_${listener.id}`));

/** Which Service a listener of ours belongs to: by record, or as the only user's. Undefined when nobody can tell. */
export const ownerOf = (seen: Seen, listener: SeenListener): string | undefined => {
  if (seen.standing === 'mine') return seen.users[0];
  return recordedFor(seen, listener) ?? (seen.users.length === 1 ? seen.users[0] : undefined);
};

/** Whether two networks are one. */
export const sameNetwork = (a: Network, b: Network): boolean =>
  a._tag === 'Internal' ? b._tag === 'Internal' && a.subnet === b.subnet : b._tag === 'Public';

/** The facts behind an observation. */
export const factsOf = (observed: ObservedState): Cloud =>
  Object.values(observed.loadBalancers).map((one) => ({
    ...one,
    listeners: one.listeners.map(({ rules, ...listener }) => ({
      ...listener,
      backends: { canonical: listener.backends },
      ...(rules === undefined
        ? {}
        : { rules: rules.map((rule) => ({ ...rule, backends: { canonical: rule.backends } })) }),
    })),
  }));

/** A pair of load balancers in the middle of a handover: the one that says it replaces the other, first. */
export const handover = (a: Seen, b: Seen): readonly [Seen, Seen] | undefined => {
  const ab = a.facts.tags['clbkit-replaces'] === b.id;
  const ba = b.facts.tags['clbkit-replaces'] === a.id;
  return ab === ba ? undefined : ab ? [a, b] : [b, a];
};
