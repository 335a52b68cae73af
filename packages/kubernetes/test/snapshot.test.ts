import { describe, expect, it } from '@jest/globals';
import { PlanError, Snapshot } from '@clbkit/core';
import fc from 'fast-check';
import { readDocuments, type SnapshotRead, toSnapshot } from '../src/index.js';
import { derivedUid } from '../src/uid.js';
import {
  annotated,
  config,
  fixture,
  fromObjects,
  fromText,
  itemsOf,
  node,
  options,
  service,
  slice,
  snapshotOf,
} from './support.js';

const words = (errors: ReadonlyArray<PlanError.PlanError>): ReadonlyArray<string> => errors.map(PlanError.describe);
const strays = ({ snapshot }: SnapshotRead): ReadonlyArray<string> =>
  words(snapshot.strays.flatMap(({ errors }) => errors));
const web = (read: SnapshotRead): unknown => itemsOf(read.snapshot.services)['shop']?.['web'];

describe('toSnapshot', () => {
  it('reads a cluster as kubectl dumps it', () => {
    const { snapshot } = snapshotOf({ name: 'dump.yaml', text: fixture('yaml') });
    const services = itemsOf(snapshot.services);
    expect(
      Object.fromEntries(Object.entries(services).map(([namespace, all]) => [namespace, Object.keys(all)])),
    ).toEqual({
      default: ['kubernetes'],
      'kube-system': ['kube-dns'],
      shop: ['db', 'search', 'web', 'internal', 'old'],
    });
    expect(services['shop']?.['web']).toMatchObject({
      right: {
        uid: '0a5e5f5e-0b1c-4e2f-8a65-3f2f6d1c0005',
        type: 'LoadBalancer',
        request: { serviceConfig: 'web-config' },
        published: ['43.139.0.17'],
        ports: [
          { name: 'http', protocol: 'TCP', port: 80, nodePort: 30080, targetPort: 'http' },
          { name: 'quic', protocol: 'UDP', port: 443, nodePort: 30443, targetPort: 8443 },
        ],
      },
    });
    expect(services['shop']?.['internal']).toMatchObject({
      right: { request: { subnet: 'subnet-a1b2c3d4', directAccess: true }, externalTrafficPolicy: 'Local' },
    });
    expect(Object.keys(itemsOf(snapshot.nodes))).toEqual(['10.0.1.4', '10.0.1.5', '10.0.1.6']);
    expect(itemsOf(snapshot.endpointSlices)['shop']).toMatchObject({
      web: {
        'web-x7k2p': {
          right: {
            endpoints: [
              { pod: 'web-0', ready: true },
              { pod: 'web-1', terminating: true },
            ],
          },
        },
      },
      old: { 'old-nobody': { right: { ports: [], endpoints: [] } } },
    });
  });

  it('is plain data', () => {
    const { snapshot } = snapshotOf({ name: 'dump.yaml', text: fixture('yaml') });
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  it('of nothing is the empty snapshot, everything known', () => {
    expect(fromText('')).toEqual({ snapshot: Snapshot.empty(options.cluster, options.takenAt), diagnostics: [] });
  });

  it('has the collections unknown that the options name', () => {
    const documents = readDocuments([{ name: 'a', text: JSON.stringify(node('n')) }]);
    const unknown = { nodes: 'not asked for', pods: 'forbidden' };
    expect(toSnapshot({ ...options, unknown })(documents).snapshot).toEqual({
      ...Snapshot.empty(options.cluster, options.takenAt),
      nodes: Snapshot.unknown('not asked for'),
      pods: Snapshot.unknown('forbidden'),
    });
  });

  it('passes over kinds that do not concern load balancers', () => {
    const other = [
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: 5 },
      { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
      { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'web' }, spec: {} },
      { apiVersion: 'example.com/v1', kind: 'NODE' },
      { kind: 'Kustomization' },
    ];
    expect(fromObjects(...other)).toEqual(fromText(''));
  });

  it.each([
    [
      'without a kind',
      { apiVersion: 'v1', metadata: { name: 'web' } },
      'kind: expected the kind of an object, found nothing',
    ],
    ['whose kind is no text', { ...service(), kind: 7 }, 'kind: expected the kind of an object, found 7'],
    [
      'whose kind is in other letters, and would be missing if it were passed over',
      { ...service(), kind: 'service' },
      'kind: expected Service, found "service"',
    ],
    ['without a version', { ...service(), apiVersion: null }, 'apiVersion: expected v1, found null'],
    ['without metadata', { ...service(), metadata: null }, 'metadata: expected the object metadata, found null'],
    ['without a name', service({}, { name: null }), 'metadata.name: expected the name of an object, found null'],
    [
      'whose name no object can have',
      service({}, { name: 'a/b' }),
      'metadata.name: expected the name of an object, found "a/b"',
    ],
    [
      'whose name is a member of every object',
      service({}, { name: '__proto__' }),
      'metadata.name: expected the name of an object, found "__proto__"',
    ],
    [
      'whose namespace is no text',
      service({}, { namespace: 5 }),
      'metadata.namespace: expected the name of a namespace, found 5',
    ],
    [
      'that is no object',
      'No resources found',
      '(whole object): expected a Kubernetes object, found "No resources found"',
    ],
  ])('keeps an object %s as a stray', (_, object, error) => {
    const read = fromObjects(object);
    expect(strays(read)).toEqual([`a.yaml:1 (document 1): Document a.yaml ${error}`]);
    expect(itemsOf(read.snapshot.services)).toEqual({});
  });

  it('keeps the uid of a stray', () => {
    expect(fromObjects(service({}, { name: null })).snapshot.strays).toMatchObject([{ uid: 'uid-web' }]);
  });

  it('keeps a document that does not parse as a stray, and reads the others', () => {
    const read = snapshotOf(
      { name: 'bad.yaml', text: 'a: [1\n' },
      { name: 'good.json', text: JSON.stringify(service()) },
    );
    expect(read.snapshot.strays).toHaveLength(1);
    expect(web(read)).toMatchObject({ _tag: 'Right' });
  });

  it('keeps what cannot be decoded under its name', () => {
    const read = fromObjects(
      annotated({ 'service.cloud.tencent.com/mode': 'stop' }),
      node('n', { spec: { unschedulable: 'yes' } }),
      slice('web-1', undefined, { ports: 5 }),
      config({ l4Listeners: [{}] }),
    );
    expect(web(read)).toMatchObject({ _tag: 'Left', left: { uid: 'uid-web' } });
    expect(itemsOf(read.snapshot.nodes)['n']).toMatchObject({ _tag: 'Left' });
    expect(itemsOf(read.snapshot.endpointSlices)['shop']?.['web']?.['web-1']).toMatchObject({ _tag: 'Left' });
    expect(itemsOf(read.snapshot.serviceConfigs)['shop']?.['web-config']).toMatchObject({ _tag: 'Left' });
    expect(read.diagnostics).toEqual([]);
  });

  it('gives a manifest without uid and namespace a uid of its own in the namespace default', () => {
    const read = fromObjects({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: {} });
    expect(itemsOf(read.snapshot.services)['default']?.['web']).toMatchObject({
      right: { uid: derivedUid(options.cluster.id, 'default', 'web'), createdAt: options.takenAt },
    });
  });

  it('takes Services with a name that objects have by nature', () => {
    const read = fromObjects(service({}, { name: 'constructor', namespace: 'tostring' }));
    expect(itemsOf(read.snapshot.services)).toMatchObject({ tostring: { constructor: { _tag: 'Right' } } });
  });
});

describe('EndpointSlices', () => {
  it('stand under the Service their label names', () => {
    const read = fromObjects(slice('a'), slice('b'), slice('c', { 'kubernetes.io/service-name': 'db' }));
    const names = Object.entries(itemsOf(read.snapshot.endpointSlices)['shop'] ?? {}).map(([name, all]) => [
      name,
      Object.keys(all),
    ]);
    expect(names).toEqual([
      ['web', ['a', 'b']],
      ['db', ['c']],
    ]);
  });

  it.each([
    ['no labels', null],
    ['no such label', { app: 'web' }],
    ['an empty label', { 'kubernetes.io/service-name': '' }],
  ])('with %s are left out and told of', (_, labels) => {
    const read = fromObjects(slice('a', labels));
    expect(itemsOf(read.snapshot.endpointSlices)).toEqual({});
    expect(words(read.diagnostics)).toEqual([
      'a.yaml:1 (document 1): EndpointSlice shop/a metadata.labels["kubernetes.io/service-name"]: expected the name of a Service, found nothing; the slice belongs to no Service and is left out',
    ]);
  });

  it('that cannot be read and name no Service are strays', () => {
    expect(fromObjects(slice('a', { 'kubernetes.io/service-name': 5 })).snapshot.strays).toHaveLength(1);
  });

  const endpoints = { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'web', namespace: 'shop' }, subsets: [] };

  it('make v1 Endpoints superfluous', () => {
    expect(fromObjects(endpoints, slice('a'))).toEqual(fromObjects(slice('a')));
  });

  it('are unknown where there are only v1 Endpoints', () => {
    expect(fromObjects(endpoints).snapshot.endpointSlices).toEqual(
      Snapshot.unknown('there are v1 Endpoints but no EndpointSlices; list endpointslices too'),
    );
  });
});

