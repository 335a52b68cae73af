import type { Either } from 'fp-ts/lib/Either.js';
import type { Certificate } from './Certificate.js';
import type { EndpointSlice } from './Endpoint.js';
import type { Keyed } from './internal/keyed.js';
import type { Node } from './Node.js';
import type { PlanError } from './PlanError.js';
import type { Pod } from './Pod.js';
import type { Service } from './Service.js';
import type { ServiceConfig } from './ServiceConfig.js';

/** A list that has arrived, or one that has not. A list that failed is not an empty list. */
export type Collection<A> =
  { readonly _tag: 'Known'; readonly items: A } | { readonly _tag: 'Unknown'; readonly because: string };

/** A collection that arrived. */
export const known = <A>(items: A): Collection<A> => ({ _tag: 'Known', items });

/** A collection that did not arrive, and why. */
export const unknown = (because: string): Collection<never> => ({ _tag: 'Unknown', because });

/** An object that is there but cannot be read. Leaving it out would look like its deletion. */
export interface Unreadable {
  /** `metadata.uid`, when at least that can be read: it tells what the object owns in the cloud. */
  readonly uid?: string;
  readonly errors: readonly [PlanError, ...ReadonlyArray<PlanError>];
}

/** What came of decoding one object. */
export type Decoded<A> = Either<Unreadable, A>;

/** A collection by namespace, then by name: a change to one object copies only its own namespace. */
export type Namespaced<A> = Keyed<Keyed<A>>;

/** Facts about the cluster itself. */
export interface Cluster {
  /** `cls-…`, the value of the tag `tke-clusterId`. */
  readonly id: string;
  /** `vpc-…`; without it the VPC of an existing CLB is not checked. */
  readonly vpc?: string;
}

/** The cluster at one instant. Plain data: JSON in, JSON out. */
export interface Snapshot {
  readonly cluster: Cluster;
  /** When it was taken, in milliseconds since the epoch. Time is data: no rule reads a clock. */
  readonly takenAt: number;
  readonly services: Collection<Namespaced<Decoded<Service>>>;
  /** By node name. */
  readonly nodes: Collection<Keyed<Decoded<Node>>>;
  /** By namespace, then Service name, then slice name. */
  readonly endpointSlices: Collection<Namespaced<Keyed<Decoded<EndpointSlice>>>>;
  readonly pods: Collection<Namespaced<Pod>>;
  readonly serviceConfigs: Collection<Namespaced<Decoded<ServiceConfig>>>;
  /** By namespace and name of the Secret. */
  readonly certificates: Collection<Namespaced<Decoded<Certificate>>>;
  /** Objects of no known name or kind: while there is one, nothing is taken for deleted. */
  readonly strays: ReadonlyArray<Unreadable>;
}

/** A snapshot of a cluster with nothing in it, every collection known. */
export const empty = (cluster: Cluster, takenAt = 0): Snapshot => ({
  cluster,
  takenAt,
  services: known({}),
  nodes: known({}),
  endpointSlices: known({}),
  pods: known({}),
  serviceConfigs: known({}),
  certificates: known({}),
  strays: [],
});
