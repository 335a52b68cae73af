import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { keysOf, lookup, valuesOf } from './internal/keyed.js';
import * as Node from './Node.js';
import type { ObservedState } from './ObservedState.js';
import type { Pod } from './Pod.js';
import { listenersByUid, placesOf, takesTraffic } from './registrations.js';
import type { Settings } from './Settings.js';
import type { Snapshot } from './Snapshot.js';

/** A Pod or Node that is being deleted: whether it may go now, and why or why not. */
export interface Departure {
  readonly kind: 'Pod' | 'Node';
  /** Absent for a Node. */
  readonly namespace?: string;
  readonly name: string;
  readonly may: boolean;
  readonly because: string;
}

/** The load balancers on which an address still takes new connections, by any listener. */
const busyAt = (observed: ObservedState, address: string): ReadonlyArray<string> =>
  keysOf(observed.loadBalancers).filter(
    (id) => lookup(observed.loadBalancers, id)?.listeners.some((one) => takesTraffic(one, address)) === true,
  );

const waiting = (ids: ReadonlyArray<string>): string => `it still takes connections from ${ids.join(', ')}`;

/**
 * Which Pods that are being deleted may be stopped now (`enable-grace-deletion`, tke-service 7.7):
 *
 * | the Pod | may be stopped |
 * |---|---|
 * | no Service with direct access that it serves asks to wait | yes |
 * | weight 0 or not registered, with every listener of those that ask | yes |
 * | takes connections from one of those still | no |
 * | Services or EndpointSlices are unknown | no |
 */
const pods = (settings: Settings, snapshot: Snapshot, observed: ObservedState): ReadonlyArray<Departure> => {
  if (snapshot.pods._tag === 'Unknown') return [];
  const places = placesOf(settings)(snapshot);
  const listeners = listenersByUid(observed);
  const departure = (pod: Pod): Departure => {
    const say = (may: boolean, because: string): Departure => ({
      kind: 'Pod',
      namespace: pod.namespace,
      name: pod.name,
      may,
      because,
    });
    if (places.incomplete !== undefined) return say(false, `it is not known whom it serves: ${places.incomplete}`);
    const asking = places
      .of(pod)
      .filter(({ service }) => service.request.graceDeletion ?? settings.podGracefulDeletion);
    if (asking.length === 0) return say(true, 'no Service asks it to wait');
    const busy = asking.flatMap(({ service, address }) =>
      listeners(service.uid)
        .filter(({ listener }) => takesTraffic(listener, address))
        .map(({ loadBalancer }) => loadBalancer),
    );
    return busy.length === 0 ? say(true, 'it takes no new connections') : say(false, waiting([...new Set(busy)]));
  };
  return valuesOf(snapshot.pods.items).flatMap((named) =>
    valuesOf(named)
      .filter(({ deleting }) => deleting)
      .map(departure),
  );
};

/**
 * Which Nodes that are being deleted may go now (`EnableNodeGracefulDeletion`, tke-service 7.9):
 *
 * | the Node | may go |
 * |---|---|
 * | the settings do not drain deleted nodes | yes |
 * | weight 0 or not registered, everywhere | yes |
 * | takes connections from some CLB | no |
 * | another Node that stays has its address, or it has none | yes: there is nothing of its own to drain |
 */
const nodes = (settings: Settings, snapshot: Snapshot, observed: ObservedState): ReadonlyArray<Departure> => {
  if (snapshot.nodes._tag === 'Unknown') return [];
  const all = valuesOf(snapshot.nodes.items).flatMap((one) => (E.isRight(one) ? [one.right] : []));
  const staying = new Set(
    all.flatMap((node) => {
      const address = Node.backendAddress(node);
      return node.deleting || O.isNone(address) ? [] : [address.value];
    }),
  );
  const departure = (node: Node.Node): Departure => {
    const say = (may: boolean, because: string): Departure => ({ kind: 'Node', name: node.name, may, because });
    const address = Node.backendAddress(node);
    if (settings.deletedNodes !== 'drain') return say(true, 'the settings do not drain nodes');
    if (O.isNone(address) || staying.has(address.value)) return say(true, 'nothing of its own is registered');
    const busy = busyAt(observed, address.value);
    return busy.length === 0 ? say(true, 'it takes no new connections') : say(false, waiting(busy));
  };
  return all.filter(({ deleting }) => deleting).map(departure);
};

/**
 * Every Pod and Node that is being deleted, and whether it may go: a controller that protects them takes its protection off
 * those that may. Pure: the same facts give the same answer; it is asked anew after every pass.
 */
export const departures =
  (settings: Settings) =>
  (snapshot: Snapshot, observed: ObservedState): ReadonlyArray<Departure> => [
    ...nodes(settings, snapshot, observed),
    ...pods(settings, snapshot, observed),
  ];
