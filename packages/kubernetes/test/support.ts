import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlanError, type Snapshot } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { decodeObject } from '../src/DecodedObject.js';
import { type DecodedObject, readDocuments, type SnapshotRead, type TextFile, toSnapshot } from '../src/index.js';
import { nowhere } from '../src/RawObject.js';

export const reading = { clusterId: 'cls-test0001', takenAt: 1_700_000_000_000 };
export const options = { cluster: { id: reading.clusterId }, takenAt: reading.takenAt };

/** What `kubectl get svc,nodes,endpointslices -A` printed. */
export const fixture = (format: 'json' | 'yaml'): string =>
  readFileSync(join(__dirname, 'fixtures', `kubectl-get.${format}.txt`), 'utf8');

export const snapshotOf = (...files: ReadonlyArray<TextFile>): SnapshotRead =>
  toSnapshot(options)(readDocuments(files));

export const fromText = (text: string): SnapshotRead => snapshotOf({ name: 'a.yaml', text });

/** A snapshot of objects, by way of JSON text. */
export const fromObjects = (...objects: ReadonlyArray<unknown>): SnapshotRead =>
  fromText(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));

export const itemsOf = <A>(collection: Snapshot.Collection<A>): A => {
  if (collection._tag === 'Unknown') throw new Error(`unknown: ${collection.because}`);
  return collection.items;
};

/** One object, decoded. */
export const decodeOne = (value: unknown): DecodedObject => {
  const sighting = decodeObject(reading)({ value, locate: nowhere });
  if (sighting._tag !== 'Decoded') throw new Error(JSON.stringify(sighting));
  return sighting.object;
};

/** The decoded noun, or its errors in words. */
export const nounOf = (value: unknown): unknown => {
  const { decoded } = decodeOne(value);
  return E.isLeft(decoded) ? decoded.left.errors.map(PlanError.describe) : decoded.right;
};

export const service = (
  spec: Readonly<Record<string, unknown>> = {},
  metadata: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop', uid: 'uid-web', creationTimestamp: '2026-01-12T03:14:15Z', ...metadata },
  spec: { type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30080 }], ...spec },
});

export const annotated = (annotations: unknown): Readonly<Record<string, unknown>> => service({}, { annotations });

export const slice = (
  name: string,
  labels: unknown = { 'kubernetes.io/service-name': 'web' },
  rest: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name, namespace: 'shop', labels },
  addressType: 'IPv4',
  ports: [{ name: '', port: 8080, protocol: 'TCP' }],
  endpoints: [{ addresses: ['172.17.0.5'] }],
  ...rest,
});

export const node = (
  name: string,
  rest: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  spec: { providerID: 'qcloud:///800003/ins-4k1q9x2b' },
  ...rest,
});

export const config = (loadBalancer: unknown): Readonly<Record<string, unknown>> => ({
  apiVersion: 'cloud.tencent.com/v1alpha1',
  kind: 'TkeServiceConfig',
  metadata: { name: 'web-config', namespace: 'shop' },
  spec: { loadBalancer },
});
