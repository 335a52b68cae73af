import { type Brand, brand } from './internal/brand.js';
import type { LoadBalancerRequest } from './Request.js';

/** `namespace/name` of a Service. */
export type ServiceKey = Brand<'ServiceKey'>;

/** The key of a Service from text of the form `namespace/name`. */
export const serviceKey = (text: string): ServiceKey => brand(text);

/** The key of a Service. */
export const keyOf = (namespace: string, name: string): ServiceKey => brand(`${namespace}/${name}`);

/** The key of a Service that is in the cluster no more: all that is left of it is its UID. */
export const goneKey = (uid: string): ServiceKey => brand(`(gone)/${uid}`);

/** The transport protocols a Service port may have. */
export type PortProtocol = 'TCP' | 'UDP' | 'SCTP';

/** One entry of `spec.ports`. */
export interface ServicePort {
  /** `''` when the only port is unnamed. */
  readonly name: string;
  readonly protocol: PortProtocol;
  /** 1–65535. */
  readonly port: number;
  /** Absent when the Service allocates none (`allocateLoadBalancerNodePorts: false`, ClusterIP). */
  readonly nodePort?: number;
  /** A number or the name of a container port; EndpointSlices carry the resolved number. */
  readonly targetPort?: number | string;
}

/** A Service as far as a load balancer is concerned. */
export interface Service {
  readonly key: ServiceKey;
  readonly namespace: string;
  readonly name: string;
  /** `metadata.uid`; ownership tags carry it, so a Service made anew under an old name is another Service. */
  readonly uid: string;
  /** `metadata.creationTimestamp` in milliseconds since the epoch; decides who was first (R4.6). */
  readonly createdAt: number;
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
  /** `spec.loadBalancerClass`; a class that is not ours leaves the Service to others. */
  readonly loadBalancerClass?: string;
  /** `metadata.deletionTimestamp` is set. */
  readonly deleting: boolean;
  readonly externalTrafficPolicy: 'Cluster' | 'Local';
  /** `spec.selector` is absent: its endpoints are written by hand and name no Pods of its own. */
  readonly selectorless?: true;
  readonly ports: ReadonlyArray<ServicePort>;
  readonly request: LoadBalancerRequest;
  /** Addresses and hostnames in `status.loadBalancer.ingress`, as last written. */
  readonly published: ReadonlyArray<string>;
}
