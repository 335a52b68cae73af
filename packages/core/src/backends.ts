import * as E from 'fp-ts/lib/Either.js';
import * as Backend from './Backend.js';
import * as Endpoint from './Endpoint.js';
import { byText, type Keyed, keysOf, lookup } from './internal/keyed.js';
import type { BackendsWish, NodePool } from './Listener.js';
import type { PlanError } from './PlanError.js';
import * as Pod from './Pod.js';
import type { Service, ServicePort } from './Service.js';
import type { Settings } from './Settings.js';
import type { Decoded, Snapshot } from './Snapshot.js';
import type { ObjectRef } from './Why.js';

const nobody: BackendsWish['tolerated'] = { _tag: 'Only', these: Backend.none };

const toleratedNodes = (pool: NodePool, nodePort: number): BackendsWish['tolerated'] => {
  if (pool.incomplete !== undefined) return { _tag: 'Anybody', because: pool.incomplete };
  if (pool.tolerated.length === 0) return nobody;
  return { _tag: 'Only', these: Backend.uniform(pool.tolerated, nodePort, Backend.weights.default) };
};

/** The backends of a node port: every required node of the pool, at the default weight (R7.3, R7.4). */
export const onNodes = (pool: NodePool, nodePort: number): BackendsWish => ({
  required: Backend.uniform(pool.addresses, nodePort, Backend.weights.default),
  draining: Backend.none,
  tolerated: toleratedNodes(pool, nodePort),
  source: { _tag: 'Nodes', pool },
});

/** The endpoints of one Service, read once and asked for each of its ports. */
export interface Endpoints {
  readonly of: (port: ServicePort) => BackendsWish;
  readonly notes: ReadonlyArray<PlanError>;
}

interface Merged {
  readonly ready: ReadonlyArray<string>;
  readonly draining: ReadonlyArray<string>;
  readonly notReady: ReadonlyArray<string>;
}

const rank = { Ready: 3, Draining: 2, NotReady: 1, Gone: 0 } as const satisfies Record<Endpoint.EndpointState, number>;

const stateOf = (pods: Keyed<Pod.Pod>, endpoint: Endpoint.Endpoint): Endpoint.EndpointState => {
  const state = Endpoint.stateOf(endpoint);
  if (state !== 'NotReady' || endpoint.pod === undefined) return state;
  const pod = lookup(pods, endpoint.pod);
  return pod !== undefined && Pod.awaitsLoadBalancer(pod) ? 'Ready' : state;
};

/** The usual case, told without bookkeeping: one slice, every endpoint ready, no address twice. */
const allReady = (slices: ReadonlyArray<Endpoint.EndpointSlice>): Merged | undefined => {
  const [slice, second] = slices;
  if (slice === undefined || second !== undefined) return undefined;
  const ready: Array<string> = [];
  for (const endpoint of slice.endpoints) {
    const [address] = endpoint.addresses;
    if (address === undefined || Endpoint.stateOf(endpoint) !== 'Ready') return undefined;
    ready.push(address);
  }
  ready.sort();
  for (let index = 1; index < ready.length; index++) if (ready[index] === ready[index - 1]) return undefined;
  return { ready, draining: [], notReady: [] };
};

/** One state per address over several slices: while an endpoint moves between slices, the better one counts. */
const merge = (pods: Keyed<Pod.Pod>, slices: ReadonlyArray<Endpoint.EndpointSlice>): Merged => {
  const states = new Map<string, Endpoint.EndpointState>();
  for (const slice of slices)
    for (const endpoint of slice.endpoints) {
      const [address] = endpoint.addresses;
      if (address === undefined) continue;
      const state = stateOf(pods, endpoint);
      const before = states.get(address);
      if (before === undefined || rank[state] > rank[before]) states.set(address, state);
    }
  const ready: Array<string> = [];
  const draining: Array<string> = [];
  const notReady: Array<string> = [];
  for (const [address, state] of states)
    if (state === 'Ready') ready.push(address);
    else if (state === 'Draining') draining.push(address);
    else if (state === 'NotReady') notReady.push(address);
  return { ready: ready.sort(byText), draining: draining.sort(byText), notReady: notReady.sort(byText) };
};

/** The numbers a Service port stands for, each with the slices that say so: Pods may number a named port differently (R7.6). */
const numbersOf = (
  port: ServicePort,
  slices: ReadonlyArray<Endpoint.EndpointSlice>,
): ReadonlyMap<number, ReadonlyArray<number>> => {
  const out = new Map<number, Array<number>>();
  slices.forEach((slice, index) => {
    for (const candidate of slice.ports) {
      if (candidate.name !== port.name || candidate.protocol !== port.protocol || candidate.port === undefined)
        continue;
      const known = out.get(candidate.port);
      if (known === undefined) out.set(candidate.port, [index]);
      else if (!known.includes(index)) known.push(index);
    }
  });
  return out;
};

