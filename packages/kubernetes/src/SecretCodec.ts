import type { Certificate } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Fault, Faults } from './fieldPath.js';
import { metadataFields, namespaceOf } from './metadata.js';
import { textMap } from './wire.js';

/** The members of a `v1 Secret` that are read. `stringData` is what files may say in plain text; a cluster never shows it. */
export const SecretCodec = t.strict(
  { metadata: t.strict(metadataFields, 'the object metadata'), data: textMap, stringData: textMap },
  'a Secret',
);

/** The member that holds the id of a certificate (R5.5). */
export const certIdKey = 'qcloud_cert_id';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The text behind base64, where every character of it is ASCII; absent when it is no such text. */
const decodedText = (written: string): string | undefined => {
  const bare = written.replace(/\s/g, '');
  const digits = bare.replace(/={1,2}$/, '');
  if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*$/.test(digits)) return undefined;
  let bits = 0;
  let held = 0;
  let out = '';
  for (const digit of digits) {
    held = ((held << 6) | alphabet.indexOf(digit)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    const byte = (held >> bits) & 0xff;
    if (byte > 0x7f) return undefined;
    out += String.fromCharCode(byte);
  }
  return out;
};

const fault = (member: 'data' | 'stringData', found: unknown): Fault => ({
  path: [member, certIdKey],
  expected: `the id of a certificate${member === 'data' ? ' in base64' : ''}, letters and digits`,
  found,
});

/** What a Secret says of a certificate. Whatever else it holds is forgotten here. */
export const toCertificate = ({
  metadata,
  data,
  stringData,
}: t.TypeOf<typeof SecretCodec>): E.Either<Faults, Certificate.Certificate> => {
  const named = { namespace: namespaceOf(metadata.namespace), name: metadata.name };
  const member = Object.hasOwn(stringData, certIdKey) ? 'stringData' : 'data';
  const written = member === 'data' ? data[certIdKey] : stringData[certIdKey];
  if (written === undefined || !Object.hasOwn(member === 'data' ? data : stringData, certIdKey)) return E.right(named);
  const certId = (member === 'data' ? decodedText(written) : written)?.trim();
  if (certId === '') return E.right(named);
  return certId !== undefined && /^[A-Za-z0-9_-]{1,64}$/.test(certId)
    ? E.right({ ...named, certId })
    : E.left([fault(member, written)]);
};
