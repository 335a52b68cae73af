import { describe, expect, it } from '@jest/globals';
import { Listener, type Step } from '@clbkit/core';
import { Errors, Faults, Journal, make, World, worldOf } from '@clbkit/provider-fake';
import * as E from 'fp-ts/lib/Either.js';
import { id, left, right, shown } from './support.js';
import * as steps from './steps.js';
import { cluster, mine, run } from './steps.js';

const world = worldOf({
  loadBalancers: {
    'lb-a': {
      tags: mine,
      listeners: {
        'lbl-web': { name: Listener.managedName, protocol: 'TCP', port: 80 },
        'lbl-tls': { name: Listener.managedName, protocol: 'TCP', port: 443 },
      },
    },
  },
});
const scope = { clusterId: cluster, existing: [] };
const register = steps.register('lb-a', 'lbl-web', ['ins-1']);
const bound = (now: World.World, listener = 'lbl-web'): boolean =>
  World.listener('lb-a', listener)(now)?.backends.length === 1;
const both: Step.CloudStep = {
  ...register,
  _tag: 'RegisterBackends',
  listeners: [
    ...(register as Extract<Step.CloudStep, { _tag: 'RegisterBackends' }>).listeners,
    ...(steps.register('lb-a', 'lbl-tls', ['ins-1']) as Extract<Step.CloudStep, { _tag: 'RegisterBackends' }>)
      .listeners,
  ] as never,
} as Step.CloudStep;

