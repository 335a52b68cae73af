import { Service, type Snapshot } from '@clbkit/core';
import type { Documents } from '@clbkit/kubernetes';
import * as E from 'fp-ts/lib/Either.js';
import type { Refusal } from '../Io.js';

/** The Service that is to be explained. */
export interface Subject {
  readonly namespace: string;
  readonly name: string;
  readonly key: Service.ServiceKey;
  readonly decoded: Snapshot.Decoded<Service.Service>;
  /** Its annotations, as they are written. */
  readonly annotations: Readonly<Record<string, string>>;
  /** The object as it is written. */
  readonly written: unknown;
}

type Members = Readonly<Record<string, unknown>>;

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

const writtenOf = ({ objects }: Documents, namespace: string, name: string): unknown =>
  objects.find(({ value }) => {
    const { kind, metadata } = membersOf(value);
    const { name: called, namespace: inside } = membersOf(metadata);
    return kind === 'Service' && called === name && (inside === namespace || (!inside && namespace === 'default'));
  })?.value;

/** The annotations of a Service. What is no text is shown as JSON: an error says that it is wrong. */
const annotationsOf = (written: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(membersOf(membersOf(membersOf(written)['metadata'])['annotations'])).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );

/** The Service that is named, `namespace/name` or a name that only one has; or why there is none. */
export const subjectOf = (
  named: string,
  { services }: Snapshot.Snapshot,
  documents: Documents,
): E.Either<Refusal, Subject> => {
  if (services._tag === 'Unknown') return E.left([`Services are not known (${services.because})`]);
  const all = Object.entries(services.items).flatMap(([namespace, names]) =>
    Object.entries(names).map(([name, decoded]) => ({ namespace, name, decoded })),
  );
  const key = ({ namespace, name }: (typeof all)[number]): string => `${namespace}/${name}`;
  const [found, ...more] = all.filter((one) => key(one) === named || one.name === named);
  if (found === undefined) {
    const known = all.map(key).sort().slice(0, 10).join(', ');
    return E.left([`${named}: no such Service in the input${known === '' ? '' : `; there are ${known}`}`]);
  }
  if (more.length > 0)
    return E.left([`${named}: several Services have this name; say ${[found, ...more].map(key).sort().join(' or ')}`]);
  const { namespace, name } = found;
  const written = writtenOf(documents, namespace, name);
  return E.right({ ...found, key: Service.keyOf(namespace, name), annotations: annotationsOf(written), written });
};
