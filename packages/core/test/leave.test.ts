import {
  departures,
  type Endpoint,
  Pod,
  Ref,
  readinessGates,
  type Request,
  type Service,
  Settings,
  Snapshot,
} from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import { endpoint, listener, mine, node, observed, port, service, slice, snapshot } from './build.js';

/** A Pod of namespace `shop`, running. */
const pod = (name: string, over: Partial<Pod.Pod> = {}): Pod.Pod => ({
  namespace: 'shop',
  name,
  hostNetwork: false,
  deleting: false,
  phase: 'Running',
  containersReady: true,
  readinessGates: [Pod.backendGroupReady],
  ...over,
});

const at = (
  pods: ReadonlyArray<Pod.Pod>,
  endpoints: ReadonlyArray<Endpoint.Endpoint>,
  request: Request.LoadBalancerRequest = { directAccess: true },
  over: Partial<Service.Service> = {},
): Snapshot.Snapshot => ({
  ...snapshot([service('web', { request, ...over })], [], { web: [slice('s', endpoints)] }),
  pods: Snapshot.known({ shop: Object.fromEntries(pods.map((one) => [one.name, one])) }),
});

const cloud = (backends: ReadonlyArray<string>, enabled?: boolean) =>
  observed(
    mine('lb-1', 'web', [
      listener('TCP:80', backends, enabled === undefined ? {} : { settings: { healthCheck: { enabled } } }),
    ]),
  );

const one = '10.0.0.1:8080';
const its = [endpoint(1, { ready: false, pod: 'web-1' })];
const health = (healthy: boolean) => [
  { loadBalancer: Ref.cloudId('lb-1'), listener: Ref.cloudId('lbl-tcp80'), address: '10.0.0.1', port: 8080, healthy },
];

describe('readinessGates', () => {
  const wanted = at([pod('web-1')], its);
  const two = at(
    [pod('web-1')],
    its,
    { directAccess: true },
    { ports: [port(80), { ...port(81), name: 'p80', targetPort: 'x' }] },
  );
  it.each([
    {
      name: 'registered, and nothing is known of health',
      of: wanted,
      there: cloud([one]),
      told: undefined,
      open: true,
    },
    { name: 'registered at weight 0', of: wanted, there: cloud([`${one}@0`]), told: undefined, open: true },
    { name: 'not registered', of: wanted, there: cloud([]), told: undefined, open: false },
    { name: 'registered on another port', of: wanted, there: cloud(['10.0.0.1:8081']), told: undefined, open: false },
    { name: 'its listener is not made yet', of: wanted, there: observed(), told: undefined, open: false },
    { name: 'one of two listeners is not made yet', of: two, there: cloud([one]), told: undefined, open: false },
    { name: 'registered and healthy', of: wanted, there: cloud([one]), told: health(true), open: true },
    { name: 'registered and not healthy', of: wanted, there: cloud([one]), told: health(false), open: false },
    { name: 'registered, its health not among what is told', of: wanted, there: cloud([one]), told: [], open: false },
    { name: 'the health check is off', of: wanted, there: cloud([one], false), told: [], open: true },
    { name: 'no Service wants it', of: at([pod('web-1')], []), there: cloud([]), told: undefined, open: true },
    {
      name: 'its Service has node ports',
      of: at([pod('web-1')], its, {}),
      there: cloud([]),
      told: undefined,
      open: true,
    },
    {
      name: 'its Service is refused, so nobody will register it',
      of: at([pod('web-1')], its, { directAccess: true, skip: true }),
      there: cloud([]),
      told: undefined,
      open: true,
    },
    {
      name: 'slices are unknown',
      of: { ...wanted, endpointSlices: Snapshot.unknown('late') },
      there: cloud([one]),
      told: undefined,
      open: false,
    },
  ])('$name: open $open', ({ of, there, told, open }) => {
    expect(readinessGates(Settings.defaults)(of, there, told)).toMatchObject([{ pod: 'web-1', open }]);
  });

  it.each([
    { name: 'a Pod without the gate', of: pod('web-1', { readinessGates: ['other'] }) },
    { name: 'a Pod that is being deleted', of: pod('web-1', { deleting: true }) },
    { name: 'a Pod that has ended', of: pod('web-1', { phase: 'Failed' }) },
  ])('says nothing of $name', ({ of }) => {
    expect(readinessGates(Settings.defaults)(at([of], its), cloud([one]))).toEqual([]);
  });

  it('says nothing while Pods are unknown, and says for what a Pod waits', () => {
    const unknown = { ...wanted, pods: Snapshot.unknown('late') };
    expect(readinessGates(Settings.defaults)(unknown, cloud([one]))).toEqual([]);
    expect(readinessGates(Settings.defaults)(wanted, cloud([]))).toEqual([
      {
        namespace: 'shop',
        pod: 'web-1',
        open: false,
        because: 'it is not registered with TCP:80 of Service shop/web on lb-1',
      },
    ]);
  });
});

