import type { DesiredState } from './DesiredState.js';
import type { Diff, LaneDiff, Terms } from './Diff.js';
import { newMemo } from './diffBackends.js';
import { diffGroup, type GroupDiff } from './diffGroup.js';
import type { GroupContext } from './settle.js';
import { groupsOf, kinshipOf } from './grouping.js';
import { byText, keysOf } from './internal/keyed.js';
import type { ObservedState } from './ObservedState.js';
import { describe, type PlanError } from './PlanError.js';
import type { Settings } from './Settings.js';
import type { Cluster } from './Snapshot.js';

/** Errors and notes in order of what they say, each once. */
export const inOrder = (errors: Iterable<PlanError>): ReadonlyArray<PlanError> => {
  const byWords = new Map<string, PlanError>();
  for (const error of errors) byWords.set(describe(error), error);
  return [...byWords].sort(([a], [b]) => byText(a, b)).map(([, error]) => error);
};

/** What is said about Services before any load balancer is looked at. */
export const saidOf = (desired: DesiredState): Array<PlanError> => [
  ...desired.notes,
  ...keysOf(desired.frozen).flatMap((key) => desired.frozen[key]?.errors ?? []),
];

/** What every lane is scheduled with. */
export const termsOf = (settings: Settings, observed: Pick<ObservedState, 'limits'>, { vpc }: Cluster): Terms => {
  const terms = { limits: observed.limits, force: settings.deletionRisks === 'override' };
  return vpc === undefined ? terms : { ...terms, vpc };
};

/**
 * The differences, one group of load balancers after another. Groups that share no Service do not see each other. Handed out one
 * by one, so that who needs each only once holds only one.
 */
export function* differences(
  settings: Settings,
  observed: ObservedState,
  desired: DesiredState,
): Generator<GroupDiff, void> {
  const kin = kinshipOf(observed, desired);
  const { cluster, complete } = desired;
  const context: GroupContext = { settings, cluster, kin, complete, memo: newMemo() };
  const compare = diffGroup(context);
  for (const group of groupsOf(kin, observed, desired)) yield compare(group);
}

/**
 * What differs between what is wanted and what is there; no order yet. Laws: fixpoint, freeze, no foreign touch, locality.
 */
export const diff =
  (settings: Settings) =>
  (observed: ObservedState, desired: DesiredState): Diff => {
    const lanes: Array<LaneDiff> = [];
    const diagnostics = saidOf(desired);
    for (const { lane, diagnostics: said } of differences(settings, observed, desired)) {
      if (lane !== undefined) lanes.push(lane);
      diagnostics.push(...said);
    }
    return {
      lanes: lanes.sort((a, b) => byText(a.key, b.key)),
      diagnostics: inOrder(diagnostics),
      ...termsOf(settings, observed, desired.cluster),
    };
  };
