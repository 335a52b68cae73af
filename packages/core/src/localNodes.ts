import * as Backend from './Backend.js';
import * as Endpoint from './Endpoint.js';
import { balanced } from './endpointWeights.js';
import type { BackendsWish, NodePool } from './Listener.js';
import { type Candidate, type Chosen, standings } from './nodePool.js';
import type { ServicePort } from './Service.js';
import { numbersIn, type ServiceSlices } from './serviceSlices.js';
import type { Settings } from './Settings.js';

/** What the Pods of a Service are on one node: how many are ready, and the best state of all. */
interface Residents {
  readonly ready: Set<string>;
  best: Endpoint.EndpointState;
}

const rank = { Ready: 3, Draining: 2, NotReady: 1, Gone: 0 } as const satisfies Record<Endpoint.EndpointState, number>;

const residentsOf = ({ slices }: ServiceSlices, port: ServicePort): ReadonlyMap<string, Residents> => {
  const out = new Map<string, Residents>();
  for (const slice of slices) {
    if (numbersIn(port, slice).length === 0) continue;
    for (const endpoint of slice.endpoints) {
      const [address] = endpoint.addresses;
      const state = Endpoint.stateOf(endpoint);
      if (address === undefined || endpoint.nodeName === undefined || state === 'Gone') continue;
      const residents = out.get(endpoint.nodeName) ?? { ready: new Set<string>(), best: state };
      if (state === 'Ready') residents.ready.add(address);
      if (rank[state] > rank[residents.best]) residents.best = state;
      out.set(endpoint.nodeName, residents);
    }
  }
  return out;
};

/** A node that may be used, and what Pods of the Service run there. */
interface Host {
  readonly candidate: Candidate;
  readonly residents: Residents;
}

const serves = ({ candidate, residents }: Host): boolean =>
  candidate.standing === 'Required' && residents.best === 'Ready';

/** What Pods make of the standing of their node. A node whose Pods are all leaving is let go once another one serves. */
const withPods =
  (others: boolean) =>
  ({ candidate, residents }: Host): Candidate => {
    if (candidate.standing !== 'Required' || residents.best === 'Ready') return candidate;
    return { ...candidate, standing: residents.best === 'Draining' && others ? 'Draining' : 'Tolerated' };
  };

/** The node port backends that a Service with `externalTrafficPolicy: Local` asks for, and why there are none, if so. */
export interface LocalNodes {
  readonly wish: BackendsWish;
  readonly lacking?: string;
}

/**
 * The backends of a node port with `local-svc-only-bind-node-with-pod`: of the nodes the Service may use, those that run its
 * Pods (tke-service 7.3, R7.5). A node that may be used and runs
 *
 * | Pods | backend |
 * |---|---|
 * | one that is ready | registered; with `local-svc-weighted-balance` at a weight by the number of its ready Pods |
 * | none ready, one terminating but serving | weight 0 if registered, not added; stays while no node has a ready one |
 * | none ready, one not ready | stays if registered, not added: the CLB's health check tells |
 * | none | removed |
 * | not known: slices unknown or unreadable | nobody is removed |
 *
 * A node that is itself only tolerated or leaving (`nodePool`) stays that while it runs any of them.
 */
export const onLocalNodes =
  (settings: Settings, { pool, candidates }: Chosen, slices: ServiceSlices, weighted: boolean) =>
  (port: ServicePort, nodePort: number): LocalNodes => {
    const hosts: Array<Host> = [];
    for (const [name, residents] of residentsOf(slices, port)) {
      const candidate = candidates.get(name);
      if (candidate !== undefined) hosts.push({ candidate, residents });
    }
    const { required, draining, tolerated } = standings(hosts.map(withPods(hosts.some(serves))));
    const pods = new Map<string, Set<string>>();
    for (const { candidate, residents } of hosts.filter(serves))
      pods.set(candidate.address, new Set([...(pods.get(candidate.address) ?? []), ...residents.ready]));
    const weights = balanced(new Map([...pods].map(([address, those]) => [address, those.size])));
    const weightOf = (address: string): number =>
      weighted ? (weights.get(address) ?? Backend.weights.default) : Backend.weights.default;
    const empty =
      settings.emptyEndpoints === 'keep' && required.length === 0 ? 'no node has a ready Pod of it' : undefined;
    const keep = pool.incomplete ?? slices.incomplete ?? empty;
    const local: NodePool = { ...pool, addresses: required, otherwise: 'NoPod' };
    const wish: BackendsWish = {
      required: Backend.canonical(required.map((address) => ({ address, port: nodePort, weight: weightOf(address) }))),
      draining: Backend.uniform(draining, nodePort, Backend.weights.min),
      tolerated:
        keep === undefined
          ? { _tag: 'Only', these: Backend.uniform(tolerated, nodePort, Backend.weights.default) }
          : { _tag: 'Anybody', because: keep },
      source: { _tag: 'Nodes', pool: local },
    };
    return required.length === 0 && keep === undefined
      ? { wish, lacking: 'no usable node has a ready Pod of it' }
      : { wish };
  };
