import { describe, expect, it } from '@jest/globals';
import {
  Listener,
  ObservedState,
  Ownership,
  type PlanError,
  type ProviderError,
  Ref,
  type Report,
  Service,
  Settings,
  type Step,
} from '@clbkit/core';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import {
  noStatus,
  type PassFacts,
  readServiceStatus,
  type ServiceStatus,
  statusAfter,
  type Subject,
} from '../src/index.js';
import { annotated, decodeOne, service } from './support.js';

const now = Date.UTC(2026, 1, 1);
const then = '2026-02-01T00:00:00Z';
const clusterId = 'cls-test0001';
const id = Ref.cloudId;
const key = Service.keyOf('shop', 'web');

const subject = (value: unknown = service()): Subject => {
  const object = decodeOne(value);
  if (object.kind !== 'Service') throw new Error(object.kind);
  return object;
};

const listener = (port: number): ObservedState.ListenerFacts => ({
  id: id(`lbl-${port}`),
  name: Listener.managedName,
  protocol: 'TCP',
  port,
  settings: {},
  backends: [],
});

const facts = (
  loadBalancer: string,
  rest: Partial<ObservedState.LoadBalancerFacts> = {},
): ObservedState.LoadBalancerFacts => ({
  id: id(loadBalancer),
  name: loadBalancer,
  network: { _tag: 'Public' },
  status: 'Running',
  addresses: ['1.2.3.4'],
  deletionProtected: false,
  tags: Ownership.birthTags(clusterId, 'uid-web'),
  listeners: [listener(80)],
  ...rest,
});

const nothing: Report.Report = { lanes: [], withheld: [], diagnostics: [] };

const pass = (
  loadBalancers: ReadonlyArray<ObservedState.LoadBalancerFacts>,
  report: Partial<Report.Report> = {},
): PassFacts => ({
  settings: Settings.defaults,
  observed: ObservedState.make(clusterId, loadBalancers),
  report: { ...nothing, ...report },
  now,
});

const why = [
  { object: { kind: 'Service' as const, namespace: 'shop', name: 'web' }, field: 'spec', from: null, to: null },
] as const;
const create: Step.Step<Ref.Ref> = {
  _tag: 'CreateListeners',
  loadBalancer: Ref.existing(id('lb-1')),
  loadBalancerKey: key as never,
  protocol: 'TCP',
  ports: [80],
  name: 'n',
  settings: {},
  why,
};
const error: ProviderError.ProviderError = {
  _tag: 'QuotaExceeded',
  code: 'LimitExceeded',
  message: 'too many listeners',
};
const lane = (...outcomes: ReadonlyArray<Report.Outcome>): Report.LaneReport => ({
  key,
  steps: outcomes.map((outcome) => ({ step: create, outcome })),
  made: {},
});
const done: Report.Outcome = { _tag: 'Done' };
const failure: Report.Outcome = { _tag: 'Failed', error, attempts: 1 };

const ready = (
  status: 'True' | 'False',
  reason: string,
  message = '',
  lastTransitionTime = then,
): ServiceStatus['conditions'] => [{ type: 'Ready', status, reason, message, lastTransitionTime }];
const inSync: ServiceStatus = {
  ingress: [{ ip: '1.2.3.4', ipMode: 'VIP' }],
  conditions: ready('True', 'Success', '', '2026-01-01T00:00:00Z'),
  loadBalancerId: 'lb-1',
};
const conflict: PlanError.PlanError = {
  _tag: 'PortConflict',
  service: key,
  loadBalancer: id('lb-1'),
  listener: Listener.keyOf('TCP', 80),
  holder: 'shop/other',
};
const missing: PlanError.PlanError = { _tag: 'MissingServiceConfig', service: key, name: 'web-config' };

const events = (facts: PassFacts, previous: ServiceStatus, of: Subject = subject()): ReadonlyArray<string> =>
  statusAfter(facts)(of, previous).events.map(({ type, reason, message }) => `${type} ${reason}: ${message}`);

