import { keysOf } from './internal/keyed.js';
import * as Listener from './Listener.js';
import type { ObservedState } from './ObservedState.js';
import * as Backend from './Backend.js';
import { hash, type Lane, type Plan, type Withheld } from './Plan.js';
import * as Ref from './Ref.js';
import { effectOf, isMany, refsOf, type Step } from './Step.js';

type PlannedStep = Step<Ref.Ref>;

/** A policy only ever removes steps, and says which and why. Law: policy. */
export type Policy = (plan: Plan) => Plan;

/** Why a policy takes a step out; absent when it stays. */
type Verdict = (step: PlannedStep, lane: Lane) => string | undefined;

const makes = (step: PlannedStep): ReadonlyArray<string> => {
  switch (step._tag) {
    case 'CreateLoadBalancer':
      return [Ref.plannedLoadBalancer(step.key)];
    case 'CreateListeners':
      return step.ports.map((port) => Ref.plannedListener(step.loadBalancerKey, Listener.keyOf(step.protocol, port)));
    case 'CreateRules':
      return step.rules.map(({ key }) => Ref.plannedRule(step.loadBalancerKey, step.key, key));
    default:
      return [];
  }
};

/** Marks that are only added harm nobody and must precede what they protect. */
const onlyAddsMarks = (step: PlannedStep): boolean => step._tag === 'ModifyTags' && step.remove.length === 0;

const onlyTakes = (step: PlannedStep): boolean =>
  effectOf(step._tag) === 'delete' || (step._tag === 'ModifyTags' && step.remove.length > 0);

const slotsFreedBy = (step: PlannedStep): ReadonlyArray<string> =>
  step._tag !== 'DeleteListeners'
    ? []
    : step.listeners.map(({ key }) => `${Ref.show(step.loadBalancer)} ${Listener.slotOfKey(key)}`);

const slotsTakenBy = (step: PlannedStep): ReadonlyArray<string> =>
  step._tag !== 'CreateListeners'
    ? []
    : step.ports.map((port) => `${Ref.show(step.loadBalancer)} ${Listener.slotOf({ protocol: step.protocol, port })}`);

/** What is missing in a lane because earlier steps were withheld. */
interface Gaps {
  /** Planned keys that are not made. */
  readonly unmade: Set<string>;
  /** Slots of load balancers that stay taken. */
  readonly occupied: Set<string>;
  /** Load balancers that are not claimed. */
  readonly unclaimed: Set<string>;
  /** Load balancers whose security groups are not set. */
  readonly unguarded: Set<string>;
  /** Whether any step is missing. */
  broken: boolean;
  /** Whether something stays that was to go. */
  kept: boolean;
}

const begins = (step: PlannedStep): boolean =>
  step._tag === 'CreateLoadBalancer' || (step._tag === 'ModifyTags' && Object.keys(step.set).length > 0);

const placeOf = (step: PlannedStep): string => (step._tag === 'CreateLoadBalancer' ? '' : Ref.show(step.loadBalancer));

/** Why a step cannot stay once earlier steps of its lane are gone. */
const consequence = (step: PlannedStep, gaps: Gaps): string | undefined => {
  if (refsOf(step).some((ref) => ref._tag === 'Planned' && gaps.unmade.has(ref.key)))
    return 'what it acts on is not made';
  if (gaps.unclaimed.has(placeOf(step))) return 'the load balancer it acts on is not claimed';
  if (step._tag === 'CreateListeners' && gaps.unguarded.has(placeOf(step)))
    return 'the security groups of its load balancer are not set';
  if (slotsTakenBy(step).some((slot) => gaps.occupied.has(slot))) return 'the listener that has its port stays';
  if (gaps.kept && begins(step)) return 'a load balancer that was to go before stays';
  if (gaps.broken && (onlyTakes(step) || step._tag === 'PublishAddress'))
    return 'an earlier step of its lane is withheld, and nothing is taken away before its successor is there';
  return undefined;
};

const note = (gaps: Gaps, step: PlannedStep): void => {
  gaps.broken = true;
  gaps.kept = gaps.kept || onlyTakes(step);
  for (const key of makes(step)) gaps.unmade.add(key);
  for (const slot of slotsFreedBy(step)) gaps.occupied.add(slot);
  if (step._tag === 'SetSecurityGroups') gaps.unguarded.add(placeOf(step));
  if (begins(step)) gaps.unclaimed.add(placeOf(step));
};

/** Applies a verdict to every step, and to what cannot stand without the steps it removes. */
const withhold =
  (policy: string, verdict: Verdict, approval?: string) =>
  (plan: Plan): Plan => {
    const withheld: Array<Withheld> = [...plan.withheld];
    const lanes = plan.lanes.flatMap((lane): ReadonlyArray<Lane> => {
      const gaps: Gaps = {
        unmade: new Set(),
        occupied: new Set(),
        unclaimed: new Set(),
        unguarded: new Set(),
        broken: false,
        kept: false,
      };
      const kept: Array<PlannedStep> = [];
      for (const step of lane.steps) {
        const because = verdict(step, lane) ?? consequence(step, gaps);
        if (because === undefined) {
          kept.push(step);
          continue;
        }
        note(gaps, step);
        const out = { lane: lane.key, step, policy, because };
        withheld.push(approval === undefined ? out : { ...out, approval });
      }
      const idle = kept.every((step) => step._tag === 'AwaitLoadBalancer');
      return idle || !isMany(kept) ? [] : [{ key: lane.key, steps: kept }];
    });
    return { ...plan, lanes, withheld };
  };

