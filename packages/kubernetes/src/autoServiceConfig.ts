import { type Listener, type Service, ServiceConfig } from '@clbkit/core';
import { isRecord } from './wire.js';

type Json = Readonly<Record<string, unknown>>;

/** A listener that a Service has, and the domains of its rules; `''` is the default domain. */
export interface AutoListener {
  readonly protocol: Listener.Protocol;
  readonly port: number;
  readonly domains?: ReadonlyArray<string>;
}

/**
 * What a new segment says (R6.10). The time-out is 2, the CLB's own: the 5 of a sample would not be less than the interval
 * (R5.17). The source of probes is left open, for the CLB and `prevent-loopback` to say.
 */
const healthCheck = { enable: true, healthNum: 3, unHealthNum: 3, intervalTime: 5, timeout: 2 } as const;
const ofLayer7 = { httpCheckMethod: 'HEAD', httpCheckPath: '/', httpCode: 31 } as const;
const common = { scheduler: 'WRR', session: { enable: false } } as const;

const isLayer7 = ({ protocol }: AutoListener): boolean => protocol === 'HTTP' || protocol === 'HTTPS';

const listIn = (value: unknown, name: string): ReadonlyArray<Json> => {
  const found = isRecord(value) ? value[name] : undefined;
  return Array.isArray(found) ? found.filter(isRecord) : [];
};

const at = (value: unknown, name: string): Json => {
  const found = isRecord(value) ? value[name] : undefined;
  return isRecord(found) ? found : {};
};

const isOf =
  ({ protocol, port }: AutoListener) =>
  (segment: Json): boolean =>
    segment['protocol'] === protocol && segment['port'] === port;

const l4Segment =
  (old: ReadonlyArray<Json>) =>
  (listener: AutoListener): Json =>
    old.find(isOf(listener)) ?? { protocol: listener.protocol, port: listener.port, healthCheck, ...common };

const newRule = (domain: string): Json => ({
  url: '/',
  healthCheck: {
    ...healthCheck,
    ...ofLayer7,
    ...(domain === '' || domain.includes('*') ? {} : { httpCheckDomain: domain }),
  },
  ...common,
});

const l7Segment =
  (old: ReadonlyArray<Json>) =>
  (listener: AutoListener): Json => {
    const found = old.find(isOf(listener));
    const domains = listIn(found, 'domains');
    return {
      ...(found ?? { protocol: listener.protocol, port: listener.port, keepaliveEnable: 0 }),
      domains: (listener.domains ?? ['']).map(
        (domain) => domains.find((one) => one['domain'] === domain) ?? { domain, rules: [newRule(domain)] },
      ),
    };
  };

const ownerOf = ({ name, uid }: Service.Service): Json => ({ apiVersion: 'v1', kind: 'Service', name, uid });

/** The object belongs to the Service, so that it goes with it (R6.3). */
const owners = (metadata: Json, service: Service.Service): ReadonlyArray<Json> => {
  const others = listIn(metadata, 'ownerReferences');
  return others.some(({ uid }) => uid === service.uid) ? others : [...others, ownerOf(service)];
};

/**
 * The TkeServiceConfig that is generated for a Service, as it must be; absent where none is. What stands in it is an output of a
 * pass: a controller writes it, and the next pass reads it as the settings of the Service.
 *
 * | listener | segment |
 * |---|---|
 * | there before | as it is, with whatever a user wrote into it |
 * | new | the defaults (R6.10) |
 * | gone | taken out (R6.3) |
 *
 * Other members of the object stay. Laws: what it gives, given back to it, stays as it is; it is readable.
 */
export const autoServiceConfig = (
  service: Service.Service,
  listeners: ReadonlyArray<AutoListener>,
  existing?: unknown,
): Json | undefined => {
  const name = ServiceConfig.nameFor(service);
  const { request, type, deleting, namespace } = service;
  if (request.serviceConfigAuto !== true || type !== 'LoadBalancer' || deleting || name === undefined) return undefined;
  const spec = at(existing, 'spec');
  const loadBalancer = at(spec, 'loadBalancer');
  const metadata = at(existing, 'metadata');
  const sorted = [...listeners].sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
  const l4 = sorted.filter((one) => !isLayer7(one)).map(l4Segment(listIn(loadBalancer, 'l4Listeners')));
  const l7 = sorted.filter(isLayer7).map(l7Segment(listIn(loadBalancer, 'l7Listeners')));
  const rest = Object.fromEntries(Object.entries(loadBalancer).filter(([key]) => !/^l[47]Listeners$/.test(key)));
  return {
    ...(isRecord(existing) ? existing : {}),
    apiVersion: 'cloud.tencent.com/v1alpha1',
    kind: 'TkeServiceConfig',
    metadata: { ...metadata, namespace, name, ownerReferences: owners(metadata, service) },
    spec: {
      ...spec,
      loadBalancer: {
        ...rest,
        ...(l4.length === 0 ? {} : { l4Listeners: l4 }),
        ...(l7.length === 0 ? {} : { l7Listeners: l7 }),
      },
    },
  };
};