describe('departures of Pods', () => {
  const leaving = [pod('web-1', { deleting: true })];
  const asked = at(leaving, its, { directAccess: true, graceDeletion: true });
  const unasked = at(leaving, its);
  it.each([
    { name: 'nobody asks it to wait', of: unasked, there: [one], may: true },
    { name: 'it takes connections', of: asked, there: [one], may: false },
    { name: 'weight 0', of: asked, there: [`${one}@0`], may: true },
    { name: 'not registered', of: asked, there: [], may: true },
    { name: 'another Pod takes connections', of: asked, there: ['10.0.0.9:8080'], may: true },
    { name: 'slices are unknown', of: { ...asked, endpointSlices: Snapshot.unknown('late') }, there: [], may: false },
  ])('$name: may $may', ({ of, there, may }) => {
    expect(departures(Settings.defaults)(of, cloud(there))).toMatchObject([{ kind: 'Pod', name: 'web-1', may }]);
  });

  it('follows the setting where the Service does not say, and says nothing of Pods that stay', () => {
    const settings = { ...Settings.defaults, podGracefulDeletion: true };
    const refuses = at(leaving, its, { directAccess: true, graceDeletion: false });
    expect(departures(settings)(unasked, cloud([one]))).toMatchObject([{ may: false }]);
    expect(departures(settings)(refuses, cloud([one]))).toMatchObject([{ may: true }]);
    expect(departures(settings)(at([pod('web-1')], its), cloud([one]))).toEqual([]);
  });
});

describe('departures of Nodes', () => {
  const settings = { ...Settings.defaults, deletedNodes: 'drain' } as const;
  const gone = node(1, { deleting: true });
  it.each([
    { name: 'it takes connections', nodes: [gone], there: ['ins-1:30080'], may: false },
    { name: 'weight 0', nodes: [gone], there: ['ins-1:30080@0'], may: true },
    { name: 'not registered', nodes: [gone], there: ['ins-2:30080'], may: true },
    {
      name: 'another Node has its address',
      nodes: [gone, { ...node(1), name: 'n9' }],
      there: ['ins-1:30080'],
      may: true,
    },
    { name: 'it has no address', nodes: [{ ...gone, providerID: '' }], there: ['ins-1:30080'], may: true },
  ])('$name: may $may', ({ nodes, there, may }) => {
    expect(departures(settings)(snapshot([], nodes), cloud(there))).toMatchObject([{ kind: 'Node', name: 'n1', may }]);
  });

  it('asks nobody to wait unless the settings drain nodes', () => {
    expect(departures(Settings.defaults)(snapshot([], [gone]), cloud(['ins-1:30080']))).toMatchObject([{ may: true }]);
    expect(departures(settings)({ ...snapshot([]), nodes: Snapshot.unknown('late') }, cloud([]))).toEqual([]);
  });
});
