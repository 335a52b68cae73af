import {
  desire,
  type ObservedState,
  type Plan,
  PlanError,
  type Ref,
  Render,
  Step,
  Why,
  ServiceConfig,
} from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import type { Pass } from '../pass.js';
import { citationOf } from '../ruleDocuments.js';
import type { Explanation, LoadBalancerShown, Problem, StepShown } from './Explanation.js';
import { observed, wanted } from './shown.js';
import type { Subject } from './subject.js';
import { wishesOf } from './wishes.js';

type Planned = Step.Step<Ref.Ref>;

const isFor = ({ namespace, name, key }: Subject, step: Planned): boolean =>
  (step._tag === 'PublishAddress' && step.service === key) ||
  step.why.some(({ object }) => object.kind === 'Service' && object.namespace === namespace && object.name === name);

const nameOf = (ref: Ref.Ref): string => {
  if (ref._tag === 'Existing') return ref.id;
  return ref.key.startsWith('listener:') ? '(new listener)' : 'the new CLB';
};

const shownStep = (subject: Subject, step: Planned, withheld?: string): StepShown => {
  const own = step.why.filter(({ object }) => object.kind !== 'Service' || object.name === subject.name);
  const why = (own.length === 0 ? step.why : own).map(Why.show);
  const does = Step.describe(nameOf)(step);
  return { does, effect: Step.effectOf(step._tag), why, ...(withheld === undefined ? {} : { withheld }) };
};

const stepsOf = (subject: Subject, plan: Plan.Plan): ReadonlyArray<StepShown> => [
  ...plan.lanes.flatMap(({ steps }) =>
    steps.filter((step) => isFor(subject, step)).map((step) => shownStep(subject, step)),
  ),
  ...plan.withheld
    .filter(({ step }) => isFor(subject, step))
    .map(({ step, policy, because }) => shownStep(subject, step, `withheld by ${policy}: ${because}`)),
];

const concerns = (subject: Subject, used: ReadonlySet<string>, error: PlanError.PlanError): boolean => {
  if ('service' in error) return error.service === subject.key;
  if ('loadBalancer' in error) return used.has(error.loadBalancer);
  if (!('object' in error)) return false;
  const { kind, namespace, name } = error.object;
  if (kind === 'Service') return namespace === subject.namespace && name === subject.name;
  const config = E.isRight(subject.decoded) ? ServiceConfig.nameFor(subject.decoded.right) : undefined;
  return kind === 'TkeServiceConfig' && namespace === subject.namespace && name === config;
};

const order = { error: 0, warning: 1, note: 2 } as const;

const problemsOf = (subject: Subject, used: ReadonlySet<string>, plan: Plan.Plan): ReadonlyArray<Problem> => {
  const own = E.isLeft(subject.decoded) ? subject.decoded.left.errors : [];
  const all = [...own, ...plan.diagnostics.filter((error) => concerns(subject, used, error))].map((error): Problem => {
    const code = PlanError.code(error);
    const message = PlanError.describe(error);
    return { severity: Render.severity(error), ...(code === undefined ? {} : { code }), message };
  });
  const unique = [...new Map(all.map((one) => [one.message, one])).values()];
  return unique.sort((a, b) => order[a.severity] - order[b.severity]);
};

const summaryOf = (
  subject: Subject,
  gets: LoadBalancerShown | undefined,
  has: ReadonlyArray<LoadBalancerShown>,
  steps: ReadonlyArray<StepShown>,
): string => {
  if (E.isLeft(subject.decoded)) return 'It cannot be read: what it has stays as it is until it is corrected.';
  if (steps.some(({ withheld }) => withheld !== undefined)) return 'A policy withholds a part of what it asks for.';
  if (gets !== undefined) {
    if (steps.length === 0) return 'It has what it asks for: there is nothing to do.';
    return has.length === 0 ? 'It gets what it asks for.' : 'It has a part of what it asks for, and gets the rest.';
  }
  if (steps.length > 0) return 'It asks for no load balancer: what it has is released.';
  if (subject.decoded.right.type !== 'LoadBalancer') return 'It asks for no load balancer and has none.';
  return 'It is not followed: what it has stays as it is.';
};

const idsIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/\((R?\d+(?:\.\d+)+(?:, R?\d+(?:\.\d+)+)*)\)/g)].flatMap(([, ids = '']) => ids.split(', '));

const byRule = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

const usedBy = (uid: string | undefined, { loadBalancers }: ObservedState.ObservedState) =>
  Object.values(loadBalancers).filter(({ ownership }) => {
    if (uid === undefined || ownership._tag === 'Theirs') return false;
    return ownership._tag === 'Mine' ? ownership.uid === uid : ownership.uids.includes(uid);
  });

/** What one Service asked for, what it gets and why, and what is ignored or refused. */
export const explain = ({ options, input, plan, observed: cloud }: Pass, subject: Subject): Explanation => {
  const uid = E.isRight(subject.decoded) ? subject.decoded.right.uid : subject.decoded.left.uid;
  const used = usedBy(uid, cloud);
  const wish = Object.values(desire(options.settings)(input.snapshot).wanted).find(({ claims }) =>
    claims.some(({ service }) => service === subject.key),
  );
  const claim = wish?.claims.find(({ service }) => service === subject.key);
  const declared = Object.keys(claim?.attributes?.values ?? {});
  const has = uid === undefined ? [] : used.map((one) => observed(uid, one, declared));
  const problems = problemsOf(subject, new Set(used.map(({ id }) => id)), plan);
  const steps = stepsOf(subject, plan);
  const refused = problems.some(({ severity }) => severity === 'error') && steps.length === 0;
  const gets = wish === undefined || claim === undefined || refused ? undefined : wanted(wish, claim, used);
  const hasOwn = used.some(({ ownership }) => ownership._tag === 'Mine');
  const { asked, ignored } = wishesOf(subject, hasOwn);
  const cited = new Set([
    ...[...asked, ...ignored].flatMap(({ rules }) => rules),
    ...steps.flatMap(({ why }) => why.flatMap(idsIn)),
    ...(gets === undefined ? [] : [gets.whose, ...gets.listeners.flatMap(({ notes }) => notes)].flatMap(idsIn)),
  ]);
  return {
    service: subject.key,
    ...(uid === undefined ? {} : { uid }),
    summary: summaryOf(subject, gets, has, steps),
    asked,
    ...(gets === undefined ? {} : { gets }),
    has,
    steps,
    ignored,
    problems,
    rules: [...cited].sort(byRule).flatMap((id) => citationOf(id) ?? []),
  };
};
