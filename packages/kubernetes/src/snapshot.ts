import {
  type Certificate,
  type Endpoint,
  type Node,
  type PlanError,
  type Pod,
  type Service,
  type ServiceConfig,
  Snapshot,
} from '@clbkit/core';
import { decodeObject, type Sighting } from './DecodedObject.js';
import { markDuplicates, type Seen } from './duplicates.js';
import { byError } from './order.js';
import { type ObjectEvent, placementOf } from './placement.js';
import type { Documents } from './RawObject.js';

/** The collections of a snapshot. */
export type CollectionName = 'services' | 'nodes' | 'endpointSlices' | 'pods' | 'serviceConfigs' | 'certificates';

/** What the objects themselves do not say. */
export interface SnapshotOptions {
  readonly cluster: Snapshot.Cluster;
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  /** Collections that are not known, and why. One that is not named here is known, and empty when there is no such object. */
  readonly unknown?: Readonly<Partial<Record<CollectionName, string>>>;
}

/** A snapshot, and what is wrong with objects that have no place in it. What is wrong with the others stands in it. */
export interface SnapshotRead {
  readonly snapshot: Snapshot.Snapshot;
  readonly diagnostics: ReadonlyArray<PlanError.PlanError>;
}

type Table<A> = Map<string, A>;

/** What a table holds under a key, made when it holds nothing yet. */
const under = <A>(table: Table<A>, key: string, make: () => A): A => {
  const found = table.get(key);
  if (found !== undefined) return found;
  const made = make();
  table.set(key, made);
  return made;
};

/** The table of a namespace. */
const inner = <A>(table: Table<Table<A>>, namespace: string): Table<A> =>
  under(table, namespace, () => new Map<string, A>());

const emptySlices = (): Table<Snapshot.Decoded<Endpoint.EndpointSlice>> => new Map();

const record = <A>(table: Table<A>): Readonly<Record<string, A>> => Object.fromEntries(table);

const nested = <A>(table: Table<Table<A>>): Readonly<Record<string, Readonly<Record<string, A>>>> =>
  Object.fromEntries([...table].map(([key, inner]) => [key, record(inner)]));

const nested3 = <A>(
  table: Table<Table<Table<A>>>,
): Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, A>>>>>> =>
  Object.fromEntries([...table].map(([key, inner]) => [key, nested(inner)]));

/** The tables a snapshot is made from, filled object by object. */
const emptyTables = () => ({
  services: new Map<string, Table<Snapshot.Decoded<Service.Service>>>(),
  nodes: new Map<string, Snapshot.Decoded<Node.Node>>(),
  endpointSlices: new Map<string, Table<Table<Snapshot.Decoded<Endpoint.EndpointSlice>>>>(),
  pods: new Map<string, Table<Pod.Pod>>(),
  serviceConfigs: new Map<string, Table<Snapshot.Decoded<ServiceConfig.ServiceConfig>>>(),
  certificates: new Map<string, Table<Snapshot.Decoded<Certificate.Certificate>>>(),
  strays: new Array<Snapshot.Unreadable>(),
  diagnostics: new Array<PlanError.PlanError>(),
});

type Tables = ReturnType<typeof emptyTables>;

/** Puts an object into the table it belongs to. */
const put = (tables: Tables, event: ObjectEvent): void => {
  if (event.object === undefined) return;
  switch (event._tag) {
    case 'Service':
      inner(tables.services, event.namespace).set(event.name, event.object);
      return;
    case 'Node':
      tables.nodes.set(event.name, event.object);
      return;
    case 'ServiceConfig':
      inner(tables.serviceConfigs, event.namespace).set(event.name, event.object);
      return;
    case 'Certificate':
      inner(tables.certificates, event.namespace).set(event.name, event.object);
      return;
    case 'Pod':
      inner(tables.pods, event.namespace).set(event.name, event.object);
      return;
    case 'EndpointSlice':
      under(inner(tables.endpointSlices, event.namespace), event.service, emptySlices).set(event.name, event.object);
  }
};

const place = (tables: Tables, { object, raw }: Seen): void => {
  const placement = placementOf(object, raw.locate);
  switch (placement._tag) {
    case 'Placed':
      put(tables, placement.event);
      return;
    case 'Stray':
      tables.strays.push(placement.unreadable);
      return;
    case 'Nowhere':
      tables.diagnostics.push(...placement.diagnostics);
  }
};

const onlyEndpoints = 'there are v1 Endpoints but no EndpointSlices; list endpointslices too';

/** Endpoints without a single EndpointSlice mean that the slices were not listed. */
const slicesMissing = (sightings: ReadonlyArray<Sighting>): boolean =>
  sightings.some((one) => one._tag === 'Other' && one.kind === 'Endpoints') &&
  !sightings.some((one) => one._tag === 'Decoded' && one.object.kind === 'EndpointSlice');

/**
 * A snapshot of the cluster that these objects are. Objects that cannot be read stay in it under their names; documents
 * that do not parse and objects without readable kind or name become strays; two documents of one object make that object
 * unreadable. Kinds that do not concern load balancers are passed over. Laws: one bad object changes only its own entry;
 * the order of objects does not matter.
 */
export const toSnapshot =
  ({ cluster, takenAt, unknown = {} }: SnapshotOptions) =>
  ({ objects, errors }: Documents): SnapshotRead => {
    const decode = decodeObject({ clusterId: cluster.id, takenAt });
    const sightings = objects.map((raw) => ({ raw, sighting: decode(raw) }));
    const tables = emptyTables();
    for (const error of errors) tables.strays.push({ errors: [error] });
    for (const { sighting } of sightings) if (sighting._tag === 'Stray') tables.strays.push(sighting.unreadable);
    const seen = sightings.flatMap(({ raw, sighting }) =>
      sighting._tag === 'Decoded' ? [{ raw, object: sighting.object }] : [],
    );
    for (const one of markDuplicates(seen)) place(tables, one);
    const missing = slicesMissing(sightings.map(({ sighting }) => sighting)) ? onlyEndpoints : undefined;
    const collection = <A>(because: string | undefined, items: A): Snapshot.Collection<A> =>
      because === undefined ? Snapshot.known(items) : Snapshot.unknown(because);
    return {
      snapshot: {
        cluster,
        takenAt,
        services: collection(unknown.services, nested(tables.services)),
        nodes: collection(unknown.nodes, record(tables.nodes)),
        endpointSlices: collection(unknown.endpointSlices ?? missing, nested3(tables.endpointSlices)),
        pods: collection(unknown.pods, nested(tables.pods)),
        serviceConfigs: collection(unknown.serviceConfigs, nested(tables.serviceConfigs)),
        certificates: collection(unknown.certificates, nested(tables.certificates)),
        strays: tables.strays.sort((a, b) => byError(a.errors[0], b.errors[0])),
      },
      diagnostics: tables.diagnostics.sort(byError),
    };
  };
