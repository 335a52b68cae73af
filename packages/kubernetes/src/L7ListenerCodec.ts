import { Listener, type Rule, type ServiceConfig } from '@clbkit/core';
import * as t from 'io-ts';
import type { Fault, FieldPath } from './fieldPath.js';
import { HealthCheckCodec, healthCheckFaults, toHealthCheck } from './HealthCheckCodec.js';
import { expireTime, SessionCodec, sessionFaults } from './SessionCodec.js';
import { list, oneOf, optional, portNumber, textOfLength } from './wire.js';

const RuleCodec = t.strict(
  {
    url: textOfLength(1, 200),
    forwardType: optional(oneOf('HTTP', 'HTTPS', 'GRPC')),
    session: optional(SessionCodec),
    healthCheck: optional(HealthCheckCodec),
    scheduler: optional(oneOf('WRR', 'LEAST_CONN', 'IP_HASH')),
  },
  'a rule',
);

const Domain = t.strict({ domain: textOfLength(0, 80), rules: list(RuleCodec) }, 'a domain');

/** An entry of `l7Listeners` (tke-service 6.2). */
export const L7ListenerCodec = t.strict(
  {
    protocol: oneOf('HTTP', 'HTTPS'),
    port: portNumber,
    defaultServer: optional(textOfLength(1, 80)),
    keepaliveEnable: optional(oneOf(0, 1)),
    domains: list(Domain),
  },
  'a listener',
);

type Wire = t.TypeOf<typeof L7ListenerCodec>;
type RuleWire = t.TypeOf<typeof RuleCodec>;

const twice = (path: FieldPath, what: string, found: string): Fault => ({
  path,
  expected: `one segment for each ${what}`,
  found,
  remedy: 'merge the two segments',
});

const ruleFaults = (path: FieldPath, protocol: string, domain: string, rule: RuleWire): ReadonlyArray<Fault> => {
  const { url, session, healthCheck } = rule;
  const isPattern = domain.includes('*') || domain.startsWith('~');
  return [
    ...(url.startsWith('/') ? [] : [{ path: [...path, 'url'], expected: 'a path that begins with /', found: url }]),
    ...(session === undefined ? [] : sessionFaults([...path, 'session'], session)),
    ...(healthCheck === undefined ? [] : healthCheckFaults([...path, 'healthCheck'], protocol, healthCheck)),
    ...(isPattern && healthCheck?.httpCheckDomain?.includes('*') === true
      ? [
          {
            path: [...path, 'healthCheck', 'httpCheckDomain'],
            expected: `a domain without *, as ${domain} stands for several`,
            found: healthCheck.httpCheckDomain,
          },
        ]
      : []),
  ];
};

const toRule = ({ forwardType, scheduler, session, healthCheck }: RuleWire): Rule.RuleSettings => ({
  ...(forwardType === undefined ? {} : { forwardType }),
  ...(scheduler === undefined ? {} : { scheduler }),
  ...(session === undefined ? {} : { sessionExpireTime: expireTime(session) }),
  ...(healthCheck === undefined ? {} : { healthCheck: toHealthCheck(healthCheck) }),
});

const toSettings = ({ keepaliveEnable, defaultServer, domains }: Wire): ServiceConfig.L7Settings => ({
  ...(keepaliveEnable === undefined ? {} : { keepaliveEnable }),
  ...(defaultServer === undefined ? {} : { defaultServer }),
  domains: Object.fromEntries(
    domains.map(({ domain, rules }) => [domain, Object.fromEntries(rules.map((rule) => [rule.url, toRule(rule)]))]),
  ),
});

const faultsIn = (path: FieldPath, { protocol, domains }: Wire): ReadonlyArray<Fault> => {
  const faults: Array<Fault> = [];
  const seen = new Set<string>();
  for (const [index, { domain, rules }] of domains.entries()) {
    const at = [...path, 'domains', index];
    if (seen.has(domain)) faults.push(twice(at, 'domain', domain));
    seen.add(domain);
    const urls = new Set<string>();
    for (const [place, rule] of rules.entries()) {
      if (urls.has(rule.url)) faults.push(twice([...at, 'rules', place], 'url', rule.url));
      urls.add(rule.url);
      faults.push(...ruleFaults([...at, 'rules', place], protocol, domain, rule));
    }
  }
  return faults;
};

/** The settings of listeners of layer 7 by listener key, and what is wrong with them. */
export const readL7 = (
  path: FieldPath,
  segments: ReadonlyArray<Wire>,
): { readonly l7: Readonly<Record<string, ServiceConfig.L7Settings>>; readonly faults: ReadonlyArray<Fault> } => {
  const faults: Array<Fault> = [];
  const l7 = new Map<string, ServiceConfig.L7Settings>();
  for (const [index, segment] of segments.entries()) {
    const key = Listener.keyOf(segment.protocol, segment.port);
    if (l7.has(key)) faults.push(twice([...path, index], 'protocol and port', key));
    faults.push(...faultsIn([...path, index], segment));
    l7.set(key, toSettings(segment));
  }
  return { l7: Object.fromEntries(l7), faults };
};
