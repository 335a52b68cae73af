import { attributeSteps } from './attributeSteps.js';
import {
  backendStep,
  deregistering,
  deregisterStep,
  type Exchange,
  exchangesOf,
  exchangeSteps,
  registering,
  reweighing,
} from './backendSteps.js';
import { inOrder } from './compare.js';
import type { Diff, LaneDiff, LoadBalancerDiff, Terms } from './Diff.js';
import {
  createListeners,
  type Creations,
  deleteListeners,
  fitListeners,
  type Fitted,
  modifyListeners,
} from './listenerSteps.js';
import { claimStep, recordStep, unmarkStep } from './markSteps.js';
import type { Lane, Plan } from './Plan.js';
import type { PlanError } from './PlanError.js';
import { createRules, deleteRules, type FittedRules, fitRules, modifyRules } from './ruleSteps.js';
import { isMany } from './Step.js';
import { type Context, noSteps, type PlannedStep, proofOf, refOf, thereOf } from './stepParts.js';
import type { Why } from './Why.js';

/** The order of steps in a lane. Each load balancer of the lane passes a phase before any enters the next. */
export const phases = [
  { phase: 'await', what: 'wait for a load balancer that is still being made' },
  { phase: 'first', what: 'let go of an idle load balancer, so that a Service never has more than two' },
  { phase: 'create', what: 'create the load balancer, with its ownership tags in the call' },
  { phase: 'claim', what: 'mark a user’s load balancer before anything else is done to it' },
  {
    phase: 'guard',
    what: 'set attributes of a load balancer where nothing is served yet: it is never open without its security groups',
  },
  { phase: 'clear', what: 'delete listeners and rules whose place others need, or a quota leaves no room for' },
  { phase: 'listen', what: 'create listeners, those with equal protocol and settings together' },
  { phase: 'record', what: 'record which Service each new listener of a shared load balancer belongs to' },
  { phase: 'set', what: 'change declared settings that differ' },
  { phase: 'route', what: 'create forwarding rules, those of one listener together' },
  { phase: 'register', what: 'register backends, over all listeners at once' },
  { phase: 'exchange', what: 'where a quota has no room for old and new together: take some out, put as many in' },
  { phase: 'weigh', what: 'set weights, 0 for leaving backends' },
  { phase: 'publish', what: 'tell the Service its new address' },
  { phase: 'deregister', what: 'deregister backends that nobody wants' },
  { phase: 'adjust', what: 'set attributes that differ; backends do not wait for what the cloud may refuse' },
  { phase: 'unroute', what: 'delete forwarding rules that nobody wants' },
  { phase: 'unlisten', what: 'delete listeners that nobody wants' },
  { phase: 'delete', what: 'delete the load balancer' },
  { phase: 'unmark', what: 'take our marks off, last of all' },
] as const;

/** A phase of the order of steps. */
export type Phase = (typeof phases)[number]['phase'];

const createStep = (vpc: string | undefined, one: LoadBalancerDiff): ReadonlyArray<PlannedStep> => {
  if (one.subject._tag === 'There') return [];
  const { network, name, tags, clientToken, purchase, why } = one.subject.creation;
  const step: PlannedStep = { _tag: 'CreateLoadBalancer', key: one.key, network, name, tags, clientToken, why: [why] };
  const bought = purchase === undefined ? step : { ...step, purchase };
  return [vpc === undefined ? bought : { ...bought, vpc }];
};

const deletion = (one: LoadBalancerDiff, force: boolean): ReadonlyArray<PlannedStep> => {
  const at = thereOf(one);
  if (at === undefined || one.deletion === undefined) return [];
  return [
    { _tag: 'DeleteLoadBalancer', loadBalancer: refOf(one), proof: proofOf(one, at), force, why: [one.deletion.why] },
  ];
};

const awaiting = (one: LoadBalancerDiff): ReadonlyArray<PlannedStep> => {
  const at = thereOf(one);
  if (at?.status !== 'Creating') return [];
  const why: Why = {
    object: { kind: 'LoadBalancer', name: at.id },
    field: 'Status',
    from: 'Creating',
    to: 'Running',
    rule: 'R3.5',
  };
  return [{ _tag: 'AwaitLoadBalancer', loadBalancer: refOf(one), why: [why] }];
};

/** A load balancer of the lane, with what several phases need worked out once. */
interface Part {
  readonly one: LoadBalancerDiff;
  readonly fitted: Fitted;
  readonly rules: FittedRules;
  readonly created: Creations;
  readonly exchanges: ReadonlyArray<Exchange>;
}

