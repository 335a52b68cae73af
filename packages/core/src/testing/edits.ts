import * as fc from 'fast-check';
import { left, right } from 'fp-ts/lib/Either.js';
import type { Certificate } from '../Certificate.js';
import type { EndpointSlice } from '../Endpoint.js';
import type { Node } from '../Node.js';
import type { Pod } from '../Pod.js';
import type { LoadBalancerRequest } from '../Request.js';
import type { Service, ServicePort } from '../Service.js';
import type { ServiceConfig } from '../ServiceConfig.js';
import { type Collection, type Decoded, known, type Namespaced, type Snapshot, unknown } from '../Snapshot.js';
import {
  certificate,
  nodeAt,
  podAt,
  request,
  serviceAt,
  serviceConfig,
  servicePorts,
  sliceAt,
  place as anyPlace,
  unreadable,
} from './arbitraries.js';
import { type Place, configNames, nodeNames, places, secretNames, uidAt } from './vocabulary.js';

/** One thing that happens in a cluster, as plain data. */
export type Edit =
  | { readonly _tag: 'PutService'; readonly place: Place; readonly service: Service }
  | { readonly _tag: 'SetPorts'; readonly place: Place; readonly ports: ReadonlyArray<ServicePort> }
  | { readonly _tag: 'SetRequest'; readonly place: Place; readonly request: LoadBalancerRequest }
  | { readonly _tag: 'SetType'; readonly place: Place; readonly type: Service['type'] }
  | { readonly _tag: 'BeginDelete'; readonly place: Place }
  | { readonly _tag: 'DeleteService'; readonly place: Place }
  | { readonly _tag: 'BreakService'; readonly place: Place; readonly generation?: number }
  | { readonly _tag: 'PutNode'; readonly node: Node }
  | { readonly _tag: 'DeleteNode'; readonly name: string }
  | { readonly _tag: 'BreakNode'; readonly name: string }
  | { readonly _tag: 'PutSlice'; readonly place: Place; readonly slice: EndpointSlice }
  | { readonly _tag: 'DeleteSlices'; readonly place: Place }
  | { readonly _tag: 'BreakSlice'; readonly place: Place; readonly name: string }
  | { readonly _tag: 'PutPod'; readonly pod: Pod }
  | { readonly _tag: 'PutConfig'; readonly config: ServiceConfig }
  | { readonly _tag: 'DeleteConfig'; readonly namespace: string; readonly name: string }
  | { readonly _tag: 'PutCertificate'; readonly certificate: Certificate }
  | { readonly _tag: 'DeleteCertificate'; readonly namespace: string; readonly name: string }
  | { readonly _tag: 'Forget'; readonly collection: CollectionName }
  | { readonly _tag: 'Stray'; readonly present: boolean };

/** The collections of a snapshot. */
export type CollectionName = 'services' | 'nodes' | 'endpointSlices' | 'pods' | 'serviceConfigs' | 'certificates';

/** The collections of a snapshot, in order. */
export const collectionNames: ReadonlyArray<CollectionName> = [
  'services',
  'nodes',
  'endpointSlices',
  'pods',
  'serviceConfigs',
  'certificates',
];

const edited = <A>(collection: Collection<A>, change: (items: A) => A, start: A): Collection<A> =>
  known(change(collection._tag === 'Known' ? collection.items : start));

const put = <A>(items: Namespaced<A>, namespace: string, name: string, value: A): Namespaced<A> => ({
  ...items,
  [namespace]: { ...items[namespace], [name]: value },
});

const drop = <A>(items: Readonly<Record<string, A>>, name: string): Readonly<Record<string, A>> =>
  Object.fromEntries(Object.entries(items).filter(([key]) => key !== name));

const dropIn = <A>(items: Namespaced<A>, namespace: string, name: string): Namespaced<A> => ({
  ...items,
  [namespace]: drop(items[namespace] ?? {}, name),
});

