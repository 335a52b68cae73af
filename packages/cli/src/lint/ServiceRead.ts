import type { Service, Why } from '@clbkit/core';
import { decodeObject, type Locate, type RawObject } from '@clbkit/kubernetes';
import * as E from 'fp-ts/lib/Either.js';

/** A Service of the input: as it is written, and as it is understood. */
export interface ServiceRead {
  readonly object: Why.ObjectRef;
  readonly service: Service.Service;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly locate: Locate;
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** Every Service of the input that can be read, in the order of the input. */
export const servicesRead = (clusterId: string, objects: ReadonlyArray<RawObject>): ReadonlyArray<ServiceRead> => {
  const decode = decodeObject({ clusterId, takenAt: 0 });
  return objects.flatMap((raw): ReadonlyArray<ServiceRead> => {
    const seen = decode(raw);
    if (seen._tag !== 'Decoded' || seen.object.kind !== 'Service' || E.isLeft(seen.object.decoded)) return [];
    const { namespace, name, decoded } = seen.object;
    const { spec, metadata } = membersOf(raw.value);
    return [
      {
        object: { kind: 'Service', namespace, name },
        service: decoded.right,
        spec: membersOf(spec),
        annotations: membersOf(membersOf(metadata)['annotations']),
        locate: raw.locate,
      },
    ];
  });
};
