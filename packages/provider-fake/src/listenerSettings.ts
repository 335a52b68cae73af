import { HealthCheck, type Listener } from '@clbkit/core';
import { range } from './limits.js';

type Check = HealthCheck.HealthCheck;

/** A health check, as rules have one too. */
export type CheckSettings = Check;

const checkTypes: Readonly<Record<Listener.Protocol, ReadonlyArray<NonNullable<Check['checkType']>>>> = {
  TCP: ['TCP', 'HTTP', 'CUSTOM'],
  UDP: ['PING', 'CUSTOM'],
  TCP_SSL: ['TCP', 'HTTP'],
  QUIC: ['TCP', 'HTTP'],
  HTTP: ['HTTP', 'TCP'],
  HTTPS: ['HTTP', 'TCP'],
};

/** A health check with every member the cloud gives a default. */
export const fullCheck = (protocol: Listener.Protocol, check: Check): Check => {
  const [usual] = checkTypes[protocol];
  const filled: Check = { ...HealthCheck.defaults, ...(usual === undefined ? {} : { checkType: usual }), ...check };
  return filled.checkType === 'HTTP' ? { httpCode: 31, httpCheckMethod: 'HEAD', ...filled } : filled;
};

const isLayer7 = (protocol: Listener.Protocol): boolean => protocol === 'HTTP' || protocol === 'HTTPS';

/** Settings with every member the cloud gives a default (clb-api 2.8 and 3.5). Law: idempotent. */
export const full = (protocol: Listener.Protocol, settings: Listener.ListenerSettings): Listener.ListenerSettings =>
  isLayer7(protocol)
    ? { keepalive: false, ...(protocol === 'HTTPS' ? { sni: false } : {}), ...settings }
    : {
        scheduler: 'WRR',
        sessionExpireTime: 0,
        deregisterTargetRst: false,
        ...settings,
        healthCheck: fullCheck(protocol, settings.healthCheck ?? {}),
      };

/** Settings after ModifyListener: what is absent stays, but the rest of a partial health check may go back to its defaults. */
export const modified = (
  rest: 'reset' | 'merge',
  protocol: Listener.Protocol,
  before: Listener.ListenerSettings,
  change: Listener.ListenerSettings,
): Listener.ListenerSettings => {
  if (change.healthCheck === undefined) return { ...before, ...change };
  const kept = rest === 'merge' ? before.healthCheck : {};
  return { ...before, ...change, healthCheck: fullCheck(protocol, { ...kept, ...change.healthCheck }) };
};

const within = (value: number | undefined, [min, max]: readonly [number, number]): boolean =>
  value === undefined || (Number.isInteger(value) && value >= min && value <= max);

/** Why the cloud would not take complete settings, if it would not. */
export const wrong = (protocol: Listener.Protocol, settings: Listener.ListenerSettings): string | undefined => {
  const session = settings.sessionExpireTime ?? 0;
  if (session !== 0 && !within(session, [range.session.min, range.session.max])) return 'SessionExpireTime';
  if (settings.certificate !== undefined && !bearsCertificate(protocol)) return `Certificate for ${protocol}`;
  if (settings.sni !== undefined && protocol !== 'HTTPS') return `SniSwitch for ${protocol}`;
  if (settings.keepalive !== undefined && !isLayer7(protocol)) return `KeepaliveEnable for ${protocol}`;
  if (isLayer7(protocol)) return settings.healthCheck === undefined ? undefined : `HealthCheck for ${protocol}`;
  return wrongCheck(protocol, settings.healthCheck ?? {});
};

/** Why the cloud would not take a complete health check, if it would not. */
export const wrongCheck = (protocol: Listener.Protocol, check: Check): string | undefined => {
  for (const field of ['timeout', 'intervalTime', 'healthNum', 'unHealthNum', 'httpCode'] as const)
    if (!within(check[field], range.healthCheck[field])) return `HealthCheck ${field}`;
  if (!within(check.checkPort, [range.port.min, range.port.max])) return 'HealthCheck checkPort';
  if ((check.timeout ?? 0) >= (check.intervalTime ?? Infinity))
    return 'HealthCheck timeout must be less than intervalTime';
  return check.enabled === false ? undefined : wrongKind(protocol, check);
};

const bearsCertificate = (protocol: Listener.Protocol): boolean =>
  protocol === 'TCP_SSL' || protocol === 'QUIC' || protocol === 'HTTPS';

/** Whether a listener needs a certificate that its settings do not name (clb-api 2.8). */
export const lacksCertificate = (
  protocol: Listener.Protocol,
  { certificate, sni }: Listener.ListenerSettings,
): boolean => bearsCertificate(protocol) && certificate === undefined && sni !== true;

const wrongKind = (protocol: Listener.Protocol, check: Check): string | undefined => {
  if (check.checkType !== undefined && !checkTypes[protocol].includes(check.checkType))
    return `HealthCheck checkType ${check.checkType} for ${protocol}`;
  const http = protocol === 'TCP' && check.checkType === 'HTTP';
  if (http && (check.httpCheckDomain === undefined || check.httpVersion === undefined))
    return 'HealthCheck httpCheckDomain and httpVersion are required';
  const custom = [check.contextType, check.sendContext, check.recvContext];
  if (check.checkType === 'CUSTOM' && custom.includes(undefined))
    return 'HealthCheck contextType, sendContext and recvContext are required';
  return undefined;
};