/** The number a Service port stands for in a single slice, when there is exactly one. */
const onlyNumber = (port: ServicePort, [slice]: ReadonlyArray<Endpoint.EndpointSlice>): number | undefined => {
  let found: number | undefined;
  for (const candidate of slice?.ports ?? []) {
    if (candidate.name !== port.name || candidate.protocol !== port.protocol || candidate.port === undefined) continue;
    if (found !== undefined) return undefined;
    found = candidate.port;
  }
  return found;
};

const blocks = (
  groups: ReadonlyArray<readonly [number, Merged]>,
  pick: (merged: Merged) => ReadonlyArray<string>,
  weight: number,
): Backend.BackendSet => {
  const out: Array<Backend.BackendBlock> = [];
  for (const [port, merged] of groups) {
    const addresses = pick(merged);
    if (addresses.length > 0) out.push({ port, weight, addresses });
  }
  return out;
};

interface Readable {
  readonly slices: ReadonlyArray<Endpoint.EndpointSlice>;
  readonly notes: ReadonlyArray<PlanError>;
  readonly incomplete?: string;
}

const readable = (
  service: Service,
  decoded: Keyed<Decoded<Endpoint.EndpointSlice>>,
  strays: Snapshot['strays'],
): Readable => {
  const slices: Array<Endpoint.EndpointSlice> = [];
  const notes: Array<PlanError> = [];
  const unreadable: Array<string> = [];
  for (const name of keysOf(decoded)) {
    const slice = decoded[name];
    if (slice === undefined) continue;
    if (E.isLeft(slice)) {
      unreadable.push(name);
      notes.push(...slice.left.errors);
    } else if (slice.right.addressType === 'IPv4') slices.push(slice.right);
    else
      notes.push({
        _tag: 'WrongAddressFamily',
        service: service.key,
        slice: name,
        addressType: slice.right.addressType,
      });
  }
  if (unreadable.length > 0)
    return { slices, notes, incomplete: `EndpointSlice ${unreadable.join(', ')} cannot be read` };
  if (strays.length > 0) return { slices, notes, incomplete: 'an object in the input cannot be identified' };
  return { slices, notes };
};

const unread = (source: ObjectRef, because: string): BackendsWish => ({
  required: Backend.none,
  draining: Backend.none,
  tolerated: { _tag: 'Anybody', because },
  source: { _tag: 'Endpoints', of: source },
});

/**
 * The backends of a Service in direct mode, by the state of each endpoint (`Endpoint.stateOf`, tke-service 7.5):
 *
 * | endpoint | backend |
 * |---|---|
 * | Ready, or NotReady and waiting only for the load balancer | registered, default weight |
 * | Draining | weight 0 if registered, not added |
 * | NotReady | stays if registered, not added |
 * | Gone, or in no slice | removed |
 * | slices unknown, or one unreadable | nobody is removed |
 */
export const onEndpoints =
  (settings: Settings, snapshot: Snapshot) =>
  (service: Service): Endpoints => {
    const source: ObjectRef = { kind: 'Service', namespace: service.namespace, name: service.name };
    if (snapshot.endpointSlices._tag === 'Unknown') {
      const because = `EndpointSlices are not known: ${snapshot.endpointSlices.because}`;
      return { of: () => unread(source, because), notes: [] };
    }
    const ofNamespace = lookup(snapshot.endpointSlices.items, service.namespace) ?? {};
    const { slices, notes, incomplete } = readable(service, lookup(ofNamespace, service.name) ?? {}, snapshot.strays);
    const pods = snapshot.pods._tag === 'Known' ? (lookup(snapshot.pods.items, service.namespace) ?? {}) : {};
    const merged = new Map<string, Merged>();
    const mergedOf = (indices: ReadonlyArray<number>): Merged => {
      const key = indices.join();
      const found =
        merged.get(key) ??
        merge(
          pods,
          slices.filter((_, index) => indices.includes(index)),
        );
      merged.set(key, found);
      return found;
    };
    const ready = incomplete === undefined ? allReady(slices) : undefined;
    const of = (port: ServicePort): BackendsWish => {
      const number = ready === undefined ? undefined : onlyNumber(port, slices);
      if (ready !== undefined && number !== undefined && ready.ready.length > 0)
        return {
          required: Backend.uniform(ready.ready, number, Backend.weights.default),
          draining: Backend.none,
          tolerated: nobody,
          source: { _tag: 'Endpoints', of: source },
        };
      const groups = [...numbersOf(port, slices)]
        .sort(([a], [b]) => a - b)
        .map(([number, indices]) => [number, mergedOf(indices)] as const);
      const required = blocks(groups, ({ ready }) => ready, Backend.weights.default);
      const keep = settings.emptyEndpoints === 'keep' && required.length === 0 ? 'no endpoint is ready' : incomplete;
      return {
        required,
        draining: blocks(groups, ({ draining }) => draining, Backend.weights.min),
        tolerated:
          keep === undefined
            ? { _tag: 'Only', these: blocks(groups, ({ notReady }) => notReady, Backend.weights.default) }
            : { _tag: 'Anybody', because: keep },
        source: { _tag: 'Endpoints', of: source },
      };
    };
    return { of, notes };
  };
