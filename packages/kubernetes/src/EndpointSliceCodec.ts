import type { Endpoint } from '@clbkit/core';
import * as t from 'io-ts';
import { metadataFields, orAbsent } from './metadata.js';
import { flag, list, oneOf, optional, portOrZero, text } from './wire.js';

/** The label that says which Service a slice belongs to. */
export const serviceNameLabel = 'kubernetes.io/service-name';

const Conditions = t.strict(
  { ready: optional(flag), serving: optional(flag), terminating: optional(flag) },
  'the object conditions',
);

const One = t.strict(
  {
    addresses: list(text),
    conditions: optional(Conditions),
    nodeName: optional(text),
    targetRef: optional(t.strict({ kind: optional(text), name: optional(text) }, 'the object targetRef')),
  },
  'an endpoint',
);

const Port = t.strict(
  { name: optional(text), protocol: optional(oneOf('TCP', 'UDP', 'SCTP')), port: optional(portOrZero) },
  'a port',
);

/** The members of a `discovery.k8s.io/v1 EndpointSlice` that matter to a load balancer. */
export const EndpointSliceCodec = t.strict(
  {
    metadata: t.strict(metadataFields, 'the object metadata'),
    addressType: oneOf('IPv4', 'IPv6', 'FQDN'),
    ports: list(Port),
    endpoints: list(One),
  },
  'an EndpointSlice',
);

const toEndpoint = ({ addresses, conditions, nodeName, targetRef }: t.TypeOf<typeof One>): Endpoint.Endpoint => {
  const pod = targetRef?.kind === 'Pod' ? orAbsent(targetRef.name) : undefined;
  const node = orAbsent(nodeName);
  return {
    addresses,
    ...(conditions?.ready === undefined ? {} : { ready: conditions.ready }),
    ...(conditions?.serving === undefined ? {} : { serving: conditions.serving }),
    ...(conditions?.terminating === undefined ? {} : { terminating: conditions.terminating }),
    ...(node === undefined ? {} : { nodeName: node }),
    ...(pod === undefined ? {} : { pod }),
  };
};

/** An EndpointSlice as the core knows it. Conditions that are absent stay absent. */
export const toEndpointSlice = (wire: t.TypeOf<typeof EndpointSliceCodec>): Endpoint.EndpointSlice => ({
  name: wire.metadata.name,
  addressType: wire.addressType,
  ports: wire.ports.map(({ name, protocol, port }) => ({
    name: name ?? '',
    protocol: protocol ?? 'TCP',
    ...(port === undefined || port === 0 ? {} : { port }),
  })),
  endpoints: wire.endpoints.map(toEndpoint),
});