type Services = Namespaced<Decoded<Service>>;
type Certificates = Namespaced<Decoded<Certificate>>;

const onServices = (at: Snapshot, change: (items: Services) => Services): Snapshot => ({
  ...at,
  services: edited(at.services, change, {}),
});

const onService = (at: Snapshot, where: Place, change: (service: Service) => Service): Snapshot => {
  const { namespace, name } = places[where];
  return onServices(at, (items) => {
    const one = items[namespace]?.[name];
    return one?._tag === 'Right' ? put(items, namespace, name, right(change(one.right))) : items;
  });
};

const onSlices = (at: Snapshot, where: Place, name: string, slice: Decoded<EndpointSlice>): Snapshot => {
  const { namespace, name: service } = places[where];
  const start: Namespaced<Readonly<Record<string, Decoded<EndpointSlice>>>> = {};
  const change = (items: typeof start): typeof start =>
    put(items, namespace, service, { ...items[namespace]?.[service], [name]: slice });
  return { ...at, endpointSlices: edited(at.endpointSlices, change, start) };
};

/** A snapshot after an edit. An edit of a collection that was unknown makes it known. */
export const applyEdit = (at: Snapshot, edit: Edit): Snapshot => {
  switch (edit._tag) {
    case 'PutService':
      return onServices(at, (items) =>
        put(items, places[edit.place].namespace, places[edit.place].name, right(edit.service)),
      );
    case 'SetPorts':
      return onService(at, edit.place, (service) => ({ ...service, ports: edit.ports }));
    case 'SetRequest':
      return onService(at, edit.place, (service) => ({ ...service, request: edit.request }));
    case 'SetType':
      return onService(at, edit.place, (service) => ({ ...service, type: edit.type }));
    case 'BeginDelete':
      return onService(at, edit.place, (service) => ({ ...service, deleting: true }));
    case 'DeleteService':
      return onServices(at, (items) => dropIn(items, places[edit.place].namespace, places[edit.place].name));
    case 'BreakService': {
      const { namespace, name } = places[edit.place];
      const uid = edit.generation === undefined ? undefined : uidAt(edit.place, edit.generation);
      return onServices(at, (items) => put(items, namespace, name, left(unreadable('Service', name, uid))));
    }
    case 'PutNode':
      return { ...at, nodes: edited(at.nodes, (items) => ({ ...items, [edit.node.name]: right(edit.node) }), {}) };
    case 'DeleteNode':
      return { ...at, nodes: edited(at.nodes, (items) => drop(items, edit.name), {}) };
    case 'BreakNode':
      return {
        ...at,
        nodes: edited(at.nodes, (items) => ({ ...items, [edit.name]: left(unreadable('Node', edit.name)) }), {}),
      };
    case 'PutSlice':
      return onSlices(at, edit.place, edit.slice.name, right(edit.slice));
    case 'DeleteSlices': {
      const { namespace, name } = places[edit.place];
      return { ...at, endpointSlices: edited(at.endpointSlices, (items) => dropIn(items, namespace, name), {}) };
    }
    case 'BreakSlice':
      return onSlices(at, edit.place, edit.name, left(unreadable('EndpointSlice', edit.name)));
    case 'PutPod':
      return { ...at, pods: edited(at.pods, (items) => put(items, edit.pod.namespace, edit.pod.name, edit.pod), {}) };
    case 'PutConfig': {
      const { namespace, name } = edit.config;
      return {
        ...at,
        serviceConfigs: edited(at.serviceConfigs, (items) => put(items, namespace, name, right(edit.config)), {}),
      };
    }
    case 'DeleteConfig':
      return {
        ...at,
        serviceConfigs: edited(at.serviceConfigs, (items) => dropIn(items, edit.namespace, edit.name), {}),
      };
    case 'PutCertificate': {
      const { namespace, name } = edit.certificate;
      const change = (items: Certificates): Certificates => put(items, namespace, name, right(edit.certificate));
      return { ...at, certificates: edited(at.certificates, change, {}) };
    }
    case 'DeleteCertificate':
      return {
        ...at,
        certificates: edited(at.certificates, (items) => dropIn(items, edit.namespace, edit.name), {}),
      };
    case 'Forget':
      return { ...at, [edit.collection]: unknown('not synced') };
    case 'Stray':
      return { ...at, strays: edit.present ? [unreadable('Document', 'document 3')] : [] };
  }
};

