import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { EndpointSliceCodec } from '../src/EndpointSliceCodec.js';
import { NodeCodec } from '../src/NodeCodec.js';
import { PodCodec } from '../src/PodCodec.js';
import { SecretCodec } from '../src/SecretCodec.js';
import { ServiceCodec } from '../src/ServiceCodec.js';
import { ServiceStatusCodec } from '../src/ServiceStatus.js';
import { TkeServiceConfigCodec } from '../src/TkeServiceConfigCodec.js';
import { derivedUid } from '../src/uid.js';
import * as wire from './arbitraries.js';
import { decodeOne, node, nounOf, service, slice } from './support.js';

describe('codecs', () => {
  const laws: ReadonlyArray<readonly [string, () => void]> = [
    ['Service', () => roundTrip(wire.serviceWire, ServiceCodec)],
    ['Node', () => roundTrip(wire.nodeWire, NodeCodec)],
    ['EndpointSlice', () => roundTrip(wire.endpointSliceWire, EndpointSliceCodec)],
    ['Pod', () => roundTrip(wire.podWire, PodCodec)],
    ['Secret', () => roundTrip(wire.secretWire, SecretCodec)],
    ['TkeServiceConfig', () => roundTrip(wire.configWire, TkeServiceConfigCodec)],
    ['the written part of a Service', () => roundTrip(wire.statusWire, ServiceStatusCodec)],
  ];

  const roundTrip = <A>(
    arbitrary: fc.Arbitrary<A>,
    codec: { readonly decode: (value: unknown) => E.Either<unknown, A>; readonly encode: (value: A) => unknown },
  ): void => {
    fc.assert(
      fc.property(arbitrary, (value) => {
        const encoded = codec.encode(value);
        expect(codec.decode(encoded)).toEqual(E.right(value));
        expect(codec.decode(JSON.parse(JSON.stringify(encoded)))).toEqual(E.right(value));
      }),
    );
  };

  it.each(laws)('what is encoded decodes to the same %s', (_, check) => {
    check();
  });
});

