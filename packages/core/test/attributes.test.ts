import {
  apply,
  Attributes,
  defaultOptions,
  type ObservedState,
  type Plan,
  Planning,
  Policy,
  type Request,
  type Service,
  type ServiceConfig,
  Settings,
  Snapshot,
} from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { listener, mine, observed, planned, port, said, service, snapshot, users, words } from './build.js';

const plain = { securityGroups: [], passToTarget: false, internetMaxBandwidthOut: 10, modificationProtection: false };
const serving = listener('TCP:80', ['ins-1:30080', 'ins-2:30080']);

/** A Service that declares these attributes; `age` makes it older than those with a larger one. */
const asking = (
  name: string,
  attributes: Request.Attributes,
  request: Request.LoadBalancerRequest = {},
  over: Partial<Service.Service> = {},
): Service.Service => service(name, { request: { ...request, attributes }, ...over });

/** The CLB of shop/web as we left it, with these attributes. */
const own = (attributes: ObservedState.LoadBalancerFacts['attributes'], over = {}): ObservedState.ObservedState =>
  observed(mine('lb-1', 'web', [serving], { ...(attributes === undefined ? {} : { attributes }), ...over }));

const configured = (
  services: ReadonlyArray<Service.Service>,
  config: Snapshot.Snapshot['serviceConfigs'],
): Snapshot.Snapshot => ({ ...snapshot(services), serviceConfigs: config });

const config = (members: Partial<ServiceConfig.ServiceConfig>): Snapshot.Snapshot['serviceConfigs'] =>
  Snapshot.known({ shop: { tuned: E.right({ namespace: 'shop', name: 'tuned', l4: {}, ...members }) } });

const plan = (there: ObservedState.ObservedState, ...services: ReadonlyArray<Service.Service>): Plan.Plan =>
  planned(there, snapshot(services));

const notes = (of: Plan.Plan): ReadonlyArray<string> => said(of).filter((tag) => tag !== 'NoBackends');

describe('what a Service declares of its CLB', () => {
  it.each<
    readonly [
      name: string,
      declared: Request.Attributes,
      there: ObservedState.LoadBalancerFacts['attributes'],
      over: object,
      steps: ReadonlyArray<string>,
    ]
  >([
    ['nothing declared is nothing changed', {}, { ...plain, securityGroups: ['sg-9'], passToTarget: true }, {}, []],
    [
      'security groups are set as a list',
      { securityGroups: ['sg-1', 'sg-2'] },
      plain,
      {},
      ['set security groups of load balancer lb-1 none → sg-1, sg-2'],
    ],
    [
      'security groups as declared are left',
      { securityGroups: ['sg-1'] },
      { ...plain, securityGroups: ['sg-1'] },
      {},
      [],
    ],
    [
      'their order is their priority',
      { securityGroups: ['sg-1', 'sg-2'] },
      { ...plain, securityGroups: ['sg-2', 'sg-1'] },
      {},
      ['set security groups of load balancer lb-1 sg-2, sg-1 → sg-1, sg-2'],
    ],
    [
      'an empty list unbinds all',
      { securityGroups: [] },
      { ...plain, securityGroups: ['sg-1'] },
      {},
      ['set security groups of load balancer lb-1 sg-1 → none'],
    ],
    ['what was not read is never compared', { securityGroups: ['sg-1'], passToTarget: true }, undefined, {}, []],
    [
      'several others are one call',
      { passToTarget: true, deletionProtection: true },
      plain,
      {},
      ['set load balancer lb-1 passToTarget false → true, deletionProtection false → true'],
    ],
    [
      'protection against deletion is always known',
      { deletionProtection: true },
      undefined,
      {},
      ['set load balancer lb-1 deletionProtection false → true'],
    ],
    [
      'protection against deletion is taken off when that is declared',
      { deletionProtection: false },
      undefined,
      { deletionProtected: true },
      ['set load balancer lb-1 deletionProtection true → false'],
    ],
    [
      'groups come before traffic is checked by them alone',
      { passToTarget: true, securityGroups: ['sg-1'] },
      plain,
      {},
      ['set security groups of load balancer lb-1 none → sg-1', 'set load balancer lb-1 passToTarget false → true'],
    ],
    [
      'groups go after traffic is checked by others again',
      { passToTarget: false, securityGroups: [] },
      { ...plain, passToTarget: true, securityGroups: ['sg-1'] },
      {},
      ['set load balancer lb-1 passToTarget true → false', 'set security groups of load balancer lb-1 sg-1 → none'],
    ],
  ])('%s', (_name, declared, there, over, steps) => {
    const made = plan(own(there, over), asking('web', declared));
    expect(words(made)).toEqual(steps);
    expect(notes(made)).toEqual([]);
  });

  it('says which field asks for it and by which rule', () => {
    const made = plan(own(plain), asking('web', { securityGroups: ['sg-1'] }));
    expect(made.lanes[0]?.steps[0].why).toEqual([
      {
        object: { kind: 'Service', namespace: 'shop', name: 'web' },
        field: 'metadata.annotations[service.cloud.tencent.com/security-groups]',
        from: [],
        to: ['sg-1'],
        rule: '8.2',
      },
    ]);
  });

  it.each<readonly [name: string, declared: Request.Attributes, over: Partial<ObservedState.LoadBalancerFacts>]>([
    [
      'bandwidth of an internal CLB',
      { internetMaxBandwidthOut: 5 },
      { network: { _tag: 'Internal', subnet: 'subnet-a' }, attributes: plain },
    ],
    [
      'pass to target of an IPv6 CLB',
      { passToTarget: true },
      { bought: { addressIPVersion: 'IPV6' }, attributes: plain },
    ],
    ['protection against changes, for which there is no call', { modificationProtection: true }, { attributes: plain }],
  ])('%s is not set, with a note', (_name, declared, over) => {
    const { network } = over;
    const request = network?._tag === 'Internal' ? { subnet: network.subnet } : {};
    const made = plan(own(undefined, over), asking('web', declared, request));
    expect(words(made)).toEqual([]);
    expect(notes(made)).toEqual(['AttributeUnsettable']);
  });

  it('is quiet about protection against changes that is as declared, or not known', () => {
    const wish = asking('web', { modificationProtection: true });
    expect(notes(plan(own({ ...plain, modificationProtection: true }), wish))).toEqual([]);
    expect(notes(plan(own(undefined), wish))).toEqual([]);
  });
});

