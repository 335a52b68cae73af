import type { Keyed } from './internal/keyed.js';
import type { ListenerSettings } from './Listener.js';

/** A TkeServiceConfig: listener settings by listener key (`TCP:80`). It never creates a listener (R6.1). */
export interface ServiceConfig {
  readonly namespace: string;
  readonly name: string;
  /** Mbps, 0–2048, of a public CLB: the only way to change it once the CLB is bought (6.2). */
  readonly internetMaxBandwidthOut?: number;
  readonly l4: Keyed<ListenerSettings>;
}
