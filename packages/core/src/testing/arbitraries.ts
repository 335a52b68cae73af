import * as fc from 'fast-check';
import { left, right } from 'fp-ts/lib/Either.js';
import type { Certificate } from '../Certificate.js';
import type { Endpoint, EndpointSlice } from '../Endpoint.js';
import type { HealthCheck } from '../HealthCheck.js';
import type { Keyed } from '../internal/keyed.js';
import type { ListenerSettings, Protocol } from '../Listener.js';
import type { Node } from '../Node.js';
import type { Pod } from '../Pod.js';
import { cloudId } from '../Ref.js';
import type { Attributes, Creation, LoadBalancerRequest, PortProtocols, Requirement, Weights } from '../Request.js';
import type { PortProtocol, Service, ServicePort } from '../Service.js';
import type { RuleSettings } from '../Rule.js';
import type { L7Settings, ServiceConfig } from '../ServiceConfig.js';
import { defaults, type Settings } from '../Settings.js';
import {
  type Collection,
  type Decoded,
  known,
  type Namespaced,
  type Snapshot,
  unknown,
  type Unreadable,
} from '../Snapshot.js';
import type { ObjectKind } from '../Why.js';
import * as V from './vocabulary.js';

/** Picks by weight. */
export const often = <A>(...choices: ReadonlyArray<readonly [number, A]>): fc.Arbitrary<A> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

/** True in about `percent` of a hundred cases. */
export const chance = (percent: number): fc.Arbitrary<boolean> => often([100 - percent, false], [percent, true]);

/** Drops the members that are undefined: absent is not undefined. */
const tidy = <A extends object>(arbitrary: fc.Arbitrary<A>): fc.Arbitrary<A> =>
  arbitrary.map((value) => {
    const out = { ...value };
    for (const key of Object.keys(out)) if (Reflect.get(out, key) === undefined) Reflect.deleteProperty(out, key);
    return out;
  });

/** Undefined, or in about `percent` of a hundred cases a value. */
export const absentOr = <A>(percent: number, arbitrary: fc.Arbitrary<A>): fc.Arbitrary<A | undefined> =>
  fc.oneof({ weight: 100 - percent, arbitrary: fc.constant(undefined) }, { weight: percent, arbitrary });

/** `A` without undefined members, as `exactOptionalPropertyTypes` wants it. */
export type Loose<A> = { readonly [K in keyof A]: A[K] | undefined };
/** An arbitrary of `A` from one whose members may be undefined. */
export const exact = <A extends object>(
  arbitrary: fc.Arbitrary<Loose<A>>,
  check: (value: Loose<A>) => value is A & Loose<A>,
): fc.Arbitrary<A> => tidy(arbitrary).filter(check);

/** What went through `tidy` has no undefined member. */
export const settled = <A>(_: Loose<A>): _ is A & Loose<A> => true;

/** The place of a Service. */
export const place: fc.Arbitrary<V.Place> = fc.constantFrom<V.Place>(0, 1, 2, 3);

/** How the controller behaves: the defaults half of the time, else any mixture. */
export const settings: fc.Arbitrary<Settings> = fc.oneof(
  fc.constant(defaults),
  fc.record<Settings>({
    transitions: often([3, 'replace'], [1, 'refuse']),
    notReadyNodes: fc.constantFrom('keep', 'unbind'),
    cordonedNodes: fc.constantFrom('keep', 'unbind'),
    excludeLabel: fc.constantFrom('honour', 'ignore'),
    emptyEndpoints: fc.constantFrom('drain', 'keep'),
    emptySelection: fc.constantFrom('keep', 'drain'),
    deletedNodes: fc.constantFrom('unbind', 'drain'),
    podNetwork: often([8, 'VpcCni'], [3, 'GlobalRouter'], [1, 'CiliumOverlay']),
    globalRouteDirectAccess: fc.boolean(),
    serverless: chance(10),
    selectorless: fc.constantFrom('bind', 'refuse'),
    terminatingPods: fc.constantFrom('drain', 'unbind'),
    podGracefulDeletion: fc.boolean(),
    sharing: often([4, true], [1, false]),
    loadBalancerClasses: fc.constantFrom([], [V.classes.ours]),
    deletionRisks: fc.constantFrom('override', 'respect'),
    defaultModificationProtection: chance(20),
    defaultDirectAccess: fc.constant(false),
  }),
);

