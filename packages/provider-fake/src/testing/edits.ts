import fc from 'fast-check';
import type { Edit, Place } from '../drift.js';
import { among, backend, listenerName, type Names, names, network, protocol, settings, tag } from './names.js';

const place: fc.Arbitrary<Place> = fc.nat({ max: 5 });

/** What somebody does in the console. Things are named by place, so that any list of edits makes sense in any world. */
export const edit = (some: Names = names): fc.Arbitrary<Edit> => {
  const tags = fc.array(tag(some), { maxLength: 3 }).map((pairs) => Object.fromEntries(pairs));
  const on = { loadBalancer: place };
  const at = { ...on, listener: place };
  return fc.oneof<Array<fc.Arbitrary<Edit>>>(
    fc.record({ _tag: fc.constant('CreateLoadBalancer' as const), name: fc.constant('by-hand'), network, tags }),
    fc.record({ _tag: fc.constant('DeleteLoadBalancer' as const), ...on }),
    fc.record({ _tag: fc.constant('RenameLoadBalancer' as const), ...on, name: fc.constant('renamed') }),
    fc.record({ _tag: fc.constant('SetDeletionProtection' as const), ...on, on: fc.boolean() }),
    fc.record({
      _tag: fc.constant('SetAttributes' as const),
      ...on,
      attributes: fc.record(
        {
          securityGroups: fc.subarray(['sg-1', 'sg-2']),
          passToTarget: fc.boolean(),
          internetMaxBandwidthOut: fc.constantFrom(1, 100),
          modificationProtection: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
    }),
    fc
      .record({ _tag: fc.constant('SetTag' as const), ...on, pair: tag(some) })
      .map(({ pair: [key, value], ...rest }) => ({ ...rest, key, value })),
    fc.record({ _tag: fc.constant('RemoveTag' as const), ...on, key: tag(some).map(([key]) => key) }),
    fc.record({
      _tag: fc.constant('AddListener' as const),
      ...on,
      name: listenerName,
      protocol,
      port: among(some.ports),
      backends: fc.array(backend(some), { maxLength: 2 }),
    }),
    fc.record({ _tag: fc.constant('DeleteListener' as const), ...at }),
    fc.record({ _tag: fc.constant('RenameListener' as const), ...at, name: listenerName }),
    fc.record({ _tag: fc.constant('SetSettings' as const), ...at, settings }),
    fc.record({ _tag: fc.constant('RegisterBackend' as const), ...at, backend: backend(some) }),
    fc.record({
      _tag: fc.constant('DeregisterBackend' as const),
      ...at,
      address: among(some.addresses),
      port: among(some.targetPorts),
    }),
    fc.record({ _tag: fc.constant('SetWeight' as const), ...at, backend: backend(some) }),
    fc.record({ _tag: fc.constant('DestroyInstance' as const), address: among(some.addresses) }),
  );
};
