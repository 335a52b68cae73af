import { Listener, type ProviderError, type Step } from '@clbkit/core';
import { noLoadBalancer, refused } from './errors.js';
import { lookup } from './internal/keyed.js';
import * as World from './World.js';

const lostTag = (one: World.LoadBalancer, { tags }: Step.Proof): string | undefined =>
  Object.keys(tags).find((key) => lookup(one.tags, key) !== tags[key]);

const foreign = (one: World.LoadBalancer, listeners: ReadonlyArray<string>): string | undefined =>
  listeners.find((id) => {
    const found = lookup(one.listeners, id);
    return found !== undefined && found.name !== Listener.managedName;
  });

/** The listeners a destructive step takes something from; for a whole load balancer all there are. */
const touched = (step: Step.CloudStep, one: World.LoadBalancer): ReadonlyArray<string> => {
  switch (step._tag) {
    case 'DeregisterBackends':
    case 'DeleteListeners':
      return step.listeners.map(({ listener }) => listener);
    case 'DeleteRules':
      return [step.listener];
    case 'DeleteLoadBalancer':
      return Object.keys(one.listeners);
    case 'CreateLoadBalancer':
    case 'AwaitLoadBalancer':
    case 'ModifyTags':
    case 'SetSecurityGroups':
    case 'ModifyLoadBalancer':
    case 'CreateListeners':
    case 'ModifyListener':
    case 'CreateRules':
    case 'ModifyRule':
    case 'RegisterBackends':
    case 'SetBackendWeights':
      return [];
  }
};

/**
 * Why a destructive step may not be carried out any more: a tag it was planned on is gone or changed, or a listener that it
 * would empty or delete has come to bear a person's name. Steps that take nothing away always may.
 */
export const objection =
  (step: Step.CloudStep) =>
  (world: World.World): ProviderError.ProviderError | undefined => {
    if (!('proof' in step)) return undefined;
    const one = World.loadBalancer(step.loadBalancer)(world);
    if (one === undefined) return noLoadBalancer(step.loadBalancer);
    const tag = lostTag(one, step.proof);
    if (tag !== undefined) return refused(`${one.id} no longer carries the tag ${tag}`);
    const listener = foreign(one, touched(step, one));
    return listener === undefined ? undefined : refused(`listener ${listener} of ${one.id} is not ours`);
  };
