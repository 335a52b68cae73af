import { type ObservedState, Ref, type Settings, Snapshot } from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import {
  cluster,
  endpoint,
  internal,
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
  users,
  words,
} from './build.js';

interface Scenario {
  readonly name: string;
  readonly cloud?: ReadonlyArray<ObservedState.LoadBalancerFacts>;
  readonly wish: Snapshot.Snapshot;
  readonly settings?: Partial<Settings.Settings>;
  readonly steps: ReadonlyArray<string>;
  readonly says?: ReadonlyArray<string>;
}

const served = ['ins-1:30080', 'ins-2:30080'];
const web = service('web');
const onExisting = (name: string, createdAt: number, ...ports: ReadonlyArray<number>) =>
  service(name, { createdAt, request: { existing: Ref.cloudId('lb-9') }, ports: ports.map((one) => port(one)) });
const direct = service('web', { request: { directAccess: true } });
const many = (count: number, from: number) =>
  Array.from({ length: count }, (_, index) => port(from + index, 'TCP', 30000 + index));

const scenarios: ReadonlyArray<Scenario> = [
  {
    name: '1: a Service and an empty cloud: the load balancer with its marks, listeners, backends',
    wish: snapshot([web]),
    steps: [
      'create load balancer cls-test_shop_web (public)',
      'create listener TCP:80',
      'register 2 backends on TCP:80',
    ],
  },
  {
    name: '2: the cloud already matches: nothing',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', served)])],
    wish: snapshot([web]),
    steps: [],
  },
  {
    name: '3: a Service that became ClusterIP: its load balancer goes',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', served)])],
    wish: snapshot([service('web', { type: 'ClusterIP' })]),
    steps: ['delete load balancer lb-1'],
  },
  {
    name: '4: a Service that is being deleted and whose load balancer is gone: nothing',
    wish: snapshot([service('web', { deleting: true })]),
    steps: [],
  },
  {
    name: '6: the class of another controller: nothing',
    wish: snapshot([service('web', { loadBalancerClass: 'other.io/nlb' })]),
    steps: [],
    says: ['OtherClass'],
  },
  {
    name: '7: mode skip: neither a change nor a deletion, not even when the Service is being deleted',
    cloud: [mine('lb-1', 'web', [listener('TCP:81')])],
    wish: snapshot([service('web', { request: { skip: true }, deleting: true })]),
    steps: [],
    says: ['Skipped'],
  },
  {
    name: '9: a load balancer still being made: waited for before anything else',
    cloud: [mine('lb-1', 'web', [], { status: 'Creating' })],
    wish: snapshot([web]),
    steps: ['wait for load balancer lb-1', 'create listener TCP:80', 'register 2 backends on TCP:80'],
  },
  {
    name: '10: made, but its listener is missing: goes on at the listener',
    cloud: [mine('lb-1', 'web')],
    wish: snapshot([web]),
    steps: ['create listener TCP:80', 'register 2 backends on TCP:80'],
  },
  {
    name: '12: public to internal: the new one made and filled, the address published, the old one released',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', served)])],
    wish: snapshot([service('web', { request: { subnet: 'subnet-a' } })]),
    steps: [
      'create load balancer cls-test_shop_web (internal in subnet-a)',
      'create listener TCP:80',
      'register 2 backends on TCP:80',
      'publish the address of <load-balancer:shop/web> for Service shop/web in place of lb-1',
      'delete load balancer lb-1',
    ],
  },
  {
    name: '12: public to internal under refuse: a diagnostic and nothing else',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', served)])],
    wish: snapshot([service('web', { request: { subnet: 'subnet-a' } })]),
    settings: { transitions: 'refuse' },
    steps: [],
    says: ['ForbiddenTransition'],
  },
  {
    name: '12: own to existing: claimed and filled first, then the own one goes',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', served)]), users('lb-9')],
    wish: snapshot([onExisting('web', 1, 80)]),
    steps: [
      'tag load balancer lb-9: set tke-clusterId, uid-web',
      'create listener TCP:80',
      'tag load balancer lb-9: set uid-web_<listener:lb-9:TCP:80>',
      'register 2 backends on TCP:80',
      'publish the address of lb-9 for Service shop/web in place of lb-1',
      'delete load balancer lb-1',
    ],
  },
  {
    name: '12: a handover that a crash interrupted goes on, without a second successor',
    cloud: [
      mine('lb-1', 'web', [listener('TCP:80', served)]),
      mine('lb-2', 'web', [], { network: internal, tags: { ...mine('lb-2', 'web').tags, 'clbkit-replaces': 'lb-1' } }),
    ],
    wish: snapshot([service('web', { request: { subnet: 'subnet-a' } })]),
    steps: [
      'create listener TCP:80',
      'register 2 backends on TCP:80',
      'publish the address of lb-2 for Service shop/web in place of lb-1',
      'delete load balancer lb-1',
    ],
  },
  {
    name: '14: deletion protection set by a person: the deletion is blocked with a reason',
    cloud: [mine('lb-1', 'web', [listener('TCP:80')], { deletionProtected: true })],
    wish: snapshot([]),
    steps: [],
    says: ['DeletionProtected'],
  },
  {
    name: '15: a person’s listener on 443 of an existing one: only ours is made',
    cloud: [users('lb-9', [], [listener('TCP:443', [], { name: 'by hand' })])],
    wish: snapshot([onExisting('web', 1, 80)]),
    steps: [
      'tag load balancer lb-9: set tke-clusterId, uid-web',
      'create listener TCP:80',
      'tag load balancer lb-9: set uid-web_<listener:lb-9:TCP:80>',
      'register 2 backends on TCP:80',
    ],
  },
  {
    name: '16: the wanted port is a person’s: a conflict, nothing written',
    cloud: [users('lb-9', [], [listener('TCP:80', [], { name: 'by hand' })])],
    wish: snapshot([onExisting('web', 1, 80)]),
    steps: [],
    says: ['PortConflict'],
  },
  {
    name: '17: an existing one let go: our listeners and marks go, it stays',
    cloud: [
      users('lb-9', ['web'], [listener('TCP:80', served), listener('TCP:443', [], { name: 'by hand' })], {
        'lbl-tcp80': 'web',
      }),
    ],
    wish: snapshot([]),
    steps: ['delete listener TCP:80', 'tag load balancer lb-9: remove uid-web_lbl-tcp80, uid-web, tke-clusterId'],
  },
  {
    name: '18: the existing one does not exist',
    wish: snapshot([onExisting('web', 1, 80)]),
    steps: [],
    says: ['LoadBalancerNotFound'],
  },
  {
    name: '18: the existing one is another Service’s own',
    cloud: [mine('lb-9', 'db', [listener('TCP:80', served)])],
    wish: snapshot([onExisting('web', 1, 80), service('db')]),
    steps: [],
    says: ['NotOurs'],
  },
  {
    name: '18: the existing one is in another VPC',
    cloud: [{ ...users('lb-9'), vpc: 'vpc-2' }],
    wish: snapshot([onExisting('web', 1, 80)]),
    steps: [],
    says: ['NotOurs'],
  },
  {
    name: '19: two Services, one port: the older wins, the other gets a conflict',
    cloud: [users('lb-9')],
    wish: snapshot([onExisting('a', 2, 80), onExisting('b', 1, 80)]),
    steps: [
      'tag load balancer lb-9: set tke-clusterId, uid-b',
      'create listener TCP:80',
      'tag load balancer lb-9: set uid-b_<listener:lb-9:TCP:80>',
      'register 2 backends on TCP:80',
    ],
    says: ['PortConflict'],
  },
  {
    name: '19: the holder of a port keeps it against an older Service (R4.6)',
    cloud: [users('lb-9', ['a'], [listener('TCP:80', served)], { 'lbl-tcp80': 'a' })],
    wish: snapshot([onExisting('a', 2, 80), onExisting('b', 1, 80)]),
    steps: [],
    says: ['PortConflict'],
  },
  {
    name: '21: port 80 to 81, same node port: 81 is made before 80 goes',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', ['ins-1:30080', 'ins-2:30080'])])],
    wish: snapshot([service('web', { ports: [port(81, 'TCP', 30080)] })]),
    steps: ['create listener TCP:81', 'register 2 backends on TCP:81', 'delete listener TCP:80'],
  },
  {
    name: '22: TCP to UDP on one port: both exist for a moment',
    cloud: [mine('lb-1', 'web', [listener('TCP:53', ['ins-1:30053', 'ins-2:30053'])])],
    wish: snapshot([service('web', { ports: [port(53, 'UDP')] })]),
    steps: ['create listener UDP:53', 'register 2 backends on UDP:53', 'delete listener TCP:53'],
  },
  {
    name: '23: TCP and UDP 53 together: two listeners',
    wish: snapshot([service('dns', { ports: [port(53), { ...port(53, 'UDP'), nodePort: 31053 }] })]),
    steps: [
      'create load balancer cls-test_shop_dns (public)',
      'create listener TCP:53',
      'create listener UDP:53',
      'register 4 backends on TCP:53, UDP:53',
    ],
  },
  {
    name: '24: another node port: the new backends join before the old leave',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', served)])],
    wish: snapshot([service('web', { ports: [port(80, 'TCP', 31000)] })]),
    steps: ['register 2 backends on TCP:80', 'deregister 2 backends from TCP:80'],
  },
  {
    name: '25: 51 ports: one step, cut into calls by the provider',
    wish: snapshot([service('web', { ports: many(51, 1000) })], []),
    steps: [
      'create load balancer cls-test_shop_web (public)',
      `create listeners ${many(51, 1000)
        .map((one) => `TCP:${String(one.port)}`)
        .join(', ')}`,
    ],
    says: many(51, 1000).map(() => 'NoBackends'),
  },
  {
    name: '26: exclude label true: deregistered; false: stays',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', served)])],
    wish: snapshot(
      [web],
      [
        node(1, { labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': 'true' } }),
        node(2, { labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': 'false' } }),
      ],
    ),
    steps: ['deregister 1 backend from TCP:80'],
  },
  {
    name: '27: the only node is about to be deleted: it stays until another can take over',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', ['ins-1:30080'])])],
    wish: snapshot([web], [node(1, { taints: ['ToBeDeletedByClusterAutoscaler'] })]),
    steps: [],
    says: ['NoBackends'],
  },
  {
    name: '27: about to be deleted while another serves: it leaves',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', ['ins-1:30080'])])],
    wish: snapshot([web], [node(1, { taints: ['ToBeDeletedByClusterAutoscaler'] }), node(2)]),
    steps: ['register 1 backend on TCP:80', 'deregister 1 backend from TCP:80'],
  },
  {
    name: '28: a node is not Ready: left to the health check',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', served)])],
    wish: snapshot([web], [node(1, { ready: false }), node(2)]),
    steps: [],
  },
  {
    name: '28: a node is not Ready, and the settings say unbind',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', served)])],
    wish: snapshot([web], [node(1, { ready: false }), node(2)]),
    settings: { notReadyNodes: 'unbind' },
    steps: ['deregister 1 backend from TCP:80'],
  },
  {
    name: '29: a cordoned node stays',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', served)])],
    wish: snapshot([web], [node(1, { cordoned: true }), node(2)]),
    steps: [],
  },
  {
    name: '30: a node without providerID among others: the others are bound, one diagnostic',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', ['ins-1:30080'])])],
    wish: snapshot([web], [node(1), { ...node(2), providerID: '' }, node(3)]),
    steps: ['register 1 backend on TCP:80'],
    says: ['UnusableNode'],
  },
  {
    name: '31: a node made anew under its name: the new machine joins, the old leaves',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', served)])],
    wish: snapshot([web], [node(1), node(2, { providerID: 'qcloud:///800006/ins-7' })]),
    steps: ['register 1 backend on TCP:80', 'deregister 1 backend from TCP:80'],
  },
  {
    name: '32: EndpointSlices have not arrived: nothing is removed',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', ['10.0.0.1:8080', '10.0.0.2:8080'])])],
    wish: { ...snapshot([direct]), endpointSlices: Snapshot.unknown('list timed out') },
    steps: [],
    says: ['Unknown'],
  },
  {
    name: '33: scaled to zero: drained',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', ['10.0.0.1:8080'])])],
    wish: snapshot([direct]),
    steps: ['deregister 1 backend from TCP:80'],
    says: ['NoBackends'],
  },
  {
    name: '33: scaled to zero, and the settings say keep',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', ['10.0.0.1:8080'])])],
    wish: snapshot([direct]),
    settings: { emptyEndpoints: 'keep' },
    steps: [],
  },
  {
    name: '34: ready absent is used; terminating and serving gets weight 0; terminating and not serving goes',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', ['10.0.0.2:8080', '10.0.0.3:8080'])])],
    wish: snapshot([direct], [], {
      web: [
        slice('web-a', [
          { addresses: ['10.0.0.1'] },
          endpoint(2, { ready: false, serving: true, terminating: true }),
          endpoint(3, { ready: false, serving: false, terminating: true }),
        ]),
      ],
    }),
    steps: ['register 1 backend on TCP:80', 'set weights of 1 backend on TCP:80', 'deregister 1 backend from TCP:80'],
  },
  {
    name: '35: one address in two slices: one backend',
    cloud: [mine('lb-1', 'web', [listener('TCP:80')])],
    wish: snapshot([direct], [], { web: [slice('web-a', [endpoint(1)]), slice('web-b', [endpoint(1)])] }),
    steps: ['register 1 backend on TCP:80'],
  },
  {
    name: '36: slices made by hand, without targetRef: used',
    cloud: [mine('lb-1', 'web', [listener('TCP:80')])],
    wish: snapshot([direct], [], { web: [slice('by-hand', [{ addresses: ['192.168.7.7'] }])] }),
    steps: ['register 1 backend on TCP:80'],
  },
  {
    name: '38: a rolling update in direct mode: the new Pod joins before the old leaves',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', ['10.0.0.1:8080', '10.0.0.2:8080'])])],
    wish: snapshot([direct], [], { web: [slice('web-a', [endpoint(2), endpoint(3)])] }),
    steps: ['register 1 backend on TCP:80', 'deregister 1 backend from TCP:80'],
  },
  {
    name: 'an unreadable Service keeps what it owns, the others go on',
    cloud: [mine('lb-1', 'bad', [listener('TCP:80', served)])],
    wish: {
      ...snapshot([]),
      services: Snapshot.known({
        shop: {
          bad: E.left({
            uid: 'uid-bad',
            errors: [
              {
                _tag: 'InvalidField',
                object: { kind: 'Service', namespace: 'shop', name: 'bad' },
                path: 'spec.ports[0].port',
                expected: 'a number',
                found: '"http"',
              },
            ],
          }),
          web: E.right(web),
        },
      }),
    },
    steps: [
      'create load balancer cls-test_shop_web (public)',
      'create listener TCP:80',
      'register 2 backends on TCP:80',
    ],
    says: ['InvalidField'],
  },
  {
    name: 'two load balancers with the marks of one Service: a conflict, not a choice',
    cloud: [mine('lb-1', 'web', [listener('TCP:80')]), mine('lb-2', 'web')],
    wish: snapshot([web]),
    steps: [],
    says: ['AmbiguousOwner'],
  },
  {
    name: 'a person’s listener on our own load balancer: our listeners go, it stays',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', served), listener('TCP:22', [], { name: 'ssh' })])],
    wish: snapshot([]),
    steps: ['delete listener TCP:80'],
    says: ['ForeignListener'],
  },
  {
    name: 'two Services with one UID, as copied manifests have: neither is touched',
    cloud: [mine('lb-1', 'web', [listener('TCP:80', served)])],
    wish: snapshot([web, service('copy', { uid: 'uid-web' })]),
    steps: [],
    says: ['InvalidField', 'InvalidField'],
  },
  {
    name: 'another cluster’s load balancer is nobody’s business of ours',
    cloud: [
      mine('lb-1', 'web', [listener('TCP:80', served)], {
        tags: { 'tke-clusterId': 'cls-other', 'tke-createdBy-flag': 'yes', 'tke-lb-serviceuuid': 'uid-gone' },
      }),
    ],
    wish: snapshot([]),
    steps: [],
  },
];

describe('scenarios', () => {
  it.each(scenarios)('$name', ({ cloud = [], wish, settings = {}, steps, says = [] }) => {
    const result = planned(observed(...cloud), wish, settings);
    expect(words(result)).toEqual(steps);
    expect(said(result)).toEqual(says);
    expect(wish.cluster).toEqual(cluster);
  });
});