describe('the address', () => {
  it.each([
    [
      'every VIP, in order',
      { addresses: ['2.2.2.2', '1.1.1.1'] },
      [
        { ip: '1.1.1.1', ipMode: 'VIP' },
        { ip: '2.2.2.2', ipMode: 'VIP' },
      ],
    ],
    ['the VIP rather than the hostname', { hostname: 'a.example.com' }, [{ ip: '1.2.3.4', ipMode: 'VIP' }]],
    [
      'the hostname where there is no VIP',
      { addresses: [], hostname: 'a.example.com' },
      [{ hostname: 'a.example.com' }],
    ],
    ['nothing while there is neither', { addresses: [] }, []],
  ])('is %s', (_, rest, ingress) => {
    expect(statusAfter(pass([facts('lb-1', rest)]))(subject(), noStatus).status).toMatchObject({
      ingress,
      loadBalancerId: 'lb-1',
    });
  });

  it('is that of an existing CLB that the Service uses', () => {
    const tags = Ownership.claimTags(clusterId, ['uid-other', 'uid-web']);
    const { status } = statusAfter(
      pass([
        facts('lb-0', { tags: Ownership.birthTags(clusterId, 'uid-x') }),
        facts('lb-2', { tags, addresses: ['9.9.9.9'] }),
      ]),
    )(subject(), noStatus);
    expect(status).toMatchObject({ ingress: [{ ip: '9.9.9.9' }], loadBalancerId: 'lb-2' });
  });

  it('stays while the same CLB gives none for a moment', () => {
    expect(statusAfter(pass([facts('lb-1', { addresses: [] })]))(subject(), inSync)).toEqual({
      status: inSync,
      events: [],
    });
  });

  it('stays that of the CLB it names where two give one address', () => {
    const asking = subject(annotated({ 'service.kubernetes.io/tke-existed-lbid': 'lb-1' }));
    const given = pass([facts('lb-0'), facts('lb-1')]);
    const first = statusAfter(given)(asking, noStatus);
    expect(first.status.loadBalancerId).toBe('lb-1');
    expect(statusAfter(given)(asking, first.status)).toEqual({ status: first.status, events: [] });
  });

  it('goes when the CLB is gone', () => {
    const change = statusAfter(pass([]))(subject(), inSync);
    expect(change.patch).toEqual({
      metadata: { annotations: { 'service.kubernetes.io/loadbalance-id': null } },
      status: {
        loadBalancer: { ingress: [] },
        conditions: ready('False', 'Provisioning', 'the load balancer is being made'),
      },
    });
  });

  it('stays when the CLB cannot be seen and an error keeps all as it is', () => {
    const lost: PlanError.PlanError = { _tag: 'LoadBalancerNotFound', service: key, loadBalancer: id('lb-1') };
    const { status } = statusAfter(pass([], { diagnostics: [lost] }))(subject(), inSync);
    expect(status).toMatchObject({
      ingress: inSync.ingress,
      loadBalancerId: 'lb-1',
      conditions: [{ status: 'False', reason: 'E4011' }],
    });
  });
});

describe('while a replacement hands over', () => {
  const both = [
    facts('lb-1'),
    facts('lb-0', { addresses: ['5.5.5.5'], tags: Ownership.birthTags(clusterId, 'uid-web', id('lb-1')) }),
  ];
  const publish = (loadBalancer: Ref.Ref, outcome: Report.Outcome): Report.LaneReport => ({
    key,
    steps: [{ step: { _tag: 'PublishAddress', service: key, loadBalancer, replaces: id('lb-1'), why }, outcome }],
    made: { new: id('lb-0') },
  });

  it.each([
    ['the old address stays until it is switched', [], '1.2.3.4'],
    ['the old address stays when the switch failed', [publish(Ref.planned('new'), failure)], '1.2.3.4'],
    ['the new address is shown once it is switched to a new CLB', [publish(Ref.planned('new'), done)], '5.5.5.5'],
    [
      'the new address is shown once it is switched to an existing CLB',
      [publish(Ref.existing(id('lb-0')), done)],
      '5.5.5.5',
    ],
  ])('%s', (_, lanes, ip) => {
    expect(statusAfter(pass(both, { lanes }))(subject(), inSync).status.ingress).toEqual([{ ip, ipMode: 'VIP' }]);
  });

  it('the existing CLB that is asked for is shown first', () => {
    const asking = subject(annotated({ 'service.kubernetes.io/tke-existed-lbid': 'lb-1' }));
    expect(statusAfter(pass(both))(asking, noStatus).status.loadBalancerId).toBe('lb-1');
  });
});

