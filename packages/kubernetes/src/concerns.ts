import { PlanError, ProviderError, Ref, type Report, Service, type Snapshot, Step, ServiceConfig } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { codeOf } from './codes.js';

/** A Service as a pass met it: readable or not. */
export interface Subject {
  readonly namespace: string;
  readonly name: string;
  readonly decoded: Snapshot.Decoded<Service.Service>;
}

/** Something that is wrong for a Service, in words for a person. */
export interface Problem {
  /** The TKE code where there is one, or the tag of the error. */
  readonly reason: string;
  readonly message: string;
  /** Whether the Service is not in sync because of it. */
  readonly blocking: boolean;
}

const isService = (subject: Subject, namespace: string | undefined, name: string): boolean =>
  namespace === subject.namespace && name === subject.name;

const concernsService = (subject: Subject, error: PlanError.PlanError): boolean => {
  if ('service' in error) return error.service === Service.keyOf(subject.namespace, subject.name);
  return (
    error._tag === 'InvalidField' &&
    error.object.kind === 'Service' &&
    isService(subject, error.object.namespace, error.object.name)
  );
};

const concernsConfig = (subject: Subject, error: PlanError.PlanError): boolean => {
  if (E.isLeft(subject.decoded) || error._tag !== 'InvalidField' || error.object.kind !== 'TkeServiceConfig')
    return false;
  const serviceConfig = ServiceConfig.nameFor(subject.decoded.right);
  return (
    serviceConfig !== undefined &&
    isService(subject, error.object.namespace, subject.name) &&
    error.object.name === serviceConfig
  );
};

const problemOf =
  (blocking: boolean) =>
  (error: PlanError.PlanError): Problem => ({
    reason: PlanError.code(error) ?? error._tag,
    message: PlanError.describe(error),
    blocking,
  });

/** What the diagnostics of a pass say about a Service, its own errors first. */
const diagnosed = (subject: Subject, report: Report.Report): ReadonlyArray<Problem> => {
  const own = E.isLeft(subject.decoded) ? subject.decoded.left.errors : [];
  const errors = [...own, ...report.diagnostics.filter((error) => concernsService(subject, error))];
  const notes = report.diagnostics.filter((error) => concernsConfig(subject, error));
  return [
    ...errors.map((error) => problemOf(PlanError.reach(error) !== 'none')(error)),
    ...notes.map(problemOf(false)),
  ];
};

type Planned = Step.Step<Ref.Ref>;

const namesService = (step: Planned): boolean => step.why.some(({ object }) => object.kind === 'Service');

/** Whether a step is for that Service: a reason names it, or no reason names any Service and the lane is its own. */
const isFor = (subject: Subject, lanes: ReadonlySet<string>, lane: string, step: Planned): boolean =>
  step.why.some(({ object }) => object.kind === 'Service' && isService(subject, object.namespace, object.name)) ||
  (!namesService(step) && lanes.has(lane));

type Run = Report.LaneReport['steps'][number];

/** The steps of a report that are for a Service. `lanes` are the keys of the lanes that are its own. */
export const stepsFor = (subject: Subject, lanes: ReadonlySet<string>, report: Report.Report): ReadonlyArray<Run> =>
  report.lanes.flatMap(({ key, steps }) => steps.filter(({ step }) => isFor(subject, lanes, key, step)));

/** A lane that stopped before all steps of a Service were done: the step it stopped at is the Service's problem too. */
const failed = (subject: Subject, lanes: ReadonlySet<string>, report: Report.Report): ReadonlyArray<Problem> =>
  report.lanes.flatMap(({ key, steps }) => {
    const undone = steps.some(({ step, outcome }) => outcome._tag !== 'Done' && isFor(subject, lanes, key, step));
    const stop = steps.find(({ outcome }) => outcome._tag === 'Failed');
    if (!undone) return [];
    if (stop?.outcome._tag !== 'Failed')
      return [{ reason: 'Interrupted', message: 'the pass ended before all of its steps were run', blocking: true }];
    const { error } = stop.outcome;
    const message = `${Step.describe(Ref.show)(stop.step)}: ${ProviderError.describe(error)}`;
    return [{ reason: codeOf(stop.step, error) ?? error._tag, message, blocking: true }];
  });

const withheld = (subject: Subject, lanes: ReadonlySet<string>, report: Report.Report): ReadonlyArray<Problem> => {
  const steps = report.withheld.filter(({ lane, step }) => isFor(subject, lanes, lane, step));
  const [first] = steps;
  if (first === undefined) return [];
  const message = `${steps.length} step${steps.length === 1 ? ' is' : 's are'} withheld by policy ${first.policy}: ${first.because}`;
  return [{ reason: 'Withheld', message, blocking: true }];
};

/** All that is wrong for a Service after a pass, what blocks first. No problem is named twice. */
export const problemsOf = (
  subject: Subject,
  lanes: ReadonlySet<string>,
  report: Report.Report,
): ReadonlyArray<Problem> => {
  const all = [...diagnosed(subject, report), ...failed(subject, lanes, report), ...withheld(subject, lanes, report)];
  const unique = [...new Map(all.map((problem) => [problem.message, problem])).values()];
  return [...unique.filter(({ blocking }) => blocking), ...unique.filter(({ blocking }) => !blocking)];
};
