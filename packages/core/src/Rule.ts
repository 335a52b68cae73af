import type * as HealthCheck from './HealthCheck.js';

/** Settings of a forwarding rule of an HTTP or HTTPS listener. An absent member is not ours and is never changed (R6.4, R6.5). */
export interface RuleSettings {
  /** How requests go to backends. */
  readonly forwardType?: 'HTTP' | 'HTTPS' | 'GRPC';
  readonly scheduler?: 'WRR' | 'LEAST_CONN' | 'IP_HASH';
  /** Seconds, 30–3600; 0 switches stickiness off. */
  readonly sessionExpireTime?: number;
  readonly healthCheck?: HealthCheck.HealthCheck;
}
