import { optional, text, textMap, textOfLength, timestamp } from './wire.js';

/** The members of `metadata` that every kind needs. */
export const metadataFields = {
  name: textOfLength(1, 253),
  namespace: optional(text),
  uid: optional(text),
  creationTimestamp: optional(timestamp),
  deletionTimestamp: optional(text),
  labels: textMap,
};

/** The namespace of an object that names none. */
export const defaultNamespace = 'default';

/** A namespace as written, or `default`. */
export const namespaceOf = (written: string | undefined): string =>
  written === undefined || written === '' ? defaultNamespace : written;

/** Text that says something, or nothing: Go writes an unset text as `''`. */
export const orAbsent = (written: string | undefined): string | undefined => (written === '' ? undefined : written);
