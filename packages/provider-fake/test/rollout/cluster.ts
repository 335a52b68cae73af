import { type Endpoint, type Node, Pod, Service, Snapshot } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';

/** A Pod as it lives: it starts, is ready once the load balancer has it, is told to go, and is gone. */
export interface SimPod {
  readonly name: string;
  readonly ip: string;
  readonly color: 'blue' | 'green';
  readonly node: string;
  /** When its containers are ready. */
  readonly startsAt: number;
  gateOpen: boolean;
  deletedAt?: number;
  /** When it answers no more; absent while it may not be stopped. */
  stopsAt?: number;
}

/** A node as it lives. */
export interface SimNode {
  readonly name: string;
  readonly machine: string;
  readonly color: 'blue' | 'green';
  readonly joinsAt: number;
  deletedAt?: number;
  stopsAt?: number;
}

/** How long things take, in milliseconds, and what the Service asks for. */
export interface Terms {
  readonly request: Service.Service['request'];
  readonly policy: Service.Service['externalTrafficPolicy'];
  /** From the creation of a Pod until its containers are ready, and of a node until it is Ready. */
  readonly start: number;
  /** From the deletion of a Pod, or from the leave to stop it, until it answers no more. */
  readonly grace: number;
  /** Whether Pods and nodes being deleted wait for leave (`departures`). */
  readonly wait: boolean;
  /** Whether Pods have the readiness gate. */
  readonly gates: boolean;
}

/** A cluster at one instant; a simulation changes it in place. */
export interface SimCluster {
  readonly terms: Terms;
  now: number;
  pods: ReadonlyArray<SimPod>;
  nodes: ReadonlyArray<SimNode>;
  /** Which Pods the Service selects. */
  selects: ReadonlyArray<SimPod['color']>;
  /** Which nodes the Service selects, when it does. */
  nodeColor?: SimNode['color'];
}

export const cluster: Snapshot.Cluster = { id: 'cls-sim' };
export const uid = 'uid-web';
export const nodePort = 30080;
export const targetPort = 8080;

const answersFrom = ({ startsAt, stopsAt }: SimPod, now: number): boolean =>
  now >= startsAt && (stopsAt === undefined || now < stopsAt);

/** Whether a Pod is Ready as Kubernetes sees it. */
export const isReady = (pod: SimPod, { now, terms }: SimCluster): boolean =>
  answersFrom(pod, now) && pod.deletedAt === undefined && (pod.gateOpen || !terms.gates);

const podsOn = (at: SimCluster, node: string): ReadonlyArray<SimPod> =>
  at.pods.filter((pod) => pod.node === node && at.selects.includes(pod.color));

/** Whether a request that is sent to an address is answered. */
export const answers = (at: SimCluster, address: string): boolean => {
  const pod = at.pods.find(({ ip }) => ip === address);
  if (pod !== undefined) return answersFrom(pod, at.now);
  const node = at.nodes.find(({ machine }) => machine === address);
  if (node === undefined || at.now < node.joinsAt || (node.stopsAt !== undefined && at.now >= node.stopsAt))
    return false;
  return at.terms.policy === 'Cluster' || podsOn(at, node.name).some((one) => answersFrom(one, at.now));
};

const podOf = (pod: SimPod, at: SimCluster): Pod.Pod => ({
  namespace: 'shop',
  name: pod.name,
  hostNetwork: false,
  deleting: pod.deletedAt !== undefined,
  phase: at.now >= pod.startsAt ? 'Running' : 'Pending',
  containersReady: answersFrom(pod, at.now),
  readinessGates: at.terms.gates ? [Pod.backendGroupReady] : [],
});

const endpointOf = (pod: SimPod, at: SimCluster): Endpoint.Endpoint => ({
  addresses: [pod.ip],
  ready: isReady(pod, at),
  serving: answersFrom(pod, at.now) && (pod.gateOpen || !at.terms.gates),
  terminating: pod.deletedAt !== undefined,
  nodeName: pod.node,
  pod: pod.name,
});

const nodeOf = (node: SimNode, now: number): Node.Node => ({
  name: node.name,
  providerID: `qcloud:///800001/${node.machine}`,
  ready: now >= node.joinsAt,
  cordoned: false,
  deleting: node.deletedAt !== undefined,
  taints: [],
  labels: { pool: node.color },
});

/** The cluster as its API server tells it. */
export const snapshotOf = (at: SimCluster): Snapshot.Snapshot => {
  const { request } = at.terms;
  const web: Service.Service = {
    key: Service.keyOf('shop', 'web'),
    namespace: 'shop',
    name: 'web',
    uid,
    createdAt: 1,
    type: 'LoadBalancer',
    deleting: false,
    externalTrafficPolicy: at.terms.policy,
    ports: [{ name: 'http', protocol: 'TCP', port: 80, nodePort, targetPort }],
    request:
      at.nodeColor === undefined
        ? request
        : { ...request, backendsLabel: [{ key: 'pool', operator: 'In', values: [at.nodeColor] }] },
    published: [],
  };
  const slice: Endpoint.EndpointSlice = {
    name: 'web-1',
    addressType: 'IPv4',
    ports: [{ name: 'http', protocol: 'TCP', port: targetPort }],
    endpoints: at.pods.filter(({ color }) => at.selects.includes(color)).map((pod) => endpointOf(pod, at)),
  };
  return {
    ...Snapshot.empty(cluster, at.now),
    services: Snapshot.known({ shop: { web: E.right(web) } }),
    nodes: Snapshot.known(Object.fromEntries(at.nodes.map((node) => [node.name, E.right(nodeOf(node, at.now))]))),
    endpointSlices: Snapshot.known({ shop: { web: { 'web-1': E.right(slice) } } }),
    pods: Snapshot.known({ shop: Object.fromEntries(at.pods.map((pod) => [pod.name, podOf(pod, at)])) }),
  };
};
