import type { Rule } from '@clbkit/core';
import { type CheckSettings, fullCheck, wrongCheck } from './listenerSettings.js';
import { range } from './limits.js';

/** Settings with every member the cloud gives a default (clb-api 2.10 and 3.5). Law: idempotent. */
export const fullRule = (protocol: 'HTTP' | 'HTTPS', settings: Rule.RuleSettings): Rule.RuleSettings => ({
  scheduler: 'WRR',
  sessionExpireTime: 0,
  forwardType: 'HTTP',
  defaultServer: false,
  ...settings,
  healthCheck: fullCheck(protocol, settings.healthCheck ?? {}),
});

/** Settings after ModifyRule: what is absent stays, but the rest of a partial health check may go back to its defaults. */
export const modifiedRule = (
  rest: 'reset' | 'merge',
  protocol: 'HTTP' | 'HTTPS',
  before: Rule.RuleSettings,
  change: Rule.RuleSettings,
): Rule.RuleSettings => {
  if (change.healthCheck === undefined) return { ...before, ...change };
  const kept: CheckSettings = rest === 'merge' ? (before.healthCheck ?? {}) : {};
  return { ...before, ...change, healthCheck: fullCheck(protocol, { ...kept, ...change.healthCheck }) };
};

/** Why the cloud would not take complete settings, if it would not. */
export const wrongRule = (protocol: 'HTTP' | 'HTTPS', settings: Rule.RuleSettings): string | undefined => {
  const session = settings.sessionExpireTime ?? 0;
  const { min, max } = range.ruleSession;
  if (session !== 0 && !(Number.isInteger(session) && session >= min && session <= max)) return 'SessionExpireTime';
  return wrongCheck(protocol, settings.healthCheck ?? {});
};
