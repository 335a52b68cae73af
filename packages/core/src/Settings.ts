/** How this controller behaves. Every member has a default; the defaults are the safe choice. */
export interface Settings {
  /**
   * What happens when the wish would need another CLB (tke-service 3.5): `replace` makes and fills a new one, switches over
   * and releases the old; `refuse` keeps the old one and says so.
   */
  readonly transitions: 'replace' | 'refuse';
  /** Nodes that are not Ready: `keep` leaves the registered ones to the CLB's health check, `unbind` removes them. */
  readonly notReadyNodes: 'keep' | 'unbind';
  /** Cordoned nodes: `keep` binds them like others, `unbind` is the behaviour before 2022 (tke-service 7.2). */
  readonly cordonedNodes: 'keep' | 'unbind';
  /** Whether the label `node.kubernetes.io/exclude-from-external-load-balancers` counts. */
  readonly excludeLabel: 'honour' | 'ignore';
  /** Endpoints known to be none: `drain` removes every backend, `keep` leaves the last ones. */
  readonly emptyEndpoints: 'drain' | 'keep';
  /**
   * A node selector that no node matches: `keep` leaves the backends there are, `drain` removes them all, as TKE does (R7.2).
   */
  readonly emptySelection: 'keep' | 'drain';
  /**
   * Nodes being deleted (`EnableNodeGracefulDeletion`): `drain` gives them weight 0 until they are gone, `unbind` removes them
   * at once (tke-service 7.9).
   */
  readonly deletedNodes: 'unbind' | 'drain';
  /** Where Pods get their addresses from; decides who may ask for direct access (tke-service 7.4). */
  readonly podNetwork: 'VpcCni' | 'GlobalRouter' | 'CiliumOverlay';
  /** `GlobalRouteDirectAccess`: whether Pods of a GlobalRouter network may be backends themselves. */
  readonly globalRouteDirectAccess: boolean;
  /** A serverless cluster: backends are always Pods (tke-service 1.5). */
  readonly serverless: boolean;
  /** Endpoints of a Service without a selector, with direct access: used as they are written, or refused (E4082 of Ingress). */
  readonly selectorless: 'bind' | 'refuse';
  /** A terminating Pod keeps weight 0 until it is gone, unless its Service says otherwise (7.5); `unbind` removes it at once. */
  readonly terminatingPods: 'drain' | 'unbind';
  /** `EnablePodGracefulDeletion`: Pods wait for weight 0 before they are stopped, unless their Service says otherwise (7.7). */
  readonly podGracefulDeletion: boolean;
  /** Whether several Services may use one existing CLB (R4.2). */
  readonly sharing: boolean;
  /** `spec.loadBalancerClass` values this controller answers to, besides none at all. */
  readonly loadBalancerClasses: ReadonlyArray<string>;
  /** Whether a CLB we bought is deleted although the cloud warns of bound targets or traffic (clb-api 2.5). */
  readonly deletionRisks: 'override' | 'respect';
  /** Whether CLBs we buy are asked to be protected against changes, where a Service does not say (tke-service 1.6). */
  readonly defaultModificationProtection: boolean;
  /**
   * `EnableDefaultDirectAccess`: whether the controller adds `direct-access: "true"` to Services that are new (tke-service 1.6).
   * The planner itself reads the annotation alone.
   */
  readonly defaultDirectAccess: boolean;
}

/** The defaults. */
export const defaults: Settings = {
  transitions: 'replace',
  notReadyNodes: 'keep',
  cordonedNodes: 'keep',
  excludeLabel: 'honour',
  emptyEndpoints: 'drain',
  emptySelection: 'keep',
  deletedNodes: 'unbind',
  podNetwork: 'VpcCni',
  globalRouteDirectAccess: true,
  serverless: false,
  selectorless: 'bind',
  terminatingPods: 'drain',
  podGracefulDeletion: false,
  sharing: true,
  loadBalancerClasses: [],
  deletionRisks: 'override',
  defaultModificationProtection: false,
  defaultDirectAccess: false,
};