/** The ports of the Service at a place: usually one to three, now and then none, a duplicate, SCTP or no node port. */
export const servicePorts = (at: V.Place): fc.Arbitrary<ReadonlyArray<ServicePort>> => {
  const one = exact<ServicePort>(
    fc
      .record({
        protocol: often<PortProtocol>([24, 'TCP'], [12, 'UDP'], [1, 'SCTP']),
        port: fc.constantFrom(...V.ports),
        variant: often([50, 0], [10, 1], [3, 2]),
        allocated: chance(95),
      })
      .map(({ protocol, port, variant, allocated }) => ({
        name: V.portName(protocol, port),
        protocol,
        port,
        nodePort: allocated ? V.nodePortOf(at, protocol, port, variant) : undefined,
        targetPort: V.targetPortOf(protocol, port, variant),
      })),
    settled,
  );
  const distinct = fc.uniqueArray(one, {
    minLength: 1,
    maxLength: 3,
    selector: ({ protocol, port }) => `${protocol}:${port}`,
  });
  return fc.oneof(
    { weight: 30, arbitrary: distinct },
    { weight: 4, arbitrary: distinct.map((all) => all.slice(0, 1).map((port) => ({ ...port, name: '' }))) },
    { weight: 1, arbitrary: fc.array(one, { maxLength: 3 }) },
  );
};

const term: fc.Arbitrary<Requirement> = fc.oneof(
  fc.record({
    key: fc.constantFrom('pool', 'tier'),
    operator: fc.constantFrom('In' as const, 'NotIn' as const),
    values: often([6, ['edge']], [2, ['edge', 'core']], [1, ['nowhere']]),
  }),
  fc.record({
    key: fc.constantFrom('pool', 'tier'),
    operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
    values: fc.constant([]),
  }),
);

/** A selector of nodes, of one or two terms. */
export const selector: fc.Arbitrary<ReadonlyArray<Requirement>> = fc.array(term, { minLength: 1, maxLength: 2 });

/** Weights of Pods: those of the StatefulSets that generated Pods look like, on one port or two. */
export const weights: fc.Arbitrary<Weights> = exact<Weights>(
  fc.record({
    defaultWeight: absentOr(60, fc.constantFrom(0, 10, 50)),
    groups: fc.array(
      fc.record({
        protocol: fc.constantFrom('TCP', 'udp'),
        port: fc.constantFrom(...V.ports),
        statefulSets: fc.array(
          fc.record({
            name: fc.constantFrom('pod-0', 'pod-1', 'pod-2', 'pod-3'),
            weights: fc.array(
              fc.record({
                weight: fc.constantFrom(0, 7, 100),
                podIndexes: fc.uniqueArray(fc.constantFrom(1, 2, 3), { minLength: 1 }),
              }),
              { maxLength: 2 },
            ),
          }),
          { maxLength: 3 },
        ),
      }),
      { maxLength: 2 },
    ),
  }),
  settled,
);

/** Settings of a load balancer as a whole, each declared or not. */
export const attributes: fc.Arbitrary<Attributes> = exact<Attributes>(
  fc.record({
    securityGroups: absentOr(50, fc.constantFrom([], ['sg-1'], ['sg-2', 'sg-1'])),
    passToTarget: absentOr(40, fc.boolean()),
    internetMaxBandwidthOut: absentOr(10, fc.constantFrom(5, 20)),
    deletionProtection: absentOr(30, chance(30)),
    modificationProtection: absentOr(20, fc.boolean()),
  }),
  settled,
);