describe('Pods and Secrets', () => {
  const pod = (spec: unknown): unknown => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'shop' },
    spec,
  });
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'shop' }, data: 5 };

  it('Pods that cannot be read are told of; they have no place in a snapshot', () => {
    const read = fromObjects(pod({ hostNetwork: 'yes' }));
    expect(words(read.diagnostics)).toEqual([
      'a.yaml:1 (document 1): Pod shop/p spec.hostNetwork: expected true or false, found "yes"',
    ]);
    expect(itemsOf(read.snapshot.pods)).toEqual({});
  });

  it('Secrets that cannot be read stand under their name, so that they are not missing', () => {
    const read = fromObjects(secret);
    const found = itemsOf(read.snapshot.certificates)['shop']?.['s'];
    expect(found?._tag === 'Left' ? words(found.left.errors) : []).toEqual([
      'a.yaml:1 (document 1): Secret shop/s data: expected an object of texts, found a value of type number',
    ]);
    expect(read.diagnostics).toEqual([]);
  });

  it('that can be read stand under their namespace', () => {
    const read = fromObjects(pod({}), { ...secret, data: null });
    expect(Object.keys(itemsOf(read.snapshot.pods)['shop'] ?? {})).toEqual(['p']);
    expect(Object.keys(itemsOf(read.snapshot.certificates)['shop'] ?? {})).toEqual(['s']);
    expect(read.diagnostics).toEqual([]);
  });
});

