/**
 * The health check of a layer-4 listener or of a forwarding rule. An absent member is not ours: it is never changed (R6.5).
 * Ranges: clb-api 3.5.
 */
export interface HealthCheck {
  /** Whether backends are probed at all. */
  readonly enabled?: boolean;
  /** Seconds between probes, 2–300 (5–300 for IPv6). */
  readonly intervalTime?: number;
  /** Seconds to wait for an answer, 2–60, less than `intervalTime` (R5.17). */
  readonly timeout?: number;
  /** Successes in a row before a backend counts as healthy, 2–10. */
  readonly healthNum?: number;
  /** Failures in a row before it counts as unhealthy, 2–10. */
  readonly unHealthNum?: number;
  /** Port to probe, 1–65535; absent = the backend's own port. */
  readonly checkPort?: number;
  readonly checkType?: 'TCP' | 'HTTP' | 'HTTPS' | 'GRPC' | 'PING' | 'CUSTOM';
  readonly httpVersion?: 'HTTP/1.0' | 'HTTP/1.1';
  readonly httpCheckPath?: string;
  readonly httpCheckDomain?: string;
  readonly httpCheckMethod?: 'HEAD' | 'GET';
  /** Sum of 1 (1xx), 2, 4, 8, 16 (5xx). */
  readonly httpCode?: number;
  readonly contextType?: 'HEX' | 'TEXT';
  readonly sendContext?: string;
  readonly recvContext?: string;
  /** 0 probes from the VIP, 1 from 100.64.0.0/10. */
  readonly sourceIpType?: 0 | 1;
}

/** The members of a health check, in the order they are compared and printed. */
export const fields = [
  'enabled',
  'intervalTime',
  'timeout',
  'healthNum',
  'unHealthNum',
  'checkPort',
  'checkType',
  'httpVersion',
  'httpCheckPath',
  'httpCheckDomain',
  'httpCheckMethod',
  'httpCode',
  'contextType',
  'sendContext',
  'recvContext',
  'sourceIpType',
] as const satisfies ReadonlyArray<keyof HealthCheck>;

/** What the CLB uses where nothing is set (tke-service 5.6). */
export const defaults = {
  enabled: true,
  intervalTime: 5,
  timeout: 2,
  healthNum: 3,
  unHealthNum: 3,
  sourceIpType: 0,
} as const satisfies HealthCheck;
