import { type Endpoint, type Node, PlanError, type Request, type Service, Settings, Snapshot } from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import { everyNode } from '../src/nodePool.js';
import { nodePool, selectionOf } from '../src/nodeSelection.js';
import { listener, mine, node, observed, planned, port, said, service, slice, snapshot, words } from './build.js';
import * as E from 'fp-ts/lib/Either.js';
import { endpoint } from './build.js';

interface Row {
  readonly name: string;
  readonly request?: Request.LoadBalancerRequest;
  readonly over?: Partial<Service.Service>;
  readonly nodes: ReadonlyArray<Node.Node>;
  readonly there: ReadonlyArray<string>;
  readonly settings?: Partial<Settings.Settings>;
  readonly endpoints?: ReadonlyArray<Endpoint.Endpoint>;
  readonly wish?: (snapshot: Snapshot.Snapshot) => Snapshot.Snapshot;
  readonly steps: ReadonlyArray<string>;
  readonly says?: ReadonlyArray<string>;
}

const plans = ({ request = {}, over = {}, nodes, there, settings = {}, endpoints, wish = (one) => one }: Row) =>
  planned(
    observed(mine('lb-1', 'web', [listener('TCP:80', there)])),
    wish(
      snapshot(
        [service('web', { ...over, request })],
        nodes,
        endpoints === undefined ? {} : { web: [slice('s', endpoints)] },
      ),
    ),
    settings,
  );

const edge: Request.LoadBalancerRequest = { backendsLabel: [{ key: 'pool', operator: 'In', values: ['edge'] }] };
const labelled = (number: number, pool: string, over: Partial<Node.Node> = {}): Node.Node =>
  node(number, { labels: { pool }, ...over });
const external = node(3, { labels: { 'node.kubernetes.io/instance-type': 'external' } });

const reasons = (row: Row): ReadonlyArray<unknown> =>
  plans(row).lanes.flatMap(({ steps }) => steps.flatMap(({ why }) => why.map(({ from, to }) => [from, to])));

