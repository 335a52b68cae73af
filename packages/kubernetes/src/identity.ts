import type { Fault, Faults } from './fieldPath.js';
import { namespaceOf } from './metadata.js';
import { isRecord } from './wire.js';

/** The kinds we read, with the API version we read. */
const kinds = {
  Service: { group: '', version: 'v1', namespaced: true },
  Node: { group: '', version: 'v1', namespaced: false },
  EndpointSlice: { group: 'discovery.k8s.io', version: 'v1', namespaced: true },
  Pod: { group: '', version: 'v1', namespaced: true },
  Secret: { group: '', version: 'v1', namespaced: true },
  TkeServiceConfig: { group: 'cloud.tencent.com', version: 'v1alpha1', namespaced: true },
} as const;

/** The name of a kind we read. */
export type KnownKind = keyof typeof kinds;

/** Which object it is. */
export interface Identity {
  readonly kind: KnownKind;
  /** `''` for what has no namespace. */
  readonly namespace: string;
  readonly name: string;
  /** `''` when none is written; absent when what is written is no text. */
  readonly uid?: string;
  /** Present when the object is of the right group in a version we do not read. */
  readonly wrongVersion?: Faults;
}

/** What can be told of a raw object without decoding it. */
export type Identified =
  | { readonly _tag: 'Known'; readonly identity: Identity }
  | { readonly _tag: 'Other'; readonly kind: string }
  | { readonly _tag: 'Stray'; readonly faults: Faults; readonly uid?: string };

const isKnownKind = (kind: string): kind is KnownKind => Object.hasOwn(kinds, kind);

/** The kind that was meant by one in other letters, such as `service`; the API server knows no such kind. */
const meantBy = (kind: string): KnownKind | undefined =>
  Object.keys(kinds)
    .filter(isKnownKind)
    .find((known) => known.toLowerCase() === kind.toLowerCase());

const objectName = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

const isObjectName = (name: unknown): name is string =>
  typeof name === 'string' && name.length <= 253 && objectName.test(name);

const groupAndVersion = (apiVersion: string): readonly [string, string] => {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
};

const stray = (fault: Fault, uid?: string): Identified => ({
  _tag: 'Stray',
  faults: [fault],
  ...(uid === undefined || uid === '' ? {} : { uid }),
});

const readUid = (metadata: Readonly<Record<string, unknown>>): string | undefined => {
  const uid = metadata['uid'] ?? '';
  return typeof uid === 'string' ? uid : undefined;
};

const named = (
  kind: KnownKind,
  metadata: Readonly<Record<string, unknown>>,
  wrongVersion: Faults | undefined,
): Identified => {
  const uid = readUid(metadata);
  const { name } = metadata;
  if (!isObjectName(name))
    return stray({ path: ['metadata', 'name'], expected: 'the name of an object', found: name }, uid);
  const written = metadata['namespace'] ?? '';
  const { namespaced } = kinds[kind];
  if (namespaced && written !== '' && !isObjectName(written))
    return stray({ path: ['metadata', 'namespace'], expected: 'the name of a namespace', found: written }, uid);
  const namespace = namespaced && typeof written === 'string' ? namespaceOf(written) : '';
  const versioned = wrongVersion === undefined ? {} : { wrongVersion };
  return { _tag: 'Known', identity: { kind, namespace, name, ...(uid === undefined ? {} : { uid }), ...versioned } };
};

/** A kind in the wrong letters may be any object of ours: that it is missing must not mean that it is gone. */
const misspelt = (meant: KnownKind, { kind, apiVersion }: Readonly<Record<string, unknown>>): Identified => {
  const group = typeof apiVersion === 'string' ? groupAndVersion(apiVersion)[0] : kinds[meant].group;
  return group === kinds[meant].group
    ? stray({ path: ['kind'], expected: meant, found: kind })
    : { _tag: 'Other', kind: String(kind) };
};

/** Which object a raw value is: one we read, one that does not concern load balancers, or one that cannot be told. */
export const identityOf = (value: unknown): Identified => {
  if (!isRecord(value)) return stray({ path: [], expected: 'a Kubernetes object', found: value });
  const { kind, apiVersion } = value;
  if (typeof kind !== 'string' || kind === '')
    return stray({ path: ['kind'], expected: 'the kind of an object', found: kind });
  if (!isKnownKind(kind)) {
    const meant = meantBy(kind);
    return meant === undefined ? { _tag: 'Other', kind } : misspelt(meant, value);
  }
  const { group, version } = kinds[kind];
  const wanted = group === '' ? version : `${group}/${version}`;
  const fault: Fault = { path: ['apiVersion'], expected: wanted, found: apiVersion };
  if (typeof apiVersion !== 'string') return stray(fault);
  const [foundGroup, foundVersion] = groupAndVersion(apiVersion);
  if (foundGroup !== group) return { _tag: 'Other', kind };
  const metadata = value['metadata'];
  if (!isRecord(metadata)) return stray({ path: ['metadata'], expected: 'the object metadata', found: metadata });
  return named(kind, metadata, foundVersion === version ? undefined : [fault]);
};