describe('bandwidth of a TkeServiceConfig', () => {
  const web = service('web', { request: { serviceConfig: 'tuned' } });
  const auto = service('web', { request: { serviceConfigAuto: true } });
  const bandwidth = 'set load balancer lb-1 internetMaxBandwidthOut 10 → 20';

  it.each<
    readonly [
      name: string,
      wish: Service.Service,
      from: Snapshot.Snapshot['serviceConfigs'],
      steps: ReadonlyArray<string>,
    ]
  >([
    ['is set', web, config({ internetMaxBandwidthOut: 20 }), [bandwidth]],
    ['that is as declared is left', web, config({ internetMaxBandwidthOut: 10 }), []],
    ['that it does not declare is left', web, config({}), []],
    [
      'counts before any other',
      asking('web', { internetMaxBandwidthOut: 30 }, { serviceConfig: 'tuned' }),
      config({ internetMaxBandwidthOut: 20 }),
      [bandwidth],
    ],
    [
      'is followed in the object written for the Service too',
      auto,
      Snapshot.known({
        shop: {
          'web-auto-service-config': E.right({
            namespace: 'shop',
            name: 'web-auto-service-config',
            l4: {},
            internetMaxBandwidthOut: 20,
          }),
        },
      }),
      [bandwidth],
    ],
    [
      'stays while the object cannot be read',
      asking('web', { internetMaxBandwidthOut: 30 }, { serviceConfig: 'tuned' }),
      Snapshot.known({
        shop: {
          tuned: E.left({
            errors: [
              {
                _tag: 'InvalidField',
                object: { kind: 'TkeServiceConfig', namespace: 'shop', name: 'tuned' },
                path: 'spec',
                expected: 'x',
                found: 'y',
              },
            ],
          }),
        },
      }),
      [],
    ],
    [
      'stays while the objects are not known',
      asking('web', { internetMaxBandwidthOut: 30 }, { serviceConfig: 'tuned' }),
      Snapshot.unknown('not synced'),
      [],
    ],
  ])('%s', (_name, wish, from, steps) => {
    expect(words(planned(own(plain), configured([wish], from)))).toEqual(steps);
  });

  it('follows an edit of the object written for the Service', () => {
    const name = 'web-auto-service-config';
    const object = E.right({ namespace: 'shop', name, l4: {}, internetMaxBandwidthOut: 20 });
    const before = Planning.start(Settings.defaults)(own(plain), snapshot([auto]));
    const after = Planning.update({ _tag: 'ServiceConfig', namespace: 'shop', name, object })(before);
    expect(words(Planning.planOf(before))).toEqual([]);
    expect(words(Planning.planOf(after))).toEqual([bandwidth]);
  });

  it('names the object as the reason', () => {
    const made = planned(own(plain), configured([web], config({ internetMaxBandwidthOut: 20 })));
    expect(made.lanes[0]?.steps[0].why).toEqual([
      {
        object: { kind: 'TkeServiceConfig', namespace: 'shop', name: 'tuned' },
        field: 'spec.loadBalancer.internetMaxBandwidthOut',
        from: 10,
        to: 20,
        rule: '6.2',
      },
    ]);
  });
});