describe('Ready', () => {
  it.each<readonly [string, PassFacts, ServiceStatus['conditions']]>([
    ['True when all is well', pass([facts('lb-1')]), ready('True', 'Success')],
    [
      'True with a note for what stops nothing',
      pass([facts('lb-1')], { diagnostics: [missing] }),
      ready(
        'True',
        'Success',
        'Service shop/web: TkeServiceConfig web-config does not exist in its namespace; listener settings stay as they are',
      ),
    ],
    [
      'False with the TKE code of what blocks it',
      pass([facts('lb-1')], { diagnostics: [missing, conflict] }),
      [
        expect.objectContaining({
          status: 'False',
          reason: 'E4014',
          message: expect.stringMatching(/^Service shop\/web TCP:80: shop\/other holds .*; .*web-config/),
        }),
      ] as never,
    ],
    [
      'False with the tag where there is no code',
      pass([facts('lb-1')], { diagnostics: [{ _tag: 'NoPorts', service: key }] }),
      ready('False', 'NoPorts', 'Service shop/web spec.ports: expected at least one port, found none'),
    ],
    [
      'False when a step of it failed',
      pass([facts('lb-1')], { lanes: [lane(done, failure)] }),
      ready('False', 'QuotaExceeded', 'create listener TCP:80: QuotaExceeded: LimitExceeded: too many listeners'),
    ],
    [
      'False when its steps were not run',
      pass([facts('lb-1')], { lanes: [lane(done, { _tag: 'NotRun' })] }),
      ready('False', 'Interrupted', 'the pass ended before all of its steps were run'),
    ],
    [
      'False when its steps are withheld',
      pass([facts('lb-1')], { withheld: [{ lane: key, step: create, policy: 'brake', because: 'too much at once' }] }),
      ready('False', 'Withheld', '1 step is withheld by policy brake: too much at once'),
    ],
    ['False while there is no CLB', pass([]), ready('False', 'Provisioning', 'the load balancer is being made')],
    [
      'True whatever is wrong with others',
      pass([facts('lb-1')], {
        diagnostics: [
          { _tag: 'Skipped', service: Service.keyOf('shop', 'other') },
          { _tag: 'UnusableNode', node: 'n', because: 'x' },
        ],
      }),
      ready('True', 'Success'),
    ],
  ])('is %s', (_, given, conditions) => {
    expect(statusAfter(given)(subject(), noStatus).status.conditions).toEqual(conditions);
  });

  it('names a step that failed for another Service when ours waits behind it, not when ours are done', () => {
    const other = { ...create, why: [{ ...why[0], object: { ...why[0].object, name: 'other' } }] } as const;
    const shared = (ours: Report.Outcome): Report.LaneReport => ({
      key: 'lb-1',
      made: {},
      steps: [
        { step: other, outcome: failure },
        { step: create, outcome: ours },
      ],
    });
    const given = (ours: Report.Outcome): PassFacts =>
      pass([facts('lb-1', { tags: Ownership.claimTags(clusterId, ['uid-other', 'uid-web']) })], {
        lanes: [shared(ours)],
      });
    expect(statusAfter(given({ _tag: 'NotRun' }))(subject(), noStatus).status.conditions).toMatchObject([
      { reason: 'QuotaExceeded' },
    ]);
    expect(statusAfter(given(done))(subject(), noStatus).status.conditions).toMatchObject([{ reason: 'Success' }]);
  });

  it('counts steps that name no Service where the CLB is its own', () => {
    const settings = {
      ...create,
      why: [{ ...why[0], object: { kind: 'TkeServiceConfig', namespace: 'shop', name: 'c' } }],
    } as const;
    const given = pass([facts('lb-1')], {
      lanes: [{ key: 'lb-1', made: {}, steps: [{ step: settings, outcome: failure }] }],
    });
    expect(statusAfter(given)(subject(), noStatus).status.conditions).toMatchObject([{ reason: 'QuotaExceeded' }]);
  });

  it('notes what is wrong with the TkeServiceConfig it names, and is True all the same', () => {
    const wrong: PlanError.PlanError = {
      _tag: 'InvalidField',
      object: { kind: 'TkeServiceConfig', namespace: 'shop', name: 'web-config' },
      path: 'spec',
      expected: 'a',
      found: 'b',
    };
    const named = subject(annotated({ 'service.cloud.tencent.com/tke-service-config': 'web-config' }));
    const given = pass([facts('lb-1')], { diagnostics: [wrong] });
    expect(statusAfter(given)(named, noStatus).status.conditions).toMatchObject([
      { status: 'True', message: 'TkeServiceConfig shop/web-config spec: expected a, found b' },
    ]);
    expect(statusAfter(given)(subject(), noStatus).status.conditions).toMatchObject([{ status: 'True', message: '' }]);
  });

  it('keeps its time while its status is the same, and leaves other conditions alone', () => {
    const foreign = { type: 'Other', status: 'Unknown', reason: 'r', message: 'm', lastTransitionTime: 't' } as const;
    const previous: ServiceStatus = { ...inSync, conditions: [...inSync.conditions, foreign] };
    const { status } = statusAfter(pass([facts('lb-1')], { diagnostics: [missing] }))(subject(), previous);
    expect(status.conditions).toMatchObject([foreign, { type: 'Ready', lastTransitionTime: '2026-01-01T00:00:00Z' }]);
  });
});

