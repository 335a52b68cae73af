import type * as HealthCheck from './HealthCheck.js';
import { type Brand, brand } from './internal/brand.js';
import type { Keyed } from './internal/keyed.js';
import { changesOf, type SettingChange } from './Setting.js';
import type { ObjectRef, Why } from './Why.js';

/** `a.example.com/`: domain and path of a forwarding rule; `/` alone for the default domain. */
export type RuleKey = Brand<'RuleKey'>;

/** The key of a rule. */
export const keyOf = (domain: string, url: string): RuleKey => brand(`${domain}${url}`);

/** The domain that stands for the CLB's own address, where a Service names no host (R5.7). */
export const defaultDomain = '';

/** The path of every rule that a Service asks for (R5.7). */
export const rootUrl = '/';

/** Settings of a forwarding rule. An absent member is not ours and is never changed (R6.4, R6.5). */
export interface RuleSettings {
  readonly scheduler?: 'WRR' | 'LEAST_CONN' | 'IP_HASH';
  /** Seconds, 30–3600; 0 switches stickiness off. */
  readonly sessionExpireTime?: number;
  /** The protocol that backends are spoken to with. */
  readonly forwardType?: 'HTTP' | 'HTTPS' | 'GRPC';
  /** The id of the certificate of the domain, where the listener has SNI. */
  readonly certificate?: string;
  /** Whether requests for other domains come here; one rule of a listener has it. */
  readonly defaultServer?: boolean;
  readonly healthCheck?: HealthCheck.HealthCheck;
}

const plainFields = ['scheduler', 'sessionExpireTime', 'forwardType', 'certificate', 'defaultServer'] as const;

/** The settings that `wanted` declares and `observed` has otherwise. */
export const settingChanges = (observed: RuleSettings, wanted: RuleSettings): ReadonlyArray<SettingChange> =>
  changesOf(plainFields, observed, wanted);

/** What to send: the declared settings that differ, a health check as a whole. */
export const settingsToSend = (
  observed: RuleSettings,
  wanted: RuleSettings,
  changes: ReadonlyArray<SettingChange>,
): RuleSettings => {
  const { scheduler, sessionExpireTime, forwardType, certificate, defaultServer, healthCheck } = wanted;
  const changed = (name: string): boolean =>
    changes.some(({ field }) => field === name || field.startsWith(`${name}.`));
  return {
    ...(scheduler !== undefined && changed('scheduler') ? { scheduler } : {}),
    ...(sessionExpireTime !== undefined && changed('sessionExpireTime') ? { sessionExpireTime } : {}),
    ...(forwardType !== undefined && changed('forwardType') ? { forwardType } : {}),
    ...(certificate !== undefined && changed('certificate') ? { certificate } : {}),
    ...(defaultServer !== undefined && changed('defaultServer') ? { defaultServer } : {}),
    ...(healthCheck !== undefined && changed('healthCheck')
      ? { healthCheck: { ...observed.healthCheck, ...healthCheck } }
      : {}),
  };
};

/** What hinders something from being made: its certificate is not to be had, or nobody can tell whether it is. */
export type Lack = 'certificate' | 'facts';

/** A forwarding rule as it shall be. Its backends are those of its listener's wish. */
export interface RuleWish {
  readonly key: RuleKey;
  /** `''` for the default domain. */
  readonly domain: string;
  readonly url: string;
  readonly settings: RuleSettings;
  /** The object that declares the settings, when one does. */
  readonly settingsFrom?: ObjectRef;
  /** The objects that declare single settings, by field, where it is another one. */
  readonly declaredBy?: Keyed<ObjectRef>;
  /** Why it cannot be made now; one that is there is kept in step. */
  readonly lacks?: Lack;
  readonly why: Why;
}

/** Host names as TKE takes them (R5.8): lower case, with a dot, perhaps a wildcard for the first label. */
export const isHost = (text: string): boolean =>
  text.length <= 80 && /^(?:\*|[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)+$/.test(text);
