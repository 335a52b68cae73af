import type { PortProtocol } from './Service.js';

/** One endpoint of an EndpointSlice. Conditions are as written: absent is not false. */
export interface Endpoint {
  /** Interchangeable addresses of one endpoint; the first is used, as kube-proxy does. */
  readonly addresses: ReadonlyArray<string>;
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
  readonly nodeName?: string;
  /** Name of the Pod in `targetRef`, when it is one. */
  readonly pod?: string;
}

/** A port of an EndpointSlice: the number behind a Service port of the same name. */
export interface EndpointPort {
  /** `''` when unnamed. */
  readonly name: string;
  readonly protocol: PortProtocol;
  /** Absent means no port is meant. */
  readonly port?: number;
}

/** An EndpointSlice (`discovery.k8s.io/v1`) of one Service. */
export interface EndpointSlice {
  readonly name: string;
  readonly addressType: 'IPv4' | 'IPv6' | 'FQDN';
  readonly ports: ReadonlyArray<EndpointPort>;
  readonly endpoints: ReadonlyArray<Endpoint>;
}

/** What an endpoint is to a load balancer. */
export type EndpointState = 'Ready' | 'Draining' | 'NotReady' | 'Gone';

/**
 * The state of an endpoint, by its conditions:
 *
 * | ready | serving | terminating | state |
 * |---|---|---|---|
 * | true or absent | any | not true | Ready |
 * | any | true, or absent and ready not false | true | Draining: weight 0, kept |
 * | any | otherwise | true | Gone: removed |
 * | false | any | not true | NotReady: stays if registered, is not added |
 */
export const stateOf = (endpoint: Endpoint): EndpointState => {
  const ready = endpoint.ready ?? true;
  if (endpoint.terminating === true) return (endpoint.serving ?? ready) ? 'Draining' : 'Gone';
  return ready ? 'Ready' : 'NotReady';
};
