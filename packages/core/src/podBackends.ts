import * as Backend from './Backend.js';
import * as Endpoint from './Endpoint.js';
import { equalWeights, type WeightOf, weightsOf } from './endpointWeights.js';
import { type Keyed, lookup } from './internal/keyed.js';
import type { BackendsWish } from './Listener.js';
import type * as Listener from './Listener.js';
import type { PlanError } from './PlanError.js';
import * as Pod from './Pod.js';
import type { Service, ServicePort } from './Service.js';
import { type Family, numbersIn, slicesOf } from './serviceSlices.js';
import type { Settings } from './Settings.js';
import type { Snapshot } from './Snapshot.js';
import type { ObjectRef } from './Why.js';

/** What an endpoint is to a listener with direct access: `Endpoint.stateOf`, and what its Pod says besides. */
type State = Endpoint.EndpointState | 'Starting' | 'Unfit';

/** While an endpoint moves between slices, the better state counts. */
const rank = { Ready: 5, Starting: 4, Draining: 3, NotReady: 2, Unfit: 1, Gone: 0 } as const satisfies Record<
  State,
  number
>;

/** An address and port, at its best over several slices. */
interface Found {
  readonly address: string;
  readonly port: number;
  readonly state: State;
  readonly weight: number;
}

/** How Pods that leave are treated (tke-service 7.5). */
interface Grace {
  /** A terminating Pod keeps weight 0 until it is gone. */
  readonly shutdown: boolean;
  /** An endpoint that is not ready gets weight 0 (R7.11). */
  readonly notReady: boolean;
}

const graceOf = (settings: Settings, { request }: Service): Grace => ({
  shutdown: request.graceShutdown ?? settings.terminatingPods === 'drain',
  notReady: request.graceShutdownNotReady === true,
});

const stateOf = (pods: Keyed<Pod.Pod>, endpoint: Endpoint.Endpoint): State => {
  const state = Endpoint.stateOf(endpoint);
  const pod = endpoint.pod === undefined ? undefined : lookup(pods, endpoint.pod);
  if (pod === undefined || state === 'Gone') return state;
  if (Pod.hasEnded(pod)) return 'Gone';
  if (pod.hostNetwork) return 'Unfit';
  return state === 'NotReady' && Pod.awaitsLoadBalancer(pod) ? 'Starting' : state;
};

const findAll = (
  pods: Keyed<Pod.Pod>,
  slices: ReadonlyArray<Endpoint.EndpointSlice>,
  port: ServicePort,
  weightOf: WeightOf,
): ReadonlyArray<Found> => {
  const best = new Map<string, Found>();
  for (const slice of slices)
    for (const number of numbersIn(port, slice))
      for (const endpoint of slice.endpoints) {
        const [address] = endpoint.addresses;
        if (address === undefined) continue;
        const found: Found = {
          address,
          port: number,
          state: stateOf(pods, endpoint),
          weight: weightOf(endpoint.pod),
        };
        const key = `${address} ${String(number)}`;
        const before = best.get(key);
        const better = before === undefined ? 1 : rank[found.state] - rank[before.state];
        if (better > 0 || (better === 0 && before !== undefined && found.weight < before.weight)) best.set(key, found);
      }
  return [...best.values()];
};

/** The usual case, told without bookkeeping: one slice, every endpoint ready and fit, no address twice. */
const allReady = (
  pods: Keyed<Pod.Pod>,
  slices: ReadonlyArray<Endpoint.EndpointSlice>,
): ReadonlyArray<string> | undefined => {
  const [slice, second] = slices;
  if (slice === undefined || second !== undefined) return undefined;
  const ready: Array<string> = [];
  for (const endpoint of slice.endpoints) {
    const [address] = endpoint.addresses;
    if (address === undefined || stateOf(pods, endpoint) !== 'Ready') return undefined;
    ready.push(address);
  }
  ready.sort();
  for (let index = 1; index < ready.length; index++) if (ready[index] === ready[index - 1]) return undefined;
  return ready.length === 0 ? undefined : ready;
};

const setOf = (found: ReadonlyArray<Found>, weigh: (one: Found) => number): Backend.BackendSet =>
  found.length === 0
    ? Backend.none
    : Backend.canonical(found.map((one) => ({ address: one.address, port: one.port, weight: weigh(one) })));

/** The backends behind one Service port, and why there are none, when that is worth saying. */
export interface PortBackends {
  readonly wish: BackendsWish;
  readonly notes: ReadonlyArray<PlanError>;
}

/** The endpoints of one Service, read once and asked for each of its ports. */
export interface Endpoints {
  readonly of: (port: ServicePort, listener: Listener.ListenerKey) => PortBackends;
  readonly notes: ReadonlyArray<PlanError>;
}