describe('two documents of one object', () => {
  it('make it unreadable; the error names both places', () => {
    const first = { name: 'a.json', text: JSON.stringify(service(), null, 2) };
    const read = snapshotOf(first, { name: 'b.yaml', text: `---\n# none\n---\n${JSON.stringify(service())}` });
    expect(web(read)).toEqual({
      _tag: 'Left',
      left: {
        uid: 'uid-web',
        errors: [
          {
            _tag: 'InvalidField',
            object: { kind: 'Service', namespace: 'shop', name: 'web' },
            path: 'metadata.name',
            expected: 'one document for each object',
            found: 'another one at b.yaml:4 (document 2)',
            place: { file: 'a.json', document: 1, line: 1 },
            remedy: 'remove all but one',
          },
        ],
      },
    });
  });

  it('leave no uid when they disagree about it', () => {
    expect(web(fromObjects(service(), service({}, { uid: 'uid-other' })))).toMatchObject({ left: { errors: [{}] } });
    expect(web(fromObjects(service(), service({}, { uid: 'uid-other' })))).not.toHaveProperty('left.uid');
  });

  it('are told of three times over, with what is wrong with each', () => {
    const read = fromObjects(service(), service({ type: 'X' }), service());
    expect(web(read)).toMatchObject({
      left: { errors: [{ path: 'metadata.name' }, { path: 'metadata.name' }, { path: 'spec.type' }] },
    });
  });

  it('are found for slices under two Services too', () => {
    const read = fromObjects(slice('a'), slice('a', { 'kubernetes.io/service-name': 'db' }));
    expect(itemsOf(read.snapshot.endpointSlices)['shop']).toMatchObject({
      web: { a: { _tag: 'Left' } },
      db: { a: { _tag: 'Left' } },
    });
  });

  it('are not two where only the kind or the namespace is another', () => {
    const read = fromObjects(service(), service({}, { namespace: 'other' }), node('web'), slice('web'));
    expect(web(read)).toMatchObject({ _tag: 'Right' });
  });
});

describe('laws', () => {
  const good = [
    service(),
    service({}, { name: 'db', uid: 'uid-db' }),
    node('n1'),
    node('n2'),
    slice('web-1'),
    config({}),
  ];
  const bad = fc.oneof(
    fc.jsonValue(),
    fc.anything(),
    fc.dictionary(fc.constantFrom('kind', 'apiVersion', 'metadata', 'spec'), fc.jsonValue()),
  );

  /** An object of some kind, with anything in one of its members. */
  const spoiled = fc
    .record({
      object: fc.constantFrom(
        service({}, { name: 'bad', uid: 'uid-bad' }),
        node('bad'),
        slice('bad', { 'kubernetes.io/service-name': 'bad' }),
        { ...config({}), metadata: { name: 'bad', namespace: 'shop' } },
      ),
      member: fc.constantFrom('spec', 'status', 'metadata', 'ports', 'endpoints', 'addressType', 'kind', 'apiVersion'),
      value: bad,
    })
    .map(({ object, member, value }) => ({ ...object, [member]: value }));

  const lookAt = (read: SnapshotRead): unknown => ({
    services: [itemsOf(read.snapshot.services)['shop']?.['web'], itemsOf(read.snapshot.services)['shop']?.['db']],
    nodes: [itemsOf(read.snapshot.nodes)['n1'], itemsOf(read.snapshot.nodes)['n2']],
    slices: itemsOf(read.snapshot.endpointSlices)['shop']?.['web'],
    configs: itemsOf(read.snapshot.serviceConfigs)['shop']?.['web-config'],
  });

  const raw = (values: ReadonlyArray<unknown>): SnapshotRead =>
    toSnapshot(options)({ objects: values.map((value) => ({ value, locate: () => undefined })), errors: [] });

  it('one bad object changes only its own entry', () => {
    const expected = lookAt(raw(good));
    fc.assert(
      fc.property(fc.oneof(bad, spoiled), fc.nat(good.length), (value, at) => {
        expect(lookAt(raw([...good.slice(0, at), value, ...good.slice(at)]))).toEqual(expected);
      }),
    );
  });

  it('any list of values is a snapshot, and the order of objects does not matter', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(bad, spoiled), { maxLength: 4 }), (values) => {
        expect(raw([...values].reverse())).toEqual(raw(values));
      }),
    );
  });
});
