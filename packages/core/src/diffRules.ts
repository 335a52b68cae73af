import * as Backend from './Backend.js';
import type { RuleDiff } from './Diff.js';
import { diffBackends, type Memo } from './diffBackends.js';
import { lookup } from './internal/keyed.js';
import type { ListenerWish } from './Listener.js';
import type { ObservedRule } from './ObservedState.js';
import * as Rule from './Rule.js';
import type { Why } from './Why.js';

const keep = (memo: Memo, wish: ListenerWish, rule: Rule.RuleWish, observed: ObservedRule): RuleDiff | undefined => {
  const changes = Rule.settingChanges(observed.settings, rule.settings);
  const label = `${wish.key} ${rule.key}`;
  const backends = diffBackends(memo, observed.backends, wish.backends, wish.why.object, label);
  if (changes.length === 0 && backends === undefined) return undefined;
  const [first] = changes;
  const settingsWhy: Why = {
    object: lookup(rule.declaredBy ?? {}, first?.field ?? '') ?? rule.settingsFrom ?? rule.why.object,
    field: `${label} ${first?.field ?? 'settings'}`,
    from: first?.from ?? null,
    to: first?.to ?? null,
    rule: first?.field === 'certificate' ? 'R5.5' : 'R6.4',
  };
  const settings = Rule.settingsToSend(observed.settings, rule.settings, changes);
  const out = { _tag: 'Keep', observed, settings, changes, settingsWhy } as const;
  return backends === undefined ? out : { ...out, backends };
};

const create = (memo: Memo, wish: ListenerWish, rule: Rule.RuleWish): RuleDiff => {
  const backends = diffBackends(memo, Backend.none, wish.backends, wish.why.object, `${wish.key} ${rule.key}`);
  return backends === undefined ? { _tag: 'Create', wish: rule } : { _tag: 'Create', wish: rule, backends };
};

/**
 * How the rules of a listener of ours differ from the wish. A listener of ours is ours altogether: a rule that nobody asks for goes,
 * whoever made it (R1.6).
 *
 * | wish | there | difference |
 * |---|---|---|
 * | yes | yes | settings and backends, if any |
 * | yes | no | create |
 * | lacks its certificate | no | none |
 * | no | yes | delete; if it was the default, a wanted rule becomes it |
 */
export const diffRules = (
  memo: Memo,
  wish: ListenerWish,
  observed: ReadonlyArray<ObservedRule>,
): ReadonlyArray<RuleDiff> => {
  const wishes = wish.rules ?? [];
  const used = new Set<ObservedRule>();
  const out: Array<RuleDiff> = [];
  let successor: Rule.RuleWish | undefined;
  for (const rule of wishes) {
    const there = observed.find(({ key }) => key === rule.key);
    if (there === undefined && rule.lacks !== undefined) continue;
    if (successor === undefined || rule.settings.defaultServer === true) successor = rule;
    if (there !== undefined) used.add(there);
    const difference = there === undefined ? create(memo, wish, rule) : keep(memo, wish, rule, there);
    if (difference !== undefined) out.push(difference);
  }
  for (const rule of observed) {
    if (used.has(rule)) continue;
    const why: Why = { object: wish.why.object, field: `${wish.key} hosts`, from: rule.key, to: null, rule: 'R5.7' };
    const gone = { _tag: 'Delete', observed: rule, why } as const;
    const wasDefault = rule.settings.defaultServer === true && successor !== undefined;
    out.push(wasDefault ? { ...gone, newDefault: successor?.domain ?? '' } : gone);
  }
  return out;
};
