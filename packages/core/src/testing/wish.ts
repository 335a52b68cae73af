import type { Endpoint, EndpointSlice } from '../Endpoint.js';
import type { HealthCheck } from '../HealthCheck.js';
import type { ListenerSettings } from '../Listener.js';
import type { Network } from '../LoadBalancer.js';
import type { Keyed } from '../internal/keyed.js';
import type { Node } from '../Node.js';
import type { Pod } from '../Pod.js';
import type { Requirement } from '../Request.js';
import type { PortProtocols } from '../Request.js';
import type { RuleSettings } from '../Rule.js';
import type { Service, ServicePort } from '../Service.js';
import type { Settings } from '../Settings.js';
import type { Collection, Decoded, Namespaced, Snapshot } from '../Snapshot.js';
import { transport } from './cloud.js';

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
  /** Whether its certificate is not to be had: nobody can make it, and what is there stays. */
  readonly lacking: boolean;
  /** Whether that is so because Secrets cannot be read: the port is kept for it. */
  readonly unsure: boolean;
  /** Declared settings by path, such as `healthCheck.timeout`. */
  readonly declared: ReadonlyArray<readonly [string, unknown]>;
  readonly expected: Expected;
  /** Of HTTP and HTTPS listeners; the backends are expected behind each of them. */
  readonly rules?: ReadonlyArray<NeedRule>;
}

/** One forwarding rule a Service needs. */
export interface NeedRule {
  readonly key: string;
  readonly declared: ReadonlyArray<readonly [string, unknown]>;
  /** Of HTTPS, where it is to be had. */
  readonly certificate?: string;
  readonly lacking: boolean;
  readonly unsure: boolean;
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
      /** Settings of the load balancer as a whole, by name, and those that an object may declare which nobody can read. */
      readonly attributes: { readonly declared: ReadonlyMap<string, unknown>; readonly unsure: ReadonlySet<string> };
      /** Whether the cloud sells no load balancer of its own as the Service asks for it. */
      readonly unbuyable: boolean;
    };

/** Whether a listener stays although it is not what a Service asks for: what it asks for there cannot be read or made. */
export const isHeld = (
  { held, needs }: Extract<Stand, { _tag: 'Wants' }>,
  { key, slot }: { readonly key: string; readonly slot: string },
): boolean => held.has(key) || needs.some((need) => need.lacking && need.slot === slot);

