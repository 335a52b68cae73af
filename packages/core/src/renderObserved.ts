import * as Backend from './Backend.js';
import { valuesOf } from './internal/keyed.js';
import { counted, listed, visible } from './internal/lines.js';
import { showNetwork } from './LoadBalancer.js';
import type { ListenerOwner, ObservedListener, ObservedLoadBalancer, ObservedState } from './ObservedState.js';
import type { Ownership } from './Ownership.js';
import { joined, type Style, styleOf, type TextOptions } from './renderText.js';

/** Whose a load balancer is, in words. */
const showOwnership = (ownership: Ownership): string => {
  switch (ownership._tag) {
    case 'Mine':
      return `ours, for Service ${ownership.uid}${ownership.keep ? ', kept when it goes' : ''}`;
    case 'Adopted':
      return `a user's, used by Service ${listed(ownership.uids, 3)}`;
    case 'Theirs':
      return { Unmarked: 'not ours', OtherCluster: "another cluster's", NoService: 'of no Service' }[ownership.because];
  }
};

/** Whose a listener is, in words; nothing where its load balancer says it. */
const showOwner = (owner: ListenerOwner, ownership: Ownership): string => {
  switch (owner._tag) {
    case 'Service':
      return ownership._tag === 'Adopted' ? `  Service ${owner.uid}${owner.recorded ? '' : ', no record'}` : '';
    case 'Unrecorded':
      return '  ours, of no known Service';
    case 'Theirs':
      return ownership._tag === 'Theirs' ? '' : '  not ours';
  }
};

/** Backends listed up to this many, else counted. */
export const mostBackends = 5;

/** Every backend of a small set, each as `ins-1:30080` with its weight where that is not the usual one. */
export const backendsListed = (set: Backend.BackendSet): ReadonlyArray<string> =>
  [...Backend.each(set)].map(({ address, port, weight }) => {
    const heavy = weight === Backend.weights.default ? '' : ` weight ${String(weight)}`;
    return `${address}:${String(port)}${heavy}`;
  });

const showBackends = (set: Backend.BackendSet): string => {
  const size = Backend.size(set);
  if (size === 0) return 'no backends';
  return size > mostBackends ? counted(size, 'backend') : backendsListed(set).join(', ');
};

const listenerLine =
  ({ paint }: Style, keyWidth: number, { ownership }: ObservedLoadBalancer) =>
  (listener: ObservedListener): string => {
    const key = listener.key.padEnd(keyWidth);
    const owner = visible(showOwner(listener.owner, ownership));
    const there =
      listener.rules === undefined ? showBackends(listener.backends) : counted(listener.rules.length, 'rule');
    return `  ${key}  ${paint.dim(visible(listener.id))}  ${visible(there)}${paint.yellow(owner)}`;
  };

const ruleLines =
  ({ paint }: Style) =>
  ({ rules = [] }: ObservedListener): ReadonlyArray<string> =>
    rules.map(
      (rule) =>
        `    ${visible(`${rule.domain}${rule.url}`)}  ${paint.dim(visible(rule.id))}  ${visible(showBackends(rule.backends))}`,
    );

const loadBalancerLines =
  (style: Style) =>
  (one: ObservedLoadBalancer): ReadonlyArray<string> => {
    const addresses = [...one.addresses, ...(one.hostname === undefined ? [] : [one.hostname])];
    const facts = [
      showNetwork(one.network),
      addresses.length === 0 ? 'no address yet' : addresses.join(', '),
      ...(one.status === 'Creating' ? ['being created'] : []),
      ...(one.deletionProtected ? ['protected against deletion'] : []),
      showOwnership(one.ownership),
    ];
    const keyWidth = Math.max(0, ...one.listeners.map(({ key }) => key.length));
    return [
      `${style.paint.bold(visible(one.id))}  ${visible(one.name)}`,
      `  ${style.paint.dim(visible(facts.join(' · ')))}`,
      ...one.listeners.flatMap((each) => [listenerLine(style, keyWidth, one)(each), ...ruleLines(style)(each)]),
    ];
  };

/** A cloud for people: every load balancer with its network, owner, listeners and backends, in order of id. */
export const observedToText =
  (options: TextOptions = {}) =>
  ({ loadBalancers }: ObservedState): string => {
    const all = valuesOf(loadBalancers);
    const style = styleOf(options);
    const listeners = all.reduce((sum, one) => sum + one.listeners.length, 0);
    const summary =
      all.length === 0
        ? 'No load balancers.'
        : `${counted(all.length, 'load balancer')}, ${counted(listeners, 'listener')}`;
    return joined([...all.map(loadBalancerLines(style)), [style.paint.bold(summary)]]);
  };
