import { produce } from 'immer';
import type { Snapshot } from './Snapshot.js';
import type { SnapshotEvent } from './SnapshotEvent.js';

interface Entries<A> {
  [key: string]: A;
}

const setOrDelete = <A>(entries: Entries<A>, key: string, value: A | undefined): void => {
  if (value === undefined) Reflect.deleteProperty(entries, key);
  else entries[key] = value;
};

const setNested = <A>(entries: Entries<Entries<A>>, outer: string, inner: string, value: A | undefined): void => {
  const nested = Object.hasOwn(entries, outer) ? entries[outer] : undefined;
  if (nested !== undefined) setOrDelete(nested, inner, value);
  else if (value !== undefined) entries[outer] = { [inner]: value };
};

/**
 * The snapshot after a change. A change to a collection that is unknown is dropped: what it would be part of has not
 * arrived. Law: what an event does not name keeps its identity.
 */
export const applyEvent =
  (event: SnapshotEvent) =>
  (snapshot: Snapshot): Snapshot => {
    if (event._tag === 'Collections') return { ...snapshot, ...event.collections };
    return produce(snapshot, (draft) => {
      switch (event._tag) {
        case 'Service':
          if (draft.services._tag === 'Known')
            setNested<unknown>(draft.services.items, event.namespace, event.name, event.object);
          break;
        case 'Node':
          if (draft.nodes._tag === 'Known') setOrDelete<unknown>(draft.nodes.items, event.name, event.object);
          break;
        case 'EndpointSlice': {
          if (draft.endpointSlices._tag === 'Unknown') break;
          const items = draft.endpointSlices.items;
          const ofNamespace = (Object.hasOwn(items, event.namespace) ? items[event.namespace] : undefined) ?? {};
          setNested<unknown>(ofNamespace, event.service, event.name, event.object);
          items[event.namespace] = ofNamespace;
          break;
        }
        case 'Pod':
          if (draft.pods._tag === 'Known')
            setNested<unknown>(draft.pods.items, event.namespace, event.name, event.object);
          break;
        case 'ServiceConfig':
          if (draft.serviceConfigs._tag === 'Known')
            setNested<unknown>(draft.serviceConfigs.items, event.namespace, event.name, event.object);
          break;
      }
    });
  };