const partOf = (context: Context, one: LoadBalancerDiff): Part => {
  const fitted = fitListeners(context, one);
  const rules = fitRules(context, one, fitted.listeners);
  const created = rules.listeners.filter((each) => each._tag === 'Create');
  return { one, fitted, rules, created, exchanges: exchangesOf(context, one, rules.listeners) };
};

/** Everything that is taken from a load balancer, in one go. */
const letGo = (terms: Terms, { one, fitted }: Pick<Part, 'one' | 'fitted'>): ReadonlyArray<PlannedStep> => [
  ...deleteListeners(one, [...fitted.early, ...fitted.late]),
  ...deletion(one, terms.force),
  ...unmarkStep(one),
];

/** The steps of one load balancer in one phase. One that goes first has no other phase but that and the waiting. */
const stepsOf = (
  phase: Phase,
  terms: Terms,
  { one, fitted, rules, created, exchanges }: Part,
): ReadonlyArray<PlannedStep> => {
  if (one.first === true && phase !== 'await' && phase !== 'first') return noSteps;
  switch (phase) {
    case 'await':
      return awaiting(one);
    case 'first':
      return one.first === true ? letGo(terms, { one, fitted }) : noSteps;
    case 'create':
      return createStep(terms.vpc, one);
    case 'claim':
      return claimStep(one);
    case 'guard':
      return attributeSteps(one, 'early');
    case 'clear':
      return [...deleteListeners(one, fitted.early), ...deleteRules(one, rules.listeners, rules.early, 'early')];
    case 'listen':
      return createListeners(one, created);
    case 'record':
      return recordStep(
        one,
        created.map(({ wish }) => wish.key),
      );
    case 'set':
      return [...modifyListeners(one), ...modifyRules(one, rules.listeners)];
    case 'route':
      return createRules(one, rules.listeners);
    case 'register':
      return backendStep('RegisterBackends', one, exchanges, registering);
    case 'exchange':
      return exchangeSteps(one, exchanges);
    case 'weigh':
      return backendStep('SetBackendWeights', one, exchanges, reweighing);
    case 'publish':
      return noSteps;
    case 'deregister':
      return deregisterStep(one, exchanges, deregistering);
    case 'adjust':
      return attributeSteps(one, 'late');
    case 'unroute':
      return deleteRules(one, rules.listeners, rules.early, 'late');
    case 'unlisten':
      return deleteListeners(one, fitted.late);
    case 'delete':
      return deletion(one, terms.force);
    case 'unmark':
      return unmarkStep(one);
  }
};

const publishing = (lane: LaneDiff): ReadonlyArray<PlannedStep> =>
  lane.handovers.map(({ service, from, to, why }): PlannedStep => ({
    _tag: 'PublishAddress',
    service,
    loadBalancer: to,
    replaces: from,
    why: [why],
  }));

/** A lane in order, and notes on what does not fit the quotas. */
export interface ScheduledLane {
  readonly lane?: Lane;
  readonly notes: ReadonlyArray<PlanError>;
}

/** Puts the differences of one lane in order, by the table `phases`. */
export const scheduleLane =
  (terms: Terms) =>
  (difference: LaneDiff): ScheduledLane => {
    const context: Context = { terms, notes: [] };
    const parts = difference.loadBalancers.map((one) => partOf(context, one));
    const inOrder: Array<PlannedStep> = [];
    for (const { phase } of phases) {
      for (const part of parts) for (const step of stepsOf(phase, terms, part)) inOrder.push(step);
      if (phase === 'publish') inOrder.push(...publishing(difference));
    }
    const { notes } = context;
    return isMany(inOrder) ? { lane: { key: difference.key, steps: inOrder }, notes } : { notes };
  };

/**
 * Puts a diff in order, by the table `phases`. Laws: serving (register before deregister, create before delete), no foreign
 * touch, need (no step that is not needed), determinism.
 */
export const schedule = (diff: Diff): Plan => {
  const one = scheduleLane(diff);
  const lanes: Array<Lane> = [];
  const notes: Array<PlanError> = [];
  for (const difference of diff.lanes) {
    const scheduled = one(difference);
    if (scheduled.lane !== undefined) lanes.push(scheduled.lane);
    notes.push(...scheduled.notes);
  }
  const diagnostics = notes.length === 0 ? diff.diagnostics : inOrder([...diff.diagnostics, ...notes]);
  return { lanes, withheld: [], diagnostics };
};