describe('nodes a Service selects (tke-service 7.2)', () => {
  it.each<Row>([
    {
      name: 'R7.1: only nodes that the selector matches are bound',
      request: edge,
      nodes: [labelled(1, 'edge'), labelled(2, 'core')],
      there: [],
      steps: ['register 1 backend on TCP:80'],
    },
    {
      name: 'R7.2: a node whose labels no longer match is unbound, after its successor is bound',
      request: edge,
      nodes: [labelled(1, 'edge'), labelled(2, 'core')],
      there: ['ins-2:30080'],
      steps: ['register 1 backend on TCP:80', 'deregister 1 backend from TCP:80'],
    },
    {
      name: 'R7.5: selected nodes must be eligible too',
      request: edge,
      nodes: [labelled(1, 'edge'), labelled(2, 'edge', { ready: false }), labelled(3, 'edge', { providerID: '' })],
      there: [],
      steps: ['register 1 backend on TCP:80'],
      says: ['UnusableNode'],
    },
    {
      name: 'a node that is not Ready and not selected is unbound',
      request: edge,
      nodes: [labelled(1, 'edge'), labelled(2, 'core', { ready: false })],
      there: ['ins-1:30080', 'ins-2:30080'],
      steps: ['deregister 1 backend from TCP:80'],
    },
    {
      name: 'a selector that no node matches leaves who is registered, and says so',
      request: edge,
      nodes: [labelled(1, 'core'), labelled(2, 'core')],
      there: ['ins-1:30080'],
      steps: [],
      says: ['NoBackends'],
    },
    {
      name: 'R7.2: with emptySelection drain it unbinds all, and says so',
      request: edge,
      nodes: [labelled(1, 'core'), labelled(2, 'core')],
      there: ['ins-1:30080'],
      settings: { emptySelection: 'drain' },
      steps: ['deregister 1 backend from TCP:80'],
      says: ['NoBackends'],
    },
    {
      name: 'a selected node that is only not Ready is no empty selection',
      request: edge,
      nodes: [labelled(1, 'edge', { ready: false }), labelled(2, 'core')],
      there: ['ins-1:30080', 'ins-2:30080'],
      steps: ['deregister 1 backend from TCP:80'],
      says: ['NoBackends'],
    },
    {
      name: 'while Nodes are unknown nobody leaves, and it is no empty selection',
      request: edge,
      nodes: [],
      there: ['ins-1:30080'],
      wish: (one) => ({ ...one, nodes: Snapshot.unknown('late') }),
      steps: [],
      says: ['Unknown'],
    },
    {
      name: 'a registered machine is left out',
      nodes: [node(1), external],
      there: ['ins-1:30080', 'ins-3:30080'],
      steps: ['deregister 1 backend from TCP:80'],
    },
    {
      name: 'a registered machine is bound with hybrid-type CCN and snat-pro-info',
      request: { hybrid: 'CCN', snatSubnets: ['subnet-a'] },
      nodes: [node(1), external],
      there: ['ins-1:30080'],
      steps: ['register 1 backend on TCP:80'],
    },
    {
      name: 'hybrid-type without snat-pro-info does nothing',
      request: { hybrid: 'CCN' },
      nodes: [node(1), external],
      there: ['ins-1:30080'],
      steps: [],
      says: ['Ignored'],
    },
    {
      name: '7.9: a node being deleted is unbound at once',
      nodes: [node(1), node(2, { deleting: true })],
      there: ['ins-1:30080', 'ins-2:30080'],
      steps: ['deregister 1 backend from TCP:80'],
    },
    {
      name: '7.9: with deletedNodes drain it gets weight 0 first',
      nodes: [node(1), node(2, { deleting: true })],
      there: ['ins-1:30080', 'ins-2:30080'],
      settings: { deletedNodes: 'drain' },
      steps: ['set weights of 1 backend on TCP:80'],
    },
    {
      name: '7.9: at weight 0 it stays until it is gone',
      nodes: [node(1), node(2, { deleting: true })],
      there: ['ins-1:30080', 'ins-2:30080@0'],
      settings: { deletedNodes: 'drain' },
      steps: [],
    },
    {
      name: '7.9: when it is gone it is unbound',
      nodes: [node(1)],
      there: ['ins-1:30080', 'ins-2:30080@0'],
      settings: { deletedNodes: 'drain' },
      steps: ['deregister 1 backend from TCP:80'],
    },
    {
      name: 'a node being deleted is never added',
      nodes: [node(1), node(2, { deleting: true })],
      there: ['ins-1:30080'],
      settings: { deletedNodes: 'drain' },
      steps: [],
    },
    {
      name: '7.13: node ports on an IPv6 CLB are refused, and what is there stays',
      request: { creation: { addressIPVersion: 'IPv6FullChain' } },
      nodes: [node(1)],
      there: ['ins-9:30080'],
      steps: [],
      says: ['Unsupported'],
    },
    {
      name: '7.13: a NAT64 address has IPv4 backends',
      request: { creation: { addressIPVersion: 'IPV6' } },
      nodes: [node(1)],
      there: [],
      steps: ['register 1 backend on TCP:80'],
    },
    {
      name: '7.8: weights of Pods do nothing on node ports',
      request: { weights: { defaultWeight: 50, groups: [] } },
      nodes: [node(1)],
      there: ['ins-1:30080'],
      steps: [],
      says: ['Ignored'],
    },
    {
      name: '7.12: a CLB in another region is not managed, and nothing is touched',
      request: { crossRegion: { region: 'ap-far' } },
      nodes: [node(1)],
      there: ['ins-9:30080'],
      steps: [],
      says: ['Unsupported'],
    },
    {
      name: '7.11: target groups are not managed, and nothing is touched',
      request: { targetGroups: [{ protocol: 'TCP', port: 80 }] },
      nodes: [node(1)],
      there: ['ins-9:30080'],
      steps: [],
      says: ['Unsupported'],
    },
    {
      name: '1.3: backends from another object are not managed, and nobody is removed',
      request: { directAccess: true, sourceEndpoints: '{"name":"kubernetes-intranet-loadbalancer"}' },
      nodes: [node(1)],
      there: ['10.0.0.5:60002'],
      steps: [],
      says: ['Unsupported'],
    },
  ])('$name', (row) => {
    const plan = plans(row);
    expect({ steps: words(plan), says: said(plan) }).toEqual({ steps: row.steps, says: row.says ?? [] });
  });

  it('tells of each unbound node why it is', () => {
    const row: Row = {
      name: '',
      request: edge,
      nodes: [labelled(1, 'edge'), labelled(2, 'core')],
      there: ['ins-2:30080'],
      steps: [],
    };
    expect(reasons(row)).toEqual([
      [null, ['n1:30080@10']],
      [['n2 (NotSelected):30080@10'], null],
    ]);
  });

  it('names the selector that nothing matches', () => {
    const nobody: Row = { name: '', request: edge, nodes: [labelled(1, 'core')], there: ['ins-1:30080'], steps: [] };
    expect(plans(nobody).diagnostics.map(PlanError.describe)).toEqual([
      'Service shop/web TCP:80: nothing can receive traffic, no usable node matches pool in (edge), so who is registered stays; check its Pods and Nodes',
    ]);
  });
});