const sliceName = fc.constantFrom('s1', 's2', 's3');

/** An edit of the Service at a place, and of nothing else. */
export const serviceEditAt = (place: Place): fc.Arbitrary<Edit> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .constantFrom(1, 1, 1, 2)
        .chain((generation) => serviceAt(place, generation))
        .map((service): Edit => ({ _tag: 'PutService', place, service })),
    },
    { weight: 4, arbitrary: servicePorts(place).map((ports): Edit => ({ _tag: 'SetPorts', place, ports })) },
    { weight: 5, arbitrary: request.map((asked): Edit => ({ _tag: 'SetRequest', place, request: asked })) },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom('LoadBalancer' as const, 'ClusterIP' as const)
        .map((type): Edit => ({ _tag: 'SetType', place, type })),
    },
    { weight: 1, arbitrary: fc.constant<Edit>({ _tag: 'BeginDelete', place }) },
    { weight: 2, arbitrary: fc.constant<Edit>({ _tag: 'DeleteService', place }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Edit>({ _tag: 'BreakService', place, generation: 1 }, { _tag: 'BreakService', place }),
    },
  );

/** An edit of what stands behind Services: nodes, endpoints, Pods, settings. */
export const backendEdit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .integer({ min: 1, max: 4 })
      .chain(nodeAt)
      .map((node): Edit => ({ _tag: 'PutNode', node })),
  },
  { weight: 2, arbitrary: fc.constantFrom(...nodeNames).map((name): Edit => ({ _tag: 'DeleteNode', name })) },
  { weight: 1, arbitrary: fc.constantFrom(...nodeNames).map((name): Edit => ({ _tag: 'BreakNode', name })) },
  {
    weight: 4,
    arbitrary: anyPlace.chain((place) =>
      sliceName.chain((name) => sliceAt(place, name)).map((slice): Edit => ({ _tag: 'PutSlice', place, slice })),
    ),
  },
  { weight: 1, arbitrary: anyPlace.map((place): Edit => ({ _tag: 'DeleteSlices', place })) },
  {
    weight: 1,
    arbitrary: fc.tuple(anyPlace, sliceName).map(([place, name]): Edit => ({ _tag: 'BreakSlice', place, name })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(anyPlace, fc.integer({ min: 1, max: 3 }))
      .chain(([place, number]) => podAt(place, number))
      .map((pod): Edit => ({ _tag: 'PutPod', pod })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('ops', 'shop'), fc.constantFrom(...configNames))
      .chain(([namespace, name]) => serviceConfig(namespace, name))
      .map((config): Edit => ({ _tag: 'PutConfig', config })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('ops', 'shop'), fc.constantFrom(...configNames))
      .map(([namespace, name]): Edit => ({ _tag: 'DeleteConfig', namespace, name })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('ops', 'shop'), fc.constantFrom(...secretNames)).chain(([namespace, name]) =>
      fc.oneof(
        certificate(namespace, name).map((one): Edit => ({ _tag: 'PutCertificate', certificate: one })),
        fc.constant<Edit>({ _tag: 'DeleteCertificate', namespace, name }),
      ),
    ),
  },
);

/** Any edit. */
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 10, arbitrary: anyPlace.chain(serviceEditAt) },
  { weight: 8, arbitrary: backendEdit },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...collectionNames).map((collection): Edit => ({ _tag: 'Forget', collection })),
  },
  { weight: 1, arbitrary: fc.boolean().map((present): Edit => ({ _tag: 'Stray', present })) },
);
