import {
  Backend,
  type Endpoint,
  Listener,
  type LoadBalancer,
  type Node,
  ObservedState,
  Ownership,
  type Plan,
  plan,
  type PlanError,
  Ref,
  Service,
  Settings,
  Snapshot,
  Step,
} from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';

/** The cluster of these tests. */
export const cluster = { id: 'cls-test', vpc: 'vpc-1' };

/** A Service in namespace `shop` that asks for a public load balancer on TCP 80, with changes. */
export const service = (name: string, over: Partial<Service.Service> = {}): Service.Service => ({
  key: Service.keyOf('shop', name),
  namespace: 'shop',
  name,
  uid: `uid-${name}`,
  createdAt: 1,
  type: 'LoadBalancer',
  deleting: false,
  externalTrafficPolicy: 'Cluster',
  ports: [port(80)],
  request: {},
  published: [],
  ...over,
});

/** A port whose node port is 30000 above it, and whose name is `p<number>`. */
export const port = (
  number: number,
  protocol: Service.PortProtocol = 'TCP',
  nodePort = 30000 + number,
): Service.ServicePort => ({
  name: `p${String(number)}`,
  protocol,
  port: number,
  nodePort,
});

/** Node `n<number>`, machine `ins-<number>`. */
export const node = (number: number, over: Partial<Node.Node> = {}): Node.Node => ({
  name: `n${String(number)}`,
  providerID: `qcloud:///800006/ins-${String(number)}`,
  internalIP: `172.16.0.${String(number)}`,
  ready: true,
  cordoned: false,
  deleting: false,
  taints: [],
  labels: {},
  ...over,
});

/** An endpoint at 10.0.0.<number>, ready unless changed. */
export const endpoint = (number: number, over: Partial<Endpoint.Endpoint> = {}): Endpoint.Endpoint => ({
  addresses: [`10.0.0.${String(number)}`],
  ready: true,
  ...over,
});

/** A slice for port `p80`, Pods listen on 8080. */
export const slice = (name: string, endpoints: ReadonlyArray<Endpoint.Endpoint>): Endpoint.EndpointSlice => ({
  name,
  addressType: 'IPv4',
  ports: [{ name: 'p80', protocol: 'TCP', port: 8080 }],
  endpoints,
});

/** A cluster with these Services, Nodes and slices (by Service name). */
export const snapshot = (
  services: ReadonlyArray<Service.Service>,
  nodes: ReadonlyArray<Node.Node> = [node(1), node(2)],
  slices: Readonly<Record<string, ReadonlyArray<Endpoint.EndpointSlice>>> = {},
): Snapshot.Snapshot => ({
  ...Snapshot.empty(cluster),
  services: Snapshot.known({ shop: Object.fromEntries(services.map((one) => [one.name, E.right(one)])) }),
  nodes: Snapshot.known(Object.fromEntries(nodes.map((one) => [one.name, E.right(one)]))),
  endpointSlices: Snapshot.known({
    shop: Object.fromEntries(
      Object.entries(slices).map(([name, list]) => [
        name,
        Object.fromEntries(list.map((one) => [one.name, E.right(one)])),
      ]),
    ),
  }),
});

/** A listener of ours on that slot, with backends `address:port@weight`. */
export const listener = (
  key: string,
  backends: ReadonlyArray<string> = [],
  over: Partial<ObservedState.ListenerFacts> = {},
): ObservedState.ListenerFacts => {
  const [protocol = 'TCP', number = '80'] = key.split(':');
  return {
    id: Ref.cloudId(`lbl-${protocol.toLowerCase()}${number}`),
    name: Listener.managedName,
    protocol: protocol as Listener.Protocol,
    port: Number(number),
    settings: Listener.defaultSettings,
    backends: backends.map((text) => {
      const [, address = '', port_ = '', weight = '10'] = /^(.+):(\d+)(?:@(\d+))?$/.exec(text) ?? [];
      return { address, port: Number(port_), weight: Number(weight) };
    }),
    ...over,
  };
};

/** A CLB we bought for a Service. */
export const mine = (
  id: string,
  name: string,
  listeners: ReadonlyArray<ObservedState.ListenerFacts> = [],
  over: Partial<ObservedState.LoadBalancerFacts> = {},
): ObservedState.LoadBalancerFacts => ({
  id: Ref.cloudId(id),
  name: `cls-test_shop_${name}`,
  network: { _tag: 'Public' },
  vpc: 'vpc-1',
  status: 'Running',
  addresses: [`1.1.1.${id.slice(3)}`],
  deletionProtected: false,
  tags: Ownership.birthTags(cluster.id, `uid-${name}`),
  listeners,
  ...over,
});

/** A CLB a person bought, with the marks of these Services and records `lbl-…=name` of listeners. */
export const users = (
  id: string,
  names: ReadonlyArray<string> = [],
  listeners: ReadonlyArray<ObservedState.ListenerFacts> = [],
  records: Readonly<Record<string, string>> = {},
): ObservedState.LoadBalancerFacts => ({
  ...mine(id, 'x', listeners),
  name: 'bought by hand',
  tags: {
    team: 'net',
    ...(names.length === 0
      ? {}
      : Ownership.claimTags(
          cluster.id,
          names.map((name) => `uid-${name}`),
        )),
    ...Object.fromEntries(Object.entries(records).map(([lbl, name]) => [`uid-${name}_${lbl}`, lbl])),
  },
});

/** The observation of these CLBs. */
export const observed = (...facts: ReadonlyArray<ObservedState.LoadBalancerFacts>): ObservedState.ObservedState =>
  ObservedState.make(cluster.id, facts);

/** A network inside subnet `subnet-a`. */
export const internal: LoadBalancer.Network = { _tag: 'Internal', subnet: 'subnet-a' };

/** The plan for these facts, under the default settings unless changed. */
export const planned = (
  there: ObservedState.ObservedState,
  wish: Snapshot.Snapshot,
  settings: Partial<Settings.Settings> = {},
): Plan.Plan => plan({ ...Settings.defaults, ...settings })(there, wish);

/** The steps of a plan in words, lanes one after another. */
export const words = (of: Plan.Plan): ReadonlyArray<string> =>
  of.lanes.flatMap(({ steps }) => steps.map(Step.describe(Ref.show)));

/** The tags of a plan's diagnostics. */
export const said = (of: Plan.Plan): ReadonlyArray<PlanError.PlanError['_tag']> =>
  of.diagnostics.map(({ _tag }) => _tag);

/** `address:port@weight` of every backend of a set. */
export const shown = (set: Backend.BackendSet): ReadonlyArray<string> =>
  [...Backend.each(set)].map(({ address, port: number, weight }) => `${address}:${String(number)}@${String(weight)}`);