describe('Service', () => {
  const bare = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: {} };

  it('has the defaults of the API server where a manifest says nothing', () => {
    expect(nounOf(bare)).toEqual({
      key: 'default/web',
      namespace: 'default',
      name: 'web',
      uid: derivedUid('cls-test0001', 'default', 'web'),
      createdAt: 1_700_000_000_000,
      type: 'ClusterIP',
      deleting: false,
      externalTrafficPolicy: 'Cluster',
      selectorless: true,
      ports: [],
      request: {},
      published: [],
    });
  });

  it('is read whole', () => {
    const whole = {
      ...service(
        {
          loadBalancerClass: 'example.com/lb',
          externalTrafficPolicy: 'Local',
          selector: { app: 'web' },
          ports: [
            { name: 'http', protocol: 'TCP', port: 80, nodePort: 30080, targetPort: 'web' },
            { name: 'dns', protocol: 'UDP', port: 53, nodePort: 0, targetPort: 5353 },
            { name: 'sig', protocol: 'SCTP', port: 9 },
          ],
        },
        { deletionTimestamp: '2026-02-01T00:00:00Z', managedFields: [{ manager: 'kubectl' }] },
      ),
      status: {
        loadBalancer: {
          ingress: [
            { ip: '1.2.3.4', ipMode: 'VIP' },
            { hostname: 'lb.example.com', ip: '' },
          ],
        },
      },
    };
    expect(nounOf(whole)).toEqual({
      key: 'shop/web',
      namespace: 'shop',
      name: 'web',
      uid: 'uid-web',
      createdAt: Date.UTC(2026, 0, 12, 3, 14, 15),
      type: 'LoadBalancer',
      loadBalancerClass: 'example.com/lb',
      deleting: true,
      externalTrafficPolicy: 'Local',
      ports: [
        { name: 'http', protocol: 'TCP', port: 80, nodePort: 30080, targetPort: 'web' },
        { name: 'dns', protocol: 'UDP', port: 53, targetPort: 5353 },
        { name: 'sig', protocol: 'SCTP', port: 9 },
      ],
      request: {},
      published: ['1.2.3.4', 'lb.example.com'],
    });
  });

  it.each([
    ['ports are null', { ports: null }, {}],
    ['ports are missing', { ports: undefined }, {}],
    ['status is null', {}, { status: null }],
    ['the balancer status is null', {}, { status: { loadBalancer: null } }],
    ['ingress is null', {}, { status: { loadBalancer: { ingress: null } } }],
    ['text is empty', { loadBalancerClass: '' }, {}],
  ])('is readable when %s', (_, spec: Readonly<Record<string, unknown>>, rest: object) => {
    expect(nounOf({ ...service(spec), ...rest })).toMatchObject({ key: 'shop/web', published: [] });
  });

  it.each([
    ['creationTimestamp', { creationTimestamp: null }],
    ['labels', { labels: null }],
    ['annotations', { annotations: null }],
    ['an annotation', { annotations: { 'service.kubernetes.io/tke-existed-lbid': null } }],
    ['managedFields', { managedFields: null }],
    ['deletionTimestamp', { deletionTimestamp: null }],
  ])('is readable when %s is null', (_, metadata) => {
    expect(nounOf(service({}, metadata))).toMatchObject({ key: 'shop/web', request: {}, deleting: false });
  });

  it.each([
    [
      'a type nobody knows',
      { type: 'Balanced' },
      'spec.type: expected one of ClusterIP, NodePort, LoadBalancer, ExternalName, found "Balanced"',
    ],
    [
      'a port too high',
      { ports: [{ port: 80 }, { port: 65536 }] },
      'spec.ports[1].port: expected a whole number from 1 to 65535, found 65536',
    ],
    [
      'a port in quotes',
      { ports: [{ port: '80' }] },
      'spec.ports[0].port: expected a whole number from 1 to 65535, found "80"',
    ],
    [
      'no port number',
      { ports: [{ name: 'http' }] },
      'spec.ports[0].port: expected a whole number from 1 to 65535, found nothing',
    ],
    ['ports that are no list', { ports: { port: 80 } }, 'spec.ports: expected a list of a port, found {"port":80}'],
    ['a port that is no object', { ports: [80] }, 'spec.ports[0]: expected a port, found 80'],
    [
      'a protocol nobody knows',
      { ports: [{ port: 80, protocol: 'tcp' }] },
      'spec.ports[0].protocol: expected one of TCP, UDP, SCTP, found "tcp"',
    ],
    [
      'a target port of neither kind',
      { ports: [{ port: 80, targetPort: [1] }] },
      'spec.ports[0].targetPort: expected a port number or the name of a port, found [1]',
    ],
    [
      'a traffic policy nobody knows',
      { externalTrafficPolicy: 'local' },
      'spec.externalTrafficPolicy: expected one of Cluster, Local, found "local"',
    ],
    [
      'a class that is no text',
      { loadBalancerClass: 7 },
      'spec.loadBalancerClass: expected text, found 7; put it in quotes: "7"',
    ],
  ])('is refused with %s, by name of the field', (_, spec, error) => {
    expect(nounOf(service(spec))).toEqual([`Service shop/web ${error}`]);
  });

  it('tells every field that is wrong', () => {
    expect(nounOf(service({ type: 'X', ports: [{ port: 0, protocol: 'X' }] }))).toHaveLength(3);
  });

  it('is refused without a spec, and keeps its uid', () => {
    expect(decodeOne({ ...service(), spec: undefined }).decoded).toMatchObject({ left: { uid: 'uid-web' } });
  });

  it.each([
    ['a derived uid when none is written', {}, derivedUid('cls-test0001', 'shop', 'web')],
    ['a derived uid when the written one is empty', { uid: '' }, derivedUid('cls-test0001', 'shop', 'web')],
    ['no uid when the written one is no text', { uid: 5 }, undefined],
  ])('that cannot be read has %s', (_, metadata, uid) => {
    const { decoded } = decodeOne(service({ type: 'X' }, { uid: undefined, ...metadata }));
    expect(E.isLeft(decoded) ? decoded.left.uid : 'readable').toBe(uid);
  });
});

