import * as O from 'fp-ts/lib/Option.js';
import type { BackendAddress } from './Backend.js';
import type { Keyed } from './internal/keyed.js';

/** A Node as far as a load balancer is concerned. */
export interface Node {
  readonly name: string;
  /** `spec.providerID`, such as `qcloud:///800003/ins-abcd1234`. */
  readonly providerID?: string;
  /** The first IPv4 `InternalIP` of `status.addresses`; a node of two address families may name the other first. */
  readonly internalIP?: string;
  /** Whether the condition `Ready` is `True`. */
  readonly ready: boolean;
  /** `spec.unschedulable`. */
  readonly cordoned: boolean;
  /** `metadata.deletionTimestamp` is set. */
  readonly deleting: boolean;
  /** Keys of `spec.taints`. */
  readonly taints: ReadonlyArray<string>;
  readonly labels: Keyed<string>;
}

/** Well-known labels and taints. */
export const excludeLabel = 'node.kubernetes.io/exclude-from-external-load-balancers';
export const controlPlaneLabels = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'] as const;
export const instanceTypeLabel = 'node.kubernetes.io/instance-type';
export const toBeDeletedTaints = ['ToBeDeletedByClusterAutoscaler'] as const;

/**
 * How the CLB addresses a node: the instance id at the end of its provider id (`qcloud:///<zone>/ins-…`,
 * `tencentcloud://ins-…`), or, for machines that are not CVMs (`kn-…`), its InternalIP (clb-api 2.15).
 * None when there is no provider id, or no way to address the machine.
 */
export const backendAddress = (node: Node): O.Option<BackendAddress> => {
  if (node.providerID === undefined || node.providerID === '') return O.none;
  const last = node.providerID.slice(node.providerID.lastIndexOf('/') + 1);
  if (/^ins-[0-9a-z]+$/.test(last)) return O.some(last);
  return node.internalIP === undefined || last === '' ? O.none : O.some(node.internalIP);
};