describe('nodePool', () => {
  it('computes a selection once, in whatever order its terms and values are written', () => {
    const nodes = Snapshot.known({ n1: E.right(labelled(1, 'edge')), n2: E.right(node(2)) });
    const pools = nodePool(Settings.defaults)({ nodes, strays: [] });
    const term = { key: 'pool', operator: 'In', values: ['edge', 'core'] } as const;
    const other = { key: 'gpu', operator: 'DoesNotExist', values: [] } as const;
    const one = pools.of({ labels: [term, other], registered: 'out' });
    expect(pools.of({ labels: [other, { ...term, values: ['core', 'edge'] }], registered: 'out' })).toBe(one);
    expect(pools.of({ labels: [term, other], registered: 'in' })).not.toBe(one);
    expect(pools.of(everyNode).pool).toBe(pools.pool);
    expect(pools.of(selectionOf(service('web'))).pool).toBe(pools.pool);
    expect(one.pool.addresses).toEqual(['ins-1']);
  });
});

const local: Partial<Service.Service> = { externalTrafficPolicy: 'Local' };
const only: Request.LoadBalancerRequest = { onlyNodesWithPods: true };
const balanced: Request.LoadBalancerRequest = { onlyNodesWithPods: true, weightedBalance: true };
const at = (number: number, nodeNumber: number, over: Partial<Endpoint.Endpoint> = {}): Endpoint.Endpoint =>
  endpoint(number, { nodeName: `n${String(nodeNumber)}`, ...over });
const two = [node(1), node(2)];

