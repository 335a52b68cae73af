import {
  Listener,
  LoadBalancer,
  ObservedState,
  type Plan,
  type PlanError,
  Ref,
  Service,
  type Step,
  Why,
} from '@clbkit/core';

type Planned = Step.Step<Ref.Ref>;

const web = Service.serviceKey('shop/web');
const lb1 = Ref.cloudId('lb-1');
const webLb = Ref.planned(Ref.plannedLoadBalancer('shop/web'));
const tcp80 = Listener.keyOf('TCP', 80);
const webTcp80 = Ref.planned(Ref.plannedListener('shop/web', tcp80));

const why = (field: string, from: Why.Fact, to: Why.Fact, rule?: string, key = 'shop/web'): Why.Why => ({
  object: Why.service(key),
  field,
  from,
  to,
  ...(rule === undefined ? {} : { rule }),
});

const create: Planned = {
  _tag: 'CreateLoadBalancer',
  key: LoadBalancer.loadBalancerKey('shop/web'),
  network: { _tag: 'Public' },
  name: 'cls-1_shop_web',
  tags: { 'tke-clusterId': 'cls-1' },
  clientToken: 'uid-1.public',
  why: [why('spec.type', null, 'LoadBalancer', 'R3.1')],
};

const listen: Planned = {
  _tag: 'CreateListeners',
  loadBalancer: webLb,
  loadBalancerKey: LoadBalancer.loadBalancerKey('shop/web'),
  protocol: 'TCP',
  ports: [80],
  name: Listener.managedName,
  settings: { scheduler: 'WRR', healthCheck: { enabled: true, sourceIpType: 1 } },
  why: [why('spec.ports[0]', null, 'TCP:80')],
};

const register: Planned = {
  _tag: 'RegisterBackends',
  loadBalancer: webLb,
  listeners: [
    {
      listener: webTcp80,
      key: tcp80,
      backends: [{ port: 30080, weight: 10, addresses: ['ins-a', 'ins-b', 'ins-c', 'ins-d', 'ins-e', 'ins-f'] }],
    },
  ],
  why: [1, 2, 3, 4, 5].map((n) => why(`nodes behind TCP:80 (${n})`, null, `n${n}:30080@10`, 'R7.2')) as any,
};

const weigh: Planned = {
  _tag: 'SetBackendWeights',
  loadBalancer: webLb,
  listeners: [
    { listener: webTcp80, key: tcp80, backends: [{ port: 30080, weight: 0, addresses: ['ins-a', 'ins-b'] }] },
  ],
  why: [why('nodes behind TCP:80', 10, 0)],
};

const publish: Planned = {
  _tag: 'PublishAddress',
  service: web,
  loadBalancer: webLb,
  replaces: lb1,
  why: [why('spec.type', null, 'LoadBalancer', 'R3.4')],
};

const remove: Planned = {
  _tag: 'DeleteLoadBalancer',
  loadBalancer: Ref.existing(lb1),
  proof: { tags: { 'tke-clusterId': 'cls-1' } },
  force: true,
  why: [why('spec.type', null, 'LoadBalancer', 'R3.4')],
};

const modify: Planned = {
  _tag: 'ModifyListener',
  loadBalancer: Ref.existing(Ref.cloudId('lb-2')),
  listener: Ref.existing(Ref.cloudId('lbl-2')),
  key: Listener.keyOf('UDP', 53),
  settings: { scheduler: 'LEAST_CONN' },
  changes: [{ field: 'scheduler', from: 'WRR', to: 'LEAST_CONN' }],
  why: [
    {
      object: { kind: 'TkeServiceConfig', namespace: 'ops', name: 'tuned' },
      field: 'spec.loadBalancer.l4Listeners[0].scheduler',
      from: 'WRR',
      to: 'LEAST_CONN',
    },
  ],
};

const wait: Planned = {
  _tag: 'AwaitLoadBalancer',
  loadBalancer: Ref.existing(Ref.cloudId('lb-2')),
  why: [{ object: { kind: 'LoadBalancer', name: 'lb-2' }, field: 'Status', from: 'Creating', to: 'Running' }],
};

const deregister: Planned = {
  _tag: 'DeregisterBackends',
  loadBalancer: Ref.existing(Ref.cloudId('lb-2')),
  listeners: [
    {
      listener: Ref.existing(Ref.cloudId('lbl-2')),
      key: Listener.keyOf('UDP', 53),
      backends: [{ port: 30053, weight: 10, addresses: ['ins-a'] }],
    },
  ],
  proof: { tags: {} },
  why: [why('nodes behind UDP:53', 'n1', null, 'R7.2', 'ops/dns')],
};

/** A replacement that fills its successor, a lane of small changes, a step withheld, and one diagnostic of each severity. */
export const full: Plan.Plan = {
  lanes: [
    { key: 'lb-1', steps: [create, listen, register, weigh, publish, remove] },
    { key: 'ops/dns', steps: [wait, modify] },
  ],
  withheld: [
    {
      lane: 'ops/dns',
      step: deregister,
      policy: 'brake',
      because: '1 of 1 backends would go, at most 30 % may at once',
      approval: 'ab'.repeat(32),
    },
  ],
  diagnostics: [
    { _tag: 'Skipped', service: Service.serviceKey('shop/own') },
    { _tag: 'MissingServiceConfig', service: Service.serviceKey('shop/api'), name: 'tuned' },
    {
      _tag: 'InvalidField',
      object: Why.service('shop/bad'),
      path: 'spec.ports[0].port',
      expected: 'a number from 1 to 65535',
      found: '"eighty"',
      place: { file: 'bad.yaml', document: 2, line: 14 },
    },
  ],
};

