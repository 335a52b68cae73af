import { Listener } from '@clbkit/core';
import type { Finding } from './Finding.js';
import type { ServiceRead } from './ServiceRead.js';

type Found = Pick<Finding, 'severity' | 'message' | 'rules'> & {
  readonly path: ReadonlyArray<string | number>;
  readonly code?: string;
};

const isDirect = ({ service }: ServiceRead): boolean => service.request.directAccess === true;

const sessions = (one: ServiceRead): ReadonlyArray<Found> => {
  if (one.spec['sessionAffinity'] !== 'ClientIP') return [];
  const path = ['spec', 'sessionAffinity'];
  const remedy = 'declare session in a TkeServiceConfig';
  return isDirect(one)
    ? [{ severity: 'warning', path, message: `has no effect with direct access; ${remedy}`, rules: ['R5.16'] }]
    : [
        {
          severity: 'note',
          path,
          message: `holds between node and Pod, not at the CLB; ${remedy} to have the CLB keep clients together`,
          rules: ['R5.16'],
        },
      ];
};

const nodePorts = (one: ServiceRead): ReadonlyArray<Found> =>
  one.spec['allocateLoadBalancerNodePorts'] === false && !isDirect(one)
    ? [
        {
          severity: 'error',
          path: ['spec', 'allocateLoadBalancerNodePorts'],
          message: 'without node ports only direct access works; ask for direct-access, or let node ports be allocated',
          rules: ['R7.10'],
        },
      ]
    : [];

const localPolicy = (one: ServiceRead): ReadonlyArray<Found> =>
  one.service.externalTrafficPolicy === 'Local' && isDirect(one)
    ? [
        {
          severity: 'note',
          path: ['spec', 'externalTrafficPolicy'],
          message: 'Local has no effect with direct access: clients reach the Pods themselves',
          rules: ['5.7'],
        },
      ]
    : [];

const otherFields = ({ spec }: ServiceRead): ReadonlyArray<Found> => {
  const ranges = spec['loadBalancerSourceRanges'];
  const address = spec['loadBalancerIP'];
  return [
    ...(Array.isArray(ranges) && ranges.length > 0
      ? [
          {
            severity: 'warning',
            path: ['spec', 'loadBalancerSourceRanges'],
            message: 'no document of TKE says that it counts: everybody may connect; use security-groups',
            rules: ['8.2'],
          } as const,
        ]
      : []),
    ...(typeof address === 'string' && address !== ''
      ? [
          {
            severity: 'warning',
            path: ['spec', 'loadBalancerIP'],
            message:
              'no document of TKE says that it counts; name an existing CLB with tke-existed-lbid to keep an address',
            rules: ['R3.21'],
          } as const,
        ]
      : []),
  ];
};

const protocols = ({ service }: ServiceRead): ReadonlyArray<Found> =>
  service.ports.flatMap(({ protocol }, index) =>
    protocol === 'SCTP'
      ? [
          {
            severity: 'error',
            path: ['spec', 'ports', index],
            message: 'SCTP is no protocol of a CLB',
            rules: ['5.1'],
          } as const,
        ]
      : [],
  );

const shown = (path: ReadonlyArray<string | number>): string =>
  path
    .map((part, index) => (typeof part === 'number' ? `[${String(part)}]` : index === 0 ? part : `.${part}`))
    .join('');

/**
 * What is wrong in the spec of a Service by itself.
 *
 * | spec | severity |
 * |---|---|
 * | a port with SCTP | error |
 * | no node ports, and no direct access | error (R7.10) |
 * | `loadBalancerSourceRanges`, `loadBalancerIP` | warning |
 * | `sessionAffinity: ClientIP` | warning with direct access, else a note (R5.16) |
 * | `externalTrafficPolicy: Local` with direct access | note (5.7) |
 */
export const inSpec = (one: ServiceRead): ReadonlyArray<Finding> =>
  one.service.type !== 'LoadBalancer'
    ? []
    : [protocols, nodePorts, sessions, localPolicy, otherFields]
        .flatMap((check) => check(one))
        .map(({ path, ...rest }) => {
          const place = one.locate(path);
          return { ...rest, object: one.object, field: shown(path), ...(place === undefined ? {} : { place }) };
        });

/** The slots of a CLB that a Service takes by its ports. */
export const slotsOf = ({ service }: ServiceRead): ReadonlyArray<string> =>
  service.ports.flatMap(({ port, protocol }) => {
    const asked = service.request.protocols?.[String(port)]?.protocols;
    const all: ReadonlyArray<Listener.Protocol> = asked ?? (protocol === 'SCTP' ? [] : [protocol]);
    return all.map((one) => Listener.slotOf({ protocol: one, port }));
  });
