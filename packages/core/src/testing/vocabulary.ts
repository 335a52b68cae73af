import { type ServiceKey, keyOf } from '../Service.js';
import type { Cluster } from '../Snapshot.js';

/** The cluster of every generated snapshot. */
export const cluster: Cluster = { id: 'cls-small', vpc: 'vpc-small' };

/** The places a generated Service can take: four names in two namespaces. */
export const places = [
  { namespace: 'ops', name: 'dns' },
  { namespace: 'ops', name: 'web' },
  { namespace: 'shop', name: 'api' },
  { namespace: 'shop', name: 'web' },
] as const;

/** The number of a place. */
export type Place = 0 | 1 | 2 | 3;

/** The key of the Service at a place. */
export const keyAt = (place: Place): ServiceKey => keyOf(places[place].namespace, places[place].name);

/** The UID of the Service at a place; a Service made anew under an old name is of the next generation. */
export const uidAt = (place: Place, generation: number): string => `uid-${place}-${generation}`;

/** The ports that meet. */
export const ports = [53, 80, 443] as const;

/** The protocols that meet. */
export const protocols = ['TCP', 'UDP'] as const;

const rank = (protocol: string, port: number): number =>
  2 * ports.findIndex((one) => one === port) + (protocol === 'UDP' ? 1 : 0);

/** A node port that no other Service port has, in two variants. */
export const nodePortOf = (place: Place, protocol: string, port: number, variant: number): number =>
  30_000 + 1000 * place + 10 * rank(protocol, port) + variant;

/** The container port behind a Service port, in two variants, or the one that any port may have. */
export const targetPortOf = (protocol: string, port: number, variant: number): number =>
  variant > 1 ? 8999 : 8000 + 10 * rank(protocol, port) + variant;

/** The name of a Service port. */
export const portName = (protocol: string, port: number): string => `${protocol.toLowerCase()}-${port}`;

/** Node names; the number is the position. */
export const nodeNames = ['n1', 'n2', 'n3', 'n4'] as const;

/** How the cloud addresses a node, in two variants: a machine replaced under the same name has another. */
export const instanceOf = (node: number, variant: number): string => `ins-node${node}${variant === 0 ? '' : 'b'}`;

/** The InternalIP of a node. */
export const internalIP = (node: number): string => `10.1.0.${node}`;

/** The address of a Pod behind the Service at a place. */
export const podIP = (place: Place, pod: number): string => `10.0.${place}.${pod}`;

/** Subnets for internal load balancers. */
export const subnets = ['subnet-a', 'subnet-b'] as const;

/** Load balancers that users bought and Services may name; the third never exists. */
export const existingIds = ['lb-e1', 'lb-e2', 'lb-none'] as const;

/** Names of TkeServiceConfigs. */
export const configNames = ['strict', 'tuned'] as const;

/** Names of Secrets with certificates. */
export const secretNames = ['cert-a', 'cert-b'] as const;

/** Hosts of forwarding rules; the last is no name that a cloud takes. */
export const hosts = ['a.example.com', 'b.example.com', '*.example.com', 'Local'] as const;

/** Ids of certificates. */
export const certificates = ['certAAAA', 'certBBBB'] as const;

/** A load balancer class that generated settings may answer to, and one they never do. */
export const classes = { ours: 'clbkit', other: 'someone-else' } as const;
