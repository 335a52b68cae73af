import { type Attributes, showValue } from './Attributes.js';
import * as Backend from './Backend.js';
import type { ListenerKey, ListenerSettings, Protocol, SettingChange } from './Listener.js';
import { type LoadBalancerKey, type Network, type Purchase, showNetwork, showPurchase } from './LoadBalancer.js';
import type { Tags } from './Ownership.js';
import type { CloudId } from './Ref.js';
import type { RuleKey, RuleSettings } from './Rule.js';
import type { ServiceKey } from './Service.js';
import type { Why } from './Why.js';

/** Backends of one listener within a step that covers many. `L` names the listener. */
export interface ListenerBackends<L> {
  readonly listener: L;
  readonly key: ListenerKey;
  /** The rule they stand on, where the listener has rules. */
  readonly rule?: L;
  readonly ruleKey?: RuleKey;
  readonly backends: Backend.BackendSet;
}

/**
 * The proof a destructive step was planned on: tags the load balancer must still carry. A provider checks it again at the
 * last moment and answers `Refused` when it no longer holds.
 */
export interface Proof {
  readonly tags: Tags;
}

interface Because {
  /** Which fields of which objects ask for this step; never empty. */
  readonly why: readonly [Why, ...ReadonlyArray<Why>];
}

/**
 * The intent of about one API call. `R` names what a step acts on: a `Ref` while planned, a `CloudId` when carried out.
 * A provider only ever sees `Step<CloudId>`.
 */
export type Step<R> = Because &
  (
    | {
        readonly _tag: 'CreateLoadBalancer';
        readonly key: LoadBalancerKey;
        readonly network: Network;
        readonly vpc?: string;
        readonly name: string;
        /** Ownership marks, part of the create call itself. */
        readonly tags: Tags;
        /** At most 64 ASCII characters; the same wish gives the same token (R3.5). */
        readonly clientToken: string;
        /** How it is bought, where the Service says so. */
        readonly purchase?: Purchase;
      }
    | { readonly _tag: 'AwaitLoadBalancer'; readonly loadBalancer: R }
    | {
        /** Adds and removes our marks on a user's CLB. Marks that name a listener are `records`. */
        readonly _tag: 'ModifyTags';
        readonly loadBalancer: R;
        readonly set: Tags;
        readonly records: ReadonlyArray<{ readonly uid: string; readonly listener: R }>;
        readonly remove: ReadonlyArray<string>;
      }
    | {
        /** The whole list, in order of priority; an empty one unbinds all (8.2). */
        readonly _tag: 'SetSecurityGroups';
        readonly loadBalancer: R;
        readonly securityGroups: ReadonlyArray<string>;
        readonly from: ReadonlyArray<string>;
      }
    | {
        /** Attributes of one CLB; one call changes them all (clb-api 2.6). */
        readonly _tag: 'ModifyLoadBalancer';
        readonly loadBalancer: R;
        readonly attributes: ModifiedAttributes;
        readonly changes: readonly [SettingChange, ...ReadonlyArray<SettingChange>];
      }
    | {
        /** Listeners of one CLB with equal protocol and settings; one call makes them all (clb-api 2.8). */
        readonly _tag: 'CreateListeners';
        readonly loadBalancer: R;
        readonly loadBalancerKey: LoadBalancerKey;
        readonly protocol: Protocol;
        readonly ports: readonly [number, ...ReadonlyArray<number>];
        readonly name: string;
        readonly settings: ListenerSettings;
      }
    | {
        readonly _tag: 'ModifyListener';
        readonly loadBalancer: R;
        readonly listener: R;
        readonly key: ListenerKey;
        /** What to send: the declared differences, a health check as a whole (clb-api 2.9). */
        readonly settings: ListenerSettings;
        readonly changes: readonly [SettingChange, ...ReadonlyArray<SettingChange>];
      }
    | {
        /** Forwarding rules of one listener; one call makes them all (clb-api 2.10). */
        readonly _tag: 'CreateRules';
        readonly loadBalancer: R;
        readonly loadBalancerKey: LoadBalancerKey;
        readonly listener: R;
        readonly key: ListenerKey;
        readonly rules: Many<NewRule>;
      }
    | {
        readonly _tag: 'ModifyRule';
        readonly loadBalancer: R;
        readonly listener: R;
        readonly key: ListenerKey;
        readonly rule: R;
        readonly ruleKey: RuleKey;
        /** The domain as the cloud has it: certificate and default are the domain's (clb-api 2.10). */
        readonly domain: string;
        /** What to send: the declared differences, a health check as a whole. */
        readonly settings: RuleSettings;
        readonly changes: readonly [SettingChange, ...ReadonlyArray<SettingChange>];
      }
    | {
        readonly _tag: 'DeleteRules';
        readonly loadBalancer: R;
        readonly listener: R;
        readonly key: ListenerKey;
        readonly rules: Many<{ readonly rule: R; readonly key: RuleKey }>;
        /** The domain that answers for all others from then on; `''` is the default domain. */
        readonly newDefault?: string;
        readonly proof: Proof;
      }
    | { readonly _tag: 'RegisterBackends'; readonly loadBalancer: R; readonly listeners: Many<ListenerBackends<R>> }
    | { readonly _tag: 'SetBackendWeights'; readonly loadBalancer: R; readonly listeners: Many<ListenerBackends<R>> }
    | {
        readonly _tag: 'DeregisterBackends';
        readonly loadBalancer: R;
        readonly listeners: Many<ListenerBackends<R>>;
        readonly proof: Proof;
      }
    | {
        readonly _tag: 'DeleteListeners';
        readonly loadBalancer: R;
        readonly listeners: Many<{ readonly listener: R; readonly key: ListenerKey; readonly name: string }>;
        readonly proof: Proof;
      }
    | {
        /** Tells the Service its new address before the old CLB goes. Carried out by `apply`, not by a provider. */
        readonly _tag: 'PublishAddress';
        readonly service: ServiceKey;
        readonly loadBalancer: R;
        readonly replaces: CloudId;
      }
    | {
        readonly _tag: 'DeleteLoadBalancer';
        readonly loadBalancer: R;
        readonly proof: Proof;
        /** Whether risk warnings of the cloud are overridden (clb-api 2.5). */
        readonly force: boolean;
      }
  );

