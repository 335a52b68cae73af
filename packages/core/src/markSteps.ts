import type { LoadBalancerDiff } from './Diff.js';
import type { ListenerKey } from './Listener.js';
import * as Ref from './Ref.js';
import { isMany } from './Step.js';
import { noSteps, type PlannedStep, refOf } from './stepParts.js';
import type { Why } from './Why.js';

type MarkStep = Extract<PlannedStep, { _tag: 'ModifyTags' }>;

const markStep = (
  one: LoadBalancerDiff,
  what: Partial<Pick<MarkStep, 'set' | 'records' | 'remove'>>,
  why: ReadonlyArray<Why>,
): ReadonlyArray<PlannedStep> => {
  const { set = {}, records = [], remove = [] } = what;
  if (Object.keys(set).length + records.length + remove.length === 0 || !isMany(why)) return noSteps;
  return [{ _tag: 'ModifyTags', loadBalancer: refOf(one), set, records, remove, why }];
};

/** Marks the users of a CLB, and listeners that are there. */
export const claimStep = (one: LoadBalancerDiff): ReadonlyArray<PlannedStep> => {
  if (one.marks === undefined) return noSteps;
  const records = one.marks.records.flatMap(({ uid, listener }) =>
    typeof listener === 'string' ? [{ uid, listener: Ref.existing(listener) }] : [],
  );
  return markStep(one, { set: one.marks.set, records }, one.marks.claims);
};

/** Records the listeners just made. */
export const recordStep = (one: LoadBalancerDiff, created: ReadonlyArray<ListenerKey>): ReadonlyArray<PlannedStep> => {
  if (one.marks === undefined) return noSteps;
  const records = one.marks.records.flatMap(({ uid, listener }) =>
    typeof listener === 'string' || !created.includes(listener.planned)
      ? []
      : [{ uid, listener: Ref.planned(Ref.plannedListener(one.key, listener.planned)) }],
  );
  return markStep(one, { records }, one.marks.claims);
};

/** Takes marks off. */
export const unmarkStep = (one: LoadBalancerDiff): ReadonlyArray<PlannedStep> =>
  one.marks === undefined ? noSteps : markStep(one, { remove: one.marks.remove }, one.marks.leavings);
