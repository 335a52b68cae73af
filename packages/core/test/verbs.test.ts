import {
  apply,
  type ApplyOptions,
  defaultOptions,
  ObservedState,
  Plan,
  type Provider,
  type ProviderError,
  reconcile,
  Policy,
  Ref,
  scopeOf,
  desire,
  type Service,
  Settings,
  Snapshot,
  Step,
} from '@clbkit/core';
import { Scene } from '@clbkit/core/testing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pause } from '../src/apply.js';
import { backendRounds } from '../src/backendRounds.js';
import * as Backend from '../src/Backend.js';
import { exclusionOf } from '../src/nodePool.js';
import { nodePool } from '../src/nodeSelection.js';
import {
  internal,
  listener,
  mine,
  node,
  observed,
  planned,
  port,
  said,
  service,
  shown,
  snapshot,
  users,
  words,
} from './build.js';

const addresses = (prefix: string, count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(3, '0')}`);

describe('backendRounds', () => {
  it('registers everything before anything leaves when both fit, or no quota is known', () => {
    const [joining, leaving] = [Backend.uniform(addresses('n', 3), 80, 10), Backend.uniform(addresses('o', 3), 80, 10)];
    for (const limit of [undefined, 6])
      expect(backendRounds(limit, 3, joining, leaving)).toEqual({
        register: joining,
        exchanges: [],
        deregister: leaving,
        excess: 0,
      });
  });

  it('never exceeds a quota, never empties the listener, loses nobody', () => {
    const sizes = fc.record({
      limit: fc.integer({ min: 1, max: 30 }),
      join: fc.nat(40),
      leave: fc.nat(30),
      stay: fc.nat(5),
    });
    fc.assert(
      fc.property(sizes, ({ limit, join, leave, stay }) => {
        fc.pre(leave + stay <= limit);
        const [joining, leaving] = [
          Backend.uniform(addresses('n', join), 80, 10),
          Backend.uniform(addresses('o', leave), 80, 10),
        ];
        const rounds = backendRounds(limit, leave + stay, joining, leaving);
        let there = leave + stay;
        const fits = (): void => {
          expect(there).toBeLessThanOrEqual(Math.max(limit, leave + stay));
        };
        there += Backend.size(rounds.register);
        fits();
        for (const { deregister, register } of rounds.exchanges) {
          there -= Backend.size(deregister);
          expect(there > 0 || limit === 1).toBe(true);
          there += Backend.size(register);
          fits();
        }
        there -= Backend.size(rounds.deregister);
        expect(there).toBe(stay + join - rounds.excess);
        expect(rounds.excess).toBe(Math.max(0, stay + join - limit));
        const all = [rounds.register, ...rounds.exchanges.map(({ register }) => register)].flatMap(shown);
        expect(new Set(all).size).toBe(join - rounds.excess);
      }),
    );
  });
});

describe('exclusionOf', () => {
  const label = 'node.kubernetes.io/exclude-from-external-load-balancers';
  it.each([
    { name: 'an ordinary node', over: {}, is: undefined },
    {
      name: 'a control plane node',
      over: { labels: { 'node-role.kubernetes.io/control-plane': '' } },
      is: 'ControlPlane',
    },
    { name: 'an old master', over: { labels: { 'node-role.kubernetes.io/master': 'true' } }, is: 'ControlPlane' },
    { name: 'excluded by an empty label', over: { labels: { [label]: '' } }, is: 'ExcludeLabel' },
    { name: 'excluded by an odd value', over: { labels: { [label]: 'yes' } }, is: 'ExcludeLabel' },
    { name: 'not excluded by 0', over: { labels: { [label]: '0' } }, is: undefined },
    { name: 'being deleted', over: { deleting: true }, is: 'Deleting' },
    { name: 'a super node', over: { labels: { 'node.kubernetes.io/instance-type': 'eklet' } }, is: 'VirtualNode' },
    {
      name: 'a registered machine',
      over: { labels: { 'node.kubernetes.io/instance-type': 'external' } },
      is: 'RegisteredNode',
    },
    { name: 'without provider id', over: { providerID: '' }, is: 'NoProviderId' },
    { name: 'about to be deleted', over: { taints: ['ToBeDeletedByClusterAutoscaler'] }, is: 'ToBeDeleted' },
    { name: 'not Ready', over: { ready: false }, is: 'NotReady' },
    { name: 'cordoned', over: { cordoned: true }, is: undefined },
  ])('$name', ({ over, is }) => {
    expect(exclusionOf(Settings.defaults)(node(1, over))).toBe(is);
  });

  it('follows the settings', () => {
    expect(exclusionOf({ ...Settings.defaults, cordonedNodes: 'unbind' })(node(1, { cordoned: true }))).toBe(
      'Cordoned',
    );
    expect(
      exclusionOf({ ...Settings.defaults, excludeLabel: 'ignore' })(node(1, { labels: { [label]: 'true' } })),
    ).toBeUndefined();
  });

  it('keeps two nodes with one address one backend, and an unreadable node keeps everybody', () => {
    const pool = (nodes: Snapshot.Snapshot['nodes']) => nodePool(Settings.defaults)({ nodes, strays: [] }).pool;
    expect(
      pool(Snapshot.known({ a: E.right(node(1)), b: E.right({ ...node(1), name: 'b', ready: false }) })),
    ).toMatchObject({ addresses: ['ins-1'], tolerated: [] });
    const error = { _tag: 'UnusableNode', node: 'a', because: 'x' } as const;
    expect(pool(Snapshot.known({ a: E.left({ errors: [error] }) })).incomplete).toBe('Node a cannot be read');
    expect(pool(Snapshot.unknown('late')).incomplete).toBe('Nodes are not known: late');
  });
});

const three = [service('a'), service('b'), service('c')];
const owned = ['a', 'b', 'c'].map((name, index) =>
  mine(`lb-${String(index + 1)}`, name, [listener('TCP:80', ['ins-1:30080', 'ins-2:30080'])]),
);
const mixed = planned(observed(...owned), snapshot([service('a', { ports: [port(81)] }), service('d')]));

describe('policies', () => {
  const steps = (plan: Plan.Plan): ReadonlyArray<string> => words(plan);

  it('sync removes nothing', () => {
    expect(Policy.sync(mixed)).toBe(mixed);
  });

  it('upsert-only takes nothing away and says what it kept', () => {
    const kept = Policy.upsertOnly(mixed);
    expect(steps(kept)).toEqual([
      'create listener TCP:81',
      'register 2 backends on TCP:81',
      'create load balancer cls-test_shop_d (public)',
      'create listener TCP:80',
      'register 2 backends on TCP:80',
    ]);
    expect(kept.withheld.map(({ lane, policy, because }) => [lane, policy, because])).toEqual([
      ['lb-2', 'upsert-only', 'the policy upsert-only takes nothing away'],
      ['lb-3', 'upsert-only', 'the policy upsert-only takes nothing away'],
      ['shop/a', 'upsert-only', 'the policy upsert-only takes nothing away'],
    ]);
  });

  it('create-only makes what is not there and changes nothing that is', () => {
    const draining = planned(
      observed(mine('lb-1', 'a', [listener('TCP:80', ['ins-1:30080@0', 'ins-2:30080'])]), users('lb-9')),
      snapshot([service('a'), service('e', { request: { existing: Ref.cloudId('lb-9') } })]),
    );
    expect(steps(Policy.createOnly(draining))).toEqual([
      'tag load balancer lb-9: set tke-clusterId, uid-e',
      'create listener TCP:80',
      'tag load balancer lb-9: set uid-e_<listener:lb-9:TCP:80>',
      'register 2 backends on TCP:80',
    ]);
  });

  it('protect keeps what is named, by Service or by cloud id', () => {
    expect(steps(Policy.protect(['lb-2', 'shop/a'])(mixed))).not.toContain('delete load balancer lb-2');
    expect(Policy.protect(['lb-2'])(mixed).withheld).toHaveLength(1);
    expect(Policy.protect(['shop/a'])(mixed).withheld.map(({ because }) => because)).toEqual([
      'shop/a is protected by name',
    ]);
  });

  it('keeps a listener out whose port the withheld deletion would have freed', () => {
    const swap = planned(
      observed(mine('lb-1', 'a', [listener('TCP_SSL:80', ['ins-1:30080', 'ins-2:30080'])])),
      snapshot([service('a')]),
    );
    expect(steps(swap)).toEqual([
      'delete listener TCP_SSL:80',
      'create listener TCP:80',
      'register 2 backends on TCP:80',
    ]);
    const kept = Policy.upsertOnly(swap);
    expect(Plan.isEmpty(kept)).toBe(true);
    expect(kept.withheld.map(({ because }) => because)).toEqual([
      'the policy upsert-only takes nothing away',
      'the listener that has its port stays',
      'what it acts on is not made',
    ]);
  });

  it('never releases a predecessor whose successor is withheld', () => {
    const move = planned(
      observed(mine('lb-1', 'a', [listener('TCP:80', ['ins-1:30080', 'ins-2:30080'])])),
      snapshot([service('a', { request: { subnet: 'subnet-a' } })]),
    );
    const onlyDeletes: Policy.Policy = Policy.protect(['lb-1']);
    expect(steps(onlyDeletes(move))).toHaveLength(4);
    expect(internal._tag).toBe('Internal');
  });

  it('makes no third load balancer when the idle one that was to go before is kept', () => {
    const there = observed(
      mine('lb-1', 'a', [listener('TCP:80', ['ins-1:30080', 'ins-2:30080'])]),
      users('lb-8', ['a']),
    );
    const move = planned(there, snapshot([service('a', { request: { subnet: 'subnet-a' } })]));
    expect(steps(move)[0]).toBe('tag load balancer lb-8: remove uid-a, tke-clusterId');
    const kept = Policy.upsertOnly(move);
    expect(Plan.isEmpty(kept)).toBe(true);
    expect(kept.withheld[1]?.because).toBe('a load balancer that was to go before stays');
  });

  it('records no listener that a quota leaves out', () => {
    const there = ObservedState.make('cls-test', [users('lb-9')], { listenersPerLoadBalancer: 1 });
    const request = { existing: Ref.cloudId('lb-9') };
    const full = planned(there, snapshot([service('a', { request, ports: [port(80), port(81)] })]));
    expect(steps(full)).toEqual([
      'tag load balancer lb-9: set tke-clusterId, uid-a',
      'create listener TCP:80',
      'tag load balancer lb-9: set uid-a_<listener:lb-9:TCP:80>',
      'register 2 backends on TCP:80',
    ]);
    expect(said(full)).toEqual(['OverLimit']);
  });

  const wish = snapshot([]);
  const many = observed(...Array.from({ length: 12 }, (_, index) => mine(`lb-${String(index)}`, `s${String(index)}`)));
  const gone = planned(many, wish);

  it('the brake holds back mass deletion, tells the hash, and the hash lets exactly this plan pass', () => {
    const brake = Policy.brake(Policy.brakeDefaults)(many);
    const braked = brake(gone);
    expect(Plan.isEmpty(braked)).toBe(true);
    expect(braked.withheld).toHaveLength(12);
    expect(braked.withheld[0]?.because).toBe('12 of 12 load balancers would go, at most 30 % may at once');
    const approval = braked.withheld[0]?.approval ?? '';
    expect(approval).toBe(Plan.hash(gone));
    expect(Policy.approve(approval)(brake)(gone)).toBe(gone);
    expect(Plan.isEmpty(Policy.approve('other')(brake)(gone))).toBe(true);
  });

  it('the brake has an absolute limit too, and lets few deletions pass', () => {
    expect(Policy.brake({ share: 1, atLeast: 1, absolute: 11 })(many)(gone).withheld[0]?.because).toBe(
      '12 load balancers would go, at most 11 may at once',
    );
    expect(Policy.brake({ share: 1, atLeast: 1, absolute: 12 })(many)(gone)).toBe(gone);
    expect(Policy.brake(Policy.brakeDefaults)(observed(...owned))(mixed)).toBe(mixed);
  });

  it('run one after another, each on what the last left', () => {
    const both = Policy.all([Policy.protect(['lb-2']), Policy.upsertOnly])(mixed);
    expect(both.withheld.map(({ policy }) => policy)).toEqual(['protect', 'upsert-only', 'upsert-only']);
  });

  it('only ever remove steps: what is left is a part of the plan in its order', () => {
    fc.assert(
      fc.property(
        Scene.scene,
        fc.constantFrom(Policy.upsertOnly, Policy.createOnly, Policy.protect(['lb-own1', 'shop/web'])),
        ({ settings, snapshot: at, cloud }, policy) => {
          const whole = planned(ObservedState.make(at.cluster.id, cloud), at, settings);
          const part = policy(whole);
          const told = new Set<unknown>([...Plan.steps(part), ...part.withheld.map(({ step }) => step)]);
          const untold = Plan.steps(whole).filter((step) => !told.has(step));
          expect(untold.map(({ _tag }) => _tag).filter((tag) => tag !== 'AwaitLoadBalancer')).toEqual([]);
          for (const lane of part.lanes) {
            const from = whole.lanes.find(({ key }) => key === lane.key)?.steps ?? [];
            const positions = lane.steps.map((step) => from.findIndex((other) => other === step));
            expect(positions).toEqual([...positions].sort((a, b) => a - b));
            expect(positions).not.toContain(-1);
          }
          expect(part.diagnostics).toBe(whole.diagnostics);
        },
      ),
    );
  });
});

type Answer = E.Either<ProviderError.ProviderError, Provider.StepResult>;
const fails = (_tag: ProviderError.ProviderError['_tag']): Answer => E.left({ _tag, code: _tag, message: 'told to' });
const made: Answer = E.right({
  made: { 'load-balancer:shop/a': Ref.cloudId('lb-7'), 'listener:shop/a:TCP:80': Ref.cloudId('lbl-7') },
});

/** A provider that gives scripted answers and remembers what it was asked. */
const scripted = (answers: ReadonlyArray<Answer>) => {
  const asked: Array<Step.CloudStep> = [];
  const provider: Provider.Provider = {
    observe: () => TE.right(ObservedState.empty),
    execute: (step) => () => {
      asked.push(step);
      return Promise.resolve(answers[asked.length - 1] ?? made);
    },
  };
  return { provider, asked };
};

const waits = (): { readonly options: ApplyOptions; readonly waited: Array<number> } => {
  const waited: Array<number> = [];
  const options: ApplyOptions = { ...defaultOptions, wait: (ms) => () => (waited.push(ms), Promise.resolve()) };
  return { options, waited };
};

describe('apply', () => {
  const one = planned(ObservedState.empty, snapshot([service('a')]));

  it('hands ids made by earlier steps to later ones', async () => {
    const { provider, asked } = scripted([]);
    const report = await apply(defaultOptions)(one)(provider)();
    expect(asked.map(({ _tag }) => _tag)).toEqual(['CreateLoadBalancer', 'CreateListeners', 'RegisterBackends']);
    expect(asked.flatMap((step) => Step.refsOf(step))).toEqual(['lb-7', 'lb-7', 'lbl-7']);
    expect(report.lanes[0]?.made).toEqual(E.isRight(made) ? made.right.made : {});
  });

  it('stops a lane at its first failure and goes on with the others', async () => {
    const { provider } = scripted([fails('QuotaExceeded')]);
    const report = await apply(defaultOptions)(planned(ObservedState.empty, snapshot(three)))({
      ...provider,
      execute: (step) =>
        step._tag === 'CreateLoadBalancer' && step.name.endsWith('_b')
          ? TE.fromEither(fails('QuotaExceeded'))
          : TE.right({
              made: {
                'load-balancer:shop/a': Ref.cloudId('lb-1'),
                'listener:shop/a:TCP:80': Ref.cloudId('l'),
                'load-balancer:shop/c': Ref.cloudId('lb-3'),
                'listener:shop/c:TCP:80': Ref.cloudId('m'),
              },
            }),
    })();
    expect(report.lanes.map(({ key, steps }) => [key, ...steps.map(({ outcome }) => outcome._tag)])).toEqual([
      ['shop/a', 'Done', 'Done', 'Done'],
      ['shop/b', 'Failed', 'NotRun', 'NotRun'],
      ['shop/c', 'Done', 'Done', 'Done'],
    ]);
  });

  it('tries again only what surely did not happen, waiting longer each time', async () => {
    const { provider, asked } = scripted([fails('Busy'), fails('Busy'), made]);
    const { options, waited } = waits();
    const report = await apply(options)(one)(provider)();
    expect(asked.slice(0, 3).map(({ _tag }) => _tag)).toEqual([
      'CreateLoadBalancer',
      'CreateLoadBalancer',
      'CreateLoadBalancer',
    ]);
    expect(waited).toEqual([500, 1000]);
    expect(report.lanes[0]?.steps.map(({ outcome }) => outcome._tag)).toEqual(['Done', 'Done', 'Done']);
  });

  it('gives up after so many attempts, and at once when something may have happened', async () => {
    const busy = scripted(Array.from({ length: 9 }, () => fails('Busy')));
    const { options } = waits();
    const report = await apply({ ...options, attempts: 3 })(one)(busy.provider)();
    expect(busy.asked).toHaveLength(3);
    expect(report.lanes[0]?.steps[0]?.outcome).toMatchObject({ _tag: 'Failed', attempts: 3 });
    const lost = scripted([fails('Unreachable')]);
    await apply(options)(one)(lost.provider)();
    expect(lost.asked).toHaveLength(1);
  });

  it('fails the step whose name no provider told', async () => {
    const { provider } = scripted([E.right({ made: {} })]);
    const report = await apply(defaultOptions)(one)(provider)();
    expect(report.lanes[0]?.steps[1]?.outcome).toMatchObject({
      _tag: 'Failed',
      error: { code: 'MissingId', message: 'the provider told no id for load-balancer:shop/a' },
    });
  });

  it('waits as the cloud asks, else half a second doubling up to eight', () => {
    const busy: ProviderError.ProviderError = { _tag: 'Busy', code: '', message: '' };
    expect([1, 2, 3, 4, 5, 9].map((attempt) => pause(busy, attempt))).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
    expect(pause({ _tag: 'Throttled', code: '', message: '', retryAfterMs: 70 }, 4)).toBe(70);
    expect(pause({ _tag: 'Throttled', code: '', message: '' }, 1)).toBe(500);
  });

  it('publishes the new address before the old load balancer goes, and keeps it when that fails', async () => {
    const move = planned(
      observed(mine('lb-1', 'a', [listener('TCP:80', ['ins-1:30080', 'ins-2:30080'])])),
      snapshot([service('a', { request: { subnet: 'subnet-a' } })]),
    );
    const { provider, asked } = scripted([]);
    const told: Array<string> = [];
    const publish: ApplyOptions['publish'] = ({ service: key, loadBalancer, replaces }) => {
      told.push(`${key} ${loadBalancer} ${replaces} after ${String(asked.length)}`);
      return TE.right(undefined);
    };
    await apply({ ...defaultOptions, publish })(move)(provider)();
    expect(told).toEqual(['shop/a lb-7 lb-1 after 3']);
    expect(asked.at(-1)?._tag).toBe('DeleteLoadBalancer');
    const refused = scripted([]);
    await apply({ ...defaultOptions, publish: () => TE.left({ _tag: 'Unreachable', code: '', message: '' }) })(move)(
      refused.provider,
    )();
    expect(refused.asked.map(({ _tag }) => _tag)).not.toContain('DeleteLoadBalancer');
  });

  it('runs so many lanes at a time and reports them in order', async () => {
    const services = Array.from({ length: 9 }, (_, index): Service.Service => service(`s${String(index)}`));
    const plan = planned(ObservedState.empty, snapshot(services));
    for (const concurrency of [0, 1, 4, 99]) {
      let running = 0;
      let most = 0;
      const provider: Provider.Provider = {
        observe: () => TE.right(ObservedState.empty),
        execute: () => async () => {
          most = Math.max(most, ++running);
          await Promise.resolve();
          await Promise.resolve();
          running--;
          return fails('Denied');
        },
      };
      const report = await apply({ ...defaultOptions, concurrency })(plan)(provider)();
      expect(most).toBe(Math.max(1, Math.min(concurrency, 9)));
      expect(report.lanes.map(({ key }) => key)).toEqual(plan.lanes.map(({ key }) => key));
    }
  });

  it('begins no step once it is told to stop, and tells of each step that ran', async () => {
    const { provider, asked } = scripted([]);
    const seen: Array<string> = [];
    const options: ApplyOptions = {
      ...defaultOptions,
      proceed: () => asked.length < 1,
      progress:
        ({ lane, index, outcome }) =>
        () => (seen.push(`${lane} ${String(index)} ${outcome._tag}`), Promise.resolve()),
    };
    const report = await apply(options)(one)(provider)();
    expect(seen).toEqual(['shop/a 0 Done']);
    expect(report.lanes[0]?.steps.map(({ outcome }) => outcome._tag)).toEqual(['Done', 'NotRun', 'NotRun']);
  });
});

describe('reconcile', () => {
  const options = { settings: Settings.defaults, policy: () => Policy.sync, apply: defaultOptions };

  it('does nothing when the cloud cannot be observed', async () => {
    const { provider, asked } = scripted([]);
    const blind: Provider.Provider = {
      ...provider,
      observe: () => TE.left({ _tag: 'Unreachable', code: '', message: '' }),
    };
    expect(E.isLeft(await reconcile(options)(snapshot([service('a')]))(blind)())).toBe(true);
    expect(asked).toEqual([]);
  });

  it('observes the cluster and the load balancers that Services name, applies the policy, reports', async () => {
    const wish = snapshot([service('a'), service('b', { request: { existing: Ref.cloudId('lb-9') } })]);
    expect(scopeOf(desire(Settings.defaults)(wish))).toEqual({ clusterId: 'cls-test', existing: ['lb-9'] });
    const { provider } = scripted([]);
    const pass = await reconcile(options)(wish)(provider)();
    expect(E.isRight(pass) && said(pass.right.plan)).toEqual(['LoadBalancerNotFound']);
    expect(E.isRight(pass) && pass.right.report.lanes.map(({ key }) => key)).toEqual(['shop/a']);
  });
});
