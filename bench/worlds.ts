import * as E from 'fp-ts/lib/Either.js';
import {
  Backend,
  type Endpoint,
  Listener,
  type Node,
  ObservedState,
  Ownership,
  Ref,
  Service,
  desire,
  Settings,
  Snapshot,
} from '@clbkit/core';
import { satisfying, secret, type Wishes, wishesOf } from './mixed.js';

/** How the Services of a world reach their Pods; a mixed world has Services of every kind that people ask for. */
export type Mode = 'node port' | 'direct' | 'mixed';

/** The size of a world. */
export interface Size {
  readonly services: number;
  readonly nodes: number;
  /** Endpoints of each Service in direct mode. */
  readonly endpoints: number;
}

const clusterId = 'cls-bench000';
const perNamespace = 100;
const ports = [80, 443, 8080] as const;

const namespaceOf = (index: number): string => `team-${String(Math.floor(index / perNamespace)).padStart(3, '0')}`;
const nameOf = (index: number): string => `service-${String(index).padStart(5, '0')}`;
const uidOf = (index: number): string => `7c9e6679-7425-40de-944b-${String(index).padStart(12, '0')}`;
const addressOf = (service: number, endpoint: number): string =>
  `10.${String(64 + (service >> 11))}.${String((service >> 3) & 255)}.${String(((service & 7) << 5) + endpoint)}`;

/** Service number `index`, on ports of its own. */
export const serviceAt = (mode: Mode, index: number): Service.Service => {
  const plain = { request: mode === 'direct' ? { directAccess: true } : {} };
  const {
    request,
    protocol = 'TCP',
    externalTrafficPolicy = 'Cluster',
  }: Omit<Wishes, 'annotations'> = mode === 'mixed' ? wishesOf(index) : plain;
  return {
    key: Service.keyOf(namespaceOf(index), nameOf(index)),
    namespace: namespaceOf(index),
    name: nameOf(index),
    uid: uidOf(index),
    createdAt: 1_700_000_000_000 + index,
    type: 'LoadBalancer',
    deleting: false,
    externalTrafficPolicy,
    ports: ports.map((port, position) => ({
      name: `port-${String(port)}`,
      protocol,
      port,
      nodePort: 30000 + ((index * 3 + position) % 2768),
      targetPort: port + 8000,
    })),
    request,
    published: [],
  };
};

/** The slice of Service number `index`, with so many endpoints. */
export const sliceAt = (index: number, endpoints: number): Endpoint.EndpointSlice => ({
  name: `${nameOf(index)}-abcde`,
  addressType: 'IPv4',
  ports: ports.map((port) => ({ name: `port-${String(port)}`, protocol: 'TCP', port: port + 8000 })),
  endpoints: Array.from({ length: endpoints }, (_, endpoint) => ({
    addresses: [addressOf(index, endpoint)],
    ready: true,
    serving: true,
    terminating: false,
    nodeName: `node-${String((index + endpoint) % 1000).padStart(5, '0')}`,
  })),
});

/** Node number `index`. */
export const nodeAt = (index: number): Node.Node => ({
  name: `node-${String(index).padStart(5, '0')}`,
  providerID: `qcloud:///800006/ins-${index.toString(36).padStart(8, '0')}`,
  internalIP: `172.16.${String(index >> 8)}.${String(index & 255)}`,
  ready: true,
  cordoned: false,
  deleting: false,
  taints: [],
  labels: { 'kubernetes.io/hostname': `node-${String(index)}`, pool: `pool-${String(index % 5)}` },
});

const byNamespace = <A>(count: number, make: (index: number) => A): Record<string, Record<string, A>> => {
  const out: Record<string, Record<string, A>> = {};
  for (let index = 0; index < count; index++) (out[namespaceOf(index)] ??= {})[nameOf(index)] = make(index);
  return out;
};

const namespaces = (services: number): ReadonlyArray<string> => [
  ...new Set(Array.from({ length: services }, (_, index) => namespaceOf(index))),
];

/** A cluster of that size. */
export const snapshotOf = (mode: Mode, size: Size): Snapshot.Snapshot => ({
  ...Snapshot.empty({ id: clusterId }),
  certificates: Snapshot.known(
    mode === 'mixed'
      ? Object.fromEntries(
          namespaces(size.services).map((namespace) => [
            namespace,
            { [secret]: E.right({ namespace, name: secret, certId: 'cert0001' }) },
          ]),
        )
      : {},
  ),
  services: Snapshot.known(byNamespace(size.services, (index) => E.right(serviceAt(mode, index)))),
  nodes: Snapshot.known(
    Object.fromEntries(Array.from({ length: size.nodes }, (_, index) => [nodeAt(index).name, E.right(nodeAt(index))])),
  ),
  endpointSlices: Snapshot.known(
    mode !== 'node port'
      ? byNamespace(size.services, (index) => {
          const slice = sliceAt(index, size.endpoints);
          return { [slice.name]: E.right(slice) };
        })
      : {},
  ),
});

/** The cloud that satisfies such a cluster. Listeners share their lists of nodes, as a provider that interns them does. */
export const inSync = (mode: Mode, size: Size): ObservedState.ObservedState => {
  if (mode === 'mixed') return satisfying(desire(Settings.defaults)(snapshotOf(mode, size)));
  const nodes = Array.from({ length: size.nodes }, (_, index) => `ins-${index.toString(36).padStart(8, '0')}`).sort();
  const settings = Listener.defaultSettings;
  const facts = Array.from({ length: size.services }, (_, index): ObservedState.LoadBalancerFacts => {
    const pods = Array.from({ length: size.endpoints }, (__, endpoint) => addressOf(index, endpoint)).sort();
    return {
      id: Ref.cloudId(`lb-${index.toString(36).padStart(8, '0')}`),
      name: `${clusterId}_${namespaceOf(index)}_${nameOf(index)}`,
      network: { _tag: 'Public' },
      status: 'Running',
      addresses: [`43.0.${String(index >> 8)}.${String(index & 255)}`],
      deletionProtected: false,
      tags: Ownership.birthTags(clusterId, uidOf(index)),
      listeners: serviceAt(mode, index).ports.map(({ port, nodePort, targetPort }) => ({
        id: Ref.cloudId(`lbl-${String(index)}-${String(port)}`),
        name: Listener.managedName,
        protocol: 'TCP',
        port,
        settings,
        backends: {
          canonical:
            mode === 'direct'
              ? Backend.uniform(pods, Number(targetPort), Backend.weights.default)
              : Backend.uniform(nodes, nodePort ?? 0, Backend.weights.default),
        },
      })),
    };
  });
  return ObservedState.make(clusterId, facts);
};