const secretName = often<string | undefined>(
  [8, V.secretNames[0]],
  [4, V.secretNames[1]],
  [1, 'cert-none'],
  [1, undefined],
);

const host: fc.Arbitrary<readonly [string, { readonly tls?: string }]> = fc.tuple(
  often<string>([6, V.hosts[0]], [6, V.hosts[1]], [2, V.hosts[2]], [1, V.hosts[3]]),
  exact<{ readonly tls?: string }>(fc.record({ tls: secretName }), settled),
);

/** Protocols of one port, with what they need. */
const portProtocols: fc.Arbitrary<PortProtocols> = exact<PortProtocols>(
  fc.record({
    protocols: often<ReadonlyArray<Protocol>>(
      [6, ['TCP_SSL']],
      [2, ['QUIC']],
      [2, ['TCP', 'UDP']],
      [1, ['TCP_SSL', 'UDP']],
      [1, ['UDP']],
      [1, ['TCP']],
      [3, ['HTTP']],
      [5, ['HTTPS']],
      [1, ['HTTPS', 'UDP']],
    ),
    tls: secretName,
    hosts: absentOr(60, fc.uniqueArray(host, { maxLength: 3, selector: ([name]) => name }).map(Object.fromEntries)),
  }),
  settled,
);

/** How a load balancer is to be bought; some of it the cloud does not sell. */
export const creation: fc.Arbitrary<Creation> = often<Creation>(
  [1, {}],
  [1, { addressIPVersion: 'IPV6' }],
  [2, { addressIPVersion: 'IPv6FullChain' }],
  [2, { bandwidth: 50 }],
  [1, { chargeType: 'BANDWIDTH_POSTPAID_BY_HOUR', bandwidth: 5 }],
  [1, { chargeType: 'BANDWIDTH_PACKAGE', vipIsp: 'CMCC' }],
  [1, { vipIsp: 'CMCC' }],
  [1, { zone: 'ap-small-1' }],
  [1, { name: 'chosen' }],
  [1, { ignored: ['VpcId'] }],
);

/** Protocols by port, as `specify-protocol` names them; one of the ports is often not one of the Service's. */
const protocols: fc.Arbitrary<Keyed<PortProtocols>> = fc
  .uniqueArray(fc.tuple(fc.constantFrom('53', '80', '443'), portProtocols), {
    minLength: 1,
    maxLength: 2,
    selector: ([port]) => port,
  })
  .map((pairs) => Object.fromEntries(pairs));

/** What annotations ask for. */
export const request: fc.Arbitrary<LoadBalancerRequest> = exact<LoadBalancerRequest>(
  fc.record({
    skip: absentOr<true>(4, fc.constant(true)),
    existing: absentOr(35, often([10, 'lb-e1'], [5, 'lb-e2'], [1, 'lb-none']).map(cloudId)),
    subnet: absentOr(35, fc.constantFrom(...V.subnets)),
    directAccess: absentOr(45, chance(85)),
    serviceConfig: absentOr(50, fc.constantFrom(...V.configNames)),
    crossRegion: absentOr(1, fc.constant({ region: 'ap-far' })),
    sourceEndpoints: absentOr(1, fc.constant('elsewhere')),
    targetGroups: absentOr(1, fc.constant([{ protocol: 'TCP', port: 80 }])),
    creation: absentOr(12, creation),
    attributes: absentOr(20, attributes),
    retain: absentOr(6, chance(80)),
    backendsLabel: absentOr(20, selector),
    onlyNodesWithPods: absentOr(30, chance(90)),
    weightedBalance: absentOr(20, chance(90)),
    hybrid: absentOr<'CCN'>(12, fc.constant('CCN')),
    snatSubnets: absentOr(20, often<ReadonlyArray<string>>([4, ['subnet-snat']], [1, []])),
    weights: absentOr(12, weights),
    graceShutdown: absentOr(15, fc.boolean()),
    graceShutdownNotReady: absentOr(12, chance(80)),
    graceDeletion: absentOr(8, fc.boolean()),
    protocols: absentOr(18, protocols),
    preventLoopback: absentOr(6, fc.boolean()),
  }),
  settled,
);

