import fc from 'fast-check';
import { byText } from '../internal/keyed.js';
import { type ListenerSketch, type LoadBalancerSketch, worldOf, type WorldSketch } from '../sketch.js';
import type { World } from '../World.js';
import {
  among,
  backend,
  listenerIds,
  listenerName,
  type Names,
  mostly,
  names,
  network,
  protocol,
  settings,
  tag,
} from './names.js';

const listener = (some: Names): fc.Arbitrary<ListenerSketch> =>
  fc.record({
    name: listenerName,
    protocol,
    port: among(some.ports),
    settings,
    backends: fc
      .uniqueArray(backend(some), {
        maxLength: 6,
        size: 'max',
        selector: ({ address, port }) => `${address} ${String(port)}`,
      })
      .map((all) => all.map(({ address, ...rest }) => ({ ...rest, addresses: [address] }))),
  });

const loadBalancer = (some: Names, id: string): fc.Arbitrary<LoadBalancerSketch> =>
  fc.record({
    name: fc.constantFrom(id, 'same-name'),
    network,
    vpc: fc.constantFrom('vpc-1', 'vpc-1', 'vpc-2'),
    status: fc.constantFrom('Running' as const, 'Running' as const, 'Running' as const, 'Creating' as const),
    deletionProtected: fc.constantFrom(false, false, true),
    tags: fc.array(tag(some), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
    listeners: fc
      .uniqueArray(listener(some), {
        maxLength: 3,
        size: 'max',
        selector: (one) => `${one.protocol} ${String(one.port)}`,
      })
      .map((all) => Object.fromEntries(all.map((one, index) => [listenerIds(id)[index] ?? '', one]))),
  });

/** A small world in the form that people write: a few load balancers, marked by either scheme, foreign or not at all. */
export const sketch = (some: Names = names): fc.Arbitrary<WorldSketch> =>
  fc
    .record({
      ids: mostly(fc.constant([...some.loadBalancers].sort(byText)), fc.subarray([...some.loadBalancers].sort(byText))),
      quotas: fc.record(
        {
          publicLoadBalancers: fc.constantFrom(2, 100),
          listenersPerLoadBalancer: fc.constantFrom(2, 50),
          backendsPerListener: fc.constantFrom(2, 100),
        },
        { requiredKeys: [] },
      ),
    })
    .chain(({ ids, quotas }) =>
      fc.tuple(...ids.map((id) => loadBalancer(some, id))).map((all) => ({
        quotas,
        loadBalancers: Object.fromEntries(all.map((one, index) => [ids[index] ?? '', one])),
      })),
    );

/** A small world. */
export const world = (some: Names = names): fc.Arbitrary<World> => sketch(some).map(worldOf);
