import { Listener, type ServiceConfig } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Fault, Faults, FieldPath } from './fieldPath.js';
import { HealthCheckCodec, healthCheckFaults, toHealthCheck } from './HealthCheckCodec.js';
import { L7ListenerCodec, readL7 } from './L7ListenerCodec.js';
import { metadataFields, namespaceOf } from './metadata.js';
import { expireTime, SessionCodec, sessionFaults } from './SessionCodec.js';
import { flag, list, oneOf, optional, portNumber, wholeNumber } from './wire.js';

const L4Listener = t.strict(
  {
    protocol: oneOf('TCP', 'UDP', 'TCP_SSL', 'QUIC'),
    port: portNumber,
    session: optional(SessionCodec),
    healthCheck: optional(HealthCheckCodec),
    scheduler: optional(oneOf('WRR', 'LEAST_CONN')),
    deregisterTargetRst: optional(flag),
    proxyProtocol: optional(t.strict({ enable: optional(flag) }, 'the object proxyProtocol')),
  },
  'a listener',
);

const LoadBalancerSpec = t.strict(
  {
    internetMaxBandwidthOut: optional(wholeNumber(0, 2048)),
    l4Listeners: list(L4Listener),
    l7Listeners: list(L7ListenerCodec),
  },
  'the object loadBalancer',
);

/**
 * The members of a `cloud.tencent.com/v1alpha1 TkeServiceConfig` that are read (tke-service 6.2). `proxyProtocol` is checked
 * and no more: no document says to which listeners it applies. Members that were announced and never documented are passed over.
 */
export const TkeServiceConfigCodec = t.strict(
  {
    metadata: t.strict(metadataFields, 'the object metadata'),
    spec: optional(t.strict({ loadBalancer: optional(LoadBalancerSpec) }, 'the object spec')),
  },
  'a TkeServiceConfig',
);

type Segment = t.TypeOf<typeof L4Listener>;

const toSettings = (segment: Segment): Listener.ListenerSettings => ({
  ...(segment.scheduler === undefined ? {} : { scheduler: segment.scheduler }),
  ...(segment.session === undefined ? {} : { sessionExpireTime: expireTime(segment.session) }),
  ...(segment.deregisterTargetRst === undefined ? {} : { deregisterTargetRst: segment.deregisterTargetRst }),
  ...(segment.healthCheck === undefined ? {} : { healthCheck: toHealthCheck(segment.healthCheck) }),
});

const segmentFaults = (path: FieldPath, segment: Segment): ReadonlyArray<Fault> => [
  ...(segment.session === undefined ? [] : sessionFaults([...path, 'session'], segment.session)),
  ...(segment.healthCheck === undefined
    ? []
    : healthCheckFaults([...path, 'healthCheck'], segment.protocol, segment.healthCheck)),
];

/** A TkeServiceConfig as the core knows it, by listener key; or what its members say against each other. */
export const toServiceConfig = ({
  metadata,
  spec,
}: t.TypeOf<typeof TkeServiceConfigCodec>): E.Either<Faults, ServiceConfig.ServiceConfig> => {
  const faults: Array<Fault> = [];
  const l4 = new Map<string, Listener.ListenerSettings>();
  for (const [index, segment] of (spec?.loadBalancer?.l4Listeners ?? []).entries()) {
    const path = ['spec', 'loadBalancer', 'l4Listeners', index];
    const key = Listener.keyOf(segment.protocol, segment.port);
    if (l4.has(key))
      faults.push({
        path,
        expected: 'one segment for each protocol and port',
        found: key,
        remedy: 'merge the two segments',
      });
    faults.push(...segmentFaults(path, segment));
    l4.set(key, toSettings(segment));
  }
  const { internetMaxBandwidthOut, l7Listeners = [] } = spec?.loadBalancer ?? {};
  const layer7 = readL7(['spec', 'loadBalancer', 'l7Listeners'], l7Listeners);
  const [first, ...rest] = [...faults, ...layer7.faults];
  return first === undefined
    ? E.right({
        namespace: namespaceOf(metadata.namespace),
        name: metadata.name,
        ...(internetMaxBandwidthOut === undefined ? {} : { internetMaxBandwidthOut }),
        l4: Object.fromEntries(l4),
        ...(l7Listeners.length === 0 ? {} : { l7: layer7.l7 }),
      })
    : E.left([first, ...rest]);
};
