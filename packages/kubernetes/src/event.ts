import type { PlanError, Snapshot } from '@clbkit/core';
import { type DecodedObject, decodeObject } from './DecodedObject.js';
import { showValue } from './fieldPath.js';
import { type ObjectEvent, placementOf } from './placement.js';
import { nowhere } from './RawObject.js';
import type { Reading } from './ServiceCodec.js';
import { isRecord } from './wire.js';

/** What one line of a watch says. */
export type Watched =
  /** A change of the snapshot, for `applyEvent`; with what is wrong with an object that has no place in it. */
  | {
      readonly _tag: 'Change';
      readonly event: ObjectEvent;
      readonly diagnostics: ReadonlyArray<PlanError.PlanError>;
    }
  /** Nothing that concerns a load balancer. */
  | { readonly _tag: 'Nothing'; readonly diagnostics: ReadonlyArray<PlanError.PlanError> }
  /** Everything up to this resource version has been sent. */
  | { readonly _tag: 'Bookmark'; readonly resourceVersion: string }
  /** The watch has failed; with code 410 the list must be read anew. */
  | { readonly _tag: 'Failed'; readonly code?: number; readonly message: string }
  /** It cannot be told which object it is about. */
  | { readonly _tag: 'Unreadable'; readonly unreadable: Snapshot.Unreadable };

const unreadable = (path: string, expected: string, found: unknown): Watched => ({
  _tag: 'Unreadable',
  unreadable: {
    errors: [
      {
        _tag: 'InvalidField',
        object: { kind: 'Document', name: 'watch event' },
        path,
        expected,
        found: showValue(found),
      },
    ],
  },
});

const bookmark = (object: unknown): Watched => {
  const metadata = isRecord(object) ? object['metadata'] : undefined;
  const version = isRecord(metadata) ? metadata['resourceVersion'] : undefined;
  return typeof version === 'string'
    ? { _tag: 'Bookmark', resourceVersion: version }
    : unreadable('object.metadata.resourceVersion', 'text', version);
};

const failed = (object: unknown): Watched => {
  const { code, message } = isRecord(object) ? object : {};
  return {
    _tag: 'Failed',
    ...(typeof code === 'number' ? { code } : {}),
    message: typeof message === 'string' ? message : showValue(object),
  };
};

const nothing: Watched = { _tag: 'Nothing', diagnostics: [] };

const change = (event: ObjectEvent, diagnostics: ReadonlyArray<PlanError.PlanError> = []): Watched => ({
  _tag: 'Change',
  event,
  diagnostics,
});

/** An object that is gone; its name is enough. */
const gone = (object: DecodedObject): Watched => {
  const { kind, namespace, name } = object;
  switch (kind) {
    case 'Service':
    case 'Pod':
      return change({ _tag: kind, namespace, name });
    case 'Node':
      return change({ _tag: 'Node', name });
    case 'TkeServiceConfig':
      return change({ _tag: 'ServiceConfig', namespace, name });
    case 'EndpointSlice': {
      const { service } = object;
      return service === undefined ? nothing : change({ _tag: 'EndpointSlice', namespace, service, name });
    }
    case 'Secret':
      return change({ _tag: 'Certificate', namespace, name });
  }
};

/** An object that is there. A Pod that cannot be read any more counts as gone, as it does in a snapshot. */
const there = (object: DecodedObject): Watched => {
  const placement = placementOf(object, nowhere);
  switch (placement._tag) {
    case 'Placed':
      return change(placement.event);
    case 'Stray':
      return { _tag: 'Unreadable', unreadable: placement.unreadable };
    case 'Nowhere': {
      const { namespace, name } = object;
      return object.kind === 'Pod'
        ? change({ _tag: 'Pod', namespace, name }, placement.diagnostics)
        : { _tag: 'Nothing', diagnostics: placement.diagnostics };
    }
  }
};

/**
 * What a watch event says, whatever value it is. Never throws. Law: the ADDED events of a list, applied to the empty
 * snapshot, give the snapshot of that list.
 */
export const readEvent =
  (reading: Reading) =>
  (event: unknown): Watched => {
    const { type, object } = isRecord(event) ? event : {};
    if (type === 'BOOKMARK') return bookmark(object);
    if (type === 'ERROR') return failed(object);
    if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED')
      return unreadable('type', 'one of ADDED, MODIFIED, DELETED, BOOKMARK, ERROR', type);
    const sighting = decodeObject(reading)({ value: object, locate: nowhere });
    switch (sighting._tag) {
      case 'Other':
        return nothing;
      case 'Stray':
        return { _tag: 'Unreadable', unreadable: sighting.unreadable };
      case 'Decoded':
        return type === 'DELETED' ? gone(sighting.object) : there(sighting.object);
    }
  };
