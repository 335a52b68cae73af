import type { FoundCertificate, Need } from './certificates.js';
import { keysOf, lookup } from './internal/keyed.js';
import type { PortListener } from './listenerProtocols.js';
import type { PlanError } from './PlanError.js';
import * as Rule from './Rule.js';
import type { Service } from './Service.js';
import type { ServiceConfig } from './ServiceConfig.js';
import type { ObjectRef } from './Why.js';

/** What the rules of a listener are wished from. */
export interface RuleSources {
  readonly service: Service;
  readonly config: ServiceConfig | undefined;
  readonly find: (need: Need) => FoundCertificate;
  readonly notes: Array<PlanError>;
}

const refOf = ({ namespace, name }: ServiceConfig): ObjectRef => ({ kind: 'TkeServiceConfig', namespace, name });

const loopback = 'healthCheck.sourceIpType';

/** The rule of one host: what the TkeServiceConfig declares of it, and its certificate. */
const ruleOf = ({ service, config, find, notes }: RuleSources, one: PortListener, domain: string): Rule.RuleWish => {
  const itself: ObjectRef = { kind: 'Service', namespace: service.namespace, name: service.name };
  const segment = config === undefined ? undefined : lookup(config.l7 ?? {}, one.key);
  const declared = lookup(lookup(segment?.domains ?? {}, domain) ?? {}, Rule.rootUrl);
  const declaredBy: Record<string, ObjectRef> = {};
  let settings: Rule.RuleSettings = declared ?? {};
  if (service.request.preventLoopback === true && declared?.healthCheck?.sourceIpType === undefined) {
    settings = { ...settings, healthCheck: { ...settings.healthCheck, sourceIpType: 1 } };
    declaredBy[loopback] = itself;
  }
  if (segment?.defaultServer === domain) settings = { ...settings, defaultServer: true };
  let lacks: Rule.Lack | undefined;
  if (one.protocol === 'HTTPS') {
    const host = lookup(one.named?.hosts ?? {}, domain);
    const secret = host?.tls ?? one.named?.tls;
    const found = find({
      service,
      listener: one.key,
      secret,
      ...(domain === Rule.defaultDomain ? {} : { host: domain }),
    });
    if (found._tag === 'Found') {
      settings = { ...settings, certificate: found.id };
      declaredBy['certificate'] = found.from;
    } else {
      notes.push(...found.errors);
      lacks = found.what;
    }
  }
  const shown = domain === Rule.defaultDomain ? '' : ` hosts ${domain}`;
  return {
    key: Rule.keyOf(domain, Rule.rootUrl),
    domain,
    url: Rule.rootUrl,
    settings,
    ...(config === undefined || segment === undefined ? {} : { settingsFrom: refOf(config) }),
    ...(Object.keys(declaredBy).length === 0 ? {} : { declaredBy }),
    ...(lacks === undefined ? {} : { lacks }),
    why: {
      object: itself,
      field: `${one.field}${shown}`,
      from: null,
      to: domain === '' ? 'default' : domain,
      rule: 'R5.7',
    },
  };
};

/**
 * The forwarding rules of an HTTP or HTTPS listener: one for each host, with the path `/` (R5.7).
 *
 * | annotation | rules |
 * |---|---|
 * | hosts | one for each; one that is no host name is left out, with an error |
 * | no hosts | one for the default domain, the address of the CLB |
 * | only hosts that are no host names | undefined: nobody can tell what is wanted |
 * | HTTPS, and a host without a certificate that is to be had | not made; kept in step where it is there |
 */
export const ruleWishes = (sources: RuleSources, one: PortListener): ReadonlyArray<Rule.RuleWish> | undefined => {
  const hosts = keysOf(one.named?.hosts ?? {});
  if (hosts.length === 0) return [ruleOf(sources, one, Rule.defaultDomain)];
  const good = hosts.filter(Rule.isHost);
  for (const host of hosts)
    if (!good.includes(host))
      sources.notes.push({ _tag: 'InvalidHost', service: sources.service.key, listener: one.key, host });
  return good.length === 0 ? undefined : good.map((host) => ruleOf(sources, one, host));
};