describe('Services that share a CLB', () => {
  const at = { existing: users('lb-1').id };
  const shared = (attributes: ObservedState.LoadBalancerFacts['attributes']): ObservedState.ObservedState => {
    const records = { 'lbl-tcp80': 'api', 'lbl-tcp443': 'web' };
    const listeners = [
      listener('TCP:80', ['ins-1:30080', 'ins-2:30080']),
      listener('TCP:443', ['ins-1:30443', 'ins-2:30443']),
    ];
    const facts = users('lb-1', ['api', 'web'], listeners, records);
    return observed(attributes === undefined ? facts : { ...facts, attributes });
  };
  const api = (attributes: Request.Attributes, over: Partial<Service.Service> = {}): Service.Service =>
    asking('api', attributes, at, { createdAt: 1, ...over });
  const web = (attributes: Request.Attributes): Service.Service =>
    asking('web', attributes, at, {
      createdAt: 2,
      ports: [{ name: 'p443', protocol: 'TCP', port: 443, nodePort: 30443 }],
    });

  it.each<
    readonly [
      name: string,
      api: Service.Service,
      web: Service.Service,
      there: Attributes.Attributes,
      steps: ReadonlyArray<string>,
      told: ReadonlyArray<string>,
    ]
  >([
    [
      'the oldest that declares it decides',
      api({ securityGroups: ['sg-1'] }),
      web({ securityGroups: ['sg-2'] }),
      plain,
      ['set security groups of load balancer lb-1 none → sg-1'],
      ['AttributeConflict'],
    ],
    [
      'the same holds when it already is so: nothing flaps',
      api({ securityGroups: ['sg-1'] }),
      web({ securityGroups: ['sg-2'] }),
      { ...plain, securityGroups: ['sg-1'] },
      [],
      ['AttributeConflict'],
    ],
    [
      'one that declares nothing decides nothing',
      api({}),
      web({ securityGroups: ['sg-2'] }),
      plain,
      ['set security groups of load balancer lb-1 none → sg-2'],
      [],
    ],
    [
      'each attribute by itself',
      api({ passToTarget: true }),
      web({ deletionProtection: true }),
      plain,
      ['set load balancer lb-1 passToTarget false → true, deletionProtection false → true'],
      [],
    ],
    [
      'the same wish of both is no conflict',
      api({ securityGroups: ['sg-1'] }),
      web({ securityGroups: ['sg-1'] }),
      { ...plain, securityGroups: ['sg-1'] },
      [],
      [],
    ],
    [
      'beside one that stays as it is nothing changes',
      api({ securityGroups: ['sg-1'] }, { request: { ...at, skip: true } }),
      web({ securityGroups: ['sg-2'] }),
      { ...plain, securityGroups: ['sg-1'] },
      [],
      ['AttributeConflict', 'Skipped'],
    ],
    [
      'beside one that stays as it is, what is there already is fine',
      api({}, { request: { ...at, skip: true } }),
      web({ securityGroups: ['sg-1'] }),
      { ...plain, securityGroups: ['sg-1'] },
      [],
      ['Skipped'],
    ],
  ])('%s', (_name, first, second, there, steps, told) => {
    const made = plan(shared(there), first, second);
    expect(words(made)).toEqual(steps);
    expect([...notes(made)].sort()).toEqual(told);
    expect(words(plan(shared(there), second, first))).toEqual(steps);
  });

  it('does not let a younger one decide while nobody can read the object of the oldest', () => {
    const first = api({}, { request: { ...at, serviceConfig: 'tuned' } });
    const made = planned(
      shared(plain),
      configured([first, web({ internetMaxBandwidthOut: 5 })], Snapshot.unknown('not synced')),
    );
    expect(words(made)).toEqual([]);
    expect(notes(made)).toEqual(['AttributeConflict', 'Unknown']);
  });

  it('keeps what a Service that has left had declared', () => {
    const gone = words(plan(shared({ ...plain, securityGroups: ['sg-1'] }), web({})));
    expect(gone.filter((step) => step.startsWith('set '))).toEqual([]);
    expect(gone).toContain('delete listener TCP:80');
  });
});