describe('accidents', () => {
  it.each<readonly [name: string, what: Faults.Accident, answer: string, happened: boolean]>([
    [
      'a code keeps the call from happening',
      { _tag: 'FailBefore', code: 'ResourceInsufficient' },
      'QuotaExceeded ResourceInsufficient',
      false,
    ],
    [
      'a code that nobody knows means that nobody can tell',
      { _tag: 'FailBefore', code: 'SomethingNew' },
      'Unknown SomethingNew',
      false,
    ],
    ['an answer is lost after the call was carried out', { _tag: 'AnswerLost' }, 'Unreachable NoAnswer', true],
    ['a call never arrives, which looks the same', { _tag: 'NeverArrived' }, 'Unreachable NoAnswer', false],
    ['a call is throttled', { _tag: 'Throttled', retryAfterMs: 5 }, 'Throttled RequestLimitExceeded', false],
    [
      'somebody else keeps the load balancer busy',
      { _tag: 'Busy', forMs: 500 },
      'Busy FailedOperation.ResourceInOperating',
      false,
    ],
    ['a batch leaves out a listener', { _tag: 'Partial' }, 'Partial FailListenerIdSet', false],
  ])('%s', async (_, what, answer, happened) => {
    const fake = make({ world, faults: [{ when: { action: 'BatchRegisterTargets' }, what }] });
    expect(shown(left(await run(fake, register)))).toBe(answer);
    expect(bound(fake.world())).toBe(happened);
  });
  it('a partial failure leaves out the last listeners and does the others', async () => {
    const fake = make({ world, faults: [{ when: {}, what: { _tag: 'Partial', listeners: 1 } }] });
    expect(left(await run(fake, both))).toMatchObject({ _tag: 'Partial', message: 'lbl-tls' });
    expect([bound(fake.world()), bound(fake.world(), 'lbl-tls')]).toEqual([true, false]);
  });
  it('busy passes with time', async () => {
    const fake = make({ world, faults: [{ when: { call: 1 }, what: { _tag: 'Busy', forMs: 500 } }] });
    left(await run(fake, register));
    expect(shown(left(await run(fake, register)))).toBe('Busy FailedOperation.ResourceInOperating');
    await fake.wait(500)();
    right(await run(fake, register));
  });
  it('busy befalls a creation without a load balancer to keep busy', async () => {
    const fake = make({ faults: [{ when: {}, what: { _tag: 'Busy', forMs: 500 } }] });
    expect(shown(left(await run(fake, steps.create())))).toBe('Busy FailedOperation.ResourceInOperating');
    right(await run(fake, steps.create()));
  });
  it('a slow task takes its time on the virtual clock', async () => {
    const fake = make({ faults: [{ when: {}, what: { _tag: 'Slow', byMs: 60_000 } }] });
    right(await run(fake, steps.create()));
    expect(fake.world().now).toBe(70_000);
  });
  it('a task fails in the end; a load balancer being made vanishes, and its token is followed by the next', async () => {
    const fake = make({ faults: [{ when: {}, what: { _tag: 'TaskFails', message: 'no stock' } }] });
    expect(left(await run(fake, steps.create()))).toMatchObject({
      _tag: 'Unknown',
      code: 'TaskFailed',
      message: 'no stock',
    });
    expect(World.size(fake.world())).toBe(0);
    right(await run(fake, steps.create()));
    expect(World.size(fake.world())).toBe(1);
  });
  it('a load balancer whose answer was lost is found again by its token', async () => {
    const fake = make({ faults: [{ when: { resource: 'token' }, what: { _tag: 'AnswerLost' } }] });
    expect(shown(left(await run(fake, steps.create())))).toBe('Unreachable NoAnswer');
    expect(right(await run(fake, steps.create())).made).toEqual({ [steps.planned]: 'lb-00000001' });
    expect(World.size(fake.world())).toBe(1);
  });
  it('a load balancer that is deleted while its creator waits is not called made', async () => {
    const fake = make();
    const creation = run(fake, steps.create());
    while (fake.calls().length === 0) await Promise.resolve();
    fake.drift({ _tag: 'DeleteLoadBalancer', loadBalancer: 0 });
    expect(left(await creation)._tag).toBe('Unknown');
  });
  it.each<readonly [name: string, what: Faults.Accident, answer: string]>([
    ['fails', { _tag: 'FailBefore', code: 'InternalError' }, 'Unknown InternalError'],
    ['is throttled', { _tag: 'Throttled' }, 'Throttled RequestLimitExceeded'],
    ['gets no answer', { _tag: 'AnswerLost' }, 'Unreachable NoAnswer'],
  ])('an observation %s', async (_, what, answer) => {
    const fake = make({ world, faults: [{ when: { action: 'Observe' }, what }] });
    expect(shown(left(await fake.provider.observe(scope)()))).toBe(answer);
    right(await fake.provider.observe(scope)());
  });
  const stale = async (fake: ReturnType<typeof make>): Promise<boolean> => {
    const seen = right(await fake.provider.observe(scope)());
    return seen.loadBalancers['lb-a']?.listeners.every(({ backends }) => backends.length === 0) === true;
  };
  it('stale reads after a write show the world before it', async () => {
    const fake = make({
      world,
      faults: [{ when: { action: 'BatchRegisterTargets' }, what: { _tag: 'StaleReads', observations: 2 } }],
    });
    right(await run(fake, register));
    expect([await stale(fake), await stale(fake), await stale(fake)]).toEqual([true, true, false]);
  });
  it('a stale read shows what the one before showed', async () => {
    const fake = make({
      world,
      faults: [{ when: { action: 'Observe', after: 1 }, what: { _tag: 'StaleReads', observations: 1 } }],
    });
    expect(await stale(fake)).toBe(true);
    right(await run(fake, register));
    expect([await stale(fake), await stale(fake)]).toEqual([true, false]);
  });
});

