import { type Node, Ref, type Service, Settings, Snapshot } from '@clbkit/core';
import { type Cloud, judge, Vocabulary as V, Witness } from '@clbkit/core/testing';
import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';

const node: Node.Node = {
  name: 'n1',
  providerID: 'qcloud:///1/ins-node1',
  ready: true,
  cordoned: false,
  deleting: false,
  taints: [],
  labels: {},
};

const service = (over: Partial<Service.Service> = {}): Service.Service => ({
  key: V.keyAt(3),
  namespace: 'shop',
  name: 'web',
  uid: 'uid-3-1',
  createdAt: 1,
  type: 'LoadBalancer',
  deleting: false,
  externalTrafficPolicy: 'Cluster',
  ports: [{ name: '', protocol: 'TCP', port: 80, nodePort: 30_080 }],
  request: {},
  published: [],
  ...over,
});

const snapshot = (...services: ReadonlyArray<Service.Service>): Snapshot.Snapshot => ({
  ...Snapshot.empty(V.cluster),
  services: Snapshot.known({ shop: Object.fromEntries(services.map((one) => [one.name, E.right(one)])) }),
  nodes: Snapshot.known({ n1: E.right(node) }),
});

type Clb = Cloud[number];

const listener = (over: Partial<Clb['listeners'][number]> = {}): Clb['listeners'][number] => ({
  id: Ref.cloudId('lbl-1'),
  name: 'TKE-DEDICATED-LISTENER',
  protocol: 'TCP',
  port: 80,
  settings: {},
  backends: [{ address: 'ins-node1', port: 30_080, weight: 10 }],
  ...over,
});

const clb = (over: Partial<Clb> = {}): Clb => ({
  id: Ref.cloudId('lb-1'),
  name: 'cls-small_shop_web',
  network: { _tag: 'Public' },
  status: 'Running',
  addresses: ['203.0.113.1'],
  deletionProtected: false,
  tags: { 'tke-clusterId': 'cls-small', 'tke-createdBy-flag': 'yes', 'tke-lb-serviceuuid': 'uid-3-1' },
  listeners: [listener()],
  ...over,
});

const adopted = (over: Partial<Clb> = {}): Clb =>
  clb({
    id: Ref.cloudId('lb-e1'),
    tags: { 'tke-clusterId': 'cls-small', 'uid-3-1': 'tke-lb-serviceId', 'uid-3-1_lbl-1': 'lbl-1' },
    ...over,
  });

const existing = service({ request: { existing: Ref.cloudId('lb-e1') } });
const byHand = listener({ id: Ref.cloudId('lbl-2'), name: 'by-hand', port: 443 });

interface Row {
  readonly name: string;
  readonly services: ReadonlyArray<Service.Service>;
  readonly cloud: Cloud;
  readonly tags: ReadonlyArray<string>;
}

