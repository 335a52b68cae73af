import * as Backend from './Backend.js';
import type * as Listener from './Listener.js';
import type { BackendsWish, NodePool } from './Listener.js';
import { onLocalNodes } from './localNodes.js';
import { type Nodes, selectionOf } from './nodeSelection.js';
import type { PlanError } from './PlanError.js';
import { familyOf, onEndpoints } from './podBackends.js';
import type { Service, ServicePort } from './Service.js';
import { slicesOf } from './serviceSlices.js';
import type { Settings } from './Settings.js';
import type { Snapshot } from './Snapshot.js';

const toleratedNodes = (pool: NodePool, nodePort: number): BackendsWish['tolerated'] =>
  pool.incomplete === undefined
    ? { _tag: 'Only', these: Backend.uniform(pool.tolerated, nodePort, Backend.weights.default) }
    : { _tag: 'Anybody', because: pool.incomplete };

/** The backends of a node port: every required node of the pool, at the default weight (R7.3, R7.4). */
export const onNodes = (pool: NodePool, nodePort: number): BackendsWish => ({
  required: Backend.uniform(pool.addresses, nodePort, Backend.weights.default),
  draining: Backend.uniform(pool.draining, nodePort, Backend.weights.min),
  tolerated: toleratedNodes(pool, nodePort),
  source: { _tag: 'Nodes', pool },
});

/** Whether the backends of a Service are Pods: it asks for direct access, or the cluster knows nothing else (7.1). */
export const isDirect =
  (settings: Settings) =>
  ({ request }: Service): boolean =>
    settings.serverless || request.directAccess === true;

/** The backends behind one Service port; held where they cannot be told, so that what is there stays. */
export type PortWish =
  | { readonly _tag: 'Wish'; readonly wish: BackendsWish; readonly notes: ReadonlyArray<PlanError> }
  | { readonly _tag: 'Held'; readonly notes: ReadonlyArray<PlanError> };

/** The backends of one Service, asked for each of its ports. */
export interface ServiceBackends {
  /** `listener` is what the notes name. */
  readonly of: (port: ServicePort, listener: Listener.ListenerKey) => PortWish;
  readonly notes: ReadonlyArray<PlanError>;
}

/** What a Service's backends are computed from. */
export interface BackendFacts {
  readonly settings: Settings;
  readonly snapshot: Snapshot;
  readonly nodes: Nodes;
}

const annotations = {
  backendsLabel: 'service.kubernetes.io/qcloud-loadbalancer-backends-label',
  onlyNodesWithPods: 'service.kubernetes.io/local-svc-only-bind-node-with-pod',
  weightedBalance: 'service.cloud.tencent.com/local-svc-weighted-balance',
  weights: 'service.cloud.tencent.com/lb-rs-weight',
  hybrid: 'service.cloud.tencent.com/hybrid-type',
} as const;

/**
 * What a Service asks for and cannot have in its mode, so that it does nothing:
 *
 * | annotation | does nothing |
 * |---|---|
 * | backends-label, local-svc-only-bind-node-with-pod, local-svc-weighted-balance, hybrid-type | with direct access |
 * | local-svc-only-bind-node-with-pod, local-svc-weighted-balance | without `externalTrafficPolicy: Local` |
 * | local-svc-weighted-balance | without local-svc-only-bind-node-with-pod |
 * | lb-rs-weight | without direct access: weights are of Pods |
 * | hybrid-type | without snat-pro-info |
 */
