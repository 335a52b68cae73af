import type { Keyed } from './internal/keyed.js';
import type { PlanError } from './PlanError.js';
import type { ProviderError } from './ProviderError.js';
import type { CloudId, Ref } from './Ref.js';
import type { Step } from './Step.js';
import type { Withheld } from './Plan.js';

/** What came of a step. */
export type Outcome =
  | { readonly _tag: 'Done' }
  | { readonly _tag: 'Failed'; readonly error: ProviderError; readonly attempts: number }
  | { readonly _tag: 'NotRun' };

/** What came of a lane: it stops at the first step that fails; the others go on. */
export interface LaneReport {
  readonly key: string;
  readonly steps: ReadonlyArray<{ readonly step: Step<Ref>; readonly outcome: Outcome }>;
  /** Cloud ids behind the planned keys of this lane. */
  readonly made: Keyed<CloudId>;
}

/** What happened to each step of a plan. Plain data. */
export interface Report {
  readonly lanes: ReadonlyArray<LaneReport>;
  readonly withheld: ReadonlyArray<Withheld>;
  readonly diagnostics: ReadonlyArray<PlanError>;
}

/** Whether every step of the plan was done. */
export const succeeded = (report: Report): boolean =>
  report.lanes.every((lane) => lane.steps.every(({ outcome }) => outcome._tag === 'Done'));

/** How many steps were done, failed and not run. */
export const count = (report: Report): Readonly<Record<Outcome['_tag'], number>> => {
  const total = { Done: 0, Failed: 0, NotRun: 0 };
  for (const lane of report.lanes) for (const { outcome } of lane.steps) total[outcome._tag] += 1;
  return total;
};
