import type { Keyed } from './internal/keyed.js';
import type { ListenerSettings } from './Listener.js';
import type { RuleSettings } from './Rule.js';
import type { Service } from './Service.js';

/** Settings of an HTTP or HTTPS listener and of the rules on it (tke-service 6.2). */
export interface L7Settings {
  /** Whether connections to backends are kept: 0 or 1. */
  readonly keepaliveEnable?: 0 | 1;
  /** The domain that requests for no known domain go to. */
  readonly defaultServer?: string;
  /** By domain, then by URL; `''` is the default domain, the address of the CLB. */
  readonly domains: Keyed<Keyed<RuleSettings>>;
}

/** A TkeServiceConfig: settings by listener key (`TCP:80`, `HTTPS:443`). It never creates a listener or a rule (R6.1). */
export interface ServiceConfig {
  readonly namespace: string;
  readonly name: string;
  /** Mbps, 0–2048, of a public CLB: the only way to change it once the CLB is bought (6.2). */
  readonly internetMaxBandwidthOut?: number;
  readonly l4: Keyed<ListenerSettings>;
  readonly l7?: Keyed<L7Settings>;
}

/** The TkeServiceConfig that holds the settings of a Service: the one it names, or the one that is generated for it (R6.2). */
export const nameFor = ({ name, request }: Pick<Service, 'name' | 'request'>): string | undefined =>
  request.serviceConfigAuto === true ? `${name}-auto-service-config` : request.serviceConfig;
