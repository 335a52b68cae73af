import type { Endpoint, EndpointSlice } from '../Endpoint.js';
import type { HealthCheck } from '../HealthCheck.js';
import type { ListenerSettings } from '../Listener.js';
import type { Network } from '../LoadBalancer.js';
import type { Node } from '../Node.js';
import type { Service, ServicePort } from '../Service.js';
import type { Settings } from '../Settings.js';
import type { Collection, Decoded, Namespaced, Snapshot } from '../Snapshot.js';

/** Who shall and who may stand behind a listener. Keys are `address port`. */
export interface Expected {
  readonly must: ReadonlyMap<string, number>;
  /** At weight 0 if there at all. */
  readonly draining: ReadonlySet<string>;
  /** May be there at any weight; `anybody` when the facts are incomplete. */
  readonly tolerated: ReadonlySet<string> | 'anybody';
}

/** One listener a Service needs. */
export interface Need {
  readonly key: string;
  readonly slot: string;
  readonly port: number;
  /** Declared settings by path, such as `healthCheck.timeout`. */
  readonly declared: ReadonlyArray<readonly [string, unknown]>;
  readonly expected: Expected;
}

/** Where a Service wants to be served. */
export type Where =
  { readonly _tag: 'Own'; readonly network: Network } | { readonly _tag: 'Existing'; readonly id: string };

/** What a Service is to the cloud. */
export type Stand =
  | { readonly _tag: 'Frozen'; readonly because: string }
  | { readonly _tag: 'Released' }
  | {
      readonly _tag: 'Wants';
      readonly service: Service;
      readonly where: Where;
      readonly needs: ReadonlyArray<Need>;
      /** Keys of listeners that are meant but whose wish cannot be read. */
      readonly held: ReadonlySet<string>;
    };

/** The wishes of a snapshot, by UID, in plain words. */
export interface Wishes {
  readonly stands: ReadonlyMap<string, Stand>;
  /** Whether a UID that is not there may be taken for gone. */
  readonly complete: boolean;
}

const items = <A>(collection: Collection<A>): A | undefined =>
  collection._tag === 'Known' ? collection.items : undefined;

const under = <A>(collection: Collection<Namespaced<A>>, namespace: string, name: string): A | undefined => {
  const all = items(collection);
  if (all === undefined || !Object.hasOwn(all, namespace)) return undefined;
  const names = all[namespace];
  return names !== undefined && Object.hasOwn(names, name) ? names[name] : undefined;
};

/** `ParseBool` of Go, where what cannot be parsed counts as true. */
const excludes = (label: string): boolean => !['0', 'f', 'F', 'false', 'False', 'FALSE'].includes(label);

const machine = (node: Node): string | undefined => {
  const id = node.providerID ?? '';
  const last = id.split('/').at(-1) ?? '';
  if (id === '' || last === '') return undefined;
  return /^ins-[0-9a-z]+$/.test(last) ? last : node.internalIP;
};

type NodeUse = 'in' | 'stays' | 'leaving' | 'out';

const useOf = (settings: Settings, node: Node): NodeUse => {
  const label = (key: string): string | undefined => (Object.hasOwn(node.labels, key) ? node.labels[key] : undefined);
  const exclude = label('node.kubernetes.io/exclude-from-external-load-balancers');
  const kind = label('node.kubernetes.io/instance-type');
  if (label('node-role.kubernetes.io/control-plane') !== undefined) return 'out';
  if (label('node-role.kubernetes.io/master') !== undefined) return 'out';
  if (settings.excludeLabel === 'honour' && exclude !== undefined && excludes(exclude)) return 'out';
  if (node.deleting || kind === 'eklet' || kind === 'external' || machine(node) === undefined) return 'out';
  if (node.taints.includes('ToBeDeletedByClusterAutoscaler')) return 'leaving';
  if (!node.ready) return settings.notReadyNodes === 'unbind' ? 'out' : 'stays';
  return node.cordoned && settings.cordonedNodes === 'unbind' ? 'out' : 'in';
};

const nobody: Expected = { must: new Map(), draining: new Set(), tolerated: new Set() };

