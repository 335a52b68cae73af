import { wishesOf } from './mixed.js';
import { nodeAt, serviceAt, type Size, sliceAt } from './worlds.js';

const meta = (uid: string, name: string, namespace?: string): Record<string, unknown> => ({
  annotations: {},
  creationTimestamp: '2026-01-15T08:30:00Z',
  labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/managed-by': 'Helm' },
  name,
  ...(namespace === undefined ? {} : { namespace }),
  resourceVersion: '48151623',
  uid,
});

const service = (mode: Parameters<typeof serviceAt>[0], index: number): unknown => {
  const { uid, name, namespace, ports, externalTrafficPolicy } = serviceAt(mode, index);
  const plain = mode === 'direct' ? { 'service.cloud.tencent.com/direct-access': 'true' } : {};
  const annotations = mode === 'mixed' ? wishesOf(index).annotations : plain;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...meta(uid, name, namespace), annotations, finalizers: ['service.k8s.tencent/resources'] },
    spec: {
      allocateLoadBalancerNodePorts: true,
      clusterIP: '10.96.12.34',
      clusterIPs: ['10.96.12.34'],
      externalTrafficPolicy,
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports,
      selector: { 'app.kubernetes.io/name': name },
      sessionAffinity: 'None',
      type: 'LoadBalancer',
    },
    status: { loadBalancer: {} },
  };
};

const slice = (index: number, endpoints: number): unknown => {
  const { uid, name, namespace } = serviceAt('direct', index);
  const one = sliceAt(index, endpoints);
  return {
    addressType: one.addressType,
    apiVersion: 'discovery.k8s.io/v1',
    endpoints: one.endpoints.map(({ addresses, nodeName }, endpoint) => ({
      addresses,
      conditions: { ready: true, serving: true, terminating: false },
      nodeName,
      targetRef: {
        kind: 'Pod',
        name: `${name}-${String(endpoint)}`,
        namespace,
        uid: `${uid.slice(0, -2)}${String(10 + endpoint)}`,
      },
    })),
    kind: 'EndpointSlice',
    metadata: {
      ...meta(uid, one.name, namespace),
      labels: {
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': name,
      },
      ownerReferences: [{ apiVersion: 'v1', blockOwnerDeletion: true, controller: true, kind: 'Service', name, uid }],
    },
    ports: one.ports,
  };
};

const condition = (type: string, status: string): unknown => ({
  lastHeartbeatTime: '2026-01-15T08:30:00Z',
  lastTransitionTime: '2026-01-15T08:30:00Z',
  message: `kubelet reports ${type}`,
  reason: `Kubelet${type}`,
  status,
  type,
});

const node = (index: number): unknown => {
  const { name, providerID, internalIP, labels } = nodeAt(index);
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { ...meta(`0f5fbd6e-${String(index).padStart(4, '0')}-4000-8000-000000000000`, name), labels },
    spec: { podCIDR: '10.64.0.0/26', podCIDRs: ['10.64.0.0/26'], providerID },
    status: {
      addresses: [
        { address: internalIP, type: 'InternalIP' },
        { address: name, type: 'Hostname' },
      ],
      allocatable: { cpu: '3920m', memory: '12Gi', pods: '61' },
      capacity: { cpu: '4', memory: '15Gi', pods: '61' },
      conditions: [
        condition('MemoryPressure', 'False'),
        condition('DiskPressure', 'False'),
        condition('PIDPressure', 'False'),
        condition('Ready', 'True'),
      ],
      nodeInfo: {
        architecture: 'amd64',
        kubeletVersion: 'v1.32.2-tke.1',
        operatingSystem: 'linux',
        osImage: 'TencentOS Server 4',
      },
    },
  };
};

const range = <A>(count: number, make: (index: number) => A): ReadonlyArray<A> =>
  Array.from({ length: count }, (_, index) => make(index));

/**
 * The same world as the API server lists it: every Service with its EndpointSlice, every Node. Without managedFields, events
 * or Pods, so that reading it is as cheap as it ever is.
 */
export const dumpOf = (mode: Parameters<typeof serviceAt>[0], size: Size): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      ...range(size.services, (index) => service(mode, index)),
      ...range(size.nodes, node),
      ...range(size.services, (index) => slice(index, size.endpoints)),
    ],
  });
