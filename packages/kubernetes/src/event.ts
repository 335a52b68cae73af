import type { Snapshot } from '@clbkit/core';
import { type DecodedObject, decodeObject } from './DecodedObject.js';
import { showValue } from './fieldPath.js';
import type { KnownKind } from './identity.js';
import { nowhere } from './RawObject.js';
import type { Reading } from './ServiceCodec.js';
import { isRecord } from './wire.js';

/** An object that is there, as it is now, or one that is gone. */
export type ObjectEvent =
  | DecodedObject
  | {
      readonly kind: KnownKind;
      readonly namespace: string;
      readonly name: string;
      /** The Service of an EndpointSlice, when its label names one. */
      readonly service?: string;
      readonly decoded: 'deleted';
    };

/** What one line of a watch says. */
export type Watched =
  | { readonly _tag: 'Object'; readonly event: ObjectEvent }
  /** Everything up to this resource version has been sent. */
  | { readonly _tag: 'Bookmark'; readonly resourceVersion: string }
  /** A kind that does not concern load balancers. */
  | { readonly _tag: 'Other' }
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

const gone = ({ kind, namespace, name, ...rest }: DecodedObject): ObjectEvent => {
  const service = 'service' in rest ? rest.service : undefined;
  return { kind, namespace, name, decoded: 'deleted', ...(service === undefined ? {} : { service }) };
};

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

/** What a watch event says, whatever value it is. Law: never throws. */
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
        return { _tag: 'Other' };
      case 'Stray':
        return { _tag: 'Unreadable', unreadable: sighting.unreadable };
      case 'Decoded':
        return { _tag: 'Object', event: type === 'DELETED' ? gone(sighting.object) : sighting.object };
    }
  };