/** The attributes that one call changes. */
export type ModifiedAttributes = Pick<Attributes, 'passToTarget' | 'internetMaxBandwidthOut' | 'deletionProtection'>;

/** A forwarding rule to be made. The domain `''` stands for the CLB's own address, which the provider fills in. */
export interface NewRule {
  readonly key: RuleKey;
  readonly domain: string;
  readonly url: string;
  readonly settings: RuleSettings;
}

/** At least one. */
export type Many<A> = readonly [A, ...ReadonlyArray<A>];

/** Whether there is at least one. */
export const isMany = <A>(items: ReadonlyArray<A>): items is Many<A> => items.length > 0;

/** The name of a kind of step. */
export type StepTag = Step<unknown>['_tag'];

/** What a provider carries out: everything but the switch of the published address. */
export type CloudStep = Exclude<Step<CloudId>, { readonly _tag: 'PublishAddress' }>;

/** What a step does to what there is. A destructive step takes something away. */
export type Effect = 'create' | 'update' | 'delete' | 'wait';

/** What a kind of step does. */
export const effectOf = (tag: StepTag): Effect => {
  switch (tag) {
    case 'CreateLoadBalancer':
    case 'CreateListeners':
    case 'CreateRules':
    case 'RegisterBackends':
      return 'create';
    case 'ModifyTags':
    case 'SetSecurityGroups':
    case 'ModifyLoadBalancer':
    case 'ModifyListener':
    case 'ModifyRule':
    case 'SetBackendWeights':
    case 'PublishAddress':
      return 'update';
    case 'DeregisterBackends':
    case 'DeleteRules':
    case 'DeleteListeners':
    case 'DeleteLoadBalancer':
      return 'delete';
    case 'AwaitLoadBalancer':
      return 'wait';
  }
};

/** A step with every name replaced. */
export const map =
  <R, S>(name: (ref: R) => S) =>
  (step: Step<R>): Step<S> => {
    switch (step._tag) {
      case 'CreateLoadBalancer':
        return step;
      case 'AwaitLoadBalancer':
      case 'PublishAddress':
      case 'DeleteLoadBalancer':
      case 'CreateListeners':
      case 'SetSecurityGroups':
      case 'ModifyLoadBalancer':
        return { ...step, loadBalancer: name(step.loadBalancer) };
      case 'ModifyTags': {
        const records = step.records.map((record) => ({ ...record, listener: name(record.listener) }));
        return { ...step, loadBalancer: name(step.loadBalancer), records };
      }
      case 'ModifyListener':
        return { ...step, loadBalancer: name(step.loadBalancer), listener: name(step.listener) };
      case 'CreateRules':
        return { ...step, loadBalancer: name(step.loadBalancer), listener: name(step.listener) };
      case 'ModifyRule': {
        const { loadBalancer, listener, rule } = step;
        return { ...step, loadBalancer: name(loadBalancer), listener: name(listener), rule: name(rule) };
      }
      case 'DeleteRules': {
        const loadBalancer = name(step.loadBalancer);
        const listener = name(step.listener);
        const [first, ...rest] = step.rules;
        const one = ({ rule, key }: typeof first) => ({ rule: name(rule), key });
        return { ...step, loadBalancer, listener, rules: [one(first), ...rest.map(one)] };
      }
      case 'RegisterBackends':
      case 'SetBackendWeights':
        return { ...step, loadBalancer: name(step.loadBalancer), listeners: mapBackends(name, step.listeners) };
      case 'DeregisterBackends':
        return { ...step, loadBalancer: name(step.loadBalancer), listeners: mapBackends(name, step.listeners) };
      case 'DeleteListeners':
        return { ...step, loadBalancer: name(step.loadBalancer), listeners: mapListeners(name, step.listeners) };
    }
  };

