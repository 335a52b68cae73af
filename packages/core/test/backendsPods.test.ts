import { type Endpoint, Pod, type Request, type Service, type Settings, Snapshot } from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import { balanced, weightsOf } from '../src/endpointWeights.js';
import { keyOf } from '../src/Listener.js';
import {
  endpoint,
  listener,
  mine,
  node,
  observed,
  planned,
  port,
  said,
  service,
  slice,
  snapshot,
  words,
} from './build.js';

/** A Pod of namespace `shop`, running. */
const pod = (name: string, over: Partial<Pod.Pod> = {}): Pod.Pod => ({
  namespace: 'shop',
  name,
  hostNetwork: false,
  deleting: false,
  phase: 'Running',
  containersReady: true,
  readinessGates: [],
  ...over,
});

interface Row {
  readonly name: string;
  readonly request?: Request.LoadBalancerRequest;
  readonly over?: Partial<Service.Service>;
  readonly endpoints: ReadonlyArray<Endpoint.Endpoint>;
  readonly pods?: ReadonlyArray<Pod.Pod>;
  readonly there: ReadonlyArray<string>;
  readonly settings?: Partial<Settings.Settings>;
  readonly wish?: (snapshot: Snapshot.Snapshot) => Snapshot.Snapshot;
  readonly steps: ReadonlyArray<string>;
  readonly says?: ReadonlyArray<string>;
}

const plans = ({ request = {}, over = {}, endpoints, pods = [], there, settings = {}, wish = (one) => one }: Row) =>
  planned(
    observed(mine('lb-1', 'web', [listener('TCP:80', there)])),
    wish({
      ...snapshot([service('web', { ...over, request: { directAccess: true, ...request } })], [node(1)], {
        web: [slice('s', endpoints)],
      }),
      pods: Snapshot.known({ shop: Object.fromEntries(pods.map((one) => [one.name, one])) }),
    }),
    settings,
  );

const draining = { ready: false, serving: true, terminating: true } as const;
const gated = { readinessGates: [Pod.backendGroupReady] };
const one = ['10.0.0.1:8080'];
const both = [...one, '10.0.0.2:8080'];
const weighed: Request.Weights = {
  defaultWeight: 20,
  groups: [{ protocol: 'TCP', port: 80, statefulSets: [{ name: 'web', weights: [{ weight: 0, podIndexes: [0] }] }] }],
};

