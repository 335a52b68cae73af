import { pipe } from 'fp-ts/lib/function.js';
import type { ReaderTaskEither } from 'fp-ts/lib/ReaderTaskEither.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { apply, type ApplyOptions } from './apply.js';
import { differences, inOrder, saidOf, termsOf } from './compare.js';
import { desire } from './desire.js';
import type { DesiredState } from './DesiredState.js';
import { byText, valuesOf } from './internal/keyed.js';
import type { ObservedState } from './ObservedState.js';
import type { Lane, Plan } from './Plan.js';
import type { Policy } from './policy.js';
import type { Provider, Scope } from './Provider.js';
import type { ProviderError } from './ProviderError.js';
import type { Report } from './Report.js';
import { scheduleLane } from './schedule.js';
import type { Settings } from './Settings.js';
import type { Snapshot } from './Snapshot.js';

/** What to observe for a wish: the cluster's CLBs, and the existing ones Services name. */
export const scopeOf = (desired: DesiredState): Scope => ({
  clusterId: desired.cluster.id,
  existing: valuesOf(desired.wanted).flatMap(({ placement }) => (placement._tag === 'Existing' ? [placement.id] : [])),
});

/**
 * The plan that leads from what is there to what is wanted: `schedule` after `diff`, but lane by lane, so that no more than one
 * difference is held at a time.
 */
export const planFor =
  (settings: Settings) =>
  (observed: ObservedState, desired: DesiredState): Plan => {
    const schedule = scheduleLane(termsOf(settings, observed, desired.cluster));
    const lanes: Array<Lane> = [];
    const diagnostics = saidOf(desired);
    for (const { lane, diagnostics: said } of differences(settings, observed, desired)) {
      diagnostics.push(...said);
      if (lane === undefined) continue;
      const scheduled = schedule(lane);
      if (scheduled.lane !== undefined) lanes.push(scheduled.lane);
      diagnostics.push(...scheduled.notes);
    }
    return { lanes: lanes.sort((a, b) => byText(a.key, b.key)), withheld: [], diagnostics: inOrder(diagnostics) };
  };

/** The plan for a snapshot and an observation: desire, diff, schedule. Pure; the same facts give the same plan. */
export const plan =
  (settings: Settings) =>
  (observed: ObservedState, snapshot: Snapshot): Plan =>
    planFor(settings)(observed, desire(settings)(snapshot));

/** How a pass is made. */
export interface ReconcileOptions {
  readonly settings: Settings;
  /** The policy for what was observed, such as `brake(limits)`; `() => sync` removes nothing. */
  readonly policy: (observed: ObservedState) => Policy;
  readonly apply: ApplyOptions;
}

/** What a pass saw, planned and did. */
export interface Pass {
  readonly observed: ObservedState;
  readonly plan: Plan;
  readonly report: Report;
}

/** One pass: observe, plan, apply. Fails only when the cloud cannot be observed; then nothing is done. */
export const reconcile =
  (options: ReconcileOptions) =>
  (snapshot: Snapshot): ReaderTaskEither<Provider, ProviderError, Pass> =>
  (provider) => {
    const desired = desire(options.settings)(snapshot);
    const finish = (observed: ObservedState): TE.TaskEither<ProviderError, Pass> => {
      const allowed = options.policy(observed)(planFor(options.settings)(observed, desired));
      return pipe(
        TE.fromTask<Report, ProviderError>(apply(options.apply)(allowed)(provider)),
        TE.map((report) => ({ observed, plan: allowed, report })),
      );
    };
    return pipe(provider.observe(scopeOf(desired)), TE.flatMap(finish));
  };