describe('the order of steps', () => {
  it('sets the security groups of a new CLB before it has a listener', () => {
    const made = plan(observed(), asking('web', { securityGroups: ['sg-1'], deletionProtection: true }));
    expect(words(made)).toEqual([
      'create load balancer cls-test_shop_web (public)',
      'set security groups of load balancer <load-balancer:shop/web> none → sg-1',
      'set load balancer <load-balancer:shop/web> deletionProtection false → true',
      'create listener TCP:80',
      'register 2 backends on TCP:80',
    ]);
  });

  it('goes on where a pass died after the purchase', () => {
    const made = plan(
      observed(mine('lb-1', 'web', [], { attributes: plain })),
      asking('web', { securityGroups: ['sg-1'] }),
    );
    expect(words(made)).toEqual([
      'set security groups of load balancer lb-1 none → sg-1',
      'create listener TCP:80',
      'register 2 backends on TCP:80',
    ]);
  });

  it('guards a CLB whose only listener makes way for another before the new one is there', () => {
    const there = observed(mine('lb-1', 'web', [listener('UDP:80')], { attributes: plain }));
    const web = asking('web', { securityGroups: ['sg-1'] }, {}, { ports: [port(81)] });
    expect(words(plan(there, web))).toEqual([
      'set security groups of load balancer lb-1 none → sg-1',
      'create listener TCP:81',
      'register 2 backends on TCP:81',
      'delete listener UDP:80',
    ]);
  });

  it('guards a newly claimed CLB before it has a listener of ours', () => {
    const facts = { ...users('lb-1'), attributes: plain };
    const made = plan(observed(facts), asking('web', { securityGroups: ['sg-1'] }, { existing: facts.id }));
    expect(words(made)).toEqual([
      'tag load balancer lb-1: set tke-clusterId, uid-web',
      'set security groups of load balancer lb-1 none → sg-1',
      'create listener TCP:80',
      'tag load balancer lb-1: set uid-web_<listener:lb-1:TCP:80>',
      'register 2 backends on TCP:80',
    ]);
  });

  it('changes attributes of a CLB that serves after its backends', () => {
    const stale = mine('lb-1', 'web', [listener('TCP:80', ['ins-1:30080', 'ins-9:30080'])], { attributes: plain });
    expect(words(plan(observed(stale), asking('web', { securityGroups: ['sg-1'] })))).toEqual([
      'register 1 backend on TCP:80',
      'deregister 1 backend from TCP:80',
      'set security groups of load balancer lb-1 none → sg-1',
    ]);
  });
});

describe('policies', () => {
  const guarded = asking('web', { securityGroups: ['sg-1'], deletionProtection: true });

  it('create-only completes the CLB it makes', () => {
    const made = plan(observed(), guarded);
    expect(words(Policy.createOnly(made))).toEqual(words(made));
  });

  it('create-only makes no listener on a CLB whose security groups it may not set', () => {
    const made = plan(observed(mine('lb-1', 'web', [], { attributes: plain })), guarded);
    expect(words(Policy.createOnly(made))).toEqual([]);
    expect(Policy.createOnly(made).withheld.map(({ because }) => because)).toContain(
      'the security groups of its load balancer are not set',
    );
  });

  it('upsert-only sets them', () => {
    const made = plan(own(plain), guarded);
    expect(words(Policy.upsertOnly(made))).toEqual(words(made));
  });
});