describe('Pods as backends (tke-service 7.4, 7.5, 7.8)', () => {
  it.each<Row>([
    {
      name: '7.5: a terminating Pod keeps weight 0 until it is gone',
      endpoints: [endpoint(1), endpoint(2, draining)],
      there: both,
      steps: ['set weights of 1 backend on TCP:80'],
    },
    {
      name: '7.5: with enable-grace-shutdown false it is unbound at once',
      request: { graceShutdown: false },
      endpoints: [endpoint(1), endpoint(2, draining)],
      there: both,
      steps: ['deregister 1 backend from TCP:80'],
    },
    {
      name: '7.5: with terminatingPods unbind too',
      endpoints: [endpoint(1), endpoint(2, draining)],
      there: both,
      settings: { terminatingPods: 'unbind' },
      steps: ['deregister 1 backend from TCP:80'],
    },
    {
      name: '7.7: the annotation beats the setting',
      request: { graceShutdown: true },
      endpoints: [endpoint(1), endpoint(2, draining)],
      there: both,
      settings: { terminatingPods: 'unbind' },
      steps: ['set weights of 1 backend on TCP:80'],
    },
    {
      name: '7.5: a Pod that is not ready stays as it is',
      endpoints: [endpoint(1), endpoint(2, { ready: false })],
      there: both,
      steps: [],
    },
    {
      name: 'R7.11: with enable-grace-shutdown-tkex it gets weight 0',
      request: { graceShutdownNotReady: true },
      endpoints: [endpoint(1), endpoint(2, { ready: false })],
      there: both,
      steps: ['set weights of 1 backend on TCP:80'],
    },
    {
      name: 'R7.11: and is not added',
      request: { graceShutdownNotReady: true },
      endpoints: [endpoint(1), endpoint(2, { ready: false })],
      there: one,
      steps: [],
    },
    {
      name: 'R7.11: a Pod that waits only for the load balancer is bound at weight 0, so that its gate can open',
      request: { graceShutdownNotReady: true },
      endpoints: [endpoint(1), endpoint(2, { ready: false, pod: 'web-2' })],
      pods: [pod('web-2', gated)],
      there: [...one, '10.0.0.2:8080@0'],
      steps: [],
    },
    {
      name: '7.5: otherwise at its weight',
      endpoints: [endpoint(1), endpoint(2, { ready: false, pod: 'web-2' })],
      pods: [pod('web-2', gated)],
      there: both,
      steps: [],
    },
    {
      name: 'R7.13: a Pod that has ended is unbound, whatever its slice says',
      endpoints: [endpoint(1), endpoint(2, { pod: 'job' })],
      pods: [pod('job', { phase: 'Succeeded' })],
      there: both,
      steps: ['deregister 1 backend from TCP:80'],
    },
    {
      name: 'R7.13: a Pod that has failed as well',
      endpoints: [endpoint(1), endpoint(2, { pod: 'job' })],
      pods: [pod('job', { phase: 'Failed' })],
      there: both,
      steps: ['deregister 1 backend from TCP:80'],
    },
    {
      name: 'R7.7: a Pod on the network of its host is not bound, others are',
      endpoints: [endpoint(1), endpoint(2, { pod: 'host' })],
      pods: [pod('host', { hostNetwork: true })],
      there: both,
      steps: ['deregister 1 backend from TCP:80'],
    },
    {
      name: 'R7.7: when only such Pods are left, nobody is unbound, and E4033 says so',
      endpoints: [endpoint(2, { pod: 'host' })],
      pods: [pod('host', { hostNetwork: true })],
      there: one,
      steps: [],
      says: ['NoDirectBackends'],
    },
    {
      name: 'while Pods are unknown nobody is unbound',
      endpoints: [endpoint(1)],
      there: both,
      wish: (at) => ({ ...at, pods: Snapshot.unknown('late') }),
      steps: [],
      says: ['Unknown'],
    },
    {
      name: '7.4: Pods of a GlobalRouter network are bound',
      endpoints: [endpoint(1), endpoint(2)],
      there: one,
      settings: { podNetwork: 'GlobalRouter' },
      steps: ['register 1 backend on TCP:80'],
    },
    {
      name: '7.4: not without GlobalRouteDirectAccess; who is bound stays',
      endpoints: [endpoint(2)],
      there: one,
      settings: { podNetwork: 'GlobalRouter', globalRouteDirectAccess: false },
      steps: [],
      says: ['NoDirectBackends'],
    },
    {
      name: '7.1: Cilium-Overlay knows no direct access',
      endpoints: [endpoint(2)],
      there: one,
      settings: { podNetwork: 'CiliumOverlay' },
      steps: [],
      says: ['NoDirectBackends'],
    },
    {
      name: '1.3: endpoints of a Service without a selector are used',
      over: { selectorless: true },
      endpoints: [endpoint(1), endpoint(2)],
      there: one,
      steps: ['register 1 backend on TCP:80'],
    },
    {
      name: '1.3: or refused, when the settings say so',
      over: { selectorless: true },
      endpoints: [endpoint(2)],
      there: one,
      settings: { selectorless: 'refuse' },
      steps: [],
      says: ['NoDirectBackends'],
    },
    {
      name: '1.5: in a serverless cluster backends are Pods without being asked for',
      request: { directAccess: false },
      endpoints: [endpoint(1)],
      there: [],
      settings: { serverless: true },
      steps: ['register 1 backend on TCP:80'],
    },
    {
      name: 'R7.10: no node port is needed with direct access',
      over: { ports: [{ name: 'p80', protocol: 'TCP', port: 80 }] },
      endpoints: [endpoint(1)],
      there: one,
      steps: [],
    },
    {
      name: '7.2: a node selector does nothing with direct access',
      request: { backendsLabel: [{ key: 'a', operator: 'Exists', values: [] }] },
      endpoints: [endpoint(1)],
      there: one,
      steps: [],
      says: ['Ignored'],
    },
    {
      name: '7.8: an ordinal has the weight of its group, all others the default weight',
      request: { weights: weighed },
      endpoints: [endpoint(1, { pod: 'web-0' }), endpoint(2, { pod: 'web-1' })],
      there: ['10.0.0.1:8080', '10.0.0.2:8080@20'],
      steps: ['set weights of 1 backend on TCP:80'],
    },
    {
      name: '7.8: without the annotation all have weight 10 again',
      endpoints: [endpoint(1, { pod: 'web-0' }), endpoint(2, { pod: 'web-1' })],
      there: ['10.0.0.1:8080@0', '10.0.0.2:8080@20'],
      steps: ['set weights of 2 backends on TCP:80'],
    },
    {
      name: '7.8: weight 0 of a Pod that leaves comes before its own',
      request: { weights: { defaultWeight: 50, groups: [] } },
      endpoints: [endpoint(1, { pod: 'web-0' }), endpoint(2, { ...draining, pod: 'web-1' })],
      there: ['10.0.0.1:8080@50', '10.0.0.2:8080@50'],
      steps: ['set weights of 1 backend on TCP:80'],
    },
  ])('$name', (row) => {
    const plan = plans(row);
    expect({ steps: words(plan), says: said(plan) }).toEqual({ steps: row.steps, says: row.says ?? [] });
  });

  it.each([
    { name: 'IPv6FullChain takes IPv6 endpoints', version: 'IPv6FullChain', there: ['fd00::1:8080'], leftOut: 'v4' },
    { name: 'a NAT64 address takes IPv4 endpoints', version: 'IPV6', there: ['10.0.0.1:8080'], leftOut: 'v6' },
  ] as const)('7.13: $name, and a note names the slices of the other family', ({ version, there, leftOut }) => {
    const v6 = { ...slice('v6', [{ addresses: ['fd00::1'], ready: true }]), addressType: 'IPv6' as const };
    const request = { directAccess: true, creation: { addressIPVersion: version } };
    const plan = planned(
      observed(mine('lb-1', 'web', [listener('TCP:80', there)])),
      snapshot([service('web', { request })], [], { web: [slice('v4', [endpoint(1)]), v6] }),
    );
    expect(words(plan)).toEqual([]);
    expect(plan.diagnostics).toMatchObject([{ _tag: 'WrongAddressFamily', slice: leftOut }]);
  });
});

