// Planners that are broken on purpose, each in one way. A law that none of them breaks would promise nothing.
import { type Plan, type Policy, type Provider, Ref, Snapshot, type Step } from '@clbkit/core';
import { type Planner, real } from '@clbkit/core/testing';
import * as E from 'fp-ts/lib/Either.js';

type PlannedStep = Step.Step<Ref.Ref>;
type Steps = ReadonlyArray<PlannedStep>;

/** The plan with the steps of every lane changed; lanes that become empty go. */
const steps =
  (change: (all: Steps, plan: Plan.Plan) => Steps) =>
  (plan: Plan.Plan): Plan.Plan => ({
    ...plan,
    lanes: plan.lanes.flatMap((lane): Plan.Plan['lanes'] => {
      const [first, ...rest] = change(lane.steps, plan);
      return first === undefined ? [] : [{ ...lane, steps: [first, ...rest] }];
    }),
  });

const planning = (change: (plan: Plan.Plan) => Plan.Plan): Planner => ({
  ...real,
  plan: (settings) => (observed, snapshot) => change(real.plan(settings)(observed, snapshot)),
});

const reading = (change: (snapshot: Snapshot.Snapshot) => Snapshot.Snapshot): Planner => ({
  ...real,
  scope: (settings) => (snapshot) => real.scope(settings)(change(snapshot)),
  plan: (settings) => (observed, snapshot) => real.plan(settings)(observed, change(snapshot)),
});

const without = (...tags: ReadonlyArray<Step.StepTag>): Planner =>
  planning(steps((all) => all.filter(({ _tag }) => !tags.includes(_tag))));

const emptied = <A>(
  collection: Snapshot.Collection<Readonly<Record<string, A>>>,
): Snapshot.Collection<Readonly<Record<string, A>>> =>
  collection._tag === 'Unknown' ? Snapshot.known({}) : collection;

const readable = (at: Snapshot.Snapshot): Snapshot.Snapshot =>
  at.services._tag === 'Unknown'
    ? at
    : {
        ...at,
        services: Snapshot.known(
          Object.fromEntries(
            Object.entries(at.services.items).map(([namespace, names]) => [
              namespace,
              Object.fromEntries(Object.entries(names).filter(([, one]) => E.isRight(one))),
            ]),
          ),
        ),
      };

const changing = (change: (step: PlannedStep) => PlannedStep): Planner => planning(steps((all) => all.map(change)));

const takesFirst = (all: Steps): Steps => {
  const takes = ({ _tag }: PlannedStep): boolean => _tag === 'DeregisterBackends' || _tag === 'DeleteListeners';
  return [...all.filter(takes), ...all.filter((step) => !takes(step))];
};

const greedy: Planner = {
  ...real,
  plan: (settings) => (observed, snapshot) => {
    const plan = real.plan(settings)(observed, snapshot);
    return steps((all) =>
      all.map((step) => {
        if (step._tag !== 'ModifyTags' || step.loadBalancer._tag !== 'Existing') return step;
        const tags = observed.loadBalancers[step.loadBalancer.id]?.tags ?? {};
        return { ...step, remove: [...step.remove, ...Object.keys(tags).filter((key) => key === 'team')] };
      }),
    )(plan);
  },
};

const restless: Planner = {
  ...real,
  plan: (settings) => (observed, snapshot) => {
    const plan = real.plan(settings)(observed, snapshot);
    const one = Object.values(observed.loadBalancers).find(({ ownership }) => ownership._tag === 'Mine');
    if (one === undefined || plan.lanes.length > 0) return plan;
    const step: PlannedStep = {
      _tag: 'ModifyTags',
      loadBalancer: Ref.existing(one.id),
      set: one.tags,
      records: [],
      remove: [],
      why: [{ object: { kind: 'LoadBalancer', name: one.id }, field: 'tags', from: null, to: null }],
    };
    return { ...plan, lanes: [{ key: one.id, steps: [step] }] };
  },
};

const throwing: Planner = {
  ...real,
  plan: (settings) => (observed, snapshot) => {
    if (JSON.stringify(snapshot).includes('constructor')) throw new Error('unexpected name');
    return real.plan(settings)(observed, snapshot);
  },
};

const inputOrdered: Planner = {
  ...real,
  plan: (settings) => (observed, snapshot) => {
    const plan = real.plan(settings)(observed, snapshot);
    const order = Object.keys(observed.loadBalancers);
    const rank = (key: string): number => order.indexOf(key);
    return { ...plan, lanes: [...plan.lanes].sort((a, b) => rank(a.key) - rank(b.key)) };
  },
};

const counting: Planner = {
  ...real,
  plan: (settings) => (observed, snapshot) => {
    const plan = real.plan(settings)(observed, snapshot);
    const count =
      snapshot.services._tag === 'Known' ? Object.values(snapshot.services.items).flatMap(Object.keys).length : 0;
    const clientToken = `token-${count}`;
    return steps((all) => all.map((step) => (step._tag === 'CreateLoadBalancer' ? { ...step, clientToken } : step)))(
      plan,
    );
  },
};

const sloppyData: Planner = planning((plan) => ({
  ...plan,
  lanes: plan.lanes.map((lane) => Object.assign({ ...lane }, { note: undefined })),
}));

const policies = (change: (policy: Policy.Policy) => Policy.Policy): Planner => ({
  ...real,
  policies: Object.fromEntries(
    Object.entries(real.policies).map(([name, make]) => [
      name,
      (observed) => (name === 'sync' ? make(observed) : change(make(observed))),
    ]),
  ),
});

const silentPolicy: Planner = policies((policy) => (plan) => ({ ...policy(plan), withheld: [] }));

