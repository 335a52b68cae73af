import * as E from 'fp-ts/lib/Either.js';
import { isDirect } from './backends.js';
import { keysOf, valuesOf } from './internal/keyed.js';
import type { ListenerKey } from './Listener.js';
import { portListeners } from './listenerProtocols.js';
import type { ObservedListener, ObservedState } from './ObservedState.js';
import { familyOf } from './podBackends.js';
import type { Pod } from './Pod.js';
import type { CloudId } from './Ref.js';
import { desireDecoded, factsOf } from './serviceDesire.js';
import type { Service } from './Service.js';
import { numbersIn, slicesOf } from './serviceSlices.js';
import type { Settings } from './Settings.js';
import type { Snapshot } from './Snapshot.js';

/** A place where a Pod is, or should be, a backend: a port of a Service with direct access, and its address there. */
export interface Place {
  readonly service: Service;
  readonly listener: ListenerKey;
  readonly address: string;
  readonly number: number;
}

/** The places of every Pod, by namespace and name. */
export interface Places {
  readonly of: (pod: Pod) => ReadonlyArray<Place>;
  /** Why places may be missing. */
  readonly incomplete?: string;
}

const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`;

/** Services that are followed, and whose backends are Pods. One that is refused binds nobody, so nobody waits for it. */
const directServices = (settings: Settings, snapshot: Snapshot): ReadonlyArray<Service> => {
  if (snapshot.services._tag === 'Unknown') return [];
  const desire = desireDecoded(factsOf(settings)(snapshot));
  const out: Array<Service> = [];
  for (const namespace of keysOf(snapshot.services.items))
    for (const decoded of Object.values(snapshot.services.items[namespace] ?? {}))
      if (E.isRight(decoded) && isDirect(settings)(decoded.right) && desire(decoded)._tag === 'Wanted')
        out.push(decoded.right);
  return out;
};

const placesIn = (snapshot: Snapshot, service: Service): ReadonlyArray<readonly [string, Place]> =>
  slicesOf(snapshot, service, familyOf(service)).slices.flatMap((slice) =>
    portListeners(service, true).all.flatMap(({ key, port }) => {
      const numbers = numbersIn(port, slice);
      return slice.endpoints.flatMap(({ addresses: [address], pod }) =>
        pod === undefined || address === undefined
          ? []
          : numbers.map(
              (number) =>
                [keyOf(service.namespace, pod), { service, listener: key, address, number } satisfies Place] as const,
            ),
      );
    }),
  );

/** Where the Pods of a cluster are backends, by Services and EndpointSlices. */
export const placesOf =
  (settings: Settings) =>
  (snapshot: Snapshot): Places => {
    const byPod = new Map<string, Array<Place>>();
    for (const service of directServices(settings, snapshot))
      for (const [key, place] of placesIn(snapshot, service)) {
        const known = byPod.get(key);
        if (known === undefined) byPod.set(key, [place]);
        else known.push(place);
      }
    const of = ({ namespace, name }: Pod): ReadonlyArray<Place> => byPod.get(keyOf(namespace, name)) ?? [];
    const missing = [snapshot.services, snapshot.endpointSlices].find((one) => one._tag === 'Unknown');
    return missing?._tag === 'Unknown' ? { of, incomplete: missing.because } : { of };
  };

/** A listener of a Service, and its load balancer. */
export interface At {
  readonly loadBalancer: CloudId;
  readonly listener: ObservedListener;
}

/** The listeners of every Service by its uid, on whatever load balancers. */
export const listenersByUid = (observed: ObservedState): ((uid: string) => ReadonlyArray<At>) => {
  const byUid = new Map<string, Array<At>>();
  for (const one of valuesOf(observed.loadBalancers))
    for (const listener of one.listeners) {
      if (listener.owner._tag !== 'Service') continue;
      const at: At = { loadBalancer: one.id, listener };
      const known = byUid.get(listener.owner.uid);
      if (known === undefined) byUid.set(listener.owner.uid, [at]);
      else known.push(at);
    }
  return (uid) => byUid.get(uid) ?? [];
};

/** The weight of an address and port behind a listener; absent when it is not registered. */
export const weightAt = ({ backends }: ObservedListener, address: string, number: number): number | undefined =>
  backends.find(({ port, addresses }) => port === number && addresses.includes(address))?.weight;

/** Whether somebody behind a listener with that address, on any port, takes new connections. */
export const takesTraffic = ({ backends }: ObservedListener, address: string): boolean =>
  backends.some(({ weight, addresses }) => weight > 0 && addresses.includes(address));
