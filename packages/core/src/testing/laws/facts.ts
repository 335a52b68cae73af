import type { BackendSet } from '../../Backend.js';
import { make, type ObservedState } from '../../ObservedState.js';
import { type Lane, type Plan, steps } from '../../Plan.js';
import type { Scope } from '../../Provider.js';
import { show, type Ref } from '../../Ref.js';
import { refsOf, type Step } from '../../Step.js';
import type { Cloud } from '../cloud.js';
import type { Scene } from '../scene.js';
import type { Planner } from './Planner.js';

/** What a provider would answer: what bears the cluster's tag, and what the scope names. */
export const observe = (scope: Scope, cloud: Cloud): ObservedState =>
  make(
    scope.clusterId,
    cloud.filter(({ id, tags }) => tags['tke-clusterId'] === scope.clusterId || scope.existing.includes(id)),
  );

/** The plan for a scene. */
export const planFor = (planner: Planner, { settings, snapshot, cloud }: Scene): Plan =>
  planner.plan(settings)(observe(planner.scope(settings)(snapshot), cloud), snapshot);

const each = (backends: BackendSet): ReadonlyArray<string> =>
  backends.flatMap(({ addresses, port }) => addresses.map((address) => `${address} ${port}`));

const taken = (step: Step<Ref>): ReadonlyArray<string> => {
  switch (step._tag) {
    case 'DeleteLoadBalancer':
      return [`delete ${show(step.loadBalancer)}`];
    case 'DeleteListeners':
      return step.listeners.map(({ listener }) => `delete ${show(step.loadBalancer)} ${show(listener)}`);
    case 'DeregisterBackends':
      return step.listeners.flatMap(({ listener, rule, backends }) =>
        each(backends).map((key) => {
          const place = rule === undefined ? show(listener) : `${show(listener)} ${show(rule)}`;
          return `delete ${show(step.loadBalancer)} ${place} ${key}`;
        }),
      );
    case 'DeleteRules':
      return step.rules.map(({ rule }) => `delete ${show(step.loadBalancer)} ${show(step.listener)} ${show(rule)}`);
    case 'ModifyTags':
      return step.remove.map((key) => `delete ${show(step.loadBalancer)} tag ${key}`);
    case 'CreateLoadBalancer':
    case 'AwaitLoadBalancer':
    case 'SetSecurityGroups':
    case 'ModifyLoadBalancer':
    case 'CreateListeners':
    case 'ModifyListener':
    case 'CreateRules':
    case 'ModifyRule':
    case 'RegisterBackends':
    case 'SetBackendWeights':
    case 'PublishAddress':
      return [];
  }
};

/** All that a plan takes away, one by one: a load balancer, a listener of it, a backend of that. */
export const takenBy = (plan: Plan): ReadonlySet<string> => new Set(steps(plan).flatMap(taken));

/** Whether something is among what is taken away, by itself or with the whole that it is part of. */
export const isTaken = (all: ReadonlySet<string>, one: string): boolean =>
  all.has(one) || [...all].some((whole) => one.startsWith(`${whole} `));

/** Everything a lane names: ids of load balancers and listeners, planned keys, and its own key. */
export const namesIn = (lane: Lane): ReadonlyArray<string> => [
  lane.key,
  ...lane.steps.flatMap((step) => [
    ...refsOf(step).map(show),
    ...(step._tag === 'CreateLoadBalancer' ? [step.key] : []),
    ...(step._tag === 'PublishAddress' ? [step.service, step.replaces] : []),
  ]),
];
