import { backendRounds, type Rounds } from './backendRounds.js';
import * as Backend from './Backend.js';
import type { BackendsDiff, ListenerDiff, LoadBalancerDiff } from './Diff.js';
import type { ListenerKey } from './Listener.js';
import * as Ref from './Ref.js';
import type { RuleKey } from './Rule.js';
import { listenerRef } from './ruleSteps.js';
import { isMany, type ListenerBackends, type Many } from './Step.js';
import { type Context, noSteps, noteOverLimit, type PlannedStep, proofOf, refOf, thereOf } from './stepParts.js';
import type { Why } from './Why.js';

/** What is to happen to the backends of one listener, in pieces that fit its quota. */
export interface Exchange {
  readonly listener: Ref.Ref;
  readonly key: ListenerKey;
  readonly rule?: Ref.Ref;
  readonly ruleKey?: RuleKey;
  readonly rounds: Rounds;
  readonly backends: BackendsDiff;
}

const noExchanges: ReadonlyArray<Exchange> = [];

/** The exchanges of all listeners whose backends differ. */
export const exchangesOf = (
  context: Context,
  one: LoadBalancerDiff,
  listeners: ReadonlyArray<ListenerDiff>,
): ReadonlyArray<Exchange> => {
  const limit = context.terms.limits.backendsPerListener;
  const out: Array<Exchange> = [];
  const add = (
    listener: Ref.Ref,
    key: ListenerKey,
    backends: BackendsDiff,
    rule?: { readonly ref: Ref.Ref; readonly key: RuleKey },
  ): void => {
    const joining = backends.register?.set ?? Backend.none;
    const leaving = backends.deregister?.set ?? Backend.none;
    const rounds = backendRounds(limit, backends.present, joining, leaving);
    if (rounds.excess > 0 && limit !== undefined) {
      const words = rule === undefined ? key : `${key} ${rule.key}`;
      noteOverLimit(context, one, `backends of ${words}`, limit, limit + rounds.excess);
    }
    out.push(
      rule === undefined
        ? { listener, key, rounds, backends }
        : { listener, key, rule: rule.ref, ruleKey: rule.key, rounds, backends },
    );
  };
  for (const difference of listeners) {
    if (difference._tag === 'Delete') continue;
    if (difference.backends === undefined && difference.rules === undefined) continue;
    const key = difference._tag === 'Create' ? difference.wish.key : difference.observed.key;
    const listener = listenerRef(one, difference);
    if (difference.backends !== undefined) add(listener, key, difference.backends);
    for (const rule of difference.rules ?? []) {
      if (rule._tag === 'Delete' || rule.backends === undefined) continue;
      const isNew = rule._tag === 'Create';
      const ruleKey = isNew ? rule.wish.key : rule.observed.key;
      const ref = isNew ? Ref.planned(Ref.plannedRule(one.key, key, ruleKey)) : Ref.existing(rule.observed.id);
      add(listener, key, rule.backends, { ref, key: ruleKey });
    }
  }
  return out.length === 0 ? noExchanges : out;
};

/** The part of the exchanges that a step is about, with the reasons. */
interface Chosen {
  readonly listeners: Many<ListenerBackends<Ref.Ref>>;
  readonly why: Many<Why>;
}

/** What a step takes of a change: which backends, and which kind of change they belong to. */
export interface Choice {
  readonly of: 'register' | 'reweigh' | 'deregister';
  readonly set: (exchange: Exchange) => Backend.BackendSet;
}

/** What joins before anything leaves. */
export const registering: Choice = { of: 'register', set: ({ rounds }) => rounds.register };
/** What gets another weight. */
export const reweighing: Choice = { of: 'reweigh', set: ({ backends }) => backends.reweigh?.set ?? Backend.none };
/** What leaves when everything has joined. */
export const deregistering: Choice = { of: 'deregister', set: ({ rounds }) => rounds.deregister };

const choose = (exchanges: ReadonlyArray<Exchange>, pick: Choice): Chosen | undefined => {
  const listeners: Array<ListenerBackends<Ref.Ref>> = [];
  const reasons: Array<Why> = [];
  for (const exchange of exchanges) {
    const backends = pick.set(exchange);
    const why = exchange.backends[pick.of]?.why;
    if (backends.length === 0 || why === undefined) continue;
    const { listener, key, rule, ruleKey } = exchange;
    listeners.push(
      rule === undefined || ruleKey === undefined
        ? { listener, key, backends }
        : { listener, key, rule, ruleKey, backends },
    );
    reasons.push(why);
  }
  return isMany(listeners) && isMany(reasons) ? { listeners, why: reasons } : undefined;
};

/** Registers backends or sets weights, over all listeners in one step. */
export const backendStep = (
  _tag: 'RegisterBackends' | 'SetBackendWeights',
  one: LoadBalancerDiff,
  exchanges: ReadonlyArray<Exchange>,
  pick: Choice,
): ReadonlyArray<PlannedStep> => {
  const chosen = choose(exchanges, pick);
  if (chosen === undefined) return noSteps;
  const { listeners, why } = chosen;
  return [{ _tag, loadBalancer: refOf(one), listeners, why }];
};

/** Deregisters backends, over all listeners in one step. */
export const deregisterStep = (
  one: LoadBalancerDiff,
  exchanges: ReadonlyArray<Exchange>,
  pick: Choice,
): ReadonlyArray<PlannedStep> => {
  const at = thereOf(one);
  const chosen = choose(exchanges, pick);
  if (at === undefined || chosen === undefined) return noSteps;
  return [{ _tag: 'DeregisterBackends', loadBalancer: refOf(one), ...chosen, proof: proofOf(one, at) }];
};

/** Takes backends out and puts others in, in turns, where a quota has no room for both. */
export const exchangeSteps = (
  one: LoadBalancerDiff,
  exchanges: ReadonlyArray<Exchange>,
): ReadonlyArray<PlannedStep> => {
  const deepest = exchanges.reduce((most, { rounds }) => Math.max(most, rounds.exchanges.length), 0);
  if (deepest === 0) return noSteps;
  const round = (of: 'register' | 'deregister', index: number): Choice => ({
    of,
    set: ({ rounds }) => rounds.exchanges[index]?.[of] ?? Backend.none,
  });
  return Array.from({ length: deepest }, (_, index) => [
    ...deregisterStep(one, exchanges, round('deregister', index)),
    ...backendStep('RegisterBackends', one, exchanges, round('register', index)),
  ]).flat();
};