describe('judge', () => {
  it.each<Row>([
    { name: 'is content with a Service that is served', services: [service()], cloud: [clb()], tags: [] },
    { name: 'is content with nothing', services: [], cloud: [], tags: [] },
    { name: 'misses a load balancer', services: [service()], cloud: [], tags: ['MissingLoadBalancer'] },
    { name: 'misses a listener', services: [service()], cloud: [clb({ listeners: [] })], tags: ['MissingListener'] },
    {
      name: 'misses a backend and objects to another',
      services: [service()],
      cloud: [clb({ listeners: [listener({ backends: [{ address: 'ins-old', port: 30_080, weight: 10 }] })] })],
      tags: ['MissingBackend', 'ExtraBackend'],
    },
    {
      name: 'objects to a weight',
      services: [service()],
      cloud: [clb({ listeners: [listener({ backends: [{ address: 'ins-node1', port: 30_080, weight: 1 }] })] })],
      tags: ['WrongWeight'],
    },
    {
      name: 'objects to a listener nobody wants',
      services: [service()],
      cloud: [clb({ listeners: [listener(), listener({ id: Ref.cloudId('lbl-3'), port: 81 })] })],
      tags: ['ExtraListener'],
    },
    {
      name: "is content with a person's listener",
      services: [service()],
      cloud: [clb({ listeners: [listener(), byHand] })],
      tags: [],
    },
    {
      name: 'objects to a load balancer of a Service that is gone',
      services: [],
      cloud: [clb({ listeners: [] })],
      tags: ['ExtraLoadBalancer'],
    },
    {
      name: 'is content when such a one must stay for a person',
      services: [],
      cloud: [clb({ listeners: [byHand] })],
      tags: [],
    },
    {
      name: 'is content when such a one is protected',
      services: [],
      cloud: [clb({ deletionProtected: true })],
      tags: [],
    },
    {
      name: 'objects to security groups in another order than declared',
      services: [service({ request: { attributes: { securityGroups: ['sg-1', 'sg-2'] } } })],
      cloud: [clb({ attributes: { securityGroups: ['sg-2', 'sg-1'] } })],
      tags: ['WrongAttribute'],
    },
    {
      name: 'is content with attributes as declared, and with those nobody has read',
      services: [service({ request: { attributes: { securityGroups: ['sg-1'], passToTarget: true } } })],
      cloud: [clb({ attributes: { securityGroups: ['sg-1'] } })],
      tags: [],
    },
    {
      name: 'asks for no bandwidth of an internal load balancer',
      services: [service({ request: { subnet: 'subnet-a', attributes: { internetMaxBandwidthOut: 5 } } })],
      cloud: [clb({ network: { _tag: 'Internal', subnet: 'subnet-a' }, attributes: { internetMaxBandwidthOut: 10 } })],
      tags: [],
    },
    {
      name: 'asks for protection against deletion, and for its end',
      services: [service({ request: { attributes: { deletionProtection: false } } })],
      cloud: [clb({ deletionProtected: true })],
      tags: ['WrongAttribute'],
    },
    {
      name: 'objects to a load balancer that is to be handed back',
      services: [service({ deleting: true, request: { retain: true } })],
      cloud: [clb({ deletionProtected: true })],
      tags: ['ExtraLoadBalancer', 'ExtraListener'],
    },
    {
      name: 'misses no load balancer that the cloud does not sell',
      services: [service({ request: { creation: { vipIsp: 'CMCC' } } })],
      cloud: [],
      tags: [],
    },
    {
      name: 'leaves alone what a Service owns that is skipped',
      services: [service({ request: { skip: true } })],
      cloud: [clb({ listeners: [] })],
      tags: [],
    },
    {
      name: 'leaves alone what a Service owns whose port is taken',
      services: [service()],
      cloud: [clb({ listeners: [listener({ name: 'by-hand' })] })],
      tags: [],
    },
    { name: 'is content with a Service on a user’s load balancer', services: [existing], cloud: [adopted()], tags: [] },
    {
      name: 'misses the claim',
      services: [existing],
      cloud: [adopted({ tags: {}, listeners: [] })],
      tags: ['MissingMark', 'MissingListener'],
    },
    {
      name: 'misses a record',
      services: [existing],
      cloud: [adopted({ tags: { 'tke-clusterId': 'cls-small', 'uid-3-1': 'tke-lb-serviceId' } })],
      tags: ['MissingMark'],
    },
    {
      name: 'objects to a mark of who left',
      services: [],
      cloud: [adopted({ listeners: [] })],
      tags: ['ExtraMark', 'ExtraMark'],
    },
    {
      name: 'leaves alone what belongs to another cluster',
      services: [existing],
      cloud: [adopted({ tags: { 'tke-clusterId': 'cls-other' } })],
      tags: [],
    },
    {
      name: 'objects to the wrong network',
      services: [service({ request: { subnet: 'subnet-a' } })],
      cloud: [clb()],
      tags: ['MissingLoadBalancer', 'ExtraLoadBalancer', 'ExtraListener'],
    },
  ])('$name', ({ services, cloud, tags }) => {
    expect(judge(Settings.defaults)(snapshot(...services), cloud).map(({ _tag }) => _tag)).toEqual(tags);
  });

  it('follows the wrong network where replacing is refused', () => {
    const internal = snapshot(service({ request: { subnet: 'subnet-a' } }));
    expect(judge({ ...Settings.defaults, transitions: 'refuse' })(internal, [clb()])).toEqual([]);
  });
});

