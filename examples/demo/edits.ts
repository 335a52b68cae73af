import type { Documents } from '@clbkit/kubernetes';
import { add, at, type Change, each, edit, read, remove } from './cluster.js';

/** One change of the cluster, made on the raw Kubernetes objects. */
export type Edit = (documents: Documents) => Documents;

/** `kubectl annotate service`. */
export const annotate = (namespace: string, service: string, key: string, value: string): Edit =>
  edit(
    ['Service', namespace, service],
    at(['metadata', 'annotations', key], () => value),
  );

/** `kubectl delete service`: the Service goes, and its EndpointSlices with it. */
export const deleteService =
  (namespace: string, service: string, slices: ReadonlyArray<string>): Edit =>
  (documents) =>
    [
      remove(['Service', namespace, service]),
      ...slices.map((name) => remove(['EndpointSlice', namespace, name])),
    ].reduce((after, change) => change(after), documents);

/** The cluster autoscaler is about to remove a node. */
export const taintForRemoval = (node: string): Edit =>
  edit(
    ['Node', '', node],
    at(['spec', 'taints'], add({ effect: 'NoSchedule', key: 'ToBeDeletedByClusterAutoscaler', value: '1795249200' })),
  );

/** The machine is gone, and its Node with it. */
export const deleteNode = (node: string): Edit => remove(['Node', '', node]);

const hasAddress = (endpoint: unknown, address: string): boolean => {
  const addresses = read(['addresses'], endpoint);
  return Array.isArray(addresses) && addresses.includes(address);
};

const onEndpoint = (slice: string, address: string, change: Change): Edit =>
  edit(
    ['EndpointSlice', 'shop', slice],
    at(
      ['endpoints'],
      each((endpoint) => (hasAddress(endpoint, address) ? change(endpoint) : endpoint)),
    ),
  );

const conditions = (ready: boolean, serving: boolean, terminating: boolean): Change =>
  at(['conditions'], () => ({ ready, serving, terminating }));

/** A Pod becomes ready. */
export const becomeReady = (slice: string, address: string): Edit =>
  onEndpoint(slice, address, conditions(true, true, false));

/** A Pod is told to stop and finishes what it has begun. */
export const terminate = (slice: string, address: string): Edit =>
  onEndpoint(slice, address, conditions(false, true, true));

/** A Pod is gone. */
export const leave = (slice: string, address: string): Edit => onEndpoint(slice, address, () => undefined);

/** A new Pod is ready. */
export const join = (slice: string, address: string, node: string): Edit =>
  edit(
    ['EndpointSlice', 'shop', slice],
    at(
      ['endpoints'],
      add({ addresses: [address], conditions: { ready: true, serving: true, terminating: false }, nodeName: node }),
    ),
  );