/** The Service at a place. */
export const serviceAt = (at: V.Place, generation = 1): fc.Arbitrary<Service> =>
  exact<Service>(
    fc.record({
      key: fc.constant(V.keyAt(at)),
      namespace: fc.constant(V.places[at].namespace),
      name: fc.constant(V.places[at].name),
      uid: fc.constant(V.uidAt(at, generation)),
      createdAt: fc.integer({ min: 1, max: 3 }),
      type: often([17, 'LoadBalancer'], [1, 'ClusterIP'], [1, 'NodePort']),
      loadBalancerClass: absentOr(8, fc.constantFrom(V.classes.ours, V.classes.other)),
      deleting: chance(4),
      externalTrafficPolicy: fc.constantFrom('Cluster', 'Local'),
      selectorless: absentOr<true>(3, fc.constant(true)),
      ports: servicePorts(at),
      request,
      published: fc.constant([]),
    }),
    settled,
  );

/** The node with that number, with all the reasons not to use it. */
export const nodeAt = (number: number): fc.Arbitrary<Node> =>
  exact<Node>(
    fc.record({
      name: fc.constant(V.nodeNames[number - 1] ?? 'n1'),
      providerID: often<string | undefined>(
        [20, `qcloud:///800001/${V.instanceOf(number, 0)}`],
        [2, `tencentcloud://${V.instanceOf(number, 1)}`],
        [2, `tencentcloud:///800002/kn-node${number}`],
        [1, ''],
        [1, undefined],
      ),
      internalIP: often<string | undefined>([9, V.internalIP(number)], [1, undefined]),
      ready: chance(85),
      cordoned: chance(10),
      deleting: chance(4),
      taints: often<ReadonlyArray<string>>([8, []], [1, ['ToBeDeletedByClusterAutoscaler']], [1, ['dedicated']]),
      labels: often<Keyed<string>>(
        [18, {}],
        [1, { 'node-role.kubernetes.io/control-plane': '' }],
        [1, { 'node-role.kubernetes.io/master': 'true' }],
        [1, { 'node.kubernetes.io/exclude-from-external-load-balancers': '' }],
        [1, { 'node.kubernetes.io/exclude-from-external-load-balancers': 'false' }],
        [1, { 'node.kubernetes.io/exclude-from-external-load-balancers': 'maybe' }],
        [1, { 'node.kubernetes.io/instance-type': 'eklet' }],
        [2, { 'node.kubernetes.io/instance-type': 'external' }],
        [6, { pool: 'edge' }],
        [2, { pool: 'core', tier: 'edge' }],
        [1, { 'node.kubernetes.io/instance-type': 'S5.MEDIUM4' }],
      ),
    }),
    settled,
  );

/** The name of a Pod of the Service at a place. */
export const podName = (at: V.Place, number: number): string => `pod-${at}-${number}`;

/** A Pod of the Service at a place. */
export const podAt = (at: V.Place, number: number): fc.Arbitrary<Pod> =>
  exact<Pod>(
    fc.record({
      namespace: fc.constant(V.places[at].namespace),
      name: fc.constant(podName(at, number)),
      hostNetwork: chance(12),
      deleting: chance(10),
      phase: often<Pod['phase']>([16, 'Running'], [2, 'Pending'], [1, 'Failed'], [1, 'Succeeded']),
      containersReady: chance(75),
      readinessGates: often<ReadonlyArray<string>>(
        [2, []],
        [3, ['cloud.tencent.com/load-balancer-backendgroup-ready']],
      ),
      owner: often<Pod['owner'] | undefined>(
        [3, undefined],
        [3, { kind: 'StatefulSet', name: `pod-${at}` }],
        [1, { kind: 'ReplicaSet', name: `pod-${at}` }],
      ),
    }),
    settled,
  );

