import { type Service, Why } from '@clbkit/core';
import type { Finding } from './Finding.js';
import { slotsOf } from './inSpec.js';
import type { ServiceRead } from './ServiceRead.js';

const tokenKey = 'service.cloud.tencent.com/client-token';
const existingKey = 'service.kubernetes.io/tke-existed-lbid';

const groupsBy = (
  services: ReadonlyArray<ServiceRead>,
  keyOf: (one: ServiceRead) => string | undefined,
): ReadonlyArray<readonly [string, ReadonlyArray<ServiceRead>]> => {
  const groups = new Map<string, Array<ServiceRead>>();
  for (const one of services) {
    const key = keyOf(one);
    if (key === undefined || key === '') continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups].filter(([, group]) => group.length > 1);
};

const at = (one: ServiceRead, path: ReadonlyArray<string>): Pick<Finding, 'object' | 'field' | 'place'> => {
  const place = one.locate(path);
  return { object: one.object, field: path.at(-1) ?? '', ...(place === undefined ? {} : { place }) };
};

const tokens = (services: ReadonlyArray<ServiceRead>): ReadonlyArray<Finding> =>
  groupsBy(services, ({ annotations }) => {
    const token = annotations[tokenKey];
    return typeof token === 'string' ? token : undefined;
  }).flatMap(([, [first, ...copies]]) =>
    copies.map((copy) => ({
      ...at(copy, ['metadata', 'annotations', tokenKey]),
      severity: 'warning',
      message: `is the token of ${first === undefined ? 'another' : Why.showObject(first.object)} too: the manifest was copied; remove it, or the purchase may be taken for that one`,
      rules: ['2.1', 'R3.5'],
    })),
  );

const older = (a: ServiceRead, b: ServiceRead): number =>
  a.service.createdAt - b.service.createdAt || (a.service.key < b.service.key ? -1 : 1);

const ports = ([id, group]: readonly [string, ReadonlyArray<ServiceRead>]): ReadonlyArray<Finding> => {
  const taken = new Map<string, ServiceRead>();
  return [...group].sort(older).flatMap((one) => {
    const clash = slotsOf(one).find((slot) => taken.has(slot));
    const holder = clash === undefined ? undefined : taken.get(clash);
    if (clash !== undefined && holder !== undefined)
      return [
        {
          ...at(one, ['metadata', 'annotations', existingKey]),
          severity: 'error',
          message: `${Why.showObject(holder.object)} has port ${clash} of ${id} already; choose another port or another CLB`,
          rules: ['R4.5', 'R4.6'],
          code: 'E4014',
        } as const,
      ];
    for (const slot of slotsOf(one)) taken.set(slot, one);
    return [];
  });
};

const attributesOf = ({ service }: ServiceRead): Readonly<Record<string, string>> => {
  const attributes: object = service.request.attributes ?? {};
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, JSON.stringify(value)]));
};

const attributes = ([id, group]: readonly [string, ReadonlyArray<ServiceRead>]): ReadonlyArray<Finding> => {
  const said = new Map<string, readonly [string, ServiceRead]>();
  return [...group].sort(older).flatMap((one) =>
    Object.entries(attributesOf(one)).flatMap(([name, value]): ReadonlyArray<Finding> => {
      const [known, holder] = said.get(name) ?? [];
      if (known === undefined || holder === undefined) said.set(name, [value, one]);
      if (known === undefined || holder === undefined || known === value) return [];
      return [
        {
          ...at(one, ['metadata', 'annotations', existingKey]),
          severity: 'warning',
          message: `asks for another ${name} of ${id} than ${Why.showObject(holder.object)}: a CLB has one; say it once`,
          rules: ['R4.10'],
        },
      ];
    }),
  );
};

/** The existing CLB of a Service that wants one. */
const existingOf = ({ service }: ServiceRead): Service.Service['request']['existing'] =>
  service.type === 'LoadBalancer' ? service.request.existing : undefined;

/**
 * What Services say against each other.
 *
 * | Services | severity |
 * |---|---|
 * | with one client-token | warning (2.1) |
 * | that take one port of one existing CLB | error for the later (E4014, R4.6) |
 * | that ask for different settings of one existing CLB | warning for the later (R4.10) |
 */
export const together = (services: ReadonlyArray<ServiceRead>): ReadonlyArray<Finding> => {
  const shared = groupsBy(services, existingOf);
  return [...tokens(services), ...shared.flatMap(ports), ...shared.flatMap(attributes)];
};
