import { keysOf } from './internal/keyed.js';
import type { ObservedListener, ObservedState } from './ObservedState.js';
import * as Pod from './Pod.js';
import type { CloudId } from './Ref.js';
import { type At, listenersByUid, type Place, placesOf, weightAt } from './registrations.js';
import type { Settings } from './Settings.js';
import type { Snapshot } from './Snapshot.js';

/** What a provider knows of the health of one backend, as the CLB's own check finds it. */
export interface BackendHealth {
  readonly loadBalancer: CloudId;
  readonly listener: CloudId;
  readonly address: string;
  readonly port: number;
  readonly healthy: boolean;
}

/** Whether a Pod's readiness gate may open now, and why or why not. */
export interface Gate {
  readonly namespace: string;
  readonly pod: string;
  readonly open: boolean;
  readonly because: string;
}

type Health = (at: At, place: Place) => boolean | undefined;

const healthOf = (facts: ReadonlyArray<BackendHealth> | undefined): Health => {
  const known = new Map(
    (facts ?? []).map((one) => [`${one.loadBalancer} ${one.listener} ${one.address} ${String(one.port)}`, one.healthy]),
  );
  return ({ loadBalancer, listener }, { address, number }) =>
    known.get(`${loadBalancer} ${listener.id} ${address} ${String(number)}`);
};

const checks = ({ settings }: ObservedListener): boolean => settings.healthCheck?.enabled !== false;

/** Why a Pod must still wait at one place, if so. */
const obstacle = (
  listeners: ReturnType<typeof listenersByUid>,
  told: boolean,
  health: Health,
  place: Place,
): string | undefined => {
  const listener = `${place.listener} of Service ${place.service.key}`;
  const there = listeners(place.service.uid).filter(({ listener: one }) => one.key === place.listener);
  if (there.length === 0) return `${listener} has no listener yet`;
  for (const at of there) {
    if (weightAt(at.listener, place.address, place.number) === undefined)
      return `it is not registered with ${listener} on ${at.loadBalancer}`;
    if (told && checks(at.listener) && health(at, place) !== true)
      return `the health check of ${listener} on ${at.loadBalancer} has not found it healthy`;
  }
  return undefined;
};

/**
 * Which Pods' condition `cloud.tencent.com/load-balancer-backendgroup-ready` may be set to True (tke-service 7.6): for every Pod
 * that has the gate, is not being deleted and has not ended. `health` is what the provider knows of the CLB's checks; absent
 * when it knows nothing.
 *
 * | the Pod | gate |
 * |---|---|
 * | is registered wherever Services with direct access want it, and healthy there | opens |
 * | the same, on listeners whose health check is off, or health is not known at all | opens on registration |
 * | is not registered with some listener yet, or not found healthy | waits |
 * | no Service with direct access wants it | opens: there is nothing to wait for |
 * | Services or EndpointSlices are unknown | waits |
 */
export const readinessGates =
  (settings: Settings) =>
  (snapshot: Snapshot, observed: ObservedState, health?: ReadonlyArray<BackendHealth>): ReadonlyArray<Gate> => {
    if (snapshot.pods._tag === 'Unknown') return [];
    const places = placesOf(settings)(snapshot);
    const known = healthOf(health);
    const listeners = listenersByUid(observed);
    const gateOf = (pod: Pod.Pod): Gate => {
      const wanted = places.of(pod);
      const found = wanted.flatMap((place) => obstacle(listeners, health !== undefined, known, place) ?? []);
      const because =
        places.incomplete === undefined ? found[0] : `it is not known which Services want it: ${places.incomplete}`;
      const open = wanted.length === 0 ? 'no Service with direct access wants it' : 'it is registered everywhere';
      return { namespace: pod.namespace, pod: pod.name, open: because === undefined, because: because ?? open };
    };
    const { items } = snapshot.pods;
    return keysOf(items).flatMap((namespace) =>
      keysOf(items[namespace] ?? {}).flatMap((name) => {
        const pod = items[namespace]?.[name];
        if (pod === undefined || !pod.readinessGates.includes(Pod.backendGroupReady)) return [];
        return pod.deleting || Pod.hasEnded(pod) ? [] : [gateOf(pod)];
      }),
    );
  };