const condition = often<boolean | undefined>([5, undefined], [5, true], [2, false]);

/** An endpoint of the Service at a place. The few addresses make duplicates between slices likely. */
export const endpointAt = (at: V.Place): fc.Arbitrary<Endpoint> =>
  exact<Endpoint>(
    fc
      .record({
        number: fc.integer({ min: 1, max: 4 }),
        ready: often<boolean | undefined>([3, undefined], [5, true], [3, false]),
        serving: condition,
        terminating: often<boolean | undefined>([5, undefined], [3, false], [3, true]),
        owned: chance(80),
        nodeName: absentOr(85, fc.constantFrom(...V.nodeNames)),
      })
      .map(({ number, owned, ...rest }) => ({
        ...rest,
        addresses: [V.podIP(at, number)],
        pod: owned ? podName(at, number) : undefined,
      })),
    settled,
  );

/** A slice of the Service at a place; it knows every port by name. */
export const sliceAt = (at: V.Place, name: string): fc.Arbitrary<EndpointSlice> =>
  fc
    .record({
      addressType: often<EndpointSlice['addressType']>([10, 'IPv4'], [2, 'IPv6'], [1, 'FQDN']),
      variant: often([8, 0], [1, 1]),
      missing: chance(4),
      endpoints: fc.array(endpointAt(at), { maxLength: 4 }),
    })
    .map(({ addressType, variant, missing, endpoints }) => {
      const named = V.ports.flatMap((port) =>
        V.protocols.map((protocol) => ({
          name: V.portName(protocol, port),
          protocol,
          port: V.targetPortOf(protocol, port, variant),
        })),
      );
      const unnamed = V.protocols.map((protocol) => ({ name: '', protocol, port: V.targetPortOf('TCP', 80, variant) }));
      return { name, addressType, ports: missing ? named.slice(0, 3) : [...named, ...unnamed], endpoints };
    });

const check: fc.Arbitrary<HealthCheck> = exact<Pick<HealthCheck, 'enabled' | 'intervalTime' | 'timeout' | 'healthNum'>>(
  fc.record({
    enabled: absentOr(30, fc.boolean()),
    intervalTime: absentOr(50, fc.constantFrom(5, 10)),
    timeout: absentOr(30, fc.constantFrom(2, 3)),
    healthNum: absentOr(50, fc.constantFrom(2, 3, 4)),
  }),
  settled,
);

/** Settings of a listener, each member declared or not. */
export const listenerSettings: fc.Arbitrary<ListenerSettings> = exact<ListenerSettings>(
  fc.record({
    scheduler: absentOr(50, fc.constantFrom('WRR', 'LEAST_CONN')),
    sessionExpireTime: absentOr(40, fc.constantFrom(0, 30, 3600)),
    deregisterTargetRst: absentOr(30, fc.boolean()),
    healthCheck: absentOr(65, check),
  }),
  settled,
);

const ruleSettings: fc.Arbitrary<RuleSettings> = exact<RuleSettings>(
  fc.record({
    scheduler: absentOr(50, fc.constantFrom('WRR', 'IP_HASH')),
    sessionExpireTime: absentOr(30, fc.constantFrom(0, 60)),
    forwardType: absentOr(20, fc.constantFrom('HTTP', 'GRPC')),
    certificate: fc.constant(undefined),
    defaultServer: fc.constant(undefined),
    healthCheck: absentOr(50, check),
  }),
  settled,
);