describe('derivedUid', () => {
  it('has the shape of a UUID, and is another one for another cluster, namespace or name', () => {
    const uids = [
      derivedUid('cls-a', 'shop', 'web'),
      derivedUid('cls-b', 'shop', 'web'),
      derivedUid('cls-a', 'shopw', 'eb'),
      derivedUid('cls-a', 'shop', 'web2'),
    ];
    expect(new Set(uids).size).toBe(4);
    for (const uid of uids) expect(uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(derivedUid('cls-a', 'shop', 'web')).toBe(uids[0]);
  });

  it('does not collide over many names', () => {
    const uids = Array.from({ length: 5_000 }, (_, index) => derivedUid('cls-a', 'shop', `web-${index}`));
    expect(new Set(uids).size).toBe(5_000);
  });
});

describe('Node', () => {
  it('is read whole', () => {
    const whole = node('10.0.1.4', {
      metadata: {
        name: '10.0.1.4',
        labels: { zone: 'a', 'node-role.kubernetes.io/master': '' },
        deletionTimestamp: 'now',
      },
      spec: { providerID: 'qcloud:///1/ins-a', unschedulable: true, taints: [{ key: 'gone', effect: 'NoSchedule' }] },
      status: {
        addresses: [
          { type: 'Hostname', address: 'n' },
          { type: 'InternalIP', address: 'fd00::4' },
          { type: 'InternalIP', address: '10.0.1.4' },
          { type: 'InternalIP', address: '10.0.1.5' },
        ],
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    });
    expect(nounOf(whole)).toEqual({
      name: '10.0.1.4',
      providerID: 'qcloud:///1/ins-a',
      internalIP: '10.0.1.4',
      ready: true,
      cordoned: true,
      deleting: true,
      taints: ['gone'],
      labels: { zone: 'a', 'node-role.kubernetes.io/master': '' },
    });
  });

  it.each([
    ['no conditions', { status: {} }],
    ['no status', { status: null }],
    ['Ready False', { status: { conditions: [{ type: 'Ready', status: 'False' }] } }],
    ['Ready Unknown', { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }],
    ['another condition', { status: { conditions: [{ type: 'DiskPressure', status: 'True' }] } }],
  ])('is not ready with %s', (_, rest) => {
    expect(nounOf(node('n', rest))).toMatchObject({ ready: false });
  });

  it('has no provider id when it is empty or missing', () => {
    expect(nounOf(node('n', { spec: { providerID: '' } }))).not.toHaveProperty('providerID');
    expect(nounOf(node('n', { spec: null }))).not.toHaveProperty('providerID');
  });
});

describe('EndpointSlice', () => {
  it('keeps conditions as they are written: absent is not false', () => {
    const endpoints = [
      { addresses: ['172.17.0.5', '172.17.0.6'], conditions: { ready: true, serving: null, terminating: false } },
      { addresses: ['172.17.0.7'], conditions: null, nodeName: 'n1', targetRef: { kind: 'Pod', name: 'web-0' } },
      { addresses: null, targetRef: { kind: 'Node', name: 'n1' } },
    ];
    const ports = [
      { name: 'http', port: 8080, protocol: 'TCP' },
      { name: null, port: null, protocol: null },
    ];
    expect(nounOf(slice('web-1', undefined, { endpoints, ports }))).toEqual({
      name: 'web-1',
      addressType: 'IPv4',
      ports: [
        { name: 'http', port: 8080, protocol: 'TCP' },
        { name: '', protocol: 'TCP' },
      ],
      endpoints: [
        { addresses: ['172.17.0.5', '172.17.0.6'], ready: true, terminating: false },
        { addresses: ['172.17.0.7'], nodeName: 'n1', pod: 'web-0' },
        { addresses: [] },
      ],
    });
  });

  it('has no ports and endpoints where they are null', () => {
    expect(nounOf(slice('web-1', undefined, { endpoints: null, ports: null }))).toMatchObject({
      ports: [],
      endpoints: [],
    });
  });

  it('is refused with an address type nobody knows', () => {
    expect(nounOf(slice('web-1', undefined, { addressType: 'ipv4' }))).toEqual([
      'EndpointSlice shop/web-1 addressType: expected one of IPv4, IPv6, FQDN, found "ipv4"',
    ]);
  });

  it('is refused in a version that is not read, rather than passed over', () => {
    expect(nounOf({ ...slice('web-1'), apiVersion: 'discovery.k8s.io/v1beta1' })).toEqual([
      'EndpointSlice shop/web-1 apiVersion: expected discovery.k8s.io/v1, found "discovery.k8s.io/v1beta1"',
    ]);
  });
});

describe('Pod', () => {
  const pod = (rest: object): unknown => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', namespace: 'shop' },
    ...rest,
  });

  it('is read whole', () => {
    const spec = {
      hostNetwork: true,
      readinessGates: [{ conditionType: 'cloud.tencent.com/load-balancer-backendgroup-ready' }],
    };
    const status = { phase: 'Running', conditions: [{ type: 'ContainersReady', status: 'True' }] };
    const metadata = {
      name: 'web-0',
      namespace: 'shop',
      ownerReferences: [
        { kind: 'Node', name: 'n1' },
        { kind: 'StatefulSet', name: 'web', controller: true, uid: 'u' },
      ],
    };
    expect(nounOf(pod({ metadata, spec, status }))).toEqual({
      namespace: 'shop',
      name: 'web-0',
      owner: { kind: 'StatefulSet', name: 'web' },
      hostNetwork: true,
      deleting: false,
      phase: 'Running',
      containersReady: true,
      readinessGates: ['cloud.tencent.com/load-balancer-backendgroup-ready'],
    });
  });

  it('is pending and not ready where nothing is said', () => {
    expect(nounOf(pod({ spec: { readinessGates: null }, status: null }))).toMatchObject({
      phase: 'Pending',
      containersReady: false,
      readinessGates: [],
      hostNetwork: false,
    });
  });
});

