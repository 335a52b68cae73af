import { Service } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { requestOf } from './annotations.js';
import type { Faults } from './fieldPath.js';
import { metadataFields, namespaceOf, orAbsent } from './metadata.js';
import { derivedUid } from './uid.js';
import { list, oneOf, optional, portNumber, portOrZero, text, textMap } from './wire.js';

/** A port by number or by name. */
const PortReference = t.union([portOrZero, text], 'a port number or the name of a port');

const Port = t.strict(
  {
    name: optional(text),
    protocol: optional(oneOf('TCP', 'UDP', 'SCTP')),
    port: portNumber,
    nodePort: optional(portOrZero),
    targetPort: optional(PortReference),
  },
  'a port',
);

const Spec = t.strict(
  {
    type: optional(oneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName')),
    loadBalancerClass: optional(text),
    externalTrafficPolicy: optional(oneOf('Cluster', 'Local')),
    selector: textMap,
    ports: list(Port),
  },
  'the object spec',
);

const Ingress = t.strict({ ip: optional(text), hostname: optional(text) }, 'an ingress');
const LoadBalancerStatus = t.strict({ ingress: list(Ingress) }, 'the object loadBalancer');
const Status = t.strict({ loadBalancer: optional(LoadBalancerStatus) }, 'the object status');

/** The members of a `v1 Service` that matter to a load balancer. */
export const ServiceCodec = t.strict(
  {
    metadata: t.strict({ ...metadataFields, annotations: textMap }, 'the object metadata'),
    spec: Spec,
    status: optional(Status),
  },
  'a Service',
);

/** What a manifest does not say: the cluster it is for, and when it was read. */
export interface Reading {
  readonly clusterId: string;
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
}

const toPort = ({ name, protocol, port, nodePort, targetPort }: t.TypeOf<typeof Port>): Service.ServicePort => ({
  name: name ?? '',
  protocol: protocol ?? 'TCP',
  port,
  ...(nodePort === undefined || nodePort === 0 ? {} : { nodePort }),
  ...(targetPort === undefined || targetPort === 0 || targetPort === '' ? {} : { targetPort }),
});

const toPublished = (status: t.TypeOf<typeof Status> | undefined): ReadonlyArray<string> =>
  (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) =>
    [orAbsent(ip), orAbsent(hostname)].filter((address) => address !== undefined),
  );

/**
 * A Service as the core knows it, its annotations read; or what is wrong with them. A manifest that was never in a cluster
 * has no uid and no age: its uid is derived from its name, and it is as young as the snapshot.
 */
export const toService =
  ({ clusterId, takenAt }: Reading) =>
  ({ metadata, spec, status }: t.TypeOf<typeof ServiceCodec>): E.Either<Faults, Service.Service> => {
    const { name } = metadata;
    const namespace = namespaceOf(metadata.namespace);
    const loadBalancerClass = orAbsent(spec.loadBalancerClass);
    return pipe(
      requestOf(metadata.annotations),
      E.map((request) => ({
        key: Service.keyOf(namespace, name),
        namespace,
        name,
        uid: orAbsent(metadata.uid) ?? derivedUid(clusterId, namespace, name),
        createdAt: metadata.creationTimestamp ?? takenAt,
        type: spec.type ?? 'ClusterIP',
        ...(loadBalancerClass === undefined ? {} : { loadBalancerClass }),
        deleting: metadata.deletionTimestamp !== undefined,
        externalTrafficPolicy: spec.externalTrafficPolicy ?? 'Cluster',
        ...(Object.keys(spec.selector).length === 0 ? { selectorless: true as const } : {}),
        ports: spec.ports.map(toPort),
        request,
        published: toPublished(status),
      })),
    );
  };
