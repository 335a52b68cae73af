import type { ListenerDiff, LoadBalancerDiff, RuleDiff } from './Diff.js';
import * as Ref from './Ref.js';
import { isMany } from './Step.js';
import { type Context, noSteps, noteOverLimit, type PlannedStep, proofOf, refOf, thereOf } from './stepParts.js';

/** A listener with rules that differ, and what it is called in steps. */
interface Bearer {
  readonly ref: Ref.Ref;
  readonly difference: Exclude<ListenerDiff, { _tag: 'Delete' }>;
  readonly rules: ReadonlyArray<RuleDiff>;
}

const keyOf = (difference: Bearer['difference']) =>
  difference._tag === 'Create' ? difference.wish.key : difference.observed.key;

/** What a listener is called in steps. */
export const listenerRef = (one: LoadBalancerDiff, difference: Bearer['difference']): Ref.Ref =>
  difference._tag === 'Create'
    ? Ref.planned(Ref.plannedListener(one.key, difference.wish.key))
    : Ref.existing(difference.observed.id);

const bearersOf = (one: LoadBalancerDiff, listeners: ReadonlyArray<ListenerDiff>): ReadonlyArray<Bearer> => {
  if (!listeners.some(hasRules)) return noBearers;
  return listeners.flatMap((difference) =>
    difference._tag === 'Delete' || difference.rules === undefined
      ? []
      : [{ ref: listenerRef(one, difference), difference, rules: difference.rules }],
  );
};

const noBearers: ReadonlyArray<Bearer> = [];

const hasRules = (difference: ListenerDiff): boolean => difference._tag !== 'Delete' && difference.rules !== undefined;

/** Makes rules, those of one listener together. */
export const createRules = (
  one: LoadBalancerDiff,
  listeners: ReadonlyArray<ListenerDiff>,
): ReadonlyArray<PlannedStep> =>
  bearersOf(one, listeners).flatMap(({ ref, difference, rules: all }): ReadonlyArray<PlannedStep> => {
    const made = all.flatMap((rule) => (rule._tag === 'Create' ? [rule.wish] : []));
    const rules = made.map(({ key, domain, url, settings }) => ({ key, domain, url, settings }));
    const why = made.map((wish) => wish.why);
    if (!isMany(rules) || !isMany(why)) return noSteps;
    const named = { loadBalancer: refOf(one), loadBalancerKey: one.key, listener: ref, key: keyOf(difference) };
    return [{ _tag: 'CreateRules', ...named, rules, why }];
  });

/** Changes declared settings of rules that differ, a step for each. */
export const modifyRules = (
  one: LoadBalancerDiff,
  listeners: ReadonlyArray<ListenerDiff>,
): ReadonlyArray<PlannedStep> =>
  bearersOf(one, listeners).flatMap(({ ref, difference, rules }) =>
    rules.flatMap((rule): ReadonlyArray<PlannedStep> => {
      if (rule._tag !== 'Keep' || !isMany(rule.changes)) return noSteps;
      const { observed, settings, changes, settingsWhy } = rule;
      return [
        {
          _tag: 'ModifyRule',
          loadBalancer: refOf(one),
          listener: ref,
          key: keyOf(difference),
          rule: Ref.existing(observed.id),
          ruleKey: observed.key,
          domain: observed.domain,
          settings,
          changes,
          why: [settingsWhy],
        },
      ];
    }),
  );

/** Deletes rules, those of one listener together. */
export const deleteRules = (
  one: LoadBalancerDiff,
  listeners: ReadonlyArray<ListenerDiff>,
  early: ReadonlySet<RuleDiff>,
  phase: 'early' | 'late',
): ReadonlyArray<PlannedStep> =>
  bearersOf(one, listeners).flatMap(({ ref, difference, rules: all }): ReadonlyArray<PlannedStep> => {
    const gone = all.flatMap((rule) =>
      rule._tag === 'Delete' && early.has(rule) === (phase === 'early') ? [rule] : [],
    );
    const rules = gone.map(({ observed: { id, key } }) => ({ rule: Ref.existing(id), key }));
    const why = gone.map((rule) => rule.why);
    const at = thereOf(one);
    if (at === undefined || !isMany(rules) || !isMany(why)) return noSteps;
    const newDefault = gone.find((rule) => rule.newDefault !== undefined)?.newDefault;
    const named = { loadBalancer: refOf(one), listener: ref, key: keyOf(difference) };
    const step: PlannedStep = { _tag: 'DeleteRules', ...named, rules, proof: proofOf(one, at), why };
    return [newDefault === undefined ? step : { ...step, newDefault }];
  });

/** Differences whose rules fit the quota, and which deletions of rules must make room. */
export interface FittedRules {
  readonly listeners: ReadonlyArray<ListenerDiff>;
  readonly early: ReadonlySet<RuleDiff>;
}

const noRules: ReadonlySet<RuleDiff> = new Set();

/** Whether a rule may go before its successors are made: it is not the one that answers for all others. */
const isSpare = (rule: RuleDiff): boolean => rule._tag === 'Delete' && rule.newDefault === undefined;

/** Fits new rules into the quota of the CLB: deletions come first where they must, and what has no room is left out. */
export const fitRules = (
  context: Context,
  one: LoadBalancerDiff,
  listeners: ReadonlyArray<ListenerDiff>,
): FittedRules => {
  const limit = context.terms.limits.rulesPerLoadBalancer;
  if (limit === undefined || !listeners.some(hasRules)) return { listeners, early: noRules };
  const all = listeners.flatMap((each) => (each._tag === 'Delete' ? [] : (each.rules ?? [])));
  const created = all.filter((rule) => rule._tag === 'Create');
  if (created.length === 0) return { listeners, early: noRules };
  const blocked = new Set(
    listeners.flatMap((each) => (each._tag === 'Delete' && each.blocking ? [each.observed] : [])),
  );
  const there = thereOf(one)?.listeners ?? [];
  const present = there.reduce((sum, each) => sum + (blocked.has(each) ? 0 : (each.rules?.length ?? 0)), 0);
  const missing = present + created.length - limit;
  if (missing <= 0) return { listeners, early: noRules };
  const forced = all.filter(isSpare).slice(0, missing);
  const excess = missing - forced.length;
  if (excess > 0) noteOverLimit(context, one, 'forwarding rules per load balancer', limit, limit + excess);
  const dropped = new Set<RuleDiff>(created.slice(Math.max(0, created.length - excess)));
  const kept = listeners.map((each) =>
    each._tag === 'Delete' || each.rules === undefined
      ? each
      : { ...each, rules: each.rules.filter((rule) => excess <= 0 || !dropped.has(rule)) },
  );
  return { listeners: kept, early: new Set(forced) };
};