/** Everything is carried out. */
export const sync: Policy = (plan) => plan;

/** Nothing is deleted, deregistered or unmarked. */
export const upsertOnly: Policy = withhold('upsert-only', (step) =>
  onlyTakes(step) ? 'the policy upsert-only takes nothing away' : undefined,
);

/** Whether a step sets attributes of a load balancer that its own lane makes. */
const completes = (step: PlannedStep): boolean =>
  (step._tag === 'SetSecurityGroups' || step._tag === 'ModifyLoadBalancer') && step.loadBalancer._tag === 'Planned';

/** Only what is not there yet is made; nothing that is there is changed, but for the marks that claim it. */
export const createOnly: Policy = withhold('create-only', (step) => {
  const effect = effectOf(step._tag);
  return effect === 'create' || effect === 'wait' || onlyAddsMarks(step) || completes(step)
    ? undefined
    : 'the policy create-only changes nothing that is there';
});

const namesOf = (step: PlannedStep, lane: Lane): ReadonlyArray<string> => [
  lane.key,
  ...refsOf(step).flatMap((ref) => (ref._tag === 'Existing' ? [ref.id] : [])),
  ...step.why.flatMap(({ object }) => (object.kind === 'Service' ? [`${object.namespace ?? ''}/${object.name}`] : [])),
];

/** Nothing is taken from the named Services (`namespace/name`) and CLBs (`lb-…`). */
export const protect = (names: Iterable<string>): Policy => {
  const named = new Set(names);
  return withhold('protect', (step, lane) => {
    const name = onlyTakes(step) ? namesOf(step, lane).find((one) => named.has(one)) : undefined;
    return name === undefined ? undefined : `${name} is protected by name`;
  });
};

/** How much may go at once. */
export interface BrakeLimits {
  /** Share of what there is of a kind, 0–1. Counts only where at least `atLeast` of that kind would go. */
  readonly share: number;
  /** Below this many, a share is not looked at. */
  readonly atLeast: number;
  /** More than this many of a kind never go at once. */
  readonly absolute: number;
}

/** The defaults: a third, once ten of a kind go; never more than a hundred. */
export const brakeDefaults: BrakeLimits = { share: 0.3, atLeast: 10, absolute: 100 };

interface Amounts {
  readonly 'load balancers': number;
  readonly listeners: number;
  readonly rules: number;
  readonly backends: number;
}

const kinds = ['load balancers', 'listeners', 'rules', 'backends'] as const;

const going = (plan: Plan): Amounts => {
  const total = { 'load balancers': 0, listeners: 0, rules: 0, backends: 0 };
  for (const lane of plan.lanes)
    for (const step of lane.steps)
      if (step._tag === 'DeleteLoadBalancer') total['load balancers'] += 1;
      else if (step._tag === 'DeleteListeners') total.listeners += step.listeners.length;
      else if (step._tag === 'DeleteRules') total.rules += step.rules.length;
      else if (step._tag === 'DeregisterBackends')
        for (const { backends } of step.listeners) total.backends += Backend.size(backends);
  return total;
};

const there = (observed: ObservedState): Amounts => {
  const total = { 'load balancers': 0, listeners: 0, rules: 0, backends: 0 };
  for (const id of keysOf(observed.loadBalancers)) {
    const one = observed.loadBalancers[id];
    if (one === undefined || one.ownership._tag === 'Theirs') continue;
    if (one.ownership._tag === 'Mine') total['load balancers'] += 1;
    for (const { owner, backends, rules = [] } of one.listeners)
      if (owner._tag !== 'Theirs') {
        total.listeners += 1;
        total.backends += Backend.size(backends);
        total.rules += rules.length;
        for (const rule of rules) total.backends += Backend.size(rule.backends);
      }
  }
  return total;
};

/**
 * Holds back every destructive step when too much would go at once: more than `absolute` of a kind, or more than `share` of
 * what there is of it. The reason tells the hash by which exactly this plan can be approved (`approve`).
 */
export const brake =
  (limits: BrakeLimits) =>
  (observed: ObservedState): Policy =>
  (plan) => {
    const amount = going(plan);
    const total = there(observed);
    const because = kinds.flatMap((kind) => {
      const [gone, all] = [amount[kind], total[kind]];
      if (gone > limits.absolute)
        return [`${String(gone)} ${kind} would go, at most ${String(limits.absolute)} may at once`];
      if (gone < limits.atLeast || gone <= limits.share * all) return [];
      return [
        `${String(gone)} of ${String(all)} ${kind} would go, at most ${String(Math.round(limits.share * 100))} % may at once`,
      ];
    });
    if (because.length === 0) return plan;
    const words = because.join('; ');
    return withhold('brake', (step) => (onlyTakes(step) ? words : undefined), hash(plan))(plan);
  };

/** Lets a plan pass a policy when somebody approved exactly this plan by its hash. */
export const approve =
  (approved: string) =>
  (policy: Policy): Policy =>
  (plan) =>
    hash(plan) === approved ? plan : policy(plan);

/** One policy after another. */
export const all =
  (policies: ReadonlyArray<Policy>): Policy =>
  (plan) =>
    policies.reduce((sofar, policy) => policy(sofar), plan);