/** The wishes of a snapshot, by UID, in plain words. */
export interface Wishes {
  readonly stands: ReadonlyMap<string, Stand>;
  /** UIDs of Services that want to keep what was bought for them when they let it go. */
  readonly retained: ReadonlySet<string>;
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

type NodeUse = 'in' | 'stays' | 'leaving' | 'drains' | 'out';

/** A selector in plain words: every term holds of the labels. */
const selected = (terms: ReadonlyArray<Requirement>, labels: Keyed<string>): boolean =>
  terms.every(({ key, operator, values }) => {
    const has = Object.hasOwn(labels, key);
    const among = has && values.some((value) => value === labels[key]);
    if (operator === 'Exists') return has;
    if (operator === 'DoesNotExist') return !has;
    return operator === 'In' ? among : !among;
  });

const useOf = (settings: Settings, { request }: Service, node: Node): NodeUse => {
  const label = (key: string): string | undefined => (Object.hasOwn(node.labels, key) ? node.labels[key] : undefined);
  const exclude = label('node.kubernetes.io/exclude-from-external-load-balancers');
  const kind = label('node.kubernetes.io/instance-type');
  const reachesOutside = request.hybrid === 'CCN' && (request.snatSubnets?.length ?? 0) > 0;
  if (label('node-role.kubernetes.io/control-plane') !== undefined) return 'out';
  if (label('node-role.kubernetes.io/master') !== undefined) return 'out';
  if (settings.excludeLabel === 'honour' && exclude !== undefined && excludes(exclude)) return 'out';
  if (!selected(request.backendsLabel ?? [], node.labels)) return 'out';
  if (machine(node) === undefined) return 'out';
  if (node.deleting) return settings.deletedNodes === 'drain' ? 'drains' : 'out';
  if (kind === 'eklet' || (kind === 'external' && !reachesOutside)) return 'out';
  if (node.taints.includes('ToBeDeletedByClusterAutoscaler')) return 'leaving';
  if (!node.ready) return settings.notReadyNodes === 'unbind' ? 'out' : 'stays';
  return node.cordoned && settings.cordonedNodes === 'unbind' ? 'out' : 'in';
};

const nobody: Expected = { must: new Map(), draining: new Set(), tolerated: new Set() };

type EndpointUse = 'ready' | 'starting' | 'draining' | 'waiting' | 'unfit' | 'gone';
const strongest: ReadonlyArray<EndpointUse> = ['ready', 'starting', 'draining', 'waiting', 'unfit', 'gone'];

const conditionOf = (endpoint: Endpoint): EndpointUse => {
  const ready = endpoint.ready !== false;
  if (endpoint.terminating !== true) return ready ? 'ready' : 'waiting';
  return (endpoint.serving ?? ready) ? 'draining' : 'gone';
};

const slicesOf = (snapshot: Snapshot, service: Service): ReadonlyArray<Decoded<EndpointSlice>> =>
  Object.values(under(snapshot.endpointSlices, service.namespace, service.name) ?? {});

const portIn = (slice: EndpointSlice, name: string): number | undefined =>
  slice.ports.find((port) => port.name === name)?.port;

/** The endpoints of one family behind a Service port, each with the number it has there. */
const endpointsOf = (
  snapshot: Snapshot,
  service: Service,
  port: ServicePort,
  family: EndpointSlice['addressType'],
): ReadonlyArray<{ readonly endpoint: Endpoint; readonly address: string; readonly number: number }> =>
  slicesOf(snapshot, service).flatMap((slice) => {
    const number =
      slice._tag === 'Right' && slice.right.addressType === family ? portIn(slice.right, port.name) : undefined;
    if (slice._tag === 'Left' || number === undefined) return [];
    return slice.right.endpoints.flatMap((endpoint) => {
      const address = endpoint.addresses[0];
      return address === undefined ? [] : [{ endpoint, address, number }];
    });
  });

const slicesUnsure = (snapshot: Snapshot, service: Service): boolean =>
  snapshot.endpointSlices._tag === 'Unknown' || slicesOf(snapshot, service).some((slice) => slice._tag === 'Left');

/** What the Pods of a Service make of a node that could serve it: only where Pods are does a Local Service need one. */
const withLocalPods = (
  snapshot: Snapshot,
  service: Service,
  port: ServicePort,
): ((node: Node, use: NodeUse) => { readonly use: NodeUse | 'drainsIfOthers'; readonly pods: ReadonlySet<string> }) => {
  const there = endpointsOf(snapshot, service, port, 'IPv4');
  return (node, use) => {
    const here = there.filter(({ endpoint }) => endpoint.nodeName === node.name);
    const pods = new Set(
      here.filter(({ endpoint }) => conditionOf(endpoint) === 'ready').map(({ address }) => address),
    );
    const found = new Set(here.map(({ endpoint }) => conditionOf(endpoint)));
    if (pods.size === 0 && !found.has('draining') && !found.has('waiting')) return { use: 'out', pods };
    if (use !== 'in' || pods.size > 0) return { use, pods };
    return { use: found.has('draining') ? 'drainsIfOthers' : 'stays', pods };
  };
};

const weightFor = (count: number, most: number): number =>
  most <= 100 ? count : Math.max(1, Math.round((count * 100) / most));

const onNodes = (settings: Settings, snapshot: Snapshot, service: Service, servicePort: ServicePort): Expected => {
  const all = items(snapshot.nodes);
  if (all === undefined) return { ...nobody, tolerated: 'anybody' };
  const port = servicePort.nodePort ?? 0;
  const { request } = service;
  const local = service.externalTrafficPolicy === 'Local' && request.onlyNodesWithPods === true;
  const lookAt = withLocalPods(snapshot, service, servicePort);
  const readable = Object.values(all).flatMap((node) => (node._tag === 'Right' ? [node.right] : []));
  const plain = readable.map((node) => ({ node, use: useOf(settings, service, node) }));
  const looked = plain.map(({ node, use }) => ({
    address: machine(node) ?? '',
    ...(local && use !== 'out' ? lookAt(node, use) : { use, pods: new Set<string>() }),
  }));
  const named = (use: string): ReadonlyArray<string> =>
    looked.filter((one) => one.use === use).map(({ address }) => `${address} ${String(port)}`);
  const required = new Set(named('in'));
  const counts = new Map(
    [...required].map((key) => [
      key,
      new Set(
        looked
          .filter((one) => one.use === 'in' && `${one.address} ${String(port)}` === key)
          .flatMap(({ pods }) => [...pods]),
      ).size,
    ]),
  );
  const weigh = (key: string): number =>
    local && request.weightedBalance === true ? weightFor(counts.get(key) ?? 0, Math.max(...counts.values())) : 10;
  const others = required.size > 0;
  const leaving = others ? [] : [...named('leaving'), ...named('drainsIfOthers')];
  const asked = (request.backendsLabel ?? []).length > 0;
  const nowhere = asked && settings.emptySelection === 'keep' && plain.every(({ use }) => use === 'out');
  const unsure =
    readable.length < Object.keys(all).length ||
    nowhere ||
    (local && (slicesUnsure(snapshot, service) || (!others && settings.emptyEndpoints === 'keep')));
  return {
    must: new Map([...required].map((key) => [key, weigh(key)])),
    draining: new Set([...named('drains'), ...(others ? named('drainsIfOthers') : [])]),
    tolerated: unsure ? 'anybody' : new Set([...named('stays'), ...leaving]),
  };
};

const podOf = (snapshot: Snapshot, namespace: string, name: string | undefined): Pod | undefined =>
  name === undefined ? undefined : under(snapshot.pods, namespace, name);

const waitsForUs = (pod: Pod | undefined): boolean => {
  const gate = 'cloud.tencent.com/load-balancer-backendgroup-ready';
  return (
    pod !== undefined &&
    pod.containersReady &&
    !pod.deleting &&
    pod.phase === 'Running' &&
    pod.readinessGates.includes(gate)
  );
};

/** How an endpoint is used, by what its slice and its Pod say. */
const endpointUse = (endpoint: Endpoint, pod: Pod | undefined): EndpointUse => {
  const plain = conditionOf(endpoint);
  if (plain === 'gone' || pod?.phase === 'Failed' || pod?.phase === 'Succeeded') return 'gone';
  if (pod?.hostNetwork === true) return 'unfit';
  return plain === 'waiting' && waitsForUs(pod) ? 'starting' : plain;
};

/** The weight `lb-rs-weight` gives a Pod on the listener of a port. */
const customWeight = (
  { request }: Service,
  port: ServicePort,
  protocol: string,
  name: string | undefined,
  pod: Pod | undefined,
): number => {
  const usual = request.weights?.defaultWeight ?? 10;
  for (const group of request.weights?.groups ?? []) {
    const named = group.protocol.toLowerCase();
    if (![port.protocol, protocol].some((one) => one.toLowerCase() === named) || group.port !== port.port) continue;
    for (const set of group.statefulSets)
      for (const { weight, podIndexes } of set.weights)
        if (
          podIndexes.some((index) => name === `${set.name}-${String(index)}`) &&
          (pod?.owner === undefined || (pod.owner.kind === 'StatefulSet' && pod.owner.name === set.name))
        )
          return weight;
  }
  return usual;
};

const onEndpoints = (
  settings: Settings,
  snapshot: Snapshot,
  service: Service,
  port: ServicePort,
  protocol: string,
): Expected => {
  const { request } = service;
  const cannot =
    settings.podNetwork === 'CiliumOverlay' ||
    (settings.podNetwork === 'GlobalRouter' && !settings.globalRouteDirectAccess) ||
    (settings.selectorless === 'refuse' && service.selectorless === true);
  if (cannot || snapshot.endpointSlices._tag === 'Unknown') return { ...nobody, tolerated: 'anybody' };
  const family = request.creation?.addressIPVersion === 'IPv6FullChain' ? 'IPv6' : 'IPv4';
  const best = new Map<string, { readonly use: EndpointUse; readonly weight: number }>();
  for (const { endpoint, address, number } of endpointsOf(snapshot, service, port, family)) {
    const pod = podOf(snapshot, service.namespace, endpoint.pod);
    const use = endpointUse(endpoint, pod);
    const weight = customWeight(service, port, protocol, endpoint.pod, pod);
    const key = `${address} ${String(number)}`;
    const before = best.get(key);
    const [old, now] = [strongest.indexOf(before?.use ?? 'gone'), strongest.indexOf(use)];
    if (before === undefined || now < old || (now === old && weight < before.weight)) best.set(key, { use, weight });
  }
  const those = (use: EndpointUse): ReadonlyArray<string> =>
    [...best].filter(([, found]) => found.use === use).map(([key]) => key);
  const zero = request.graceShutdownNotReady === true;
  const must = new Map([
    ...those('ready').map((key) => [key, best.get(key)?.weight ?? 10] as const),
    ...those('starting').map((key) => [key, zero ? 0 : (best.get(key)?.weight ?? 10)] as const),
  ]);
  const gentle = request.graceShutdown ?? settings.terminatingPods === 'drain';
  const unsure =
    slicesUnsure(snapshot, service) ||
    snapshot.pods._tag === 'Unknown' ||
    (must.size === 0 && (settings.emptyEndpoints === 'keep' || those('unfit').length > 0));
  return {
    must,
    draining: new Set([...(gentle ? those('draining') : []), ...(zero ? those('waiting') : [])]),
    tolerated: unsure ? 'anybody' : new Set(zero ? [] : those('waiting')),
  };
};

const isCheck = (value: unknown): value is HealthCheck => typeof value === 'object' && value !== null;

/** Every member that settings declare, by path. */
export const members = (settings: ListenerSettings | RuleSettings): ReadonlyArray<readonly [string, unknown]> =>
  Object.entries(settings)
    .flatMap(([name, value]: readonly [string, unknown]): ReadonlyArray<readonly [string, unknown]> =>
      isCheck(value)
        ? Object.entries(value).map(([inner, member]: readonly [string, unknown]) => [`${name}.${inner}`, member])
        : [[name, value]],
    )
    .filter(([, value]) => value !== undefined);

const configured = (snapshot: Snapshot, service: Service, key: string): ReadonlyArray<readonly [string, unknown]> => {
  if (key.startsWith('HTTP')) return keptAlive(snapshot, service, key);
  const { serviceConfigAuto, serviceConfig } = service.request;
  const name = serviceConfigAuto === true ? `${service.name}-auto-service-config` : serviceConfig;
  const config = name === undefined ? undefined : under(snapshot.serviceConfigs, service.namespace, name);
  if (config?._tag !== 'Right' || !Object.hasOwn(config.right.l4, key)) return [];
  return members(config.right.l4[key] ?? {});
};

const unsureOf = (snapshot: Snapshot, service: Service, secret: string | undefined): boolean =>
  secret !== undefined &&
  (snapshot.certificates._tag === 'Unknown' ||
    under(snapshot.certificates, service.namespace, secret)?._tag === 'Left');

const keptAlive = (snapshot: Snapshot, service: Service, key: string): ReadonlyArray<readonly [string, unknown]> => {
  const { serviceConfigAuto, serviceConfig } = service.request;
  const name = serviceConfigAuto === true ? `${service.name}-auto-service-config` : serviceConfig;
  const config = name === undefined ? undefined : under(snapshot.serviceConfigs, service.namespace, name);
  const said = config?._tag === 'Right' ? config.right.l7?.[key]?.keepaliveEnable : undefined;
  return said === undefined ? [] : [['keepalive', said === 1]];
};

const certificateIn = (snapshot: Snapshot, service: Service, secret: string | undefined): string | undefined => {
  const found = secret === undefined ? undefined : under(snapshot.certificates, service.namespace, secret);
  return found?._tag === 'Right' ? found.right.certId : undefined;
};

const isName = (host: string): boolean => {
  const [first = '', ...labels] = host.split('.');
  const good = (label: string): boolean => /^[a-z0-9-]+$/.test(label) && !/^-|-$/.test(label);
  return labels.length > 0 && host.length <= 80 && (first === '*' || good(first)) && labels.every(good);
};

/** The rules of an HTTP or HTTPS listener; none when every host that is named is no name. */
const rulesAsked = (
  snapshot: Snapshot,
  service: Service,
  key: string,
  entry: PortProtocols | undefined,
): ReadonlyArray<NeedRule> => {
  const { request } = service;
  const hosts = Object.keys(entry?.hosts ?? {});
  const found = request.serviceConfigAuto === true ? `${service.name}-auto-service-config` : request.serviceConfig;
  const config = found === undefined ? undefined : under(snapshot.serviceConfigs, service.namespace, found);
  const segment = config?._tag === 'Right' ? config.right.l7?.[key] : undefined;
  return (hosts.length === 0 ? [''] : hosts.filter(isName)).sort().map((host) => {
    const said = members(segment?.domains[host]?.['/'] ?? {});
    const probed = request.preventLoopback === true && !said.some(([path]) => path === 'healthCheck.sourceIpType');
    const secret = entry?.hosts?.[host]?.tls ?? entry?.tls;
    const certificate = key.startsWith('HTTPS') ? certificateIn(snapshot, service, secret) : undefined;
    return {
      key: `${host}/`,
      declared: [
        ...said,
        ...(probed ? [['healthCheck.sourceIpType', 1] as const] : []),
        ...(segment?.defaultServer === host ? [['defaultServer', true] as const] : []),
      ],
      ...(certificate === undefined ? {} : { certificate }),
      lacking: key.startsWith('HTTPS') && certificate === undefined,
      unsure: key.startsWith('HTTPS') && unsureOf(snapshot, service, secret),
    };
  });
};

/** What is declared of a listener and its rules, by where certificates can stand: on the rules as soon as there are several. */
export const declaredOn = (
  need: Need,
  hasSni: boolean,
): { readonly listener: Need['declared']; readonly rules: ReadonlyMap<string, Need['declared']> } => {
  const rules = need.rules ?? [];
  const ids = new Set(rules.flatMap(({ certificate }) => certificate ?? []));
  const apart = need.key.startsWith('HTTPS') && (hasSni || ids.size > 1);
  const own = apart ? [['sni', true] as const] : [...ids].map((id) => ['certificate', id] as const);
  return {
    listener: need.rules === undefined ? need.declared : [...need.declared, ...own],
    rules: new Map(
      rules.map(({ key, declared, certificate }) => [
        key,
        apart && certificate !== undefined ? [...declared, ['certificate', certificate] as const] : declared,
      ]),
    ),
  };
};

/** A listener that a Service asks for, and the port that its backends stand behind. */
interface Asked {
  readonly protocol: string;
  readonly port: ServicePort;
  readonly secret: string | undefined;
  readonly impossible: boolean;
  readonly entry?: PortProtocols;
}

/** What each port number of a Service is to be: what the annotation names, and what is declared beside it. */
const askedOf = ({ ports, request }: Service, direct: boolean): ReadonlyArray<Asked> =>
  [...new Set(ports.map(({ port }) => port))].flatMap((number) => {
    const declared = ports.filter(({ port }) => port === number);
    const entry = request.protocols?.[String(number)];
    const plain = (port: ServicePort): ReadonlyArray<Asked> =>
      port.protocol === 'SCTP' ? [] : [{ protocol: port.protocol, port, secret: undefined, impossible: false }];
    const [first] = declared;
    if (first === undefined || entry === undefined || entry.protocols.length === 0) return declared.flatMap(plain);
    const named = [...new Set(entry.protocols)].map((protocol) => {
      const same = declared.find((port) => port.protocol === transport(protocol));
      const impossible = same === undefined && !direct;
      return { protocol, port: same ?? first, secret: entry.tls, impossible, entry };
    });
    const rest = declared.filter((port) => !named.some((one) => !one.impossible && one.port === port));
    return [...named, ...(declared.length > 1 ? rest.flatMap(plain) : [])];
  });

const slotAt = (protocol: string, port: number): string => `${transport(protocol)}/${String(port)}`;

/** An object of no known kind may be the very node or slice that asks for a backend. */
const cautious = (snapshot: Snapshot, expected: Expected): Expected =>
  snapshot.strays.length === 0 ? expected : { ...expected, tolerated: 'anybody' };

const wants = (settings: Settings, snapshot: Snapshot, service: Service): Stand => {
  const { request, ports } = service;
  if (ports.length === 0) return { _tag: 'Frozen', because: 'it has no ports' };
  const elsewhere = request.crossRegion !== undefined || request.sourceEndpoints !== undefined;
  if (elsewhere || (request.targetGroups ?? []).length > 0)
    return { _tag: 'Frozen', because: 'it asks for what is not done yet' };
  const direct = settings.serverless || request.directAccess === true;
  const asked = askedOf(service, direct);
  const slots = asked.filter(({ impossible }) => !impossible).map((one) => slotAt(one.protocol, one.port.port));
  if (new Set(slots).size < slots.length) return { _tag: 'Frozen', because: 'two of its listeners take one port' };
  const shared = asked.filter(({ protocol }) => !['HTTP', 'HTTPS'].includes(protocol));
  const targets = shared.map(({ protocol, port }) => `${protocol} ${String(port.targetPort ?? port.port)}`);
  if (direct && new Set(targets).size < targets.length)
    return { _tag: 'Frozen', because: 'two of its listeners have one backend' };
  const needs: Array<Need> = [];
  const held = new Set<string>();
  for (const { protocol, port, secret, impossible, entry } of asked) {
    const key = `${protocol}:${String(port.port)}`;
    const unbound = port.nodePort === undefined || request.creation?.addressIPVersion === 'IPv6FullChain';
    if (impossible || (!direct && unbound)) {
      held.add(key);
      continue;
    }
    const rules = protocol === 'HTTP' || protocol === 'HTTPS' ? rulesAsked(snapshot, service, key, entry) : undefined;
    if (rules?.length === 0) {
      held.add(key);
      continue;
    }
    const secure = protocol === 'TCP_SSL' || protocol === 'QUIC';
    const certificate = secure ? certificateIn(snapshot, service, secret) : undefined;
    const said = configured(snapshot, service, key);
    const unsaid = !said.some(([path]) => path === 'healthCheck.sourceIpType');
    const probed = rules === undefined && request.preventLoopback === true && unsaid;
    needs.push({
      key,
      slot: slotAt(protocol, port.port),
      port: port.port,
      lacking: rules === undefined ? secure && certificate === undefined : rules.every((rule) => rule.lacking),
      unsure:
        rules === undefined
          ? secure && unsureOf(snapshot, service, secret)
          : rules.every((rule) => rule.lacking) && rules.some((rule) => rule.unsure),
      ...(rules === undefined ? {} : { rules }),
      declared: [
        ...said,
        ...(probed ? [['healthCheck.sourceIpType', 1] as const] : []),
        ...(certificate === undefined ? [] : [['certificate', certificate] as const]),
      ],
      expected: cautious(snapshot, (direct ? onEndpoints : onNodes)(settings, snapshot, service, port, protocol)),
    });
  }
  const network: Network =
    request.subnet === undefined ? { _tag: 'Public' } : { _tag: 'Internal', subnet: request.subnet };
  const where: Where =
    request.existing === undefined ? { _tag: 'Own', network } : { _tag: 'Existing', id: request.existing };
  const attributes = attributesOf(snapshot, service);
  return { _tag: 'Wants', service, where, needs, held, attributes, unbuyable: isUnbuyable(service) };
};

/** Annotations say it, and for the bandwidth the TkeServiceConfig, which counts before all else. */
const attributesOf = (
  snapshot: Snapshot,
  { namespace, name, request }: Service,
): Extract<Stand, { readonly _tag: 'Wants' }>['attributes'] => {
  const said = new Map(Object.entries(request.attributes ?? {}).filter(([, value]) => value !== undefined));
  const config = request.serviceConfigAuto === true ? `${name}-auto-service-config` : request.serviceConfig;
  const found = config === undefined ? undefined : under(snapshot.serviceConfigs, namespace, config);
  if (config !== undefined && (snapshot.serviceConfigs._tag === 'Unknown' || found?._tag === 'Left'))
    return { declared: said, unsure: new Set(['internetMaxBandwidthOut']) };
  const bandwidth = found?._tag === 'Right' ? found.right.internetMaxBandwidthOut : undefined;
  return {
    declared: bandwidth === undefined ? said : new Map([...said, ['internetMaxBandwidthOut', bandwidth]]),
    unsure: new Set(),
  };
};

/** What the cloud does not sell (tke-service 8.1). */
const isUnbuyable = ({ request: { creation = {}, subnet } }: Service): boolean => {
  const { addressIPVersion = 'IPV4', vipIsp = 'BGP', bandwidthPackageId, chargeType, vip } = creation;
  const zones = [creation.masterZone, creation.slaveZone].some((zone) => zone !== undefined);
  const pays = chargeType ?? (bandwidthPackageId === undefined ? undefined : 'BANDWIDTH_PACKAGE');
  if ((vipIsp !== 'BGP' || bandwidthPackageId !== undefined) && pays !== 'BANDWIDTH_PACKAGE') return true;
  if (addressIPVersion !== 'IPV4' && zones) return true;
  if (addressIPVersion === 'IPV6' && vip !== undefined) return true;
  return (
    subnet !== undefined &&
    (addressIPVersion !== 'IPV4' ||
      zones ||
      creation.zone !== undefined ||
      vipIsp !== 'BGP' ||
      bandwidthPackageId !== undefined)
  );
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
    const retained = new Set<string>();
    let complete = snapshot.services._tag === 'Known' && snapshot.strays.length === 0;
    for (const stray of snapshot.strays)
      if (stray.uid !== undefined) stands.set(stray.uid, { _tag: 'Frozen', because: 'it is unreadable' });
    for (const one of listed(snapshot.services)) {
      if (one._tag === 'Right' && one.right.request.retain === true) retained.add(one.right.uid);
      if (one._tag === 'Right') stands.set(one.right.uid, standOf(settings, snapshot, one.right));
      else if (one.left.uid !== undefined) stands.set(one.left.uid, { _tag: 'Frozen', because: 'it is unreadable' });
      else complete = false;
    }
    return { stands, retained, complete };
  };

/** What a UID is to the cloud, whether the snapshot has it or not. */
export const standing = (wishes: Wishes, uid: string): Stand =>
  wishes.stands.get(uid) ??
  (wishes.complete ? { _tag: 'Released' } : { _tag: 'Frozen', because: 'it may be among what is not known' });