const mapBackends = <R, S>(
  name: (ref: R) => S,
  [first, ...rest]: Many<ListenerBackends<R>>,
): Many<ListenerBackends<S>> => {
  const one = ({ listener, rule, ...entry }: ListenerBackends<R>): ListenerBackends<S> => ({
    ...entry,
    listener: name(listener),
    ...(rule === undefined ? {} : { rule: name(rule) }),
  });
  return [one(first), ...rest.map(one)];
};

const mapListeners = <R, S, A extends { readonly listener: R }>(
  name: (ref: R) => S,
  [first, ...rest]: Many<A>,
): Many<Omit<A, 'listener'> & { readonly listener: S }> => {
  const one = (entry: A): Omit<A, 'listener'> & { readonly listener: S } => ({
    ...entry,
    listener: name(entry.listener),
  });
  return [one(first), ...rest.map(one)];
};

/** Everything a step names, in order of appearance. */
export const refsOf = <R>(step: Step<R>): ReadonlyArray<R> => {
  const refs: Array<R> = [];
  map((ref: R) => refs.push(ref))(step);
  return refs;
};

const count = (listeners: ReadonlyArray<{ readonly backends: Backend.BackendSet }>): number =>
  listeners.reduce((sum, { backends }) => sum + Backend.size(backends), 0);

const placeShown = ({ key, ruleKey }: { readonly key: ListenerKey; readonly ruleKey?: RuleKey }): string =>
  ruleKey === undefined ? key : `${key} ${ruleKey}`;

const keysShown = (listeners: ReadonlyArray<{ readonly key: ListenerKey; readonly ruleKey?: RuleKey }>): string =>
  listeners.length > 4
    ? `${listeners.slice(0, 3).map(placeShown).join(', ')} and ${String(listeners.length - 3)} more`
    : listeners.map(placeShown).join(', ');

const changesShown = (changes: ReadonlyArray<SettingChange>): string =>
  changes.map(({ field, from, to }) => `${field} ${String(from)} → ${String(to)}`).join(', ');

const rulesShown = (key: ListenerKey, rules: ReadonlyArray<{ readonly key: RuleKey }>): string =>
  `rule${rules.length === 1 ? '' : 's'} ${rules.map((rule) => rule.key).join(', ')} of ${key}`;

const backends = (amount: number): string => `${String(amount)} backend${amount === 1 ? '' : 's'}`;

/** What a step does, in a few words, without its reasons. `name` shows whatever names things. */
export const describe =
  <R>(name: (ref: R) => string) =>
  (step: Step<R>): string => {
    switch (step._tag) {
      case 'CreateLoadBalancer':
        return `create load balancer ${step.name} (${[showNetwork(step.network), ...(step.purchase === undefined ? [] : [showPurchase(step.purchase)])].join(', ')})`;
      case 'AwaitLoadBalancer':
        return `wait for load balancer ${name(step.loadBalancer)}`;
      case 'ModifyTags': {
        const set = [...Object.keys(step.set), ...step.records.map(({ uid, listener }) => `${uid}_${name(listener)}`)];
        const words = [
          set.length > 0 ? `set ${set.join(', ')}` : '',
          step.remove.length > 0 ? `remove ${step.remove.join(', ')}` : '',
        ];
        return `tag load balancer ${name(step.loadBalancer)}: ${words.filter((word) => word !== '').join('; ')}`;
      }
      case 'SetSecurityGroups':
        return `set security groups of load balancer ${name(step.loadBalancer)} ${showValue(step.from)} → ${showValue(step.securityGroups)}`;
      case 'ModifyLoadBalancer':
        return `set load balancer ${name(step.loadBalancer)} ${changesShown(step.changes)}`;
      case 'CreateListeners':
        return `create listener${step.ports.length === 1 ? '' : 's'} ${step.ports.map((port) => `${step.protocol}:${String(port)}`).join(', ')}`;
      case 'ModifyListener':
        return `set ${step.key} ${changesShown(step.changes)}`;
      case 'CreateRules':
        return `create ${rulesShown(step.key, step.rules)}`;
      case 'ModifyRule':
        return `set ${step.key} ${step.ruleKey} ${changesShown(step.changes)}`;
      case 'DeleteRules':
        return `delete ${rulesShown(step.key, step.rules)}`;
      case 'RegisterBackends':
        return `register ${backends(count(step.listeners))} on ${keysShown(step.listeners)}`;
      case 'SetBackendWeights':
        return `set weights of ${backends(count(step.listeners))} on ${keysShown(step.listeners)}`;
      case 'DeregisterBackends':
        return `deregister ${backends(count(step.listeners))} from ${keysShown(step.listeners)}`;
      case 'DeleteListeners':
        return `delete listener${step.listeners.length === 1 ? '' : 's'} ${keysShown(step.listeners)}`;
      case 'PublishAddress':
        return `publish the address of ${name(step.loadBalancer)} for Service ${step.service} in place of ${step.replaces}`;
      case 'DeleteLoadBalancer':
        return `delete load balancer ${name(step.loadBalancer)}`;
    }
  };
