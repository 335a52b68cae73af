import type { Request, Service } from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import { endpoint, mine, observed, planned, said, service, snapshot } from './build.js';

const ports = (
  ...all: ReadonlyArray<readonly ['TCP' | 'UDP', number, (number | string)?]>
): ReadonlyArray<Service.ServicePort> =>
  all.map(([protocol, port, targetPort]) => ({
    name: `p${port}-${protocol.toLowerCase()}`,
    protocol,
    port,
    nodePort: 30_000 + port,
    ...(targetPort === undefined ? {} : { targetPort }),
  }));

const slices = (all: ReadonlyArray<Service.ServicePort>) => ({
  web: [
    {
      name: 'web-1',
      addressType: 'IPv4' as const,
      ports: all.map(({ name, protocol, port, targetPort }) => ({
        name,
        protocol,
        port: typeof targetPort === 'number' ? targetPort : port,
      })),
      endpoints: [endpoint(1)],
    },
  ],
});

const both = ports(['TCP', 80, 8080], ['TCP', 81, 8080]);
const on = (protocols: Request.LoadBalancerRequest['protocols']): Request.LoadBalancerRequest =>
  protocols === undefined ? {} : { protocols };

describe('one backend for two listeners (R5.14, R5.15)', () => {
  it.each([
    ['TCP twice with one target port: refused', both, true, {}, ['DuplicateBackend']],
    [
      'TCP twice with one named target port: refused',
      ports(['TCP', 80, 'http'], ['TCP', 81, 'http']),
      true,
      {},
      ['DuplicateBackend'],
    ],
    [
      'UDP twice with one target port: refused',
      ports(['UDP', 80, 53], ['UDP', 81, 53]),
      true,
      {},
      ['DuplicateBackend'],
    ],
    [
      'a target port that is another port without one: refused',
      ports(['TCP', 80, 81], ['TCP', 81]),
      true,
      {},
      ['DuplicateBackend'],
    ],
    ['the same on node ports: made', both, false, {}, []],
    ['TCP and UDP with one target port: made', ports(['TCP', 80, 53], ['UDP', 80, 53]), true, {}, []],
    ['two target ports: made', ports(['TCP', 80, 8080], ['TCP', 81, 8081]), true, {}, []],
    ['no target ports: made', ports(['TCP', 80], ['TCP', 81]), true, {}, []],
    ['TCP made TCP_SSL beside TCP: made', both, true, on({ '81': { protocols: ['TCP_SSL'] } }), []],
    [
      'UDP made TCP beside TCP: refused',
      ports(['TCP', 80, 53], ['UDP', 81, 53]),
      true,
      on({ '81': { protocols: ['TCP'] } }),
      ['DuplicateBackend'],
    ],
  ] as const)('%s', (_, all, directAccess, more, says) => {
    const at = snapshot([service('web', { ports: all, request: { directAccess, ...more } })], undefined, slices(all));
    const plan = planned(observed(), at);
    expect(said(plan).filter((tag) => tag !== 'MissingCertificate')).toEqual(says);
    expect(plan.lanes.length).toBe(says.length === 0 ? 1 : 0);
  });

  it('keeps what there is as it is (E4036)', () => {
    const at = snapshot([service('web', { ports: both, request: { directAccess: true } })], undefined, slices(both));
    const plan = planned(observed(mine('lb-1', 'web', [])), at);
    expect(plan.lanes).toEqual([]);
    expect(plan.diagnostics).toEqual([
      { _tag: 'DuplicateBackend', service: 'shop/web', listener: 'TCP:81', other: 'TCP:80', target: '8080' },
    ]);
  });
});