describe('a Service that leaves', () => {
  const leaving = subject(service({ type: 'ClusterIP' }));

  it('is cleared once nothing serves it, and told so once', () => {
    const change = statusAfter(pass([]))(leaving, inSync);
    expect(change.status).toEqual(noStatus);
    expect(change.events).toMatchObject([
      { type: 'Normal', reason: 'EnsuringService', message: 'Deleted Loadbalancer' },
    ]);
    expect(statusAfter(pass([]))(leaving, change.status)).toEqual({ status: noStatus, events: [] });
  });

  it('is cleared too where its CLB is kept for the sake of others without a listener of ours', () => {
    expect(statusAfter(pass([facts('lb-1', { listeners: [] })]))(leaving, inSync).status).toEqual(noStatus);
  });

  it('keeps its address while its CLB serves it, and says why it is still there', () => {
    const guarded: PlanError.PlanError = { _tag: 'DeletionProtected', service: key, loadBalancer: id('lb-1') };
    const change = statusAfter(pass([facts('lb-1')], { diagnostics: [guarded] }))(leaving, inSync);
    expect(change.status).toMatchObject({
      ingress: inSync.ingress,
      conditions: [{ status: 'False', reason: 'DeletionProtected' }],
    });
    expect(change.events).toMatchObject([{ type: 'Warning', reason: 'DeletionProtected' }]);
    expect(statusAfter(pass([facts('lb-1')]))(leaving, inSync)).toEqual({ status: inSync, events: [] });
  });

  it('that never had one is left alone', () => {
    expect(statusAfter(pass([]))(leaving, noStatus)).toEqual({ status: noStatus, events: [] });
  });
});

describe('a Service that is not for us', () => {
  it.each([
    ['of another class', service({ loadBalancerClass: 'example.com/other' })],
    ['with mode skip', annotated({ 'service.cloud.tencent.com/mode': 'skip' })],
  ])('%s is left as it is', (_, value) => {
    const before = { ...inSync, loadBalancerId: 'lb-other' };
    expect(
      statusAfter(pass([facts('lb-1')], { diagnostics: [{ _tag: 'Skipped', service: key }] }))(subject(value), before),
    ).toEqual({ status: before, events: [] });
  });

  it('of a class that is ours is not such a one', () => {
    const given = { ...pass([facts('lb-1')]), settings: { ...Settings.defaults, loadBalancerClasses: ['ours'] } };
    expect(statusAfter(given)(subject(service({ loadBalancerClass: 'ours' })), noStatus).status.loadBalancerId).toBe(
      'lb-1',
    );
  });
});

