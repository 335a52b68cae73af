import { type Node, Ref, type Service, Settings, Snapshot } from '@clbkit/core';
import { type Edits, Vocabulary as V } from '@clbkit/core/testing';
import * as E from 'fp-ts/lib/Either.js';
import type { TinyWorld } from './exhaustive.js';

const node = (number: number): Node.Node => ({
  name: `n${number}`,
  providerID: `qcloud:///800001/${V.instanceOf(number, 0)}`,
  ready: true,
  cordoned: false,
  deleting: false,
  taints: [],
  labels: {},
});

const port = (at: V.Place, protocol: 'TCP' | 'UDP', number: number): Service.ServicePort => ({
  name: V.portName(protocol, number),
  protocol,
  port: number,
  nodePort: V.nodePortOf(at, protocol, number, 0),
});

const service = (at: V.Place, over: Partial<Service.Service>): Service.Service => ({
  key: V.keyAt(at),
  namespace: V.places[at].namespace,
  name: V.places[at].name,
  uid: V.uidAt(at, 1),
  createdAt: at,
  type: 'LoadBalancer',
  deleting: false,
  externalTrafficPolicy: 'Cluster',
  ports: [port(at, 'TCP', 80)],
  request: {},
  published: [],
  ...over,
});

const dns = service(0, { ports: [port(0, 'UDP', 53)], request: { existing: Ref.cloudId('lb-e1') } });
const web = service(3, {});

const snapshot: Snapshot.Snapshot = {
  ...Snapshot.empty(V.cluster),
  services: Snapshot.known({ ops: { dns: E.right(dns) }, shop: { web: E.right(web) } }),
  nodes: Snapshot.known({ n1: E.right(node(1)), n2: E.right(node(2)) }),
};

const edits: ReadonlyArray<Edits.Edit> = [
  { _tag: 'SetRequest', place: 3, request: { subnet: 'subnet-a' } },
  { _tag: 'SetPorts', place: 3, ports: [port(3, 'TCP', 443)] },
  { _tag: 'SetRequest', place: 3, request: { existing: Ref.cloudId('lb-e1') } },
  { _tag: 'DeleteService', place: 0 },
  { _tag: 'BreakService', place: 0, generation: 1 },
  { _tag: 'PutNode', node: { ...node(2), deleting: true } },
];

/** Two Services, one with a load balancer of its own and one on a user's, two nodes, and what may happen to them. */
export const tinyWorld: TinyWorld = {
  settings: Settings.defaults,
  snapshot,
  cloud: [
    {
      id: Ref.cloudId('lb-e1'),
      name: 'bought',
      network: { _tag: 'Public' },
      status: 'Running',
      addresses: ['203.0.113.1'],
      deletionProtected: false,
      tags: { team: 'edge' },
      listeners: [],
    },
  ],
  edits,
  accidents: [
    {
      _tag: 'AddListener',
      at: 0,
      made: { id: Ref.cloudId('lbl-hand'), name: 'by-hand', protocol: 'TCP', port: 80, settings: {}, backends: [] },
    },
    { _tag: 'DeleteListener', at: 0, listener: 0 },
    { _tag: 'RenameListener', at: 1, listener: 0, name: 'mine-now' },
    { _tag: 'DeleteLoadBalancer', at: 0 },
  ],
};

/** What the tests look at, each to its end: a person edits the cluster, or the cloud, while a pass dies and an answer is lost. */
export const searches = [
  { what: 'the cluster', bounds: { edits: 1, foreign: 0, crashes: 1, lost: 1 } },
  { what: 'the cloud', bounds: { edits: 0, foreign: 1, crashes: 1, lost: 1 } },
] as const;