const segment: fc.Arbitrary<L7Settings> = exact<L7Settings>(
  fc.record({
    keepaliveEnable: absentOr<0 | 1>(40, fc.constantFrom(0, 1)),
    defaultServer: absentOr(30, fc.constantFrom('', V.hosts[0], V.hosts[1])),
    domains: fc
      .uniqueArray(fc.tuple(fc.constantFrom('', V.hosts[0], V.hosts[1]), ruleSettings), {
        maxLength: 2,
        selector: ([domain]) => domain,
      })
      .map((pairs) => Object.fromEntries(pairs.map(([domain, one]) => [domain, { '/': one }]))),
  }),
  settled,
);

const layer7: fc.Arbitrary<Keyed<L7Settings>> = fc
  .array(fc.tuple(fc.constantFrom('HTTP:80', 'HTTPS:443', 'HTTPS:80', 'HTTP:53'), segment), {
    minLength: 1,
    maxLength: 2,
  })
  .map((pairs) => Object.fromEntries(pairs));

/** A TkeServiceConfig. */
export const serviceConfig = (namespace: string, name: string): fc.Arbitrary<ServiceConfig> =>
  exact<ServiceConfig>(
    fc
      .record({
        pairs: fc.array(
          fc.tuple(
            fc.constantFrom('TCP:53', 'TCP:80', 'TCP:443', 'UDP:53', 'UDP:80', 'TCP_SSL:443', 'TCP:9999'),
            listenerSettings,
          ),
          { minLength: 1, maxLength: 5 },
        ),
        internetMaxBandwidthOut: absentOr(20, fc.constantFrom(0, 5, 20)),
        l7: absentOr(40, layer7),
      })
      .map(({ pairs, internetMaxBandwidthOut, l7 }) => ({
        namespace,
        name,
        l4: Object.fromEntries(pairs),
        internetMaxBandwidthOut,
        l7,
      })),
    settled,
  );

/** What a Secret says of a certificate. */
export const certificate = (namespace: string, name: string): fc.Arbitrary<Certificate> =>
  often<string | undefined>([5, V.certificates[0]], [5, V.certificates[1]], [1, undefined]).map((certId) => ({
    namespace,
    name,
    ...(certId === undefined ? {} : { certId }),
  }));

/** What cannot be read of an object. */
export const unreadable = (kind: ObjectKind, name: string, uid?: string): Unreadable => ({
  ...(uid === undefined ? {} : { uid }),
  errors: [{ _tag: 'InvalidField', object: { kind, name }, path: 'spec', expected: 'an object', found: '"?"' }],
});

const decoded = <A>(
  percent: number,
  arbitrary: fc.Arbitrary<A>,
  broken: fc.Arbitrary<Unreadable>,
): fc.Arbitrary<Decoded<A>> =>
  fc.oneof(
    { weight: 100 - percent, arbitrary: arbitrary.map((value): Decoded<A> => right(value)) },
    { weight: percent, arbitrary: broken.map((value): Decoded<A> => left(value)) },
  );

/** The Service at a place, readable or not. */
export const decodedServiceAt = (at: V.Place, generation = 1): fc.Arbitrary<Decoded<Service>> =>
  decoded(
    5,
    serviceAt(at, generation),
    often([4, V.uidAt(at, generation)], [1, undefined]).map((uid) => unreadable('Service', V.places[at].name, uid)),
  );

const collection = <A>(arbitrary: fc.Arbitrary<A>): fc.Arbitrary<Collection<A>> =>
  fc.oneof(
    { weight: 24, arbitrary: arbitrary.map(known) },
    { weight: 1, arbitrary: fc.constant(unknown('not synced')) },
  );

/** A namespaced collection out of what may be at each place. */
const namespaced = <A>(entries: ReadonlyArray<readonly [V.Place, string, A]>): Namespaced<A> => {
  const out: Record<string, Record<string, A>> = {};
  for (const [at, name, value] of entries) (out[V.places[at].namespace] ??= {})[name] = value;
  return out;
};

