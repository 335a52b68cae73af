import { type ObservedState, PlanError, type Request, type Service, Snapshot } from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import { endpoint, listener, mine, observed, planned, port, said, service, snapshot, words } from './build.js';

type Protocols = NonNullable<Request.LoadBalancerRequest['protocols']>;

const served = ['ins-1:30080', 'ins-2:30080'];
const tcp = [port(80)];
const both = [port(80), port(80, 'UDP')];
const sctp = [{ ...port(80), protocol: 'SCTP' as const }];

/** A slice whose Pods listen on 8080 behind every port that these tests declare. */
const pods = {
  web: [
    {
      name: 'web-1',
      addressType: 'IPv4' as const,
      ports: (['TCP', 'UDP', 'SCTP'] as const).map((protocol) => ({ name: 'p80', protocol, port: 8080 })),
      endpoints: [endpoint(1)],
    },
  ],
};

const wish = (ports: ReadonlyArray<Service.ServicePort>, protocols: Protocols, direct: boolean): Snapshot.Snapshot => ({
  ...snapshot([service('web', { ports, request: { directAccess: direct, protocols } })], undefined, pods),
  certificates: Snapshot.known({ shop: { cert: E.right({ namespace: 'shop', name: 'cert', certId: 'abcd' }) } }),
});

const createdBy = (at: Snapshot.Snapshot): ReadonlyArray<string> =>
  words(planned(observed(), at))
    .filter((text) => text.startsWith('create listener'))
    .map((text) => text.replace(/^create listeners? /, ''));

const on80 = (protocols: Request.PortProtocols['protocols']): Protocols => ({ '80': { protocols, tls: 'cert' } });

describe('specify-protocol', () => {
  it.each([
    ['says nothing of a port: as declared', both, {}, false, ['TCP:80', 'UDP:80'], []],
    ['names no protocol: as declared', tcp, on80([]), false, ['TCP:80'], []],
    ['makes TCP TCP_SSL, on node ports', tcp, on80(['TCP_SSL']), false, ['TCP_SSL:80'], []],
    ['makes UDP QUIC, on node ports', [port(80, 'UDP')], on80(['QUIC']), false, ['QUIC:80'], []],
    ['makes TCP UDP, on Pods', tcp, on80(['UDP']), true, ['UDP:80'], []],
    ['makes TCP two, on the same Pods', tcp, on80(['TCP', 'UDP']), true, ['TCP:80', 'UDP:80'], []],
    ['makes TCP two, on Pods, one of them secured', tcp, on80(['TCP_SSL', 'UDP']), true, ['TCP_SSL:80', 'UDP:80'], []],
    ['names one protocol twice: one listener', tcp, on80(['TCP', 'TCP']), false, ['TCP:80'], []],
    ['asks a TCP node port for UDP: an error, no listener', tcp, on80(['UDP']), false, [], ['MixedProtocols']],
    ['asks a TCP node port for UDP too: TCP only', tcp, on80(['TCP', 'UDP']), false, ['TCP:80'], ['MixedProtocols']],
    ['names both protocols of one number', both, on80(['TCP_SSL', 'QUIC']), false, ['QUIC:80', 'TCP_SSL:80'], []],
    ['names one of two: the other as declared', both, on80(['TCP_SSL']), false, ['TCP_SSL:80', 'UDP:80'], []],
    ['names a number that is no port: a note', tcp, { '81': { protocols: ['UDP'] } }, false, ['TCP:80'], ['Ignored']],
    ['makes an SCTP port TCP, on Pods', sctp, on80(['TCP']), true, ['TCP:80'], []],
    ['asks an SCTP node port for TCP: an error', sctp, on80(['TCP']), false, [], ['MixedProtocols']],
    ['asks for two listeners in one slot: frozen', tcp, on80(['TCP', 'TCP_SSL']), true, [], ['DuplicatePort']],
  ] as const)('%s', (_, ports, protocols, direct, listeners, says) => {
    const at = wish(ports, protocols, direct);
    expect(createdBy(at)).toEqual(listeners);
    expect(said(planned(observed(), at))).toEqual(says);
  });

  it('registers the same Pods on both listeners of one port', () => {
    expect(words(planned(observed(), wish(tcp, on80(['TCP', 'UDP']), true)))).toContain(
      'register 2 backends on TCP:80, UDP:80',
    );
  });

  it('that is changed deletes the old listener before it makes the new one, in the same slot', () => {
    const there = observed(mine('lb-1', 'web', [listener('TCP:80', served)]));
    expect(words(planned(there, wish(tcp, on80(['TCP_SSL']), false)))).toEqual([
      'delete listener TCP:80',
      'create listener TCP_SSL:80',
      'register 2 backends on TCP_SSL:80',
    ]);
  });

  it('that cannot be followed leaves what is there', () => {
    const there = observed(mine('lb-1', 'web', [listener('UDP:80', served)]));
    const plan = planned(there, wish(tcp, on80(['UDP']), false));
    expect(words(plan)).toEqual([]);
    expect(plan.diagnostics.map(PlanError.describe)).toEqual([
      'Service shop/web UDP:80: the declared port is TCP, and its node port cannot serve that; ask for direct access, or name a protocol of the declared kind',
    ]);
  });

  it('that names two protocols of one slot says which two', () => {
    const plan = planned(observed(), wish(tcp, on80(['TCP', 'TCP_SSL']), false));
    expect(plan.diagnostics.map(PlanError.describe)).toEqual([
      'Service shop/web: TCP:80 and TCP_SSL:80 take the same port of a CLB; ask for one of the two',
    ]);
  });
});

