import * as Backend from './Backend.js';
import type { ListenerDiff, RuleDiff } from './Diff.js';
import { diffBackends, type Memo } from './diffBackends.js';
import { diffRules } from './diffRules.js';
import { byText, keysOf, lookup } from './internal/keyed.js';
import * as Listener from './Listener.js';
import { type Claim, holds } from './LoadBalancer.js';
import type { ObservedListener, ObservedLoadBalancer } from './ObservedState.js';
import { withCertificates } from './sni.js';
import { service, type Why } from './Why.js';

/** What the listeners of one CLB are compared with. */
export interface Tenants {
  /** The claims met here. */
  readonly claims: ReadonlyArray<Claim>;
  /** Whether what a UID has here stays as it is. */
  readonly stuck: (uid: string) => boolean;
  /** Whether a listener without a record may be that of a Service that stays as it is. */
  readonly mayOwn: (uid: string) => boolean;
  /** Whether listeners of a Service that is met here stay although it does not want them, unless they block others. */
  readonly spares: (uid: string) => boolean;
  /** Why a Service leaves. */
  readonly leavingOf: (uid: string) => Why;
}

const settingsToSend = (
  observed: Listener.ListenerSettings,
  wanted: Listener.ListenerSettings,
  changes: ReadonlyArray<Listener.SettingChange>,
): Listener.ListenerSettings => {
  const { scheduler, sessionExpireTime, deregisterTargetRst, keepalive, sni, certificate, healthCheck } =
    Listener.overlay(observed, wanted);
  const changed = (name: string): boolean =>
    changes.some(({ field }) => field === name || field.startsWith(`${name}.`));
  return {
    ...(scheduler !== undefined && changed('scheduler') ? { scheduler } : {}),
    ...(sessionExpireTime !== undefined && changed('sessionExpireTime') ? { sessionExpireTime } : {}),
    ...(deregisterTargetRst !== undefined && changed('deregisterTargetRst') ? { deregisterTargetRst } : {}),
    ...(keepalive !== undefined && changed('keepalive') ? { keepalive } : {}),
    ...(sni !== undefined && changed('sni') ? { sni } : {}),
    ...(certificate !== undefined && changed('certificate') ? { certificate } : {}),
    ...(healthCheck !== undefined && changed('healthCheck') ? { healthCheck } : {}),
  };
};

const noRules: ReadonlyArray<RuleDiff> = [];

const keep = (
  memo: Memo,
  claim: Claim,
  asked: Listener.ListenerWish,
  observed: ObservedListener,
): ListenerDiff | undefined => {
  const wish = withCertificates(asked, observed.settings);
  const changes = Listener.settingChanges(observed.settings, wish.settings);
  const rules = wish.rules === undefined ? noRules : diffRules(memo, wish, observed.rules ?? []);
  const backends =
    wish.rules === undefined
      ? diffBackends(memo, observed.backends, wish.backends, wish.why.object, wish.key)
      : undefined;
  if (changes.length === 0 && backends === undefined && rules.length === 0) return undefined;
  const [first] = changes;
  const settingsWhy: Why = {
    object: lookup(wish.declaredBy ?? {}, first?.field ?? '') ?? wish.settingsFrom ?? service(claim.service),
    field: `${wish.key} ${first?.field ?? 'settings'}`,
    from: first?.from ?? null,
    to: first?.to ?? null,
    rule: first?.field === 'certificate' ? 'R5.5' : 'R6.4',
  };
  const settings = settingsToSend(observed.settings, wish.settings, changes);
  const out = { _tag: 'Keep', observed, settings, changes, settingsWhy } as const;
  if (wish.rules !== undefined) return { ...out, rules };
  return backends === undefined ? out : { ...out, backends };
};

const create = (memo: Memo, claim: Claim, asked: Listener.ListenerWish): ListenerDiff => {
  const wish = withCertificates(asked, undefined);
  if (wish.rules !== undefined) return { _tag: 'Create', uid: claim.uid, wish, rules: diffRules(memo, wish, []) };
  const backends = diffBackends(memo, Backend.none, wish.backends, wish.why.object, wish.key);
  return backends === undefined
    ? { _tag: 'Create', uid: claim.uid, wish }
    : { _tag: 'Create', uid: claim.uid, wish, backends };
};

