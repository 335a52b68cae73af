import { describe, expect, it } from '@jest/globals';
import { Backend, Listener, LoadBalancer, type Step, type Why } from '@clbkit/core';
import { type Call, Limits, requests } from '@clbkit/provider-fake';
import fc from 'fast-check';
import { id } from './support.js';

const why: readonly [Why.Why] = [
  { object: { kind: 'Service', namespace: 'a', name: 'b' }, path: 'spec.ports' } as never,
];
const on = { loadBalancer: id('lb-a'), why };
const proof = { tags: {} };
const key = Listener.keyOf('TCP', 80);
const many = (count: number): Array<string> =>
  Array.from({ length: count }, (_, index) => `ins-${String(index).padStart(4, '0')}`);
const backends = (listener: string, count: number): Step.ListenerBackends<ReturnType<typeof id>> => ({
  listener: id(listener),
  key,
  backends: Backend.uniform(many(count), 1, 10),
});

/** What a call carries, in short. */
const sizes = (call: Call): unknown => {
  switch (call.action) {
    case 'CreateListener':
      return call.ports.length;
    case 'DeleteLoadBalancerListeners':
      return call.listeners?.length;
    case 'BatchRegisterTargets':
    case 'BatchDeregisterTargets':
      return call.targets.length;
    case 'BatchModifyTargetWeight':
      return call.rules.map(({ targets }) => targets.length);
    case 'ModifyResourceTags':
      return [Object.keys(call.replace).length, call.remove.length];
    case 'CreateRule':
      return call.rules.length;
    case 'DeleteRule':
      return [call.rules.length, call.newDefault];
    case 'ModifyRule':
    case 'ModifyDomainAttributes':
      return call.action;
    case 'CreateLoadBalancer':
    case 'DeleteLoadBalancer':
    case 'ModifyLoadBalancerAttributes':
    case 'SetLoadBalancerSecurityGroups':
    case 'ModifyListener':
      return 1;
  }
};

describe('requests', () => {
  it.each<readonly [name: string, step: Step.CloudStep, carried: ReadonlyArray<unknown>]>([
    ['a wait needs no call', { _tag: 'AwaitLoadBalancer', ...on }, []],
    [
      'a creation is one call',
      {
        _tag: 'CreateLoadBalancer',
        key: LoadBalancer.loadBalancerKey('a/b'),
        network: { _tag: 'Public' },
        name: 'n',
        tags: {},
        clientToken: 't',
        why,
      },
      [1],
    ],
    ['a deletion is one call', { _tag: 'DeleteLoadBalancer', ...on, proof, force: true }, [1]],
    [
      'a change of a listener is one call',
      {
        _tag: 'ModifyListener',
        ...on,
        listener: id('l'),
        key,
        settings: {},
        changes: [{ field: 'scheduler', from: 'WRR', to: 'LEAST_CONN' }],
      },
      [1],
    ],
    [
      '120 listeners are made in three calls',
      {
        _tag: 'CreateListeners',
        ...on,
        loadBalancerKey: LoadBalancer.loadBalancerKey('a/b'),
        protocol: 'TCP',
        ports: many(120).map((_, n) => n + 1) as never,
        name: 'n',
        settings: {},
      },
      [49, 49, 22],
    ],
    [
      '41 listeners are deleted in three calls',
      {
        _tag: 'DeleteListeners',
        ...on,
        proof,
        listeners: many(41).map((text) => ({ listener: id(text), key, name: 'n' })) as never,
      },
      [20, 20, 1],
    ],
    [
      '1200 targets over two listeners are registered in three calls',
      { _tag: 'RegisterBackends', ...on, listeners: [backends('l', 700), backends('m', 500)] },
      [500, 500, 200],
    ],
    [
      '501 targets are removed in two calls',
      { _tag: 'DeregisterBackends', ...on, proof, listeners: [backends('l', 501)] },
      [500, 1],
    ],
    [
      'weights go by fifty a rule',
      { _tag: 'SetBackendWeights', ...on, listeners: [backends('l', 120), backends('m', 1)] },
      [[50, 50, 20, 1]],
    ],
    [
      'weights go by five hundred a call',
      { _tag: 'SetBackendWeights', ...on, listeners: [backends('l', 480), backends('m', 50)] },
      [[50, 50, 50, 50, 50, 50, 50, 50, 50, 30], [50]],
    ],
    [
      'weights go by a hundred rules a call',
      { _tag: 'SetBackendWeights', ...on, listeners: many(101).map((text) => backends(text, 1)) as never },
      [Array.from({ length: 100 }, () => 1), [1]],
    ],
    ['no tags need no call', { _tag: 'ModifyTags', ...on, set: {}, records: [], remove: [] }, []],
    [
      'tags go by ten, and removals begin with the last that is set',
      {
        _tag: 'ModifyTags',
        ...on,
        set: Object.fromEntries(many(11).map((text) => [text, 'v'])),
        records: [{ uid: 'u', listener: id('l') }],
        remove: many(12),
      },
      [
        [10, 0],
        [2, 10],
        [0, 2],
      ],
    ],
    [
      'removals alone go by ten',
      { _tag: 'ModifyTags', ...on, set: {}, records: [], remove: many(11) },
      [
        [0, 10],
        [0, 1],
      ],
    ],
  ])('%s', (_, step, carried) => {
    expect(requests(step).map(sizes)).toEqual(carried);
  });

  it('a record is a tag that names its listener', () => {
    const step: Step.CloudStep = {
      _tag: 'ModifyTags',
      ...on,
      set: { a: 'b' },
      records: [{ uid: 'u', listener: id('lbl-1') }],
      remove: ['c'],
    };
    expect(requests(step)).toEqual([
      { action: 'ModifyResourceTags', loadBalancer: 'lb-a', replace: { a: 'b', 'u_lbl-1': 'lbl-1' }, remove: ['c'] },
    ]);
  });

  it('law: no call exceeds a limit, and together they carry every target once', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(counts, (all) => {
        const listeners = all.map((count, index) => backends(`l${String(index)}`, count)) as never;
        const wanted = all.reduce((sum, count) => sum + count, 0);
        const weights = requests({ _tag: 'SetBackendWeights', ...on, listeners });
        const named = weights.flatMap((call) => (call.action === 'BatchModifyTargetWeight' ? call.rules : []));
        expect(
          new Set(named.flatMap(({ listener, targets }) => targets.map(({ address }) => `${listener} ${address}`)))
            .size,
        ).toBe(wanted);
        for (const call of weights)
          if (call.action === 'BatchModifyTargetWeight') {
            expect(call.rules.length).toBeLessThanOrEqual(Limits.batch.weightRules);
            expect(call.rules.reduce((sum, { targets }) => sum + targets.length, 0)).toBeLessThanOrEqual(
              Limits.batch.weightTargets,
            );
            for (const { targets } of call.rules)
              expect(targets.length).toBeLessThanOrEqual(Limits.batch.targetsPerWeightRule);
          }
        const bound = requests({ _tag: 'RegisterBackends', ...on, listeners });
        expect(bound).toHaveLength(Math.ceil(wanted / Limits.batch.targetsPerBatch));
      }),
    );
  });
});
