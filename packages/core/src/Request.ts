import type { Attributes } from './Attributes.js';
import type { Keyed } from './internal/keyed.js';
import type { Protocol } from './Listener.js';
import type { CloudId } from './Ref.js';

export type { Attributes } from './Attributes.js';

/** How a CLB is bought: read once, when it is created; later edits are without effect (tke-service 2.3, 8.1). */
export interface Creation {
  /** In place of the name the controller gives (R3.3). */
  readonly name?: string;
  /** `IPV6` is a NAT64 address, `IPv6FullChain` IPv6 from end to end (7.13). */
  readonly addressIPVersion?: 'IPV4' | 'IPV6' | 'IPv6FullChain';
  readonly chargeType?: 'TRAFFIC_POSTPAID_BY_HOUR' | 'BANDWIDTH_POSTPAID_BY_HOUR' | 'BANDWIDTH_PACKAGE';
  /** Mbps, 1–2048. */
  readonly bandwidth?: number;
  readonly bandwidthPackageId?: string;
  /** Static single line; absent is BGP. */
  readonly vipIsp?: 'CMCC' | 'CUCC' | 'CTCC' | 'BGP';
  readonly zone?: string;
  readonly masterZone?: string;
  readonly slaveZone?: string;
  /** Performance-capacity type, such as `clb.c2.medium`; absent is shared. */
  readonly slaType?: string;
  /** The address to be given. */
  readonly vip?: string;
  /**
   * Further members of the API's create call, by their own names, handed through as they are. `InternetAccessible` holds only
   * the members that have no name above, and is laid over theirs.
   */
  readonly more?: Keyed<unknown>;
  /** Members that the user named and the controller sets itself: theirs are not sent (8.1). */
  readonly ignored?: ReadonlyArray<string>;
}

/** What one Service port shall be on the CLB, by `specify-protocol` (5.2). */
export interface PortProtocols {
  readonly protocols: ReadonlyArray<Protocol>;
  /** Name of the Secret with the certificate. */
  readonly tls?: string;
  /** By host. */
  readonly hosts?: Keyed<{ readonly tls?: string }>;
}

/** One term of a label selector, as Kubernetes reads it (R7.1). */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: ReadonlyArray<string>;
}

/** Weights of Pods of StatefulSets on the listeners of one Service port (7.8). */
export interface WeightGroup {
  readonly protocol: string;
  readonly port: number;
  readonly statefulSets: ReadonlyArray<{
    readonly name: string;
    readonly weights: ReadonlyArray<{ readonly weight: number; readonly podIndexes: ReadonlyArray<number> }>;
  }>;
}

/** Custom weights of Pods (`lb-rs-weight`, 7.8). */
export interface Weights {
  /** 0–100. */
  readonly defaultWeight?: number;
  readonly groups: ReadonlyArray<WeightGroup>;
}

/** A CLB target group behind a Service port (7.11). */
export interface TargetGroupBinding {
  readonly protocol: string;
  readonly port: number;
  readonly name?: string;
}

/** What the annotations of a Service ask for, decoded. An absent member was not asked for. */
export interface LoadBalancerRequest {
  /** `service.cloud.tencent.com/mode: skip`: touch nothing (tke-service 1.3). */
  readonly skip?: true;
  /** `service.kubernetes.io/tke-existed-lbid`: use this CLB, never release it (R3.10, R3.12). */
  readonly existing?: CloudId;
  /** `service.kubernetes.io/qcloud-loadbalancer-internal-subnetid`: an internal CLB in that subnet. */
  readonly subnet?: string;
  /** `service.kubernetes.io/qcloud-clusterip-loadbalancer-subnetid`: serverless clusters only (1.5). */
  readonly clusterIpSubnet?: string;
  /** `service.kubernetes.io/qcloud-share-existed-lb`: the existing CLB may have other users; counts in serverless clusters (R4.2). */
  readonly share?: boolean;
  /** `service.cloud.tencent.com/cross-region-id`, `cross-vpc-id`: a CLB elsewhere (7.12). */
  readonly crossRegion?: { readonly region: string; readonly vpc?: string };
  /** `service.cloud.tencent.com/hybrid-type`: nodes outside the cloud are bound too (7.2). */
  readonly hybrid?: 'CCN';
  /** `service.cloud.tencent.com/snat-pro-info`: subnets of SNAT addresses for backends outside the VPC. */
  readonly snatSubnets?: ReadonlyArray<string>;
  /** `service.kubernetes.io/service.extensiveParameters` and the two annotations of charging. */
  readonly creation?: Creation;
  /** What is wanted of the CLB as a whole. */
  readonly attributes?: Attributes;
  /** `service.cloud.tencent.com/loadbalance-retain`: the CLB stays when the Service goes (2.4). */
  readonly retain?: boolean;
  /** `service.cloud.tencent.com/prevent-loopback`: probes come from 100.64.0.0/10 (2.4). */
  readonly preventLoopback?: boolean;
  /** `service.cloud.tencent.com/specify-protocol`, by Service port as decimal text (5.2). */
  readonly protocols?: Keyed<PortProtocols>;
  /** `service.cloud.tencent.com/tke-service-config`: name of the TkeServiceConfig in the same namespace (R6.2). */
  readonly serviceConfig?: string;
  /** `service.cloud.tencent.com/tke-service-config-auto`: the TkeServiceConfig is ours to write (R6.2, R6.3). */
  readonly serviceConfigAuto?: boolean;
  /** `service.cloud.tencent.com/target-groups` (7.11). */
  readonly targetGroups?: ReadonlyArray<TargetGroupBinding>;
  /** `service.cloud.tencent.com/loadbalancer-source-endpoints`, of Services that TKE makes: the backends stand elsewhere (2.1). */
  readonly sourceEndpoints?: string;
  /** `service.cloud.tencent.com/direct-access`: backends are Pods instead of node ports (7.1). */
  readonly directAccess?: boolean;
  /** `service.kubernetes.io/qcloud-loadbalancer-backends-label`: all terms must hold (R7.1). */
  readonly backendsLabel?: ReadonlyArray<Requirement>;
  /** `service.kubernetes.io/local-svc-only-bind-node-with-pod` (7.3). */
  readonly onlyNodesWithPods?: boolean;
  /** `service.cloud.tencent.com/local-svc-weighted-balance` (7.3). */
  readonly weightedBalance?: boolean;
  /** `service.cloud.tencent.com/lb-rs-weight` (7.8). */
  readonly weights?: Weights;
  /** `service.cloud.tencent.com/enable-grace-shutdown`: a terminating Pod keeps weight 0 until it is gone (7.7). */
  readonly graceShutdown?: boolean;
  /** `service.cloud.tencent.com/enable-grace-shutdown-tkex`: an endpoint that is not ready gets weight 0 (R7.11). */
  readonly graceShutdownNotReady?: boolean;
  /** `service.cloud.tencent.com/enable-grace-deletion`: the kubelet waits until the weight is 0 (7.7). */
  readonly graceDeletion?: boolean;
}