/** Whether a listener that no claim here wants may go: it is ours, and nobody who is frozen may be its owner. */
const mayGo = (listener: ObservedListener, at: ObservedLoadBalancer, tenants: Tenants): boolean => {
  switch (listener.owner._tag) {
    case 'Theirs':
      return false;
    case 'Service':
      return !tenants.stuck(listener.owner.uid);
    case 'Unrecorded':
      return at.ownership._tag === 'Adopted' && !at.ownership.uids.some(tenants.mayOwn);
  }
};

/** Why a listener goes: its Service leaves, or stays and wants another port. */
const deletionWhy = ({ owner, id, key }: ObservedListener, tenants: Tenants): Why => {
  if (owner._tag !== 'Service')
    return { object: { kind: 'Listener', name: id }, field: 'owner', from: key, to: null, rule: 'R3.16' };
  const claim = tenants.claims.find(({ uid }) => uid === owner.uid);
  if (claim === undefined) return tenants.leavingOf(owner.uid);
  return { object: service(claim.service), field: 'spec.ports', from: key, to: null, rule: 'R5.11' };
};

const deletion = (listener: ObservedListener, blocking: boolean, tenants: Tenants): ListenerDiff => ({
  _tag: 'Delete',
  observed: listener,
  blocking,
  why: deletionWhy(listener, tenants),
});

/** The listener a wish is met by, if it is there and not somebody's who keeps it. */
const meeting = (
  at: ObservedLoadBalancer | undefined,
  wish: Listener.ListenerWish,
  claim: Claim,
  tenants: Tenants,
): ObservedListener | undefined =>
  at?.listeners.find(
    (listener) =>
      listener.key === wish.key &&
      (listener.owner._tag === 'Service'
        ? listener.owner.uid === claim.uid || (wish.lacks === undefined && !tenants.stuck(listener.owner.uid))
        : listener.owner._tag === 'Unrecorded' && wish.lacks === undefined),
  );

/**
 * How the listeners of one CLB differ from the claims met there.
 *
 * | wish | there | difference |
 * |---|---|---|
 * | yes | ours, or of a Service that leaves it | settings and backends, if any |
 * | yes | nothing | create |
 * | yes | ours, other protocol in the slot | delete first, create (R5.11) |
 * | held | anything | none |
 * | lacks its certificate | nothing, or ours of another protocol in the slot | none (R5.5) |
 * | no | ours | delete |
 * | no | of a frozen Service, or a person's | none |
 */
export const diffListeners = (
  memo: Memo,
  at: ObservedLoadBalancer | undefined,
  tenants: Tenants,
): ReadonlyArray<ListenerDiff> => {
  const out: Array<ListenerDiff> = [];
  const spoken = new Set<string>();
  const needed = new Set<string>();
  for (const claim of tenants.claims) {
    for (const listener of at?.listeners ?? []) if (holds(claim, listener)) spoken.add(listener.key);
    for (const key of keysOf(claim.listeners)) {
      const wish = lookup(claim.listeners, key);
      if (wish === undefined) continue;
      const there = meeting(at, wish, claim, tenants);
      if (there === undefined && wish.lacks !== undefined) continue;
      if (there === undefined) {
        needed.add(Listener.slotOf(wish));
        out.push(create(memo, claim, wish));
        continue;
      }
      spoken.add(there.key);
      const kept = keep(memo, claim, wish, there);
      if (kept !== undefined) out.push(kept);
    }
  }
  for (const listener of at?.listeners ?? []) {
    if (at === undefined || spoken.has(listener.key) || !mayGo(listener, at, tenants)) continue;
    const blocking = needed.has(Listener.slotOf(listener));
    const spared = listener.owner._tag === 'Service' && tenants.spares(listener.owner.uid);
    if (blocking || !spared) out.push(deletion(listener, blocking, tenants));
  }
  return out.length < 2 ? out : out.sort((a, b) => byText(orderOf(a), orderOf(b)));
};

/** The key of the listener a difference is about. */
export const keyOf = (difference: ListenerDiff): Listener.ListenerKey =>
  difference._tag === 'Create' ? difference.wish.key : difference.observed.key;

const orderOf = (difference: ListenerDiff): string => `${keyOf(difference)} ${difference._tag}`;
