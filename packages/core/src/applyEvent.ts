import { lookup, type Keyed } from './internal/keyed.js';
import type { Collection, Snapshot } from './Snapshot.js';
import type { SnapshotEvent } from './SnapshotEvent.js';

const setOrRemove = <A>(entries: Keyed<A>, key: string, value: A | undefined): Keyed<A> => {
  if (value !== undefined) return { ...entries, [key]: value };
  if (!Object.hasOwn(entries, key)) return entries;
  const copy = { ...entries };
  Reflect.deleteProperty(copy, key);
  return copy;
};

const setNested = <A>(
  entries: Keyed<Keyed<A>>,
  outer: string,
  inner: string,
  value: A | undefined,
): Keyed<Keyed<A>> => {
  const before = lookup(entries, outer) ?? {};
  const after = setOrRemove(before, inner, value);
  if (after === before) return entries;
  return setOrRemove(entries, outer, Object.keys(after).length === 0 ? undefined : after);
};

const within = <A>(collection: Collection<A>, change: (items: A) => A): Collection<A> => {
  if (collection._tag === 'Unknown') return collection;
  const items = change(collection.items);
  return items === collection.items ? collection : { _tag: 'Known', items };
};

/**
 * The snapshot after a change. A change to a collection that is unknown is dropped: what it would be part of has not
 * arrived. Copies by hand: two levels of a hundred keys each cost microseconds, a draft of them ten times that.
 * Law: what an event does not name keeps its identity.
 */
export const applyEvent =
  (event: SnapshotEvent) =>
  (snapshot: Snapshot): Snapshot => {
    switch (event._tag) {
      case 'Collections':
        return { ...snapshot, ...event.collections };
      case 'Service': {
        const { namespace, name, object } = event;
        return { ...snapshot, services: within(snapshot.services, (all) => setNested(all, namespace, name, object)) };
      }
      case 'Node':
        return { ...snapshot, nodes: within(snapshot.nodes, (all) => setOrRemove(all, event.name, event.object)) };
      case 'EndpointSlice': {
        const { namespace, service, name, object } = event;
        const change = (all: Keyed<Keyed<Keyed<NonNullable<typeof object>>>>): typeof all => {
          const before = lookup(all, namespace) ?? {};
          const after = setNested(before, service, name, object);
          if (after === before) return all;
          return setOrRemove(all, namespace, Object.keys(after).length === 0 ? undefined : after);
        };
        return { ...snapshot, endpointSlices: within(snapshot.endpointSlices, change) };
      }
      case 'Pod': {
        const { namespace, name, object } = event;
        return { ...snapshot, pods: within(snapshot.pods, (all) => setNested(all, namespace, name, object)) };
      }
      case 'ServiceConfig': {
        const { namespace, name, object } = event;
        const serviceConfigs = within(snapshot.serviceConfigs, (all) => setNested(all, namespace, name, object));
        return { ...snapshot, serviceConfigs };
      }
      case 'Certificate': {
        const { namespace, name, object } = event;
        const certificates = within(snapshot.certificates, (all) => setNested(all, namespace, name, object));
        return { ...snapshot, certificates };
      }
    }
  };