/** One diagnostic of every kind. */
export const diagnostics: ReadonlyArray<PlanError.PlanError> = [
  ...full.diagnostics,
  { _tag: 'UnsupportedProtocol', service: web, port: 80, protocol: 'SCTP' },
  { _tag: 'DuplicatePort', service: web, listener: tcp80 },
  { _tag: 'DuplicateBackend', service: web, listener: Listener.keyOf('TCP', 81), other: tcp80, target: 'http' },
  { _tag: 'InvalidHost', service: web, listener: tcp80, host: 'localhost' },
  { _tag: 'MixedProtocols', service: web, listener: Listener.keyOf('UDP', 80), declared: 'TCP' },
  { _tag: 'MissingCertificate', service: web, listener: tcp80, host: 'a.example.com', because: 'NotNamed' },
  { _tag: 'NoNodePort', service: web, listener: tcp80 },
  { _tag: 'NoPorts', service: web },
  { _tag: 'NoBackends', service: web, listener: tcp80 },
  { _tag: 'NoDirectBackends', service: web, listener: tcp80, because: 'x' },
  { _tag: 'Ignored', service: web, field: 'x', because: 'y' },
  { _tag: 'Unsupported', service: web, field: 'x', because: 'y' },
  { _tag: 'WrongAddressFamily', service: web, slice: 's', addressType: 'IPv6', expected: 'IPv4' },
  { _tag: 'PortConflict', service: web, loadBalancer: lb1, listener: tcp80, holder: 'listener lbl-9' },
  { _tag: 'LoadBalancerNotFound', service: web, loadBalancer: lb1 },
  { _tag: 'NotOurs', service: web, loadBalancer: lb1, because: 'OtherCluster', found: 'cls-2' },
  { _tag: 'AmbiguousOwner', service: web, loadBalancers: [lb1] },
  { _tag: 'ForbiddenTransition', service: web, loadBalancer: lb1, from: 'public', to: 'internal' },
  { _tag: 'DeletionProtected', service: web, loadBalancer: lb1 },
  { _tag: 'ForeignListener', loadBalancer: lb1, listener: tcp80, name: 'by-hand' },
  { _tag: 'MarksLost', service: web, loadBalancer: lb1 },
  { _tag: 'InvalidCreation', service: web, field: 'ZoneId', expected: 'none', found: 'ap-x-1' },
  { _tag: 'CreationIgnored', service: web, field: 'VpcId', because: 'the controller sets it itself' },
  { _tag: 'CreationOver', service: web, loadBalancer: lb1, field: 'VipIsp', wanted: 'CMCC', found: 'BGP' },
  {
    _tag: 'AttributeConflict',
    service: web,
    loadBalancer: lb1,
    attribute: 'securityGroups',
    wanted: 'sg-2',
    holder: 'shop/api',
    value: 'sg-1',
  },
  { _tag: 'AttributeUnsettable', service: web, attribute: 'passToTarget', wanted: 'true', because: 'IPv6' },
  { _tag: 'RetainProtected', service: web, loadBalancer: lb1 },
  { _tag: 'OtherClass', service: web, class: 'nginx' },
  { _tag: 'OverLimit', service: web, limit: 'listeners', max: 50, wanted: 51 },
  { _tag: 'UnusableNode', node: 'n1', because: 'it has no provider id' },
  { _tag: 'Unknown', collection: 'Nodes', because: 'not synced' },
];

/** A cloud with a load balancer of ours, one of a user and a stranger. */
export const observed: ObservedState.ObservedState = ObservedState.make('cls-1', [
  {
    id: lb1,
    name: 'cls-1_shop_web',
    network: { _tag: 'Public' },
    status: 'Running',
    addresses: ['203.0.113.7'],
    deletionProtected: false,
    tags: { 'tke-clusterId': 'cls-1', 'tke-createdBy-flag': 'yes', 'tke-lb-serviceuuid': 'uid-1' },
    listeners: [
      {
        id: Ref.cloudId('lbl-1'),
        name: Listener.managedName,
        protocol: 'TCP',
        port: 80,
        settings: {},
        backends: [
          { address: 'ins-a', port: 30080, weight: 10 },
          { address: 'ins-b', port: 30080, weight: 0 },
        ],
      },
      { id: Ref.cloudId('lbl-9'), name: 'by-hand', protocol: 'HTTPS', port: 8443, settings: {}, backends: [] },
    ],
  },
  {
    id: Ref.cloudId('lb-2'),
    name: 'bought',
    network: { _tag: 'Internal', subnet: 'subnet-a' },
    status: 'Running',
    addresses: ['10.2.0.1'],
    deletionProtected: true,
    tags: { 'tke-clusterId': 'cls-1', 'uid-2': 'tke-lb-serviceId', 'uid-3': 'tke-lb-serviceId' },
    listeners: [
      {
        id: Ref.cloudId('lbl-2'),
        name: Listener.managedName,
        protocol: 'UDP',
        port: 53,
        settings: {},
        backends: ['a', 'b', 'c', 'd', 'e', 'f'].map((n) => ({ address: `ins-${n}`, port: 30053, weight: 10 })),
      },
    ],
  },
  {
    id: Ref.cloudId('lb-3'),
    name: 'stranger "x"',
    network: { _tag: 'Public' },
    status: 'Creating',
    addresses: [],
    hostname: 'lb-3.example',
    deletionProtected: false,
    tags: {},
    listeners: [],
  },
]);
