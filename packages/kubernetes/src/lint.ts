import type { Why } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { annotations, requestOf } from './annotations.js';
import { type Finding, finding } from './annotations/Finding.js';
import { keyFindings } from './annotations/keyFindings.js';
import { type LintedService, valueFindings } from './annotations/valueFindings.js';
import { type Fault, showPath, showValue } from './fieldPath.js';
import { identityOf } from './identity.js';
import { isRecord, textMap } from './wire.js';

/** A finding, and the object it was found in. */
export interface ObjectFinding extends Finding {
  readonly object: Why.ObjectRef;
}

const faultFinding = ({ path, expected, found, remedy }: Fault): Finding => {
  const [, , key, ...inside] = path;
  const at = inside.length === 0 ? '' : `${showPath(inside)}: `;
  const words = `${at}expected ${expected}, found ${showValue(found)}${remedy === undefined ? '' : `; ${remedy}`}`;
  return finding('error', String(key), '2.9', words);
};

const portsOf = (spec: Readonly<Record<string, unknown>>): ReadonlyArray<number> => {
  const { ports } = spec;
  return Array.isArray(ports)
    ? ports.flatMap((port: unknown) => (isRecord(port) && typeof port['port'] === 'number' ? [port['port']] : []))
    : [];
};

const byKey = (a: Finding, b: Finding): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

const inService = (value: Readonly<Record<string, unknown>>): ReadonlyArray<Finding> => {
  const metadata = isRecord(value['metadata']) ? value['metadata'] : {};
  const spec = isRecord(value['spec']) ? value['spec'] : {};
  const texts = textMap.decode(metadata['annotations']);
  if (E.isLeft(texts)) return [];
  const written = texts.right;
  const fromCluster = typeof metadata['uid'] === 'string' && metadata['uid'] !== '';
  const request = requestOf(written);
  const service = (asked: LintedService['request']): LintedService => ({
    request: asked,
    written,
    type: typeof spec['type'] === 'string' ? spec['type'] : 'ClusterIP',
    externalTrafficPolicy:
      typeof spec['externalTrafficPolicy'] === 'string' ? spec['externalTrafficPolicy'] : 'Cluster',
    ports: portsOf(spec),
  });
  return [
    ...Object.keys(written).flatMap((key) => keyFindings(annotations, key, fromCluster)),
    ...(E.isLeft(request) ? request.left.map(faultFinding) : valueFindings(service(request.right))),
  ].sort(byKey);
};

/**
 * What is worth a look in the annotations of an object: wrong values, keys that do nothing and what was probably meant, values
 * that do not count beside others. Nothing for what is no Service; a Service need not be whole. Never throws.
 */
export const lintOf = (value: unknown): ReadonlyArray<ObjectFinding> => {
  const seen = identityOf(value);
  if (seen._tag !== 'Known' || seen.identity.kind !== 'Service' || !isRecord(value)) return [];
  const { kind, namespace, name } = seen.identity;
  return inService(value).map((one) => ({ ...one, object: { kind, namespace, name } }));
};
