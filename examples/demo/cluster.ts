import { readdirSync, readFileSync } from 'node:fs';
import { decodeObject, type DecodedObject, type Documents, type RawObject, readDocuments } from '@clbkit/kubernetes';

/** The shop's cluster: its id and its network. */
export const cluster = { id: 'cls-k3mq7r2d', vpc: 'vpc-9f2xw1ab' } as const;

/** The shop's manifests, as `kubectl get -o yaml` printed them. */
export const readShop = (folder: URL): Documents =>
  readDocuments(
    readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') })),
  );

/** Which object: kind, namespace (`''` for a Node) and name. */
export type Name = readonly [kind: DecodedObject['kind'], namespace: string, name: string];

/** What an object is, by its own word. */
export const decoded = ({ value, locate }: RawObject): DecodedObject | undefined => {
  const sighting = decodeObject({ clusterId: cluster.id, takenAt: 0 })({ value, locate });
  return sighting._tag === 'Decoded' ? sighting.object : undefined;
};

const is =
  ([kind, namespace, name]: Name) =>
  (raw: RawObject): boolean => {
    const found = decoded(raw);
    return found?.kind === kind && found.namespace === namespace && found.name === name;
  };

/** Changes an object or a part of one, as a value. */
export type Change = (value: unknown) => unknown;

/** The cluster with one object changed. */
export const edit =
  (name: Name, change: Change) =>
  (documents: Documents): Documents => ({
    ...documents,
    objects: documents.objects.map((raw) => (is(name)(raw) ? { ...raw, value: change(raw.value) } : raw)),
  });

/** The cluster without one object. */
export const remove =
  (name: Name) =>
  (documents: Documents): Documents => ({
    ...documents,
    objects: documents.objects.filter((raw) => !is(name)(raw)),
  });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Changes what is at a path; objects on the way are made when they are missing. */
export const at =
  ([first, ...rest]: ReadonlyArray<string>, change: Change): Change =>
  (value) => {
    if (first === undefined) return change(value);
    const record = isRecord(value) ? value : {};
    return { ...record, [first]: at(rest, change)(record[first]) };
  };

/** Changes each item of a list; `undefined` takes the item out. */
export const each =
  (change: Change): Change =>
  (list) =>
    (Array.isArray(list) ? list.map(change) : []).filter((item) => item !== undefined);

/** Adds items to the end of a list. */
export const add =
  (...items: ReadonlyArray<unknown>): Change =>
  (list) => [...(Array.isArray(list) ? (list as ReadonlyArray<unknown>) : []), ...items];

/** What is at a path. */
export const read = (path: ReadonlyArray<string>, value: unknown): unknown =>
  path.reduce<unknown>((found, key) => (isRecord(found) ? found[key] : undefined), value);
