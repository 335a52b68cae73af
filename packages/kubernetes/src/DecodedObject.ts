import type { Certificate, Endpoint, Node, PlanError, Pod, Service, ServiceConfig, Snapshot, Why } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { flow, pipe } from 'fp-ts/lib/function.js';
import type * as t from 'io-ts';
import { EndpointSliceCodec, serviceNameLabel, toEndpointSlice } from './EndpointSliceCodec.js';
import { type Fault, type Faults, faultsOf, showKind, showPath, showValue } from './fieldPath.js';
import { type Identity, identityOf, type KnownKind } from './identity.js';
import { NodeCodec, toNode } from './NodeCodec.js';
import { PodCodec, toPod } from './PodCodec.js';
import type { Locate, RawObject } from './RawObject.js';
import { SecretCodec, toCertificate } from './SecretCodec.js';
import { type Reading, ServiceCodec, toService } from './ServiceCodec.js';
import { TkeServiceConfigCodec, toServiceConfig } from './TkeServiceConfigCodec.js';
import { derivedUid } from './uid.js';
import { isRecord } from './wire.js';

interface Named {
  /** `''` for a Node. */
  readonly namespace: string;
  readonly name: string;
}

/** An object of a kind we read: its name, and what came of decoding it. */
export type DecodedObject =
  | (Named & { readonly kind: 'Service'; readonly decoded: Snapshot.Decoded<Service.Service> })
  | (Named & { readonly kind: 'Node'; readonly decoded: Snapshot.Decoded<Node.Node> })
  | (Named & {
      readonly kind: 'EndpointSlice';
      /** Name of the Service it belongs to; absent when its label names none. */
      readonly service?: string;
      readonly decoded: Snapshot.Decoded<Endpoint.EndpointSlice>;
    })
  | (Named & { readonly kind: 'Pod'; readonly decoded: Snapshot.Decoded<Pod.Pod> })
  | (Named & { readonly kind: 'Secret'; readonly decoded: Snapshot.Decoded<Certificate.Certificate> })
  | (Named & { readonly kind: 'TkeServiceConfig'; readonly decoded: Snapshot.Decoded<ServiceConfig.ServiceConfig> });

/** What came of looking at a raw object. */
export type Sighting =
  | { readonly _tag: 'Decoded'; readonly object: DecodedObject }
  /** A kind that does not concern load balancers. */
  | { readonly _tag: 'Other'; readonly kind: string }
  /** Its kind or name cannot be read: it may be anything. */
  | { readonly _tag: 'Stray'; readonly unreadable: Snapshot.Unreadable };

/** What was found and what to do. Values of Secrets are never shown, and a remedy may repeat one. */
const told = (kind: Why.ObjectKind, { found, remedy }: Fault): { readonly found: string; readonly remedy?: string } =>
  kind === 'Secret'
    ? { found: showKind(found) }
    : { found: showValue(found), ...(remedy === undefined ? {} : { remedy }) };

const toError =
  (object: Why.ObjectRef, locate: Locate) =>
  (fault: Fault): PlanError.PlanError => {
    const { path, expected, code } = fault;
    const place = locate(path);
    return {
      _tag: 'InvalidField',
      object,
      path: showPath(path),
      expected,
      ...told(object.kind, fault),
      ...(place === undefined ? {} : { place }),
      ...(code === undefined ? {} : { code }),
    };
  };

const unreadable = (
  object: Why.ObjectRef,
  locate: Locate,
  [first, ...rest]: Faults,
  uid: string | undefined,
): Snapshot.Unreadable => {
  const error = toError(object, locate);
  return { ...(uid === undefined ? {} : { uid }), errors: [error(first), ...rest.map(error)] };
};

/** How the noun of a kind is made from a raw object of the right version. */
const reader =
  (identity: Identity & { readonly kind: KnownKind }, raw: RawObject, uid: string | undefined) =>
  <W, A>(codec: t.Type<W, unknown>, make: (wire: W) => E.Either<Faults, A>): Snapshot.Decoded<A> => {
    const { kind, name, namespace, wrongVersion } = identity;
    const object: Why.ObjectRef = { kind, name, ...(namespace === '' ? {} : { namespace }) };
    const decode = (value: unknown): E.Either<Faults, A> =>
      pipe(codec.decode(value), E.mapLeft(faultsOf), E.flatMap(make));
    return pipe(
      wrongVersion === undefined ? decode(raw.value) : E.left(wrongVersion),
      E.mapLeft((faults) => unreadable(object, raw.locate, faults, uid)),
    );
  };

const labelOf = (value: unknown, label: string): string | undefined => {
  const metadata = isRecord(value) ? value['metadata'] : undefined;
  const labels = isRecord(metadata) ? metadata['labels'] : undefined;
  const found = isRecord(labels) ? labels[label] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
};

/** The uid that tells what an object owns: written, or derived as for a readable Service; none when it is no text. */
const uidOf = ({ clusterId }: Reading, { kind, namespace, name, uid }: Identity): string | undefined =>
  uid === '' && kind === 'Service' ? derivedUid(clusterId, namespace, name) : uid === '' ? undefined : uid;

/** What a raw object is, and the noun of the core that it stands for. Never throws. */
export const decodeObject =
  (reading: Reading) =>
  (raw: RawObject): Sighting => {
    const seen = identityOf(raw.value);
    if (seen._tag === 'Other') return seen;
    if (seen._tag === 'Stray') {
      const place = raw.locate([]);
      const object: Why.ObjectRef = { kind: 'Document', name: place?.file ?? 'object' };
      return { _tag: 'Stray', unreadable: unreadable(object, raw.locate, seen.faults, seen.uid) };
    }
    const { kind, namespace, name } = seen.identity;
    const read = reader(seen.identity, raw, uidOf(reading, seen.identity));
    const decoded = (object: DecodedObject): Sighting => ({ _tag: 'Decoded', object });
    switch (kind) {
      case 'Service':
        return decoded({ kind, namespace, name, decoded: read(ServiceCodec, toService(reading)) });
      case 'Node':
        return decoded({ kind, namespace, name, decoded: read(NodeCodec, flow(toNode, E.right)) });
      case 'EndpointSlice': {
        const service = labelOf(raw.value, serviceNameLabel);
        const slice = read(EndpointSliceCodec, flow(toEndpointSlice, E.right));
        return decoded({ kind, namespace, name, decoded: slice, ...(service === undefined ? {} : { service }) });
      }
      case 'Pod':
        return decoded({ kind, namespace, name, decoded: read(PodCodec, flow(toPod, E.right)) });
      case 'Secret':
        return decoded({ kind, namespace, name, decoded: read(SecretCodec, toCertificate) });
      case 'TkeServiceConfig':
        return decoded({ kind, namespace, name, decoded: read(TkeServiceConfigCodec, toServiceConfig) });
    }
  };
