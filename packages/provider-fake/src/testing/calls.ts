import fc from 'fast-check';
import { Ref } from '@clbkit/core';
import type { Call, CallOf } from '../calls.js';
import {
  among,
  backend,
  listenerId,
  listenerIds,
  listenerName,
  loadBalancerId,
  mostly,
  type Names,
  names,
  network,
  protocol,
  settings,
  tag,
} from './names.js';

const few = <A>(one: fc.Arbitrary<A>): fc.Arbitrary<Array<A>> =>
  mostly(fc.array(one, { minLength: 1, maxLength: 2 }), fc.array(one, { maxLength: 3 }));

const creation = (some: Names): fc.Arbitrary<CallOf<'CreateLoadBalancer'>> =>
  fc.record(
    {
      action: fc.constant('CreateLoadBalancer'),
      network,
      name: fc.constantFrom('same-name', 'other-name'),
      tags: tags(some),
      clientToken: fc.constantFrom('token-1', 'token-2'),
      number: fc.constantFrom(1, 1, 2, 0),
    },
    { requiredKeys: ['action', 'network', 'tags'] },
  );

const deletion = (some: Names): fc.Arbitrary<CallOf<'DeleteLoadBalancer'>> =>
  fc.record({
    action: fc.constant('DeleteLoadBalancer'),
    loadBalancers: few(loadBalancerId(some)),
    force: fc.boolean(),
  });

/** The calls on one load balancer; `listener` mostly gives one of its own. */
const onOne = (some: Names, id: Ref.CloudId): fc.Arbitrary<Call> => {
  const loadBalancer = fc.constant(id);
  const listener = mostly(among(listenerIds(id).slice(0, 2)).map(Ref.cloudId), listenerId(some));
  const on = { loadBalancer };
  return fc.oneof<Array<fc.Arbitrary<Call>>>(
    fc.record(
      {
        action: fc.constant('ModifyLoadBalancerAttributes' as const),
        ...on,
        name: fc.constantFrom('same-name', 'third-name'),
        deletionProtected: fc.boolean(),
        passToTarget: fc.boolean(),
        internetMaxBandwidthOut: fc.constantFrom(0, 5, 2048, 4096),
      },
      { requiredKeys: ['action', 'loadBalancer'] },
    ),
    fc.record(
      {
        action: fc.constant('SetLoadBalancerSecurityGroups' as const),
        ...on,
        securityGroups: fc.array(fc.constantFrom('sg-1', 'sg-2'), { maxLength: 3 }),
      },
      { requiredKeys: ['action', 'loadBalancer'] },
    ),
    fc.record({
      action: fc.constant('CreateListener' as const),
      ...on,
      protocol,
      ports: few(mostly(among([...some.ports, 8080, 8081]), fc.constantFrom(0, 65_536))),
      names: fc.constant([]),
      settings,
    }),
    fc.record(
      { action: fc.constant('ModifyListener' as const), ...on, listener, settings, name: listenerName },
      { requiredKeys: ['action', 'loadBalancer', 'listener', 'settings'] },
    ),
    fc.record(
      { action: fc.constant('DeleteLoadBalancerListeners' as const), ...on, listeners: few(listener) },
      { requiredKeys: ['action', 'loadBalancer'] },
    ),
    fc.record({
      action: fc.constantFrom('BatchRegisterTargets' as const, 'BatchDeregisterTargets' as const),
      ...on,
      targets: few(fc.record({ listener, ...targetOf(some) })),
    }),
    fc.record({
      action: fc.constant('BatchModifyTargetWeight' as const),
      ...on,
      rules: few(fc.record({ listener, targets: fc.array(backend(some), { minLength: 1, maxLength: 2 }) })),
    }),
    fc.record({
      action: fc.constant('ModifyResourceTags' as const),
      ...on,
      replace: tags(some),
      remove: few(tag(some).map(([key]) => key)),
    }),
  );
};

/** A call, sensible or not: it may name what is not there, nothing at all, or the same thing twice. */
export const call = (some: Names = names): fc.Arbitrary<Call> =>
  fc.oneof(
    { weight: 2, arbitrary: creation(some) },
    { weight: 1, arbitrary: deletion(some) },
    { weight: 7, arbitrary: loadBalancerId(some).chain((id) => onOne(some, id)) },
  );

const tags = (some: Names) => few(tag(some)).map((pairs) => Object.fromEntries(pairs));

const targetOf = (some: Names) => ({
  address: among(some.addresses),
  port: mostly(among(some.targetPorts), fc.constant(0)),
  weight: mostly(fc.constantFrom(10, 0), fc.constant(101)),
});