const atPlaces = <A>(
  percent: number,
  make: (at: V.Place) => fc.Arbitrary<A>,
): fc.Arbitrary<ReadonlyArray<readonly [V.Place, A]>> =>
  fc
    .tuple(
      ...([0, 1, 2, 3] as const).map((at) =>
        absentOr(
          percent,
          make(at).map((value) => [at, value] as const),
        ),
      ),
    )
    .map((all) => all.flatMap((one) => (one === undefined ? [] : [one])));

const slices = (at: V.Place): fc.Arbitrary<Keyed<Decoded<EndpointSlice>>> =>
  fc
    .tuple(
      ...['s1', 's2', 's3'].map((name) =>
        absentOr(55, decoded(3, sliceAt(at, name), fc.constant(unreadable('EndpointSlice', name)))),
      ),
    )
    .map((all) => Object.fromEntries(all.flatMap((one, index) => (one === undefined ? [] : [[`s${index + 1}`, one]]))));

const nodes: fc.Arbitrary<Keyed<Decoded<Node>>> = fc
  .tuple(
    ...[1, 2, 3, 4].map((number) =>
      absentOr(75, decoded(2, nodeAt(number), fc.constant(unreadable('Node', `n${number}`)))),
    ),
  )
  .map((all) =>
    Object.fromEntries(all.flatMap((one, index) => (one === undefined ? [] : [[V.nodeNames[index] ?? 'n1', one]]))),
  );

const configs: fc.Arbitrary<Namespaced<Decoded<ServiceConfig>>> = fc
  .tuple(
    ...['ops', 'shop'].flatMap((namespace) =>
      V.configNames.map((name) =>
        absentOr(85, decoded(4, serviceConfig(namespace, name), fc.constant(unreadable('TkeServiceConfig', name)))).map(
          (value) => ({ namespace, name, value }),
        ),
      ),
    ),
  )
  .map((all) => {
    const out: Record<string, Record<string, Decoded<ServiceConfig>>> = {};
    for (const { namespace, name, value } of all) if (value !== undefined) (out[namespace] ??= {})[name] = value;
    return out;
  });

const certificates: fc.Arbitrary<Namespaced<Decoded<Certificate>>> = fc
  .tuple(
    ...['ops', 'shop'].flatMap((namespace) =>
      V.secretNames.map((name) =>
        absentOr(85, decoded(4, certificate(namespace, name), fc.constant(unreadable('Secret', name)))).map(
          (value) => ({ namespace, name, value }),
        ),
      ),
    ),
  )
  .map((all) => {
    const out: Record<string, Record<string, Decoded<Certificate>>> = {};
    for (const { namespace, name, value } of all) if (value !== undefined) (out[namespace] ??= {})[name] = value;
    return out;
  });

/** A small cluster at one instant, in which things meet: same ports, same load balancers, same nodes. */
export const snapshot: fc.Arbitrary<Snapshot> = fc.record<Snapshot>({
  cluster: often([9, V.cluster], [1, { id: V.cluster.id }]),
  takenAt: fc.constant(0),
  services: collection(
    atPlaces(65, (at) => decodedServiceAt(at)).map((all) =>
      namespaced(all.map(([at, value]) => [at, V.places[at].name, value])),
    ),
  ),
  nodes: collection(nodes),
  endpointSlices: collection(
    atPlaces(85, slices).map((all) => namespaced(all.map(([at, value]) => [at, V.places[at].name, value]))),
  ),
  pods: collection(
    atPlaces(60, (at) => fc.tuple(podAt(at, 1), podAt(at, 2), podAt(at, 3))).map((all) =>
      namespaced(all.flatMap(([at, pods]) => pods.map((pod) => [at, pod.name, pod] as const))),
    ),
  ),
  serviceConfigs: collection(configs),
  certificates: collection(certificates),
  strays: often([30, []], [1, [unreadable('Document', 'document 3')]]),
});
