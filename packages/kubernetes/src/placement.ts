import type { PlanError, Snapshot, SnapshotEvent } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import type { DecodedObject } from './DecodedObject.js';
import { serviceNameLabel } from './EndpointSliceCodec.js';
import { showPath } from './fieldPath.js';
import type { Locate } from './RawObject.js';

/** The change of a snapshot that one object makes. */
export type ObjectEvent = Exclude<SnapshotEvent, { readonly _tag: 'Collections' }>;

/** Where in a snapshot an object belongs. */
export type Placement =
  | { readonly _tag: 'Placed'; readonly event: ObjectEvent }
  /** Nowhere: an unreadable Pod, a slice of no Service. */
  | { readonly _tag: 'Nowhere'; readonly diagnostics: ReadonlyArray<PlanError.PlanError> }
  /** It cannot be told where: an unreadable slice that names no Service. */
  | { readonly _tag: 'Stray'; readonly unreadable: Snapshot.Unreadable };

const placed = (event: ObjectEvent): Placement => ({ _tag: 'Placed', event });

const nowhere = (decoded: Snapshot.Decoded<unknown>): Placement => ({
  _tag: 'Nowhere',
  diagnostics: E.isLeft(decoded) ? decoded.left.errors : [],
});

const ofNoService = (namespace: string, name: string, locate: Locate): PlanError.PlanError => {
  const place = locate(['metadata']);
  return {
    _tag: 'InvalidField',
    object: { kind: 'EndpointSlice', namespace, name },
    path: showPath(['metadata', 'labels', serviceNameLabel]),
    expected: 'the name of a Service',
    found: 'nothing',
    ...(place === undefined ? {} : { place }),
    remedy: 'the slice belongs to no Service and is left out',
  };
};

/** Where an object belongs. */
export const placementOf = (object: DecodedObject, locate: Locate): Placement => {
  const { namespace, name } = object;
  switch (object.kind) {
    case 'Service':
      return placed({ _tag: 'Service', namespace, name, object: object.decoded });
    case 'Node':
      return placed({ _tag: 'Node', name, object: object.decoded });
    case 'TkeServiceConfig':
      return placed({ _tag: 'ServiceConfig', namespace, name, object: object.decoded });
    case 'Secret':
      return placed({ _tag: 'Certificate', namespace, name, object: object.decoded });
    case 'Pod':
      return E.isLeft(object.decoded)
        ? nowhere(object.decoded)
        : placed({ _tag: 'Pod', namespace, name, object: object.decoded.right });
    case 'EndpointSlice': {
      const { service, decoded } = object;
      if (service !== undefined) return placed({ _tag: 'EndpointSlice', namespace, service, name, object: decoded });
      return E.isLeft(decoded)
        ? { _tag: 'Stray', unreadable: decoded.left }
        : { _tag: 'Nowhere', diagnostics: [ofNoService(namespace, name, locate)] };
    }
  }
};
