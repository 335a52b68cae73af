import * as E from 'fp-ts/lib/Either.js';
import type { ReaderTask } from 'fp-ts/lib/ReaderTask.js';
import type { Task } from 'fp-ts/lib/Task.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Keyed } from './internal/keyed.js';
import type { Lane, Plan } from './Plan.js';
import { nothingMade, type Provider, type StepResult } from './Provider.js';
import { isTransient, type ProviderError } from './ProviderError.js';
import { type CloudId, cloudId, type Ref } from './Ref.js';
import type { LaneReport, Outcome, Report } from './Report.js';
import type { ServiceKey } from './Service.js';
import { map, refsOf, type Step } from './Step.js';

/** The switch of a Service's published address from one CLB to another. */
export interface Publication {
  readonly service: ServiceKey;
  readonly loadBalancer: CloudId;
  readonly replaces: CloudId;
}

/** What happened to one step, as it happens. */
export interface Progress {
  readonly lane: string;
  /** Position of the step in its lane, from 0. */
  readonly index: number;
  readonly step: Step<Ref>;
  readonly outcome: Outcome;
}

/** How a plan is carried out. The core has no clock: waiting is handed in. */
export interface ApplyOptions {
  /** How many lanes at a time, at least 1. */
  readonly concurrency: number;
  /** How often one step is tried while the cloud is busy or throttles, at least 1. */
  readonly attempts: number;
  /** Waits for so many milliseconds before the same step is tried again. */
  readonly wait: (milliseconds: number) => Task<void>;
  /** Tells the cluster the new address of a Service before the old CLB goes. */
  readonly publish: (publication: Publication) => TE.TaskEither<ProviderError, void>;
  /** Told of each step when it is done or has failed. */
  readonly progress: (progress: Progress) => Task<void>;
  /** Asked before each step; once it says no, no further step begins. */
  readonly proceed: () => boolean;
}

const settled: Task<void> = () => Promise.resolve();

/** One lane at a time, no waiting, nobody to tell. */
export const defaultOptions: ApplyOptions = {
  concurrency: 1,
  attempts: 5,
  wait: () => settled,
  publish: () => TE.right(undefined),
  progress: () => settled,
  proceed: () => true,
};

/** How long to wait before the next attempt: what the cloud asks for, else 0.5, 1, 2, 4, 8 seconds (clb-api 3.2). */
export const pause = (error: ProviderError, attempt: number): number =>
  error._tag === 'Throttled' && error.retryAfterMs !== undefined
    ? error.retryAfterMs
    : Math.min(8000, 500 * 2 ** Math.max(0, attempt - 1));

const missing = (key: string): ProviderError => ({
  _tag: 'Unknown',
  code: 'MissingId',
  message: `the provider told no id for ${key}`,
});

const execute =
  (options: ApplyOptions, provider: Provider) =>
  (step: Step<CloudId>): TE.TaskEither<ProviderError, StepResult> => {
    if (step._tag !== 'PublishAddress') return provider.execute(step);
    const { service, loadBalancer, replaces } = step;
    return TE.map(() => nothingMade)(options.publish({ service, loadBalancer, replaces }));
  };

const named = (made: Keyed<CloudId>, step: Step<Ref>): E.Either<ProviderError, Step<CloudId>> => {
  const lost = refsOf(step).find((ref) => ref._tag === 'Planned' && !Object.hasOwn(made, ref.key));
  if (lost?._tag === 'Planned') return E.left(missing(lost.key));
  return E.right(map((ref: Ref) => (ref._tag === 'Existing' ? ref.id : (made[ref.key] ?? cloudId(ref.key))))(step));
};

interface Tried {
  readonly result: E.Either<ProviderError, StepResult>;
  readonly attempts: number;
}

/** Tries a step until it is done, fails for good, or the attempts are used up. Only what surely did not happen is repeated. */
const persist = async (options: ApplyOptions, run: TE.TaskEither<ProviderError, StepResult>): Promise<Tried> => {
  for (let attempts = 1; ; attempts++) {
    const result = await run();
    if (E.isRight(result) || !isTransient(result.left) || attempts >= options.attempts) return { result, attempts };
    await options.wait(pause(result.left, attempts))();
  }
};

const runLane =
  (options: ApplyOptions, provider: Provider) =>
  (lane: Lane): Task<LaneReport> =>
  async () => {
    const made: Record<string, CloudId> = {};
    const steps: Array<LaneReport['steps'][number]> = [];
    let stopped = false;
    for (const [index, step] of lane.steps.entries()) {
      stopped = stopped || !options.proceed();
      if (stopped) {
        steps.push({ step, outcome: { _tag: 'NotRun' } });
        continue;
      }
      const ready = named(made, step);
      const { result, attempts } = E.isLeft(ready)
        ? { result: ready, attempts: 1 }
        : await persist(options, execute(options, provider)(ready.right));
      if (E.isRight(result)) Object.assign(made, result.right.made);
      const outcome: Outcome = E.isRight(result) ? { _tag: 'Done' } : { _tag: 'Failed', error: result.left, attempts };
      steps.push({ step, outcome });
      await options.progress({ lane: lane.key, index, step, outcome })();
      stopped = E.isLeft(result);
    }
    return { key: lane.key, steps, made };
  };

/** Runs tasks, at most `limit` at a time; results in the order of the tasks. */
const bounded =
  (limit: number) =>
  <A>(tasks: ReadonlyArray<Task<A>>): Task<ReadonlyArray<A>> =>
  async () => {
    const results = new Map<number, A>();
    const queue = tasks.entries();
    const worker = async (): Promise<void> => {
      for (const [index, task] of queue) results.set(index, await task());
    };
    await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, tasks.length)) }, worker));
    return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
  };

/**
 * Carries out a plan: lanes side by side, the steps of a lane strictly one after another. A lane stops at its first failure,
 * the others go on. Never fails: failures are in the report.
 */
export const apply =
  (options: ApplyOptions) =>
  (plan: Plan): ReaderTask<Provider, Report> =>
  (provider) =>
  async () => {
    const lanes = await bounded(options.concurrency)(plan.lanes.map(runLane(options, provider)))();
    return { lanes, withheld: plan.withheld, diagnostics: plan.diagnostics };
  };