const ignored = (service: Service, direct: boolean): ReadonlyArray<PlanError> => {
  const { request, externalTrafficPolicy } = service;
  const out: Array<PlanError> = [];
  const say = (name: keyof typeof annotations, because: string): void => {
    out.push({ _tag: 'Ignored', service: service.key, field: annotations[name], because });
  };
  const local = { onlyNodesWithPods: request.onlyNodesWithPods, weightedBalance: request.weightedBalance } as const;
  for (const name of ['onlyNodesWithPods', 'weightedBalance'] as const)
    if (local[name] !== true) continue;
    else if (direct) say(name, 'with direct access backends are Pods, not nodes');
    else if (externalTrafficPolicy !== 'Local') say(name, 'it counts with externalTrafficPolicy Local alone');
    else if (name === 'weightedBalance' && local.onlyNodesWithPods !== true)
      say(name, 'it counts together with local-svc-only-bind-node-with-pod alone');
  if (direct && request.backendsLabel !== undefined && request.backendsLabel.length > 0)
    say('backendsLabel', 'with direct access backends are Pods, not nodes');
  if (!direct && request.weights !== undefined) say('weights', 'weights are of Pods, so it needs direct access');
  if (request.hybrid !== undefined && direct) say('hybrid', 'with direct access backends are Pods, not nodes');
  else if (request.hybrid !== undefined && (request.snatSubnets ?? []).length === 0)
    say('hybrid', 'it needs subnets for SNAT addresses in snat-pro-info');
  return out;
};

const nobodyThere = (wish: BackendsWish): boolean =>
  wish.tolerated._tag === 'Only' && Backend.size(wish.required) === 0;

const wished = (
  service: Service,
  listener: Listener.ListenerKey,
  wish: BackendsWish,
  told: ReadonlyArray<PlanError>,
  lacking?: string,
): PortWish => {
  if (!nobodyThere(wish) && lacking === undefined) return { _tag: 'Wish', wish, notes: told };
  const none: PlanError = {
    _tag: 'NoBackends',
    service: service.key,
    listener,
    ...(lacking === undefined ? {} : { because: lacking }),
  };
  return { _tag: 'Wish', wish, notes: [...told, none] };
};

const held = (note: PlanError): PortWish => ({ _tag: 'Held', notes: [note] });

/** Node ports: the nodes of the Service's selection, or of these the ones that run its Pods (tke-service 7.2, 7.3). */
const onNodePorts = ({ settings, snapshot, nodes }: BackendFacts, service: Service): ServiceBackends['of'] => {
  const { request } = service;
  const chosen = nodes.of(selectionOf(service));
  const { unmatched } = chosen.pool;
  const rest = settings.emptySelection === 'keep' ? ', so who is registered stays' : '';
  const nothing = unmatched === undefined ? undefined : `no usable node matches ${unmatched}${rest}`;
  const local =
    service.externalTrafficPolicy === 'Local' && request.onlyNodesWithPods === true
      ? onLocalNodes(settings, chosen, slicesOf(snapshot, service, 'IPv4'), request.weightedBalance === true)
      : undefined;
  return (port, listener) => {
    if (familyOf(service) === 'IPv6')
      return held({
        _tag: 'Unsupported',
        service: service.key,
        listener,
        field: 'AddressIPVersion IPv6FullChain',
        because: 'node ports cannot be bound to an IPv6 CLB; ask for direct access and give the Pods IPv6 addresses',
      });
    if (port.nodePort === undefined) return held({ _tag: 'NoNodePort', service: service.key, listener });
    if (local === undefined) return wished(service, listener, onNodes(chosen.pool, port.nodePort), [], nothing);
    const { wish, lacking } = local(port, port.nodePort);
    return wished(service, listener, wish, [], nothing ?? lacking);
  };
};

/** Who shall stand behind the ports of a Service: Pods with direct access, else nodes (tke-service 7.1). */
export const backendsOf =
  (facts: BackendFacts) =>
  (service: Service): ServiceBackends => {
    const direct = isDirect(facts.settings)(service);
    const notes = ignored(service, direct);
    if (!direct) return { of: onNodePorts(facts, service), notes };
    const endpoints = onEndpoints(facts.settings, facts.snapshot)(service);
    const of: ServiceBackends['of'] = (port, listener) => {
      const { wish, notes: told } = endpoints.of(port, listener);
      return wished(service, listener, wish, told);
    };
    return { of, notes: [...endpoints.notes, ...notes] };
  };
