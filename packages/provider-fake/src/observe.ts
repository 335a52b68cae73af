import { ObservedState, Ownership, type Provider } from '@clbkit/core';
import { byText, lookup } from './internal/keyed.js';
import * as Shelf from './internal/shelf.js';
import * as World from './World.js';

/** The quotas that a plan must fit in. */
export const limitsOf = ({ quotas }: World.World): ObservedState.Limits => ({
  listenersPerLoadBalancer: quotas.listenersPerLoadBalancer,
  backendsPerListener: quotas.backendsPerListener,
  rulesPerLoadBalancer: quotas.rulesPerLoadBalancer,
});

/**
 * What a scope shows of a world: every load balancer with the cluster's tag, and the existing ones that are there. Law: the
 * backends of a listener that has not changed are the same array as before.
 */
export const observe =
  (scope: Provider.Scope, reportLimits = true) =>
  (world: World.World): ObservedState.ObservedState => {
    const seen = new Set<World.LoadBalancer>();
    for (const one of Shelf.each(world.loadBalancers))
      if (lookup(one.tags, Ownership.tag.cluster) === scope.clusterId) seen.add(one);
    for (const id of scope.existing) {
      const one = World.loadBalancer(id)(world);
      if (one !== undefined) seen.add(one);
    }
    const facts = [...seen].sort((a, b) => byText(a.id, b.id)).map(World.factsOf);
    return ObservedState.make(scope.clusterId, facts, reportLimits ? limitsOf(world) : {});
  };
