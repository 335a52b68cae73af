/** A Pod: only what direct access needs. */
export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly hostNetwork: boolean;
  readonly deleting: boolean;
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  /** Whether the condition `ContainersReady` is `True`. */
  readonly containersReady: boolean;
  /** Condition types in `spec.readinessGates`. */
  readonly readinessGates: ReadonlyArray<string>;
  /** The controller in `metadata.ownerReferences`, when there is one. */
  readonly owner?: { readonly kind: string; readonly name: string };
}

/** The gate TKE's webhook injects; it opens when the CLB finds the Pod healthy, so the Pod must be bound first (7.6). */
export const backendGroupReady = 'cloud.tencent.com/load-balancer-backendgroup-ready';

/** Whether a Pod runs and waits only for the load balancer: it must be registered although it is not Ready yet. */
export const awaitsLoadBalancer = (pod: Pod): boolean =>
  pod.containersReady && !pod.deleting && pod.phase === 'Running' && pod.readinessGates.includes(backendGroupReady);

/** Whether a Pod has run to its end: it never serves again, whatever a slice still says of it (R7.13). */
export const hasEnded = (pod: Pod): boolean => pod.phase === 'Succeeded' || pod.phase === 'Failed';
