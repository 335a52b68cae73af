import { certificateOf } from './certificates.js';
import { type Keyed, lookup } from './internal/keyed.js';
import * as Listener from './Listener.js';
import type { PortListener } from './listenerProtocols.js';
import type { PlanError } from './PlanError.js';
import type { Lack } from './Rule.js';
import { type RuleSources, ruleWishes } from './ruleWishes.js';
import type { Service } from './Service.js';
import type { ServiceConfig } from './ServiceConfig.js';
import type { Snapshot } from './Snapshot.js';
import type { ObjectRef } from './Why.js';

/** What a wish for a listener says besides its port and its backends. */
export type Wished = Pick<Listener.ListenerWish, 'settings' | 'settingsFrom' | 'declaredBy' | 'lacks' | 'rules'>;

const noSettings: Listener.ListenerSettings = {};
/** A listener of which nothing is declared. */
export const undeclared: Wished = { settings: noSettings };

/** The protocols whose listener carries one certificate. */
const bearsCertificate = (protocol: Listener.Protocol): boolean => protocol === 'TCP_SSL' || protocol === 'QUIC';

const fromSpace: Listener.ListenerSettings = { healthCheck: { sourceIpType: 1 } };

/**
 * What is declared of each listener of a Service. What the TkeServiceConfig says comes before what annotations imply, since it is
 * the more specific of the two (6.3).
 *
 * | said by | settings |
 * |---|---|
 * | TkeServiceConfig, under the key of the listener | all it declares |
 * | `prevent-loopback`, where the TkeServiceConfig declares no source address of probes | probes come from 100.64.0.0/10 |
 * | `specify-protocol`, for TCP_SSL and QUIC | the certificate in the Secret, or the listener lacks it |
 * | `specify-protocol`, for HTTP and HTTPS | a rule for each host (`ruleWishes`); undefined when no host can be read |
 */
export const listenerSettings = (
  snapshot: Snapshot,
  service: Service,
  config: ServiceConfig | undefined,
  notes: Array<PlanError>,
): ((one: PortListener) => Wished | undefined) => {
  const { preventLoopback, protocols } = service.request;
  if (config === undefined && preventLoopback !== true && protocols === undefined) return () => undeclared;
  const itself: ObjectRef = { kind: 'Service', namespace: service.namespace, name: service.name };
  const find = certificateOf(snapshot);
  return (one) => {
    const { key, protocol, named } = one;
    if (isLayer7(protocol)) return layer7({ service, config, find, notes }, one);
    const declared = config === undefined ? undefined : lookup(config.l4, key);
    const declaredBy: Record<string, ObjectRef> = {};
    let settings = declared ?? noSettings;
    let lacks: Lack | undefined;
    if (preventLoopback === true && declared?.healthCheck?.sourceIpType === undefined) {
      settings = Listener.overlay(fromSpace, settings);
      declaredBy['healthCheck.sourceIpType'] = itself;
    }
    if (bearsCertificate(protocol)) {
      const found = find({ service, listener: key, secret: named?.tls });
      if (found._tag === 'Lacking') {
        notes.push(...found.errors);
        lacks = found.what;
      } else {
        settings = { ...settings, certificate: found.id };
        declaredBy['certificate'] = found.from;
      }
    }
    return {
      settings,
      ...(config === undefined || declared === undefined
        ? {}
        : { settingsFrom: { kind: 'TkeServiceConfig', namespace: config.namespace, name: config.name } as const }),
      ...(isEmpty(declaredBy) ? {} : { declaredBy }),
      ...(lacks === undefined ? {} : { lacks }),
    };
  };
};

const isLayer7 = (protocol: Listener.Protocol): boolean => protocol === 'HTTP' || protocol === 'HTTPS';

const layer7 = (sources: RuleSources, one: PortListener): Wished | undefined => {
  const rules = ruleWishes(sources, one);
  if (rules === undefined) return undefined;
  const { config } = sources;
  const lacks = rules.every((rule) => rule.lacks !== undefined)
    ? (rules.find((rule) => rule.lacks === 'facts')?.lacks ?? 'certificate')
    : undefined;
  const segment = config === undefined ? undefined : lookup(config.l7 ?? {}, one.key);
  return {
    settings: segment?.keepaliveEnable === undefined ? noSettings : { keepalive: segment.keepaliveEnable === 1 },
    ...(config === undefined || segment === undefined
      ? {}
      : { settingsFrom: { kind: 'TkeServiceConfig', namespace: config.namespace, name: config.name } as const }),
    rules,
    ...(lacks === undefined ? {} : { lacks }),
  };
};

const isEmpty = (record: Keyed<unknown>): boolean => Object.keys(record).length === 0;