const onNodes = (settings: Settings, snapshot: Snapshot, port: number): Expected => {
  const all = items(snapshot.nodes);
  if (all === undefined) return { ...nobody, tolerated: 'anybody' };
  const readable = Object.values(all).flatMap((node) => (node._tag === 'Right' ? [node.right] : []));
  const named = (use: NodeUse): ReadonlyArray<string> =>
    readable.filter((node) => useOf(settings, node) === use).flatMap((node) => machine(node) ?? []);
  const required = named('in');
  const tolerated = new Set([...named('stays'), ...(required.length === 0 ? named('leaving') : [])]);
  return {
    must: new Map(required.map((address) => [`${address} ${String(port)}`, 10])),
    draining: new Set(),
    tolerated:
      readable.length < Object.keys(all).length
        ? 'anybody'
        : new Set([...tolerated].map((address) => `${address} ${String(port)}`)),
  };
};

type EndpointUse = 'ready' | 'draining' | 'waiting' | 'gone';
const strongest: ReadonlyArray<EndpointUse> = ['ready', 'draining', 'waiting', 'gone'];

const conditionOf = (endpoint: Endpoint): EndpointUse => {
  const ready = endpoint.ready !== false;
  if (endpoint.terminating !== true) return ready ? 'ready' : 'waiting';
  return (endpoint.serving ?? ready) ? 'draining' : 'gone';
};

const podWaits = (snapshot: Snapshot, namespace: string, name: string | undefined): boolean => {
  const pod = name === undefined ? undefined : under(snapshot.pods, namespace, name);
  const gate = 'cloud.tencent.com/load-balancer-backendgroup-ready';
  return (
    pod !== undefined &&
    pod.containersReady &&
    !pod.deleting &&
    pod.phase === 'Running' &&
    pod.readinessGates.includes(gate)
  );
};

const portIn = (slice: EndpointSlice, name: string): number | undefined =>
  slice.ports.find((port) => port.name === name)?.port;

const onEndpoints = (settings: Settings, snapshot: Snapshot, service: Service, port: ServicePort): Expected => {
  if (snapshot.endpointSlices._tag === 'Unknown') return { ...nobody, tolerated: 'anybody' };
  const slices = Object.values(under(snapshot.endpointSlices, service.namespace, service.name) ?? {});
  const best = new Map<string, EndpointUse>();
  for (const slice of slices) {
    if (slice._tag === 'Left' || slice.right.addressType !== 'IPv4') continue;
    const number = portIn(slice.right, port.name);
    if (number === undefined) continue;
    for (const endpoint of slice.right.endpoints) {
      const address = endpoint.addresses[0];
      if (address === undefined) continue;
      const plain = conditionOf(endpoint);
      const use = plain === 'waiting' && podWaits(snapshot, service.namespace, endpoint.pod) ? 'ready' : plain;
      const key = `${address} ${String(number)}`;
      const before = best.get(key);
      if (before === undefined || strongest.indexOf(use) < strongest.indexOf(before)) best.set(key, use);
    }
  }
  const those = (use: EndpointUse): ReadonlyArray<string> =>
    [...best].filter(([, found]) => found === use).map(([key]) => key);
  const unsure =
    slices.some((slice) => slice._tag === 'Left') ||
    (those('ready').length === 0 && settings.emptyEndpoints === 'keep');
  return {
    must: new Map(those('ready').map((key) => [key, 10])),
    draining: new Set(those('draining')),
    tolerated: unsure ? 'anybody' : new Set(those('waiting')),
  };
};

const isCheck = (value: unknown): value is HealthCheck => typeof value === 'object' && value !== null;

/** Every member that settings declare, by path. */
export const members = (settings: ListenerSettings): ReadonlyArray<readonly [string, unknown]> =>
  Object.entries(settings)
    .flatMap(([name, value]: readonly [string, unknown]): ReadonlyArray<readonly [string, unknown]> =>
      isCheck(value)
        ? Object.entries(value).map(([inner, member]: readonly [string, unknown]) => [`${name}.${inner}`, member])
        : [[name, value]],
    )
    .filter(([, value]) => value !== undefined);

