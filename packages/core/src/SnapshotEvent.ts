import type { Certificate } from './Certificate.js';
import type { EndpointSlice } from './Endpoint.js';
import type { Node } from './Node.js';
import type { Pod } from './Pod.js';
import type { Service } from './Service.js';
import type { ServiceConfig } from './ServiceConfig.js';
import type { Decoded, Snapshot } from './Snapshot.js';

/** One change of the cluster. `object` absent means that it is gone. */
export type SnapshotEvent =
  | { readonly _tag: 'Service'; readonly namespace: string; readonly name: string; readonly object?: Decoded<Service> }
  | { readonly _tag: 'Node'; readonly name: string; readonly object?: Decoded<Node> }
  | {
      readonly _tag: 'EndpointSlice';
      readonly namespace: string;
      /** Name of the Service the slice belongs to. */
      readonly service: string;
      readonly name: string;
      readonly object?: Decoded<EndpointSlice>;
    }
  | { readonly _tag: 'Pod'; readonly namespace: string; readonly name: string; readonly object?: Pod }
  | {
      readonly _tag: 'ServiceConfig';
      readonly namespace: string;
      readonly name: string;
      readonly object?: Decoded<ServiceConfig>;
    }
  | {
      readonly _tag: 'Certificate';
      readonly namespace: string;
      /** Name of the Secret. */
      readonly name: string;
      readonly object?: Decoded<Certificate>;
    }
  /** Whole collections that arrived, or were lost. */
  | { readonly _tag: 'Collections'; readonly collections: Partial<Omit<Snapshot, 'cluster' | 'takenAt'>> };
