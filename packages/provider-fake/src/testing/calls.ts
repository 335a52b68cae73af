import fc from 'fast-check';
import type { Call } from '../calls.js';
import { among, backend, listenerId, listenerName, loadBalancerId, type Names, names, network, protocol, settings, tag } from './names.js';

const few = <A>(one: fc.Arbitrary<A>): fc.Arbitrary<Array<A>> => fc.array(one, { maxLength: 3 });

/** A call, sensible or not: it may name what is not there, nothing at all, or the same thing twice. */
export const call = (some: Names = names): fc.Arbitrary<Call> => {
  const loadBalancer = loadBalancerId(some);
  const listener = listenerId(some);
  const port = fc.oneof(among(some.ports), fc.constantFrom(8080, 0, 65_536));
  const targets = few(fc.record({ listener, ...targetOf(some) }));
  const tags = few(tag(some)).map((pairs) => Object.fromEntries(pairs));
  return fc.oneof<Array<fc.Arbitrary<Call>>>(
    fc.record(
      {
        action: fc.constant('CreateLoadBalancer' as const),
        network,
        name: fc.constantFrom('same-name', 'other-name'),
        tags,
        clientToken: fc.constantFrom('token-1', 'token-2'),
        number: fc.constantFrom(1, 1, 2, 0),
      },
      { requiredKeys: ['action', 'network', 'tags'] },
    ),
    fc.record({ action: fc.constant('DeleteLoadBalancer' as const), loadBalancers: few(loadBalancer), force: fc.boolean() }),
    fc.record(
      {
        action: fc.constant('ModifyLoadBalancerAttributes' as const),
        loadBalancer,
        name: fc.constantFrom('same-name', 'third-name'),
        deletionProtected: fc.boolean(),
      },
      { requiredKeys: ['action', 'loadBalancer'] },
    ),
    fc.record({
      action: fc.constant('CreateListener' as const),
      loadBalancer,
      protocol,
      ports: few(port),
      names: fc.constant([]),
      settings,
    }),
    fc.record(
      { action: fc.constant('ModifyListener' as const), loadBalancer, listener, settings, name: listenerName },
      { requiredKeys: ['action', 'loadBalancer', 'listener', 'settings'] },
    ),
    fc.record(
      { action: fc.constant('DeleteLoadBalancerListeners' as const), loadBalancer, listeners: few(listener) },
      { requiredKeys: ['action', 'loadBalancer'] },
    ),
    fc.record({ action: fc.constant('BatchRegisterTargets' as const), loadBalancer, targets }),
    fc.record({ action: fc.constant('BatchDeregisterTargets' as const), loadBalancer, targets }),
    fc.record({
      action: fc.constant('BatchModifyTargetWeight' as const),
      loadBalancer,
      rules: few(fc.record({ listener, targets: few(backend(some)) })),
    }),
    fc.record({
      action: fc.constant('ModifyResourceTags' as const),
      loadBalancer,
      replace: tags,
      remove: few(tag(some).map(([key]) => key)),
    }),
  );
};

const targetOf = (some: Names) => ({
  address: among(some.addresses),
  port: fc.oneof(among(some.targetPorts), fc.constant(0)),
  weight: fc.constantFrom(10, 0, 101),
});