/** `IPv6FullChain` speaks IPv6 to its backends; a NAT64 address does not (7.13). */
export const familyOf = ({ request }: Service): Family =>
  request.creation?.addressIPVersion === 'IPv6FullChain' ? 'IPv6' : 'IPv4';

/** Why no Pod of a Service may be a backend, if so (tke-service 7.4). */
const refusal = (settings: Settings, service: Service): string | undefined => {
  if (settings.podNetwork === 'CiliumOverlay') return 'Pods of a Cilium-Overlay network cannot be backends';
  if (settings.podNetwork === 'GlobalRouter' && !settings.globalRouteDirectAccess)
    return 'the cluster is a GlobalRouter one and GlobalRouteDirectAccess is off';
  return settings.selectorless === 'refuse' && service.selectorless === true
    ? 'it has no selector, so its endpoints are not Pods of its own'
    : undefined;
};

/**
 * The backends of a Service in direct mode, by the state of each endpoint (`Endpoint.stateOf`, tke-service 7.5):
 *
 * | endpoint | backend |
 * |---|---|
 * | Pod Succeeded or Failed | removed (R7.13) |
 * | Pod on the network of its host | removed; when only such Pods are left, nobody is (R7.7) |
 * | Ready | registered, at its weight (7.8) |
 * | NotReady, and waiting only for the load balancer | the same; at weight 0 with `enable-grace-shutdown-tkex` (R7.11) |
 * | Draining | weight 0 if registered, not added; removed without `enable-grace-shutdown` |
 * | NotReady | stays if registered, not added; at weight 0 with `enable-grace-shutdown-tkex` |
 * | Gone, or in no slice | removed |
 * | slices or Pods unknown, a slice unreadable, Pods that may not be bound | nobody is removed |
 */
export const onEndpoints =
  (settings: Settings, snapshot: Snapshot) =>
  (service: Service): Endpoints => {
    const of: ObjectRef = { kind: 'Service', namespace: service.namespace, name: service.name };
    const refused = refusal(settings, service);
    const read = slicesOf(snapshot, service, familyOf(service));
    const slices = refused === undefined ? read.slices : [];
    const podsUnknown = snapshot.pods._tag === 'Unknown' ? `Pods are not known: ${snapshot.pods.because}` : undefined;
    const incomplete = read.incomplete ?? refused ?? podsUnknown;
    const pods = snapshot.pods._tag === 'Known' ? (lookup(snapshot.pods.items, service.namespace) ?? {}) : {};
    const grace = graceOf(settings, service);
    const ready = incomplete === undefined ? allReady(pods, slices) : undefined;
    const nobody: BackendsWish['tolerated'] = { _tag: 'Only', these: Backend.none };
    const lacking = (listener: Listener.ListenerKey, because: string): PlanError => ({
      _tag: 'NoDirectBackends',
      service: service.key,
      listener,
      because,
    });
    const portOf: Endpoints['of'] = (port, listener) => {
      const weightOf = weightsOf(service.request.weights, pods, port, listener);
      const [slice] = slices;
      const numbers = ready === undefined || slice === undefined ? [] : numbersIn(port, slice);
      const [number] = numbers;
      if (ready !== undefined && number !== undefined && numbers.length === 1 && weightOf === equalWeights) {
        const required = Backend.uniform(ready, number, Backend.weights.default);
        return {
          wish: { required, draining: Backend.none, tolerated: nobody, source: { _tag: 'Endpoints', of } },
          notes: [],
        };
      }
      const found = findAll(pods, slices, port, weightOf);
      const those = (...states: ReadonlyArray<State>): ReadonlyArray<Found> =>
        found.filter(({ state }) => states.includes(state));
      const required = setOf(those('Ready', 'Starting'), ({ state, weight }) =>
        state === 'Starting' && grace.notReady ? Backend.weights.min : weight,
      );
      const unfit =
        required.length === 0 && those('Unfit').length > 0
          ? 'its Pods are on the network of their hosts, and such Pods cannot be backends'
          : undefined;
      const empty = settings.emptyEndpoints === 'keep' && required.length === 0 ? 'no endpoint is ready' : undefined;
      const keep = unfit ?? empty ?? incomplete;
      const leaving = [...(grace.shutdown ? those('Draining') : []), ...(grace.notReady ? those('NotReady') : [])];
      const tolerated = grace.notReady ? [] : those('NotReady');
      const because = refused ?? unfit;
      return {
        wish: {
          required,
          draining: setOf(leaving, () => Backend.weights.min),
          tolerated:
            keep === undefined
              ? { _tag: 'Only', these: setOf(tolerated, () => Backend.weights.default) }
              : { _tag: 'Anybody', because: keep },
          source: { _tag: 'Endpoints', of },
        },
        notes: because === undefined ? [] : [lacking(listener, because)],
      };
    };
    return { of: portOf, notes: read.notes };
  };
