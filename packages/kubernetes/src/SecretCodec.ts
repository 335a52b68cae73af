import * as t from 'io-ts';
import { metadataFields, namespaceOf } from './metadata.js';
import { optional, text, textMap } from './wire.js';

/** A Secret: its name, type and data, the data still in base64. Its values are never shown, not even in an error. */
export interface Secret {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
}

/** The members of a `v1 Secret` that are read. */
export const SecretCodec = t.strict(
  { metadata: t.strict(metadataFields, 'the object metadata'), type: optional(text), data: textMap },
  'a Secret',
);

/** A Secret by name; one without a type is Opaque. */
export const toSecret = ({ metadata, type, data }: t.TypeOf<typeof SecretCodec>): Secret => ({
  namespace: namespaceOf(metadata.namespace),
  name: metadata.name,
  type: type ?? 'Opaque',
  data,
});