describe('a Service that cannot be read', () => {
  const broken = subject(annotated({ 'service.cloud.tencent.com/mode': 'stop' }));

  it('keeps its address, and says what is wrong once', () => {
    const change = statusAfter(pass([facts('lb-1')]))(broken, inSync);
    expect(change.status).toMatchObject({
      ingress: inSync.ingress,
      loadBalancerId: 'lb-1',
      conditions: [{ status: 'False', reason: 'InvalidField' }],
    });
    expect(change.events).toMatchObject([
      {
        type: 'Warning',
        reason: 'InvalidField',
        involvedObject: { kind: 'Service', namespace: 'shop', name: 'web', uid: 'uid-web' },
      },
    ]);
    expect(statusAfter(pass([facts('lb-1')]))(broken, change.status).events).toEqual([]);
  });

  it('is not told twice of an error that the plan repeats', () => {
    const diagnostics = E.isLeft(broken.decoded) ? broken.decoded.left.errors : [];
    expect(statusAfter(pass([], { diagnostics }))(broken, noStatus).events).toHaveLength(1);
  });
});

describe('events', () => {
  const success = 'Normal EnsureServiceSuccess: Service Sync Success. ReturnCode: S2000';

  it.each<readonly [string, PassFacts, ServiceStatus, ReadonlyArray<string>]>([
    ['of success when it becomes ready', pass([facts('lb-1')]), noStatus, [success]],
    ['of success after a pass that did something', pass([facts('lb-1')], { lanes: [lane(done)] }), inSync, [success]],
    ['of nothing when nothing was done', pass([facts('lb-1')]), inSync, []],
    [
      'of each problem when they appear',
      pass([facts('lb-1')], { diagnostics: [conflict, missing] }),
      inSync,
      [
        'Warning E4014: Service shop/web TCP:80: shop/other holds that port of lb-1; choose another port or another CLB',
        'Warning E4026: Service shop/web: TkeServiceConfig web-config does not exist in its namespace; listener settings stay as they are',
      ],
    ],
    [
      'of a note and of success together',
      pass([facts('lb-1')], { diagnostics: [missing] }),
      inSync,
      [
        'Warning E4026: Service shop/web: TkeServiceConfig web-config does not exist in its namespace; listener settings stay as they are',
        success,
      ],
    ],
    ['of nothing while it waits for an address', pass([]), noStatus, []],
  ])('tell %s', (_, given, previous, expected) => {
    expect(events(given, previous)).toEqual(expected);
  });

  it('are short enough for the API server', () => {
    const long: Report.Outcome = { _tag: 'Failed', attempts: 1, error: { ...error, message: 'x'.repeat(5000) } };
    for (const { message } of statusAfter(pass([facts('lb-1')], { lanes: [lane(long)] }))(subject(), noStatus).events)
      expect(message.length).toBe(1024);
  });
});

describe('readServiceStatus', () => {
  it('reads what a controller wrote', () => {
    const written = {
      ...annotated({ 'service.kubernetes.io/loadbalance-id': 'lb-1' }),
      status: {
        conditions: [...inSync.conditions],
        loadBalancer: { ingress: [{ ip: '1.2.3.4', ipMode: 'VIP', ports: [] }] },
      },
    };
    expect(readServiceStatus(written)).toEqual(inSync);
  });

  it.each([
    ['no status', service()],
    ['a null status', { ...service(), status: null }],
    ['a status that cannot be read', { ...service(), status: { conditions: 5 } }],
    ['no object', null],
  ])('reads %s as nothing written', (_, value) => {
    expect(readServiceStatus(value)).toEqual(noStatus);
  });
});