describe('scripts', () => {
  it.each<readonly [name: string, when: Faults.When, hit: ReadonlyArray<number>]>([
    ['everything, once', {}, [1]],
    ['by number', { call: 3 }, [3]],
    ['by action', { action: 'BatchRegisterTargets' }, [1]],
    ['by another action', { action: 'DeleteLoadBalancer' }, []],
    ['by a load balancer', { resource: 'lb-a', times: 2 }, [1, 2]],
    ['by a listener, after one', { resource: 'lbl-web', after: 1 }, [2]],
    ['by a resource that nobody names', { resource: 'lbl-none' }, []],
    ['always', { times: 0 }, [1, 2, 3, 4]],
    ['always after two', { times: 0, after: 2 }, [3, 4]],
  ])('match %s', async (_, when, hit) => {
    const fake = make({ world, faults: [{ when, what: { _tag: 'FailBefore', code: 'X' } }] });
    const results: Array<boolean> = [];
    while (results.length < 4) results.push(E.isLeft(await run(fake, register)));
    expect(results.flatMap((failed, index) => (failed ? [index + 1] : []))).toEqual(hit);
  });
  it('may be exchanged while the fake runs', async () => {
    const fake = make({ world, faults: [{ when: { times: 0 }, what: { _tag: 'Throttled' } }] });
    left(await run(fake, register));
    fake.setFaults([]);
    right(await run(fake, register));
  });
  it('drawn from a seed are the same everywhere', () => {
    expect(Faults.drawFaults(1, 12, 0.3)).toEqual(Faults.drawFaults(1, 12, 0.3));
    expect(Faults.drawFaults(1, 12, 0.3)).not.toEqual(Faults.drawFaults(2, 12, 0.3));
    expect(Faults.drawFaults(42, 10_000, 0.1).length / 1000).toBeCloseTo(1, 1);
    expect(Faults.drawFaults(1, 100, 0)).toEqual([]);
    expect(Faults.drawFaults(1, 3, 1, [{ _tag: 'AnswerLost' }])).toEqual(
      [1, 2, 3].map((call) => ({ when: { call }, what: { _tag: 'AnswerLost' } })),
    );
    expect(Faults.drawFaults(1, 3, 1, [])).toEqual([]);
  });
  it('drawn from a seed follow mulberry32', () => {
    const numbers = Faults.random(0);
    expect([1, 2].map(() => numbers.next().value)).toEqual([0.26642920868471265, 0.0003297457005828619]);
  });
});

describe('journal', () => {
  it('tells what was called, when, on what, and what came of it', async () => {
    const fake = make({
      world,
      faults: [
        { when: { call: 2 }, what: { _tag: 'AnswerLost' } },
        { when: { call: 3 }, what: { _tag: 'NeverArrived' } },
        { when: { call: 4 }, what: { _tag: 'Partial' } },
      ],
    });
    await run(fake, steps.create());
    await run(fake, register);
    await run(fake, register);
    await run(fake, register);
    await run(fake, steps.waitFor('lb-a'));
    await run(fake, steps.listeners('lb-a', 80));
    fake.drift({ _tag: 'DestroyInstance', address: 'ins-1' });
    await fake.provider.observe({ clusterId: cluster, existing: [id('lb-a')] })();
    expect(Journal.show(fake.calls())).toBe(
      [
        '#1 0.0s CreateLoadBalancer token front → done lb-00000002',
        '#2 10.0s BatchRegisterTargets lb-a lbl-web → done, answer lost',
        '#3 10.0s BatchRegisterTargets lb-a lbl-web → answer lost',
        '#4 10.0s BatchRegisterTargets lb-a lbl-web → done but for lbl-web',
        '#5 10.0s CreateListener lb-a → InvalidParameter.PortCheckFailed',
        '#5 10.0s Edit DestroyInstance',
        '#6 10.0s Observe lb-a → 2 load balancers',
      ].join('\n'),
    );
    expect(Journal.countByAction(fake.calls())).toEqual({
      CreateLoadBalancer: 1,
      BatchRegisterTargets: 3,
      CreateListener: 1,
      Edit: 1,
      Observe: 1,
    });
    expect(Journal.writes(fake.calls())).toHaveLength(5);
    expect(JSON.parse(JSON.stringify(fake.calls()))).toEqual(fake.calls());
  });
});

describe('errors', () => {
  it.each([
    ['RequestLimitExceeded.UinLimitExceeded', 'Throttled'],
    ['FailedOperation.ResourceInOperating', 'Busy'],
    ['FailedOperation', 'Unknown'],
    ['FailedOperation.TrafficCheckRisk', 'Refused'],
    ['InternalError', 'Unknown'],
    ['InvalidParameter.LBIdNotFound', 'NotFound'],
    ['InvalidParameter.PortCheckFailed', 'Conflict'],
    ['InvalidParameter.FormatError', 'Invalid'],
    ['InvalidParameterValue.Duplicate', 'Conflict'],
    ['InvalidParameterValue.Range', 'Invalid'],
    ['LimitExceeded', 'QuotaExceeded'],
    ['AuthFailure.TokenFailure', 'Denied'],
    ['ClientError.NetworkError', 'Unreachable'],
    ['LimitExceededButNotReally', 'Unknown'],
  ])('%s means %s', (code, tag) => {
    expect(Errors.meaningOf(code)).toBe(tag);
  });
});
