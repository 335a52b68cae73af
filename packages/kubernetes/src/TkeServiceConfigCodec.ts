import { Listener, type ServiceConfig } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Fault, Faults, FieldPath } from './fieldPath.js';
import { HealthCheckCodec, healthCheckFaults, readSwitch, toHealthCheck } from './HealthCheckCodec.js';
import { metadataFields, namespaceOf } from './metadata.js';
import { flag, list, oneOf, optional, portNumber, wholeNumber } from './wire.js';

const Session = t.strict(
  { enable: optional(flag), enabled: optional(flag), sessionExpireTime: optional(wholeNumber(0, 3600)) },
  'the object session',
);

const L4Listener = t.strict(
  {
    protocol: oneOf('TCP', 'UDP', 'TCP_SSL', 'QUIC'),
    port: portNumber,
    session: optional(Session),
    healthCheck: optional(HealthCheckCodec),
    scheduler: optional(oneOf('WRR', 'LEAST_CONN')),
    deregisterTargetRst: optional(flag),
  },
  'a listener',
);

const LoadBalancerSpec = t.strict(
  { internetMaxBandwidthOut: optional(wholeNumber(0, 2048)), l4Listeners: list(L4Listener) },
  'the object loadBalancer',
);

/**
 * The members of a `cloud.tencent.com/v1alpha1 TkeServiceConfig` that are read (tke-service 6.2). `l7Listeners` may be
 * there and are not looked at: no Service has such listeners yet.
 */
export const TkeServiceConfigCodec = t.strict(
  {
    metadata: t.strict(metadataFields, 'the object metadata'),
    spec: optional(t.strict({ loadBalancer: optional(LoadBalancerSpec) }, 'the object spec')),
  },
  'a TkeServiceConfig',
);

type Segment = t.TypeOf<typeof L4Listener>;

/** Seconds that a session lasts where it is switched on and no time is given (6.2). */
const defaultSession = 30;

const expireTime = (session: t.TypeOf<typeof Session>): number =>
  readSwitch([], session).on ? (session.sessionExpireTime ?? defaultSession) : 0;

const toSettings = (segment: Segment): Listener.ListenerSettings => ({
  ...(segment.scheduler === undefined ? {} : { scheduler: segment.scheduler }),
  ...(segment.session === undefined ? {} : { sessionExpireTime: expireTime(segment.session) }),
  ...(segment.deregisterTargetRst === undefined ? {} : { deregisterTargetRst: segment.deregisterTargetRst }),
  ...(segment.healthCheck === undefined ? {} : { healthCheck: toHealthCheck(segment.healthCheck) }),
});

const sessionFaults = (path: FieldPath, session: t.TypeOf<typeof Session>): ReadonlyArray<Fault> => {
  const { on, faults } = readSwitch(path, session);
  const found = session.sessionExpireTime;
  const wrong = found !== undefined && found < 30 && (on || found !== 0);
  return wrong
    ? [...faults, { path: [...path, 'sessionExpireTime'], expected: 'a whole number from 30 to 3600', found }]
    : faults;
};

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
  const [first, ...rest] = faults;
  return first === undefined
    ? E.right({ namespace: namespaceOf(metadata.namespace), name: metadata.name, l4: Object.fromEntries(l4) })
    : E.left([first, ...rest]);
};