describe('weightsOf', () => {
  const weights: Request.Weights = {
    groups: [
      {
        protocol: 'tcp',
        port: 80,
        statefulSets: [
          {
            name: 'web',
            weights: [
              { weight: 7, podIndexes: [1, 10] },
              { weight: 9, podIndexes: [1] },
            ],
          },
        ],
      },
      { protocol: 'TCP_SSL', port: 443, statefulSets: [{ name: 'web', weights: [{ weight: 3, podIndexes: [1] }] }] },
    ],
  };
  const pods = {
    'web-10': pod('web-10', { owner: { kind: 'StatefulSet', name: 'web' } }),
    'web-1': pod('web-1', { owner: { kind: 'ReplicaSet', name: 'web' } }),
  };
  it.each([
    { name: 'an ordinal that a group names', of: 'web-1', pods: {}, is: 7 },
    { name: 'an ordinal of two digits', of: 'web-10', pods, is: 7 },
    { name: 'an ordinal that no group names', of: 'web-2', pods: {}, is: 10 },
    { name: 'a Pod of a Deployment that looks like an ordinal', of: 'web-1', pods, is: 10 },
    { name: 'a name with a leading zero is no ordinal', of: 'web-01', pods: {}, is: 10 },
    { name: 'a longer name is another set', of: 'web-api-1', pods: {}, is: 10 },
    { name: 'an endpoint without a Pod', of: undefined, pods: {}, is: 10 },
  ])('$name', ({ of, pods: known, is }) => {
    expect(weightsOf(weights, known, port(80), keyOf('TCP', 80))(of)).toBe(is);
  });

  it('takes a group by the protocol of the port or of its listener, on that port alone', () => {
    expect(weightsOf(weights, {}, port(443), keyOf('TCP_SSL', 443))('web-1')).toBe(3);
    expect(weightsOf(weights, {}, port(443), keyOf('TCP', 443))('web-1')).toBe(10);
    expect(weightsOf(weights, {}, port(81), keyOf('TCP', 81))('web-1')).toBe(10);
    expect(weightsOf({ ...weights, defaultWeight: 0 }, {}, port(81), keyOf('TCP', 81))('web-1')).toBe(0);
  });
});

describe('balanced', () => {
  it.each([
    { counts: [1, 2, 3], weights: [1, 2, 3] },
    { counts: [1, 100, 200], weights: [1, 50, 100] },
    { counts: [1, 1000], weights: [1, 100] },
    { counts: [], weights: [] },
  ])('$counts: $weights', ({ counts, weights }) => {
    const of = (numbers: ReadonlyArray<number>) => new Map(numbers.map((number, index) => [String(index), number]));
    expect(balanced(of(counts))).toEqual(of(weights));
  });
});