describe('prevent-loopback', () => {
  const declared = (sourceIpType?: 0 | 1): Snapshot.Snapshot => ({
    ...snapshot([service('web', { request: { preventLoopback: true, serviceConfig: 'tuned' } })]),
    serviceConfigs: Snapshot.known({
      shop: {
        tuned: E.right({
          namespace: 'shop',
          name: 'tuned',
          l4: { 'TCP:80': { healthCheck: sourceIpType === undefined ? { timeout: 3 } : { sourceIpType } } },
        }),
      },
    }),
  });
  const there = observed(mine('lb-1', 'web', [listener('TCP:80', served)]));
  const changes = (at: Snapshot.Snapshot, cloud: ObservedState.ObservedState = there) =>
    planned(cloud, at).lanes.flatMap(({ steps }) =>
      steps.flatMap((step) => (step._tag === 'ModifyListener' ? [step] : [])),
    );

  it.each([
    ['probes from 100.64.0.0/10', undefined, { 'healthCheck.timeout': 3, 'healthCheck.sourceIpType': 1 }],
    ['yields to a TkeServiceConfig that says otherwise', 0, undefined],
    ['agrees with a TkeServiceConfig that says the same', 1, { 'healthCheck.sourceIpType': 1 }],
  ] as const)('%s', (_, sourceIpType, expected) => {
    const [step] = changes(declared(sourceIpType));
    expect(step && Object.fromEntries(step.changes.map(({ field, to }) => [field, to]))).toEqual(expected);
  });

  it('names the Service as the reason where it alone asks', () => {
    const asked = snapshot([service('web', { request: { preventLoopback: true } })]);
    expect(changes(asked).map(({ why: [{ object, field }] }) => ({ object, field }))).toEqual([
      { object: { kind: 'Service', namespace: 'shop', name: 'web' }, field: 'TCP:80 healthCheck.sourceIpType' },
    ]);
  });

  it('makes new listeners with it', () => {
    const asked = snapshot([service('web', { request: { preventLoopback: true } })]);
    const made = planned(observed(), asked).lanes.flatMap(({ steps }) =>
      steps.flatMap((step) => (step._tag === 'CreateListeners' ? [step.settings] : [])),
    );
    expect(made).toEqual([{ healthCheck: { sourceIpType: 1 } }]);
  });
});