const declared = (snapshot: Snapshot, service: Service, key: string): ReadonlyArray<readonly [string, unknown]> => {
  const name = service.request.serviceConfig;
  const config = name === undefined ? undefined : under(snapshot.serviceConfigs, service.namespace, name);
  if (config?._tag !== 'Right' || !Object.hasOwn(config.right.l4, key)) return [];
  return members(config.right.l4[key] ?? {});
};

/** An object of no known kind may be the very node or slice that asks for a backend. */
const cautious = (snapshot: Snapshot, expected: Expected): Expected =>
  snapshot.strays.length === 0 ? expected : { ...expected, tolerated: 'anybody' };

const wants = (settings: Settings, snapshot: Snapshot, service: Service): Stand => {
  const { request, ports } = service;
  const usable = ports.filter(({ protocol }) => protocol !== 'SCTP');
  const keys = usable.map(({ protocol, port }) => `${protocol}:${String(port)}`);
  if (ports.length === 0) return { _tag: 'Frozen', because: 'it has no ports' };
  if (new Set(keys).size < keys.length) return { _tag: 'Frozen', because: 'a port appears twice' };
  const needs: Array<Need> = [];
  const held = new Set<string>();
  for (const port of usable) {
    const key = `${port.protocol}:${String(port.port)}`;
    if (request.directAccess !== true && port.nodePort === undefined) {
      held.add(key);
      continue;
    }
    needs.push({
      key,
      slot: `${port.protocol}/${String(port.port)}`,
      port: port.port,
      declared: declared(snapshot, service, key),
      expected: cautious(
        snapshot,
        request.directAccess === true
          ? onEndpoints(settings, snapshot, service, port)
          : onNodes(settings, snapshot, port.nodePort ?? 0),
      ),
    });
  }
  const network: Network =
    request.subnet === undefined ? { _tag: 'Public' } : { _tag: 'Internal', subnet: request.subnet };
  const where: Where =
    request.existing === undefined ? { _tag: 'Own', network } : { _tag: 'Existing', id: request.existing };
  return { _tag: 'Wants', service, where, needs, held };
};

const standOf = (settings: Settings, snapshot: Snapshot, service: Service): Stand => {
  const { type, deleting, loadBalancerClass, request } = service;
  if (request.skip === true) return { _tag: 'Frozen', because: 'its mode is skip' };
  if (type !== 'LoadBalancer' || deleting) return { _tag: 'Released' };
  if (loadBalancerClass !== undefined && !settings.loadBalancerClasses.includes(loadBalancerClass))
    return { _tag: 'Frozen', because: 'its class is not ours' };
  return wants(settings, snapshot, service);
};

/** Every object of a namespaced collection that is known. */
export const listed = <A>(collection: Collection<Namespaced<Decoded<A>>>): ReadonlyArray<Decoded<A>> =>
  Object.values(items(collection) ?? {}).flatMap((names) => Object.values(names));

/** Reads the wishes straight from the facts, without the planner. */
export const read =
  (settings: Settings) =>
  (snapshot: Snapshot): Wishes => {
    const stands = new Map<string, Stand>();
    let complete = snapshot.services._tag === 'Known' && snapshot.strays.length === 0;
    for (const stray of snapshot.strays)
      if (stray.uid !== undefined) stands.set(stray.uid, { _tag: 'Frozen', because: 'it is unreadable' });
    for (const one of listed(snapshot.services)) {
      if (one._tag === 'Right') stands.set(one.right.uid, standOf(settings, snapshot, one.right));
      else if (one.left.uid !== undefined) stands.set(one.left.uid, { _tag: 'Frozen', because: 'it is unreadable' });
      else complete = false;
    }
    return { stands, complete };
  };

/** What a UID is to the cloud, whether the snapshot has it or not. */
export const standing = (wishes: Wishes, uid: string): Stand =>
  wishes.stands.get(uid) ??
  (wishes.complete ? { _tag: 'Released' } : { _tag: 'Frozen', because: 'it may be among what is not known' });
