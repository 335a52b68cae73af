import { listed } from './internal/lines.js';
import * as Listener from './Listener.js';
import * as Ref from './Ref.js';
import * as Step from './Step.js';
import type { Why } from './Why.js';

type PlannedStep = Step.Step<Ref.Ref>;

/** How the things that a lane names are called in print. */
export interface Names {
  readonly of: (ref: Ref.Ref) => string;
  /** The load balancers the lane touches, in order of appearance. */
  readonly loadBalancers: ReadonlyArray<string>;
  /** The Services that ask for its steps, in order of appearance. */
  readonly services: ReadonlyArray<string>;
}

/** A Service in words: its key, or its UID when it is in the cluster no more. */
export const serviceName = ({ namespace, name }: Why['object']): string =>
  namespace === '(gone)' ? `(gone) ${name}` : `${namespace ?? ''}/${name}`;

/** What a step is done to: the load balancer it makes or names. */
export const subjectOf = (step: PlannedStep): Ref.Ref =>
  step._tag === 'CreateLoadBalancer' ? Ref.planned(Ref.plannedLoadBalancer(step.key)) : step.loadBalancer;

/** The Services among the reasons of a step. */
export const servicesOf = (step: PlannedStep): ReadonlyArray<Why['object']> =>
  step.why.flatMap(({ object }) => (object.kind === 'Service' ? [object] : []));

const madeBy = (step: PlannedStep): ReadonlyArray<readonly [string, string]> => {
  if (step._tag === 'CreateLoadBalancer') return [[Ref.plannedLoadBalancer(step.key), `new ${step.name}`]];
  if (step._tag === 'CreateRules')
    return step.rules.map(({ key }) => [
      Ref.plannedRule(step.loadBalancerKey, step.key, key),
      `<new ${step.key} ${key}>`,
    ]);
  if (step._tag !== 'CreateListeners') return [];
  return step.ports.map((port) => {
    const key = Listener.keyOf(step.protocol, port);
    return [Ref.plannedListener(step.loadBalancerKey, key), `<new ${key}>`];
  });
};

/** How the things that these steps of one lane name are called. */
export const namesIn = (steps: ReadonlyArray<PlannedStep>): Names => {
  const made = new Map(steps.flatMap(madeBy));
  const of = (ref: Ref.Ref): string => (ref._tag === 'Existing' ? ref.id : (made.get(ref.key) ?? Ref.show(ref)));
  return {
    of,
    loadBalancers: [...new Set(steps.map((step) => of(subjectOf(step))))],
    services: [...new Set(steps.flatMap((step) => servicesOf(step).map(serviceName)))],
  };
};

/** What a lane is about: `Service shop/web · lb-1`. */
export const heading = (key: string, { services, loadBalancers }: Names): string => {
  const known = services.length === 0 && key.includes('/') ? [key] : services;
  const clbs = listed(loadBalancers, 3);
  if (known.length === 0) return `CLB ${clbs}`;
  return `Service${known.length === 1 ? '' : 's'} ${listed(known, 3)} · ${clbs}`;
};

const namesItsSubject = new Set<Step.StepTag>([
  'CreateLoadBalancer',
  'AwaitLoadBalancer',
  'ModifyTags',
  'PublishAddress',
  'DeleteLoadBalancer',
]);

/** What a step does and to which load balancer. */
export const describeFully =
  (names: Names) =>
  (step: PlannedStep): string => {
    const words = Step.describe(names.of)(step);
    return namesItsSubject.has(step._tag) ? words : `${words} (${names.of(subjectOf(step))})`;
  };

/** What a step does, with its load balancer where a reader could not tell which it is. */
export const describeIn = (names: Names): ((step: PlannedStep) => string) =>
  names.loadBalancers.length > 1 ? describeFully(names) : Step.describe(names.of);