describe('externalTrafficPolicy Local (tke-service 7.3)', () => {
  it.each<Row>([
    {
      name: 'binds all nodes unless asked otherwise',
      over: local,
      nodes: two,
      endpoints: [at(1, 1)],
      there: [],
      steps: ['register 2 backends on TCP:80'],
    },
    {
      name: 'binds only nodes with a ready Pod when asked',
      over: local,
      request: only,
      nodes: two,
      endpoints: [at(1, 1)],
      there: [],
      steps: ['register 1 backend on TCP:80'],
    },
    {
      name: 'does so under Local alone',
      request: only,
      nodes: two,
      endpoints: [at(1, 1)],
      there: [],
      steps: ['register 2 backends on TCP:80'],
      says: ['Ignored'],
    },
    {
      name: 'makes before it breaks when the Pod moves to another node',
      over: local,
      request: only,
      nodes: two,
      endpoints: [at(2, 2)],
      there: ['ins-1:30080'],
      steps: ['register 1 backend on TCP:80', 'deregister 1 backend from TCP:80'],
    },
    {
      name: 'leaves a node whose only Pod is not ready, and does not add it',
      over: local,
      request: only,
      nodes: [...two, node(3)],
      endpoints: [at(1, 1), at(2, 2, { ready: false }), at(3, 3, { ready: false })],
      there: ['ins-1:30080', 'ins-2:30080'],
      steps: [],
    },
    {
      name: 'drains a node whose only Pod is terminating, when another node serves',
      over: local,
      request: only,
      nodes: two,
      endpoints: [at(1, 1), at(2, 2, { ready: false, serving: true, terminating: true })],
      there: ['ins-1:30080', 'ins-2:30080'],
      steps: ['set weights of 1 backend on TCP:80'],
    },
    {
      name: 'leaves a node whose only Pod is terminating while no other node serves',
      over: local,
      request: only,
      nodes: two,
      endpoints: [at(2, 2, { ready: false, serving: true, terminating: true })],
      there: ['ins-2:30080'],
      steps: [],
      says: ['NoBackends'],
    },
    {
      name: 'drains all when the Service has no Pod left',
      over: local,
      request: only,
      nodes: two,
      endpoints: [],
      there: ['ins-2:30080'],
      steps: ['deregister 1 backend from TCP:80'],
      says: ['NoBackends'],
    },
    {
      name: 'keeps the last nodes with emptyEndpoints keep',
      over: local,
      request: only,
      nodes: two,
      endpoints: [],
      there: ['ins-2:30080'],
      settings: { emptyEndpoints: 'keep' },
      steps: [],
    },
    {
      name: 'removes nobody while the slices are unknown',
      over: local,
      request: only,
      nodes: two,
      there: ['ins-2:30080'],
      wish: (one) => ({ ...one, endpointSlices: Snapshot.unknown('late') }),
      steps: [],
      says: ['Unknown'],
    },
    {
      name: 'needs the node to be selected and eligible besides (R7.5)',
      over: local,
      request: { ...only, ...edge },
      nodes: [labelled(1, 'edge'), labelled(2, 'core'), labelled(3, 'edge', { ready: false }), labelled(4, 'edge')],
      endpoints: [at(1, 1), at(2, 2), at(3, 3)],
      there: ['ins-3:30080'],
      steps: ['register 1 backend on TCP:80'],
    },
    {
      name: 'weighs nodes by their ready Pods when asked for that too',
      over: local,
      request: balanced,
      nodes: two,
      endpoints: [at(1, 1), at(2, 1), at(3, 2), at(4, 2, { ready: false })],
      there: ['ins-1:30080', 'ins-2:30080@1'],
      steps: ['set weights of 1 backend on TCP:80'],
    },
    {
      name: 'weighs nobody without the companion annotation',
      over: local,
      request: { weightedBalance: true },
      nodes: two,
      endpoints: [at(1, 1), at(2, 1), at(3, 2)],
      there: ['ins-1:30080', 'ins-2:30080'],
      steps: [],
      says: ['Ignored'],
    },
    {
      name: 'does not look at it with direct access',
      over: local,
      request: { ...balanced, directAccess: true },
      nodes: two,
      endpoints: [at(1, 1)],
      there: ['10.0.0.1:8080'],
      steps: [],
      says: ['Ignored', 'Ignored'],
    },
    {
      name: 'counts no Pod whose slice does not know the port',
      over: { ...local, ports: [port(80, 'TCP'), { ...port(81), name: 'p81' }] },
      request: only,
      nodes: two,
      endpoints: [at(1, 1)],
      there: ['ins-1:30080'],
      steps: ['create listener TCP:81'],
      says: ['NoBackends'],
    },
  ])('$name', (row) => {
    const plan = plans(row);
    expect({ steps: words(plan), says: said(plan) }).toEqual({ steps: row.steps, says: row.says ?? [] });
  });

  it('tells of a node without a Pod that this is why', () => {
    const moved: Row = {
      name: '',
      over: local,
      request: only,
      nodes: two,
      endpoints: [at(2, 2)],
      there: ['ins-1:30080'],
      steps: [],
    };
    expect(reasons(moved)).toEqual([
      [null, ['n2:30080@10']],
      [['n1 (NoPod):30080@10'], null],
    ]);
  });
});
