import type { Keyed } from './internal/keyed.js';
import type { LoadBalancer } from './LoadBalancer.js';
import type { PlanError } from './PlanError.js';
import type { Cluster } from './Snapshot.js';

/** A Service whose wishes cannot be read or followed: what it owns stays as it is. */
export interface Frozen {
  /** Absent when not even the UID can be read. */
  readonly uid?: string;
  readonly errors: readonly [PlanError, ...ReadonlyArray<PlanError>];
}

/** What the cluster wants of the cloud. */
export interface DesiredState {
  readonly cluster: Cluster;
  /** By load balancer key. */
  readonly wanted: Keyed<LoadBalancer>;
  /** By Service key. */
  readonly frozen: Keyed<Frozen>;
  /** UIDs of Services that exist and want no load balancer, with their keys: what they own is released. */
  readonly unwanted: Keyed<string>;
  /** Those of them whose own CLBs stay, without our listeners and marks (2.4). */
  readonly retained: ReadonlyArray<string>;
  /**
   * Whether a CLB of a Service that is not in the snapshot may be released. False when the Services are unknown, or when
   * an object could not even be identified: it may be the very owner.
   */
  readonly complete: boolean;
  /** Troubles that stop nothing. */
  readonly notes: ReadonlyArray<PlanError>;
}