describe('witnesses', () => {
  const { defaults } = Settings;

  it.each([
    {
      name: "a person's listener is gone",
      witness: Witness.untouchedTheirs,
      services: [existing],
      before: [adopted({ listeners: [listener(), byHand] })],
      after: [adopted()],
      tags: ['TouchedTheirs'],
    },
    {
      name: "a person's tag is gone",
      witness: Witness.untouchedTheirs,
      services: [existing],
      before: [adopted({ tags: { ...adopted().tags, team: 'edge' } })],
      after: [adopted()],
      tags: ['TouchedTheirs'],
    },
    {
      name: 'a skipped Service lost a listener',
      witness: Witness.frozenUntouched,
      services: [service({ request: { skip: true } })],
      before: [clb()],
      after: [clb({ listeners: [] })],
      tags: ['TouchedFrozen'],
    },
    {
      name: 'a setting nobody declared has changed',
      witness: Witness.untouchedSettings,
      services: [service()],
      before: [clb()],
      after: [clb({ listeners: [listener({ settings: { scheduler: 'WRR' } })] })],
      tags: ['TouchedSetting'],
    },
    {
      name: 'a load balancer of who is gone is still there',
      witness: Witness.released,
      services: [],
      before: [clb()],
      after: [clb()],
      tags: ['NotReleased'],
    },
    {
      name: 'a second load balancer replaces nothing',
      witness: Witness.atMostOne,
      services: [service()],
      before: [clb()],
      after: [clb(), clb({ id: Ref.cloudId('lb-2') })],
      tags: ['TooMany'],
    },
    {
      name: 'an attribute nobody declared has changed',
      witness: Witness.untouchedSettings,
      services: [service({ request: { attributes: { securityGroups: [] } } })],
      before: [clb({ attributes: { passToTarget: false, securityGroups: ['sg-1'] } })],
      after: [clb({ attributes: { passToTarget: true, securityGroups: [] }, deletionProtected: true })],
      tags: ['TouchedSetting', 'TouchedSetting'],
    },
    {
      name: 'a listener came before the security groups',
      witness: Witness.guarded,
      services: [service({ request: { attributes: { securityGroups: ['sg-1'] } } })],
      before: [clb({ listeners: [], attributes: { securityGroups: [] } })],
      after: [clb({ attributes: { securityGroups: [] } })],
      tags: ['Unguarded'],
    },
    {
      name: 'a listener came after the security groups',
      witness: Witness.guarded,
      services: [service({ request: { attributes: { securityGroups: ['sg-1'] } } })],
      before: [clb({ listeners: [], attributes: { securityGroups: ['sg-1'] } })],
      after: [clb({ attributes: { securityGroups: ['sg-1'] } })],
      tags: [],
    },
    {
      name: 'a load balancer that is to be kept is gone',
      witness: Witness.released,
      services: [service({ deleting: true, request: { retain: true } })],
      before: [clb()],
      after: [],
      tags: ['NotReleased'],
    },
    {
      name: 'nothing has changed',
      witness: Witness.untouchedTheirs,
      services: [existing],
      before: [adopted()],
      after: [adopted()],
      tags: [],
    },
  ])('$name', ({ witness, services, before, after, tags }) => {
    expect(witness(defaults)(snapshot(...services), before, after).map(({ _tag }) => _tag)).toEqual(tags);
  });

  it('notice that a listener is left with nobody in between', () => {
    const at = (backends: Clb['listeners'][number]['backends']) => ({
      cloud: [clb({ listeners: [listener({ backends })] })],
      published: new Map(),
    });
    const full = at([{ address: 'ins-node1', port: 30_080, weight: 10 }]);
    const serving = Witness.serving(defaults);
    expect(serving(snapshot(service()), full, [at([]), full]).map(({ _tag }) => _tag)).toEqual(['NotServing']);
    expect(serving(snapshot(service()), full, [full])).toEqual([]);
  });
});