const upsideDown: Planner = policies(() => (plan) => {
  const kept = steps((all) => all.filter(({ _tag }) => _tag !== 'RegisterBackends' && _tag !== 'CreateListeners'))(
    plan,
  );
  return { ...kept, withheld: [] };
});

const forgetful =
  (apply: Planner['apply']): Planner['apply'] =>
  (options) =>
  (plan) =>
  (provider) => {
    const repeat: Provider.Provider = {
      ...provider,
      execute: (step) => async () => {
        const first = await provider.execute(step)();
        return E.isLeft(first) ? provider.execute(step)() : first;
      },
    };
    return apply(options)({ ...plan, lanes: plan.lanes.slice(0, 1) })(repeat);
  };

/** Which laws a broken planner must break, among others. */
export interface Mutant {
  readonly name: string;
  readonly planner: Planner;
  readonly breaks: ReadonlyArray<string>;
}

/** The broken planners. */
export const mutants: ReadonlyArray<Mutant> = [
  { name: 'throws at an unexpected name', planner: throwing, breaks: ['totality'] },
  { name: 'orders lanes as the cloud lists them', planner: inputOrdered, breaks: ['determinism'] },
  { name: 'ignores weights', planner: without('SetBackendWeights'), breaks: ['fixpoint', 'convergence'] },
  {
    name: 'never deletes listeners',
    planner: without('DeleteListeners'),
    breaks: ['fixpoint', 'convergence', 'release'],
  },
  { name: 'never deletes load balancers', planner: without('DeleteLoadBalancer'), breaks: ['convergence', 'release'] },
  { name: 'never deregisters', planner: without('DeregisterBackends'), breaks: ['convergence'] },
  { name: 'never changes settings', planner: without('ModifyListener'), breaks: ['convergence'] },
  { name: 'never publishes', planner: without('PublishAddress'), breaks: ['serving'] },
  {
    name: 'records a listener only when it makes it',
    planner: planning(
      steps((all) =>
        all.some(({ _tag }) => _tag === 'CreateListeners')
          ? all
          : all.filter((step) => step._tag !== 'ModifyTags' || step.records.length === 0),
      ),
    ),
    breaks: ['crash safety', 'crash anywhere', 'faulty calls'],
  },
  {
    name: 'does not say what a new load balancer replaces',
    planner: changing((step) =>
      step._tag === 'CreateLoadBalancer'
        ? { ...step, tags: Object.fromEntries(Object.entries(step.tags).filter(([key]) => key !== 'clbkit-replaces')) }
        : step,
    ),
    breaks: ['at most one'],
  },
  {
    name: 'makes a load balancer without its marks',
    planner: changing((step) => (step._tag === 'CreateLoadBalancer' ? { ...step, tags: {} } : step)),
    breaks: ['convergence', 'quiet', 'exhaustive'],
  },
  { name: "removes others' tags", planner: greedy, breaks: ['no foreign touch', 'histories'] },
  {
    name: 'takes what it cannot read for gone',
    planner: reading(readable),
    breaks: ['freeze', 'freeze at every instant'],
  },
  {
    name: 'takes what is unknown for empty',
    planner: reading((at) => ({ ...at, nodes: emptied(at.nodes), endpointSlices: emptied(at.endpointSlices) })),
    breaks: ['unknown is not empty'],
  },
  {
    name: 'sets what nobody declared',
    planner: changing((step) =>
      step._tag === 'ModifyListener' ? { ...step, settings: { ...step.settings, sessionExpireTime: 77 } } : step,
    ),
    breaks: ['untouched'],
  },
  {
    name: 'sends half a health check',
    planner: changing((step) =>
      step._tag === 'ModifyListener' && step.settings.healthCheck !== undefined
        ? {
            ...step,
            settings: { ...step.settings, healthCheck: { intervalTime: step.settings.healthCheck.intervalTime ?? 5 } },
          }
        : step,
    ),
    breaks: ['untouched'],
  },
  { name: 'never sets security groups', planner: without('SetSecurityGroups'), breaks: ['fixpoint', 'convergence'] },
  { name: 'never changes attributes', planner: without('ModifyLoadBalancer'), breaks: ['fixpoint', 'convergence'] },
  {
    name: 'sets attributes that nobody declared',
    planner: changing((step) =>
      step._tag === 'ModifyLoadBalancer'
        ? { ...step, attributes: { ...step.attributes, internetMaxBandwidthOut: 77 } }
        : step,
    ),
    breaks: ['untouched'],
  },
  {
    name: 'sets security groups at the end',
    planner: planning(
      steps((all) => {
        const guards = ({ _tag }: PlannedStep): boolean => _tag === 'SetSecurityGroups';
        return [...all.filter((step) => !guards(step)), ...all.filter(guards)];
      }),
    ),
    breaks: ['guarded'],
  },
  { name: 'lets one Service change the token of another', planner: counting, breaks: ['locality'] },
  { name: 'takes before it gives', planner: planning(steps(takesFirst)), breaks: ['serving', 'histories'] },
  {
    name: 'registers twice',
    planner: planning(
      steps((all): Steps => all.flatMap((step): Steps => (step._tag === 'RegisterBackends' ? [step, step] : [step]))),
    ),
    breaks: ['need', 'cheapest'],
  },
  { name: 'never rests', planner: restless, breaks: ['quiet', 'fixpoint'] },
  { name: 'withholds in silence', planner: silentPolicy, breaks: ['policy'] },
  {
    name: 'withholds what is to come and lets the rest go on',
    planner: upsideDown,
    breaks: ['policy', 'policy in force'],
  },
  { name: 'leaves undefined members in a plan', planner: sloppyData, breaks: ['data'] },
  { name: 'carries out one lane of many', planner: { ...real, apply: forgetful(real.apply) }, breaks: ['convergence'] },
];
