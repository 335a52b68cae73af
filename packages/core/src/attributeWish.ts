import * as E from 'fp-ts/lib/Either.js';
import { type Attribute, type Attributes, type AttributeWishes, fields } from './Attributes.js';
import { lookup } from './internal/keyed.js';
import type { Service } from './Service.js';
import { nameFor } from './ServiceConfig.js';
import type { Snapshot } from './Snapshot.js';
import type { ObjectRef, Why } from './Why.js';

/** The field that declares each attribute, and the rule behind it. */
const declared: Readonly<Record<Attribute, readonly [field: string, rule: string]>> = {
  securityGroups: ['metadata.annotations[service.cloud.tencent.com/security-groups]', '8.2'],
  passToTarget: ['metadata.annotations[service.cloud.tencent.com/pass-to-target]', '2.4'],
  internetMaxBandwidthOut: ['spec.loadBalancer.internetMaxBandwidthOut', '6.2'],
  deletionProtection: ['metadata.annotations[service.cloud.tencent.com/deletion-protection]', '2.4'],
  modificationProtection: ['metadata.annotations[service.cloud.tencent.com/modification-protection]', '3.8'],
};

type Bandwidth = { readonly value?: number; readonly from?: ObjectRef; readonly held: boolean };

const bandwidthOf = ({ serviceConfigs }: Snapshot, service: Service): Bandwidth => {
  const name = nameFor(service);
  if (name === undefined) return { held: false };
  if (serviceConfigs._tag === 'Unknown') return { held: true };
  const config = lookup(lookup(serviceConfigs.items, service.namespace) ?? {}, name);
  if (config === undefined) return { held: false };
  if (E.isLeft(config)) return { held: true };
  const value = config.right.internetMaxBandwidthOut;
  const from: ObjectRef = { kind: 'TkeServiceConfig', namespace: service.namespace, name };
  return value === undefined ? { held: false } : { held: false, value, from };
};

/**
 * What a Service declares of its CLB as a whole (tke-service 2.4, 6.2, 8.2). What nobody declares is not ours (R6.5).
 *
 * | attribute | declared by |
 * |---|---|
 * | security groups, pass to target, protections | the annotation; absent is not managed, an empty list unbinds all (R2.3) |
 * | bandwidth | `internetMaxBandwidthOut` of the TkeServiceConfig; the annotation counts only when the CLB is bought (6.3) |
 * | bandwidth, while the TkeServiceConfig cannot be read | held: it stays as it is |
 */
export const attributesWished = (snapshot: Snapshot, service: Service): AttributeWishes | undefined => {
  const { attributes, serviceConfig, serviceConfigAuto } = service.request;
  if (attributes === undefined && serviceConfig === undefined && serviceConfigAuto !== true) return undefined;
  const bandwidth = bandwidthOf(snapshot, service);
  const values: Attributes = {
    ...attributes,
    ...(bandwidth.value === undefined ? {} : { internetMaxBandwidthOut: bandwidth.value }),
  };
  const held: ReadonlyArray<Attribute> = bandwidth.held ? ['internetMaxBandwidthOut'] : [];
  const object: ObjectRef = { kind: 'Service', namespace: service.namespace, name: service.name };
  const why = fields.flatMap((field): ReadonlyArray<readonly [string, Why]> => {
    const to = values[field];
    if (to === undefined || held.includes(field)) return [];
    const [path, rule] = declared[field];
    const from = field === 'internetMaxBandwidthOut' ? bandwidth.from : undefined;
    return [[field, { object: from ?? object, field: path, from: null, to, rule }]];
  });
  return why.length === 0 && held.length === 0 ? undefined : { values, held, why: Object.fromEntries(why) };
};