describe('Secret', () => {
  const secret = (rest: object): unknown => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'cert', namespace: 'shop' },
    ...rest,
  });

  const withId = (qcloud_cert_id: string): unknown => secret({ data: { qcloud_cert_id, other: 'aHVudGVyMg==' } });
  const named = { namespace: 'shop', name: 'cert' };
  const wrong = [
    'Secret shop/cert data.qcloud_cert_id: expected the id of a certificate in base64, letters and digits, found text',
  ];

  it.each([
    ['the id of a certificate', withId('OGVaRkNoSnc='), { ...named, certId: '8eZFChJw' }],
    ['an id with a line break after it', withId('OGVaRkNoSncK'), { ...named, certId: '8eZFChJw' }],
    ['an id that needs no padding', withId('OGVaRkNo'), { ...named, certId: '8eZFCh' }],
    [
      'an id in plain text, in a file',
      secret({ stringData: { qcloud_cert_id: '8eZFChJw' } }),
      { ...named, certId: '8eZFChJw' },
    ],
    ['no id', secret({ data: { tls: 'YWJj' } }), named],
    ['no data at all', secret({}), named],
    ['an empty id', withId(''), named],
    ['an id that is not in base64', withId('8eZFChJw!'), wrong],
    ['an id with characters that no id has', withId('aHR0cHM6Ly8='), wrong],
    ['bytes that are no text', withId('gICA'), wrong],
  ])('with %s', (_, raw, noun) => {
    expect(nounOf(raw)).toEqual(noun);
  });

  it('never shows a value in an error', () => {
    const errors = [
      nounOf(secret({ data: 'hunter2' })),
      nounOf(secret({ data: { key: ['hunter2'] } })),
      nounOf(secret({ data: { pin: 4711 } })), // a remedy would repeat it: put it in quotes
      nounOf(withId('hunter2')),
      nounOf(secret({ stringData: { qcloud_cert_id: 'hunter 2', key: 'hunter2' } })),
    ];
    expect(JSON.stringify(errors)).not.toMatch(/hunter2|4711/);
    expect(errors[0]).toEqual(['Secret shop/cert data: expected an object of texts, found text']);
  });
});
