import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { type ApplyOptions, defaultOptions } from '../../apply.js';
import type { Plan } from '../../Plan.js';
import type { Provider, StepResult } from '../../Provider.js';
import type { ProviderError } from '../../ProviderError.js';
import type { CloudId } from '../../Ref.js';
import type { ServiceKey } from '../../Service.js';
import type { Settings } from '../../Settings.js';
import type { Snapshot } from '../../Snapshot.js';
import type { CloudStep } from '../../Step.js';
import { type Answer, faultless, type Pass } from '../histories.js';
import type { Cloud } from '../cloud.js';
import { mapServices } from '../scene.js';
import type { Moment } from '../witness.js';
import type { Play, Stage } from './Planner.js';

/** What happened in a pass: the plan, the instants after each call, and the calls that were written. */
export interface Course {
  /** The snapshot as the pass saw it, with what was published before in the status of its Services. */
  readonly snapshot: Snapshot;
  readonly plan: Plan;
  readonly before: Moment;
  readonly moments: ReadonlyArray<Moment>;
  readonly writes: ReadonlyArray<CloudStep>;
  /** Errors the cloud answered, faults put in not counted. */
  readonly errors: ReadonlyArray<ProviderError>;
}

/** Which CLB's address each Service was last given; it outlives a crash, as the cluster does. */
export type Board = Map<ServiceKey, CloudId>;

const error = (_tag: 'Unreachable' | 'Busy' | 'Throttled' | 'Refused', code: string): ProviderError => ({
  _tag,
  code,
  message: 'made up',
});

const answered = (
  answer: Answer,
  real: TE.TaskEither<ProviderError, StepResult>,
): TE.TaskEither<ProviderError, StepResult> => {
  switch (answer) {
    case 'Done':
      return real;
    case 'Lost':
      return async () => {
        await real();
        return E.left(error('Unreachable', 'AnswerLost'));
      };
    case 'Vanished':
      return TE.left(error('Unreachable', 'NeverArrived'));
    case 'Busy':
      return TE.left(error('Busy', 'ResourceInOperating'));
    case 'Throttled':
      return TE.left(error('Throttled', 'RequestLimitExceeded'));
    case 'Refused':
      return TE.left(error('Refused', 'Refused'));
  }
};

interface Recording {
  readonly moments: Array<Moment>;
  readonly writes: Array<CloudStep>;
  readonly errors: Array<ProviderError>;
}

const recorded = (stage: Stage, script: Pass, board: Board, into: Recording, spent: { calls: number }): Provider => ({
  observe: stage.provider.observe,
  execute: (step) => async () => {
    const number = spent.calls;
    spent.calls += 1;
    if (script.diesAfter !== undefined && number >= script.diesAfter) return E.left(error('Unreachable', 'Dead'));
    if (step._tag !== 'AwaitLoadBalancer') into.writes.push(step);
    const real: TE.TaskEither<ProviderError, StepResult> = async () => {
      const result = await stage.provider.execute(step)();
      if (E.isLeft(result)) into.errors.push(result.left);
      return result;
    };
    const result = await answered(script.answers[number] ?? 'Done', real)();
    into.moments.push({ cloud: stage.cloud(), published: new Map(board) });
    return result;
  },
});

/** The snapshot with what was published since in the status of its Services. */
const withStatus = (snapshot: Snapshot, cloud: Cloud, board: Board): Snapshot =>
  mapServices(snapshot, (service) => {
    const id = board.get(service.key);
    return id === undefined
      ? service
      : { ...service, published: cloud.find((one) => one.id === id)?.addresses ?? service.published };
  });

/** Makes one pass on a stage: observe, plan, apply, as `script` has it. What a crash forgets is forgotten. */
export const play =
  ({ planner }: Play, stage: Stage, settings: Settings, board: Board, policy = 'sync') =>
  async (given: Snapshot, script: Pass = faultless): Promise<Course> => {
    const snapshot = withStatus(given, stage.cloud(), board);
    const into: Recording = { moments: [], writes: [], errors: [] };
    const spent = { calls: 0 };
    const provider = recorded(stage, script, board, into, spent);
    const alive = (): boolean => script.diesAfter === undefined || spent.calls < script.diesAfter;
    const before: Moment = { cloud: stage.cloud(), published: new Map(board) };
    const observed = await provider.observe(planner.scope(settings)(snapshot))();
    if (E.isLeft(observed))
      return { snapshot, plan: { lanes: [], withheld: [], diagnostics: [] }, before, ...into, errors: [observed.left] };
    const planned = planner.plan(settings)(observed.right, snapshot);
    const allowed = planner.policies[policy]?.(observed.right)(planned) ?? planned;
    const options: ApplyOptions = {
      ...defaultOptions,
      concurrency: script.concurrency,
      attempts: 3,
      wait: stage.wait,
      proceed: alive,
      publish:
        ({ service, loadBalancer }) =>
        async () => {
          if (!alive()) return E.left(error('Unreachable', 'Dead'));
          board.set(service, loadBalancer);
          into.moments.push({ cloud: stage.cloud(), published: new Map(board) });
          return E.right(undefined);
        },
    };
    await planner.apply(options)(allowed)(provider)();
    return { snapshot, plan: allowed, before, ...into };
  };