describe('laws', () => {
  const tags = fc.constantFrom(
    Ownership.birthTags(clusterId, 'uid-web'),
    Ownership.birthTags(clusterId, 'uid-web', id('lb-1')),
    Ownership.claimTags(clusterId, ['uid-web', 'uid-other']),
    Ownership.birthTags('cls-other', 'uid-web'),
    {},
  );
  const loadBalancer = fc.record(
    {
      addresses: fc.subarray(['1.1.1.1', '2.2.2.2', '1.2.3.4']),
      hostname: fc.constantFrom('a.example.com'),
      status: fc.constantFrom('Creating' as const, 'Running' as const),
      listeners: fc.subarray([listener(80), listener(443)]),
      tags,
    },
    { requiredKeys: ['addresses', 'status', 'listeners', 'tags'] },
  );
  const outcome = fc.constantFrom<Report.Outcome>(done, failure, { _tag: 'NotRun' });
  const report = fc.record({
    lanes: fc.array(
      fc.array(outcome, { maxLength: 3 }).map((outcomes) => lane(...outcomes)),
      { maxLength: 2 },
    ),
    withheld: fc.subarray([{ lane: 'lb-1', step: create, policy: 'brake', because: 'x' }]),
    diagnostics: fc.subarray([conflict, missing, { _tag: 'NoPorts', service: key } as const]),
  });
  const subjects = fc.constantFrom(
    subject(),
    subject(service({ type: 'ClusterIP' })),
    subject(annotated({ 'service.cloud.tencent.com/mode': 'skip' })),
    subject(annotated({ 'service.cloud.tencent.com/mode': 'no' })),
    subject(service({}, { deletionTimestamp: then })),
    subject(annotated({ 'service.kubernetes.io/tke-existed-lbid': 'lb-1' })),
  );
  const previous = fc.constantFrom<ServiceStatus>(
    noStatus,
    inSync,
    { ...inSync, conditions: [] },
    { ...inSync, ingress: [{ hostname: 'a.example.com' }] },
  );
  const world = fc
    .array(loadBalancer, { maxLength: 3 })
    .map((all) => all.map((rest, index) => facts(`lb-${index}`, rest)));

  it('a status does not flap: the same facts again change nothing, and tell nothing but success', () => {
    fc.assert(
      fc.property(world, report, subjects, previous, fc.nat(1e6), (clouds, happened, of, before, later) => {
        const first = statusAfter(pass(clouds, happened))(of, before);
        const again = statusAfter({ ...pass(clouds, happened), now: now + later })(of, first.status);
        expect(again.status).toEqual(first.status);
        expect(again).not.toHaveProperty('patch');
        expect(again.events.filter(({ reason }) => reason !== 'EnsureServiceSuccess')).toEqual([]);
      }),
    );
  });

  it('a pass that does nothing in a world in order settles: the second one changes nothing and tells nothing', () => {
    fc.assert(
      fc.property(world, subjects, previous, (clouds, of, before) => {
        const first = statusAfter(pass(clouds))(of, before);
        expect(statusAfter(pass(clouds))(of, first.status)).toEqual({ status: first.status, events: [] });
      }),
    );
  });

  it('a patch says exactly what changes: merged into what was written, it gives the status', () => {
    const apply = (before: ServiceStatus, { patch }: ReturnType<ReturnType<typeof statusAfter>>): ServiceStatus => {
      const annotations = patch?.metadata?.annotations ?? {
        'service.kubernetes.io/loadbalance-id': before.loadBalancerId ?? null,
      };
      const merged = annotated(Object.fromEntries(Object.entries(annotations).filter(([, value]) => value !== null)));
      const status = patch?.status ?? { loadBalancer: { ingress: before.ingress }, conditions: before.conditions };
      return readServiceStatus({ ...merged, status });
    };
    fc.assert(
      fc.property(world, report, subjects, previous, (clouds, happened, of, before) => {
        const change = statusAfter(pass(clouds, happened))(of, before);
        expect(apply(before, change)).toEqual(change.status);
      }),
    );
  });
});
