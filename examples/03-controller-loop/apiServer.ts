import type { RawObject } from '@clbkit/kubernetes';
import { mergePatch } from '../support/mergePatch.js';

/** One line of a watch, as the API server sends it. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string };
    readonly [member: string]: unknown;
  };
}

const node = (name: string, instance: string): WatchEvent['object'] => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, uid: `uid-${name}` },
  spec: { providerID: `qcloud:///800006/${instance}` },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
});

const web = (...ports: ReadonlyArray<number>): WatchEvent['object'] => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop', uid: 'uid-web' },
  spec: { type: 'LoadBalancer', ports: ports.map((port) => ({ name: `p${port}`, port, nodePort: 30000 + port })) },
});

/** What happens in the cluster: two nodes, a Service that gets a second port, a node that leaves, the Service that goes. */
export const watched: ReadonlyArray<WatchEvent> = [
  { type: 'ADDED', object: node('node-1', 'ins-1a') },
  { type: 'ADDED', object: node('node-2', 'ins-2b') },
  { type: 'ADDED', object: web(80) },
  { type: 'MODIFIED', object: web(80, 443) },
  { type: 'DELETED', object: node('node-2', 'ins-2b') },
  { type: 'DELETED', object: web(80, 443) },
];

/** What an informer holds: the objects as last heard of. Here it also takes patches, in place of an API server. */
export const store = new Map<string, RawObject>();

const keyOf = (kind: string, namespace: string, name: string): string => `${kind} ${namespace}/${name}`;

/** Changes an object in the store; one that is not there is made. */
export const patchObject = (kind: string, namespace: string, name: string, patch: unknown): void => {
  const key = keyOf(kind, namespace, name);
  store.set(key, { value: mergePatch(patch)(store.get(key)?.value), locate: () => undefined });
};

/** Takes in one line of a watch. */
export const remember = ({ type, object }: WatchEvent): void => {
  const { kind, metadata } = object;
  const { namespace = '', name } = metadata;
  if (type === 'DELETED') store.delete(keyOf(kind, namespace, name));
  else patchObject(kind, namespace, name, object);
};
