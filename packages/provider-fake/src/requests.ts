import { Backend, Ownership, type Ref, type Step } from '@clbkit/core';
import type { Call } from './calls.js';
import { chunksOf, keysOf } from './internal/keyed.js';
import { batch } from './limits.js';

type ModifyTags = Extract<Step.CloudStep, { readonly _tag: 'ModifyTags' }>;

const targetsOf = <L>(listeners: ReadonlyArray<Step.ListenerBackends<L>>) =>
  listeners.flatMap(({ listener, rule, backends }) =>
    [...Backend.each(backends)].map((backend) => ({ listener, ...(rule === undefined ? {} : { rule }), ...backend })),
  );

/**
 * Rules of at most fifty targets, in calls that stay within both limits (clb-api 2.11). Whoever is to take connections comes
 * before whoever is to take none: where one call does not hold all, nobody is left without.
 */
const weightCalls = (step: Extract<Step.CloudStep, { readonly _tag: 'SetBackendWeights' }>): ReadonlyArray<Call> => {
  const rulesFor = (
    takes: boolean,
  ): ReadonlyArray<{ listener: Ref.CloudId; rule?: Ref.CloudId; targets: ReadonlyArray<Backend.Backend> }> =>
    step.listeners.flatMap(({ listener, rule, backends }) =>
      chunksOf(
        [...Backend.each(backends)].filter(({ weight }) => weight > 0 === takes),
        batch.targetsPerWeightRule,
      ).map((targets) => ({ listener, ...(rule === undefined ? {} : { rule }), targets })),
    );
  const rules = [...rulesFor(true), ...rulesFor(false)];
  const calls: Array<Array<(typeof rules)[number]>> = [];
  let room = 0;
  for (const rule of rules) {
    const open = calls.at(-1);
    if (open === undefined || room < rule.targets.length || open.length === batch.weightRules) {
      calls.push([rule]);
      room = batch.weightTargets - rule.targets.length;
    } else {
      open.push(rule);
      room -= rule.targets.length;
    }
  }
  const { loadBalancer } = step;
  return calls.map((some) => ({ action: 'BatchModifyTargetWeight', loadBalancer, rules: some }));
};

/** Certificate and default are of the domain, all else is of the rule (clb-api 2.10). */
const ruleCalls = (step: Extract<Step.CloudStep, { readonly _tag: 'ModifyRule' }>): ReadonlyArray<Call> => {
  const { loadBalancer, listener, rule, domain } = step;
  const { certificate, defaultServer, ...settings } = step.settings;
  const named = { loadBalancer, listener };
  const ofDomain = {
    ...(certificate === undefined ? {} : { certificate }),
    ...(defaultServer === undefined ? {} : { defaultServer }),
  };
  return [
    ...(Object.keys(ofDomain).length === 0
      ? []
      : [{ action: 'ModifyDomainAttributes', ...named, domain, ...ofDomain } as const]),
    ...(Object.keys(settings).length === 0 ? [] : [{ action: 'ModifyRule', ...named, rule, settings } as const]),
  ];
};

/** Everything that is set comes before anything is removed but in the call that sets the last. */
const tagCalls = ({ loadBalancer, set, records, remove }: ModifyTags): ReadonlyArray<Call> => {
  const recorded = records.map(({ uid, listener }) => [Ownership.recordKey(uid, listener), listener] as const);
  const all = new Map<string, string>([...keysOf(set).map((key) => [key, set[key] ?? ''] as const), ...recorded]);
  const sets = chunksOf([...all], batch.tagsPerCall);
  const removes = chunksOf(remove, batch.tagsPerCall);
  const meet = Math.max(0, sets.length - 1);
  return Array.from({ length: Math.max(sets.length, meet + removes.length) }, (_, index): Call => ({
    action: 'ModifyResourceTags',
    loadBalancer,
    replace: Object.fromEntries(sets[index] ?? []),
    remove: removes[index - meet] ?? [],
  }));
};

/** The calls that carry out a step, within the batch limits of the API, in order. A wait needs none. */
export const requests = (step: Step.CloudStep): ReadonlyArray<Call> => {
  switch (step._tag) {
    case 'CreateLoadBalancer': {
      const { network, vpc, name, tags, clientToken, purchase } = step;
      const place = { ...(vpc === undefined ? {} : { vpc }), ...(purchase === undefined ? {} : { purchase }) };
      return [{ action: 'CreateLoadBalancer', network, ...place, name, tags, clientToken }];
    }
    case 'AwaitLoadBalancer':
      return [];
    case 'ModifyTags':
      return tagCalls(step);
    case 'SetSecurityGroups': {
      const { loadBalancer, securityGroups } = step;
      return [{ action: 'SetLoadBalancerSecurityGroups', loadBalancer, securityGroups }];
    }
    case 'ModifyLoadBalancer': {
      const { loadBalancer } = step;
      const { deletionProtection, ...attributes } = step.attributes;
      const guard = deletionProtection === undefined ? {} : { deletionProtected: deletionProtection };
      return [{ action: 'ModifyLoadBalancerAttributes', loadBalancer, ...attributes, ...guard }];
    }
    case 'CreateListeners': {
      const { loadBalancer, protocol, name, settings } = step;
      return chunksOf(step.ports, batch.portsPerCreate).map((ports) => ({
        action: 'CreateListener',
        loadBalancer,
        protocol,
        ports,
        names: ports.map(() => name),
        settings,
      }));
    }
    case 'ModifyListener': {
      const { loadBalancer, listener, settings } = step;
      return [{ action: 'ModifyListener', loadBalancer, listener, settings }];
    }
    case 'CreateRules': {
      const { loadBalancer, listener } = step;
      return chunksOf(step.rules, batch.rules).map((rules) => ({
        action: 'CreateRule',
        loadBalancer,
        listener,
        rules: rules.map(({ domain, url, settings }) => ({ domain, url, settings })),
      }));
    }
    case 'ModifyRule':
      return ruleCalls(step);
    case 'DeleteRules': {
      const { loadBalancer, listener, newDefault } = step;
      const ids = step.rules.map(({ rule }) => rule);
      const chosen = newDefault === undefined ? {} : { newDefault };
      return chunksOf(ids, batch.rules).map((rules) => ({
        action: 'DeleteRule',
        loadBalancer,
        listener,
        rules,
        ...chosen,
      }));
    }
    case 'RegisterBackends': {
      const { loadBalancer } = step;
      return chunksOf(targetsOf(step.listeners), batch.targetsPerBatch).map((targets) => ({
        action: 'BatchRegisterTargets',
        loadBalancer,
        targets,
      }));
    }
    case 'SetBackendWeights':
      return weightCalls(step);
    case 'DeregisterBackends': {
      const { loadBalancer } = step;
      const all = targetsOf(step.listeners).map(({ weight: _, ...target }) => target);
      return chunksOf(all, batch.targetsPerBatch).map((targets) => ({
        action: 'BatchDeregisterTargets',
        loadBalancer,
        targets,
      }));
    }
    case 'DeleteListeners': {
      const { loadBalancer } = step;
      return chunksOf(
        step.listeners.map(({ listener }) => listener),
        batch.listenersPerDelete,
      ).map((listeners) => ({ action: 'DeleteLoadBalancerListeners', loadBalancer, listeners }));
    }
    case 'DeleteLoadBalancer':
      return [{ action: 'DeleteLoadBalancer', loadBalancers: [step.loadBalancer], force: step.force }];
  }
};
