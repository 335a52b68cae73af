import type { DesiredState } from './DesiredState.js';
import type { Diff, LaneDiff } from './Diff.js';
import { newMemo } from './diffBackends.js';
import { diffGroup } from './diffGroup.js';
import type { GroupContext } from './settle.js';
import { groupsOf, kinshipOf } from './grouping.js';
import { byText, keysOf } from './internal/keyed.js';
import type { ObservedState } from './ObservedState.js';
import { describe, type PlanError } from './PlanError.js';
import type { Settings } from './Settings.js';

/** Errors and notes in order of what they say, each once. */
export const inOrder = (errors: Iterable<PlanError>): ReadonlyArray<PlanError> => {
  const byWords = new Map<string, PlanError>();
  for (const error of errors) byWords.set(describe(error), error);
  return [...byWords].sort(([a], [b]) => byText(a, b)).map(([, error]) => error);
};

/**
 * What differs between what is wanted and what is there; no order yet. Groups of load balancers that share no Service do not
 * see each other. Laws: fixpoint, freeze, no foreign touch, locality.
 */
export const diff =
  (settings: Settings) =>
  (observed: ObservedState, desired: DesiredState): Diff => {
    const kin = kinshipOf(observed, desired);
    const { cluster, complete } = desired;
    const context: GroupContext = { settings, cluster, kin, complete, memo: newMemo() };
    const compare = diffGroup(context);
    const lanes: Array<LaneDiff> = [];
    const diagnostics: Array<PlanError> = [...desired.notes];
    for (const key of keysOf(desired.frozen)) diagnostics.push(...(desired.frozen[key]?.errors ?? []));
    for (const group of groupsOf(kin, observed, desired)) {
      const { lane, diagnostics: said } = compare(group);
      if (lane !== undefined) lanes.push(lane);
      diagnostics.push(...said);
    }
    const force = settings.deletionRisks === 'override';
    const out = {
      lanes: lanes.sort((a, b) => byText(a.key, b.key)),
      diagnostics: inOrder(diagnostics),
      limits: observed.limits,
      force,
    };
    return cluster.vpc === undefined ? out : { ...out, vpc: cluster.vpc };
  };