describe('a CLB that its Service lets go', () => {
  const leaving = (request: Request.LoadBalancerRequest, over: Partial<Service.Service> = {}): Service.Service =>
    service('web', { request, deleting: true, ...over });
  const kept = [
    'delete listener TCP:80',
    'tag load balancer lb-1: remove tke-createdBy-flag, tke-lb-serviceuuid, tke-clusterId',
  ];

  it.each<
    readonly [
      name: string,
      wish: Service.Service,
      over: object,
      steps: ReadonlyArray<string>,
      told: ReadonlyArray<string>,
    ]
  >([
    ['is deleted', leaving({}), {}, ['delete load balancer lb-1'], []],
    ['stays when the Service says so', leaving({ retain: true }), {}, kept, []],
    [
      'stays when the Service says so and wants none any more',
      leaving({ retain: true }, { type: 'ClusterIP', deleting: false }),
      {},
      kept,
      [],
    ],
    ['is deleted when the Service says no', leaving({ retain: false }), {}, ['delete load balancer lb-1'], []],
    ['stays, handed back, although it is protected', leaving({ retain: true }), { deletionProtected: true }, kept, []],
    ['stays as it is while it is protected', leaving({}), { deletionProtected: true }, [], ['DeletionProtected']],
    [
      'stays protected although the Service now declares otherwise',
      leaving({ attributes: { deletionProtection: false } }),
      { deletionProtected: true },
      [],
      ['DeletionProtected'],
    ],
  ])('%s', (_name, wish, over, steps, told) => {
    const made = plan(own(plain, over), wish);
    expect(words(made)).toEqual(steps);
    expect(notes(made)).toEqual(told);
  });

  it('stays when the Service moves and says so', () => {
    const wish = service('web', { request: { retain: true, subnet: 'subnet-a' } });
    expect(words(plan(own(plain), wish)).slice(-2)).toEqual(kept);
  });

  it('is deleted when nothing is left of the Service to say so', () => {
    expect(words(plan(own(plain)))).toEqual(['delete load balancer lb-1']);
  });

  it('that TKE would not retain is told while the Service is there', () => {
    const wish = service('web', { request: { retain: true } });
    expect(notes(plan(own({ ...plain, modificationProtection: true }), wish))).toEqual(['RetainProtected']);
    expect(notes(plan(own(plain), wish))).toEqual([]);
  });
});

describe('a security group that the cloud refuses', () => {
  it('keeps no backend waiting', async () => {
    const stale = mine('lb-1', 'web', [listener('TCP:80', ['ins-1:30080'])], { attributes: plain });
    const made = plan(observed(stale), asking('web', { securityGroups: ['sg-none'] }));
    const done: Array<string> = [];
    const report = await apply(defaultOptions)(made)({
      observe: () => TE.right(observed(stale)),
      execute: (step) => {
        done.push(step._tag);
        return step._tag === 'SetSecurityGroups'
          ? TE.left({ _tag: 'Invalid', code: 'InvalidParameter', message: 'sg-none' })
          : TE.right({ made: {} });
      },
    })();
    expect(done).toEqual(['RegisterBackends', 'SetSecurityGroups']);
    expect(report.lanes[0]?.steps.map(({ outcome }) => outcome._tag)).toEqual(['Done', 'Failed']);
  });
});

describe('Attributes', () => {
  const all: Required<Attributes.Attributes> = { ...plain, deletionProtection: false };

  it.each(Attributes.fields)('filter and changes know %s', (field) => {
    expect(Object.keys(Attributes.filter(all, (one) => one === field))).toEqual([field]);
    const other: Attributes.Attributes = {
      securityGroups: ['sg-1'],
      passToTarget: true,
      internetMaxBandwidthOut: 1,
      deletionProtection: true,
      modificationProtection: true,
    };
    const wanted = Attributes.filter(other, (one) => one === field);
    expect(Attributes.changes(all, wanted)).toEqual([{ field, from: all[field], to: other[field] }]);
    expect(Attributes.changes({}, wanted)).toEqual([]);
    expect(Attributes.changes(other, wanted)).toEqual([]);
  });
});
