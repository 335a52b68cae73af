import { map as mapEither } from 'fp-ts/lib/Either.js';
import type { Snapshot } from '../../Snapshot.js';
import type { Cloud } from '../cloud.js';
import type { Scene } from '../scene.js';

const mixed = <A>(seed: number, items: ReadonlyArray<A>): ReadonlyArray<A> =>
  items
    .map((item, index) => ({ item, rank: Math.imul(seed + index + 1, 2_654_435_761) >>> 0 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

const mixedKeys = <A>(
  seed: number,
  record: Readonly<Record<string, A>>,
  inner: (value: A) => A = (value) => value,
): Readonly<Record<string, A>> =>
  Object.fromEntries(mixed(seed, Object.entries(record)).map(([key, value]) => [key, inner(value)]));

const mixedSnapshot = (seed: number, at: Snapshot): Snapshot => {
  const two = <A>(
    items: Readonly<Record<string, Readonly<Record<string, A>>>>,
    inner?: (value: A) => A,
  ): typeof items => mixedKeys(seed, items, (names) => mixedKeys(seed + 1, names, inner));
  const { services, nodes, endpointSlices, pods, serviceConfigs, certificates } = at;
  return {
    ...at,
    services: services._tag === 'Known' ? { ...services, items: two(services.items) } : services,
    nodes:
      nodes._tag === 'Known'
        ? {
            ...nodes,
            items: mixedKeys(
              seed,
              nodes.items,
              mapEither((node) => ({ ...node, labels: mixedKeys(seed, node.labels) })),
            ),
          }
        : nodes,
    endpointSlices:
      endpointSlices._tag === 'Known'
        ? {
            ...endpointSlices,
            items: two(endpointSlices.items, (slices) =>
              mixedKeys(
                seed + 2,
                slices,
                mapEither((slice) => ({
                  ...slice,
                  ports: mixed(seed, slice.ports),
                  endpoints: mixed(seed, slice.endpoints),
                })),
              ),
            ),
          }
        : endpointSlices,
    pods: pods._tag === 'Known' ? { ...pods, items: two(pods.items) } : pods,
    serviceConfigs:
      serviceConfigs._tag === 'Known'
        ? {
            ...serviceConfigs,
            items: two(
              serviceConfigs.items,
              mapEither((config) => ({ ...config, l4: mixedKeys(seed, config.l4) })),
            ),
          }
        : serviceConfigs,
    certificates: certificates._tag === 'Known' ? { ...certificates, items: two(certificates.items) } : certificates,
    strays: mixed(seed, at.strays),
  };
};

const mixedCloud = (seed: number, cloud: Cloud): Cloud =>
  mixed(seed, cloud).map((one) => ({
    ...one,
    tags: mixedKeys(seed, one.tags),
    listeners: mixed(seed, one.listeners).map((listener) => ({
      ...listener,
      backends: 'canonical' in listener.backends ? listener.backends : mixed(seed, [...listener.backends]),
    })),
  }));

/** The same facts in another order. What has an order of its own, such as `spec.ports`, keeps it. */
export const shuffled = (seed: number, { settings, snapshot, cloud }: Scene): Scene => ({
  settings,
  snapshot: mixedSnapshot(seed, snapshot),
  cloud: mixedCloud(seed, cloud),
});
