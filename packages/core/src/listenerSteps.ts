import type { ListenerDiff, LoadBalancerDiff } from './Diff.js';
import { canonicalJson } from './internal/canonicalJson.js';
import { add } from './internal/multimap.js';
import * as Listener from './Listener.js';
import * as Ref from './Ref.js';
import { isMany } from './Step.js';
import { type Context, noSteps, noteOverLimit, type PlannedStep, proofOf, refOf, thereOf } from './stepParts.js';

/** Listeners to delete. */
type Deletions = ReadonlyArray<Extract<ListenerDiff, { _tag: 'Delete' }>>;

/** Deletes listeners, in one step. */
export const deleteListeners = (one: LoadBalancerDiff, gone: Deletions): ReadonlyArray<PlannedStep> => {
  const at = thereOf(one);
  const listeners = gone.map(({ observed: { id, key, name } }) => ({ listener: Ref.existing(id), key, name }));
  const why = gone.map((each) => each.why);
  if (at === undefined || !isMany(listeners) || !isMany(why)) return noSteps;
  return [{ _tag: 'DeleteListeners', loadBalancer: refOf(one), listeners, proof: proofOf(one, at), why }];
};

/** Listeners to make. */
export type Creations = ReadonlyArray<Extract<ListenerDiff, { _tag: 'Create' }>>;

const createAlike = (one: LoadBalancerDiff, created: Creations): ReadonlyArray<PlannedStep> => {
  const [first] = created;
  const ports = created.map(({ wish }) => wish.port).sort((a, b) => a - b);
  const why = created.map(({ wish }) => wish.why);
  if (first === undefined || !isMany(ports) || !isMany(why)) return noSteps;
  const { protocol, settings } = first.wish;
  const name = Listener.managedName;
  return [
    {
      _tag: 'CreateListeners',
      loadBalancer: refOf(one),
      loadBalancerKey: one.key,
      protocol,
      ports,
      name,
      settings,
      why,
    },
  ];
};

/** Listeners with equal protocol and settings are made by one call (clb-api 2.8). */
export const createListeners = (one: LoadBalancerDiff, created: Creations): ReadonlyArray<PlannedStep> => {
  const [first] = created;
  if (created.every(({ wish }) => wish.protocol === first?.wish.protocol && wish.settings === first.wish.settings))
    return createAlike(one, created);
  const groups = new Map<string, Array<Creations[number]>>();
  for (const each of created) add(groups, `${each.wish.protocol} ${canonicalJson(each.wish.settings)}`, each);
  return [...groups.values()].flatMap((alike) => createAlike(one, alike));
};

/** Changes declared settings that differ, a step for each listener. */
export const modifyListeners = (one: LoadBalancerDiff): ReadonlyArray<PlannedStep> => {
  if (one.subject._tag === 'New') return noSteps;
  return one.listeners.flatMap((listener): ReadonlyArray<PlannedStep> => {
    if (listener._tag !== 'Keep' || !isMany(listener.changes)) return noSteps;
    const { observed, settings, changes, settingsWhy } = listener;
    return [
      {
        _tag: 'ModifyListener',
        loadBalancer: refOf(one),
        listener: Ref.existing(observed.id),
        key: observed.key,
        settings,
        changes,
        why: [settingsWhy],
      },
    ];
  });
};

/** The differences of listeners that fit the quota, and which deletions must make room. */
export interface Fitted {
  readonly listeners: ReadonlyArray<ListenerDiff>;
  readonly early: Deletions;
  readonly late: Deletions;
}

/** Fits creations into the listener quota: as many deletions as needed come first, and what still has no room is left out. */
export const fitListeners = (context: Context, one: LoadBalancerDiff): Fitted => {
  const created = one.listeners.filter((each) => each._tag === 'Create');
  const gone = one.listeners.filter((each) => each._tag === 'Delete');
  const blocking = gone.filter((each) => each.blocking);
  const others = gone.filter((each) => !each.blocking);
  const limit = context.terms.limits.listenersPerLoadBalancer;
  const present = thereOf(one)?.listeners.length ?? 0;
  if (limit === undefined || created.length === 0 || present - blocking.length + created.length <= limit)
    return { listeners: one.listeners, early: blocking, late: others };
  const missing = present - blocking.length + created.length - limit;
  const forced = others.slice(0, missing);
  const excess = Math.max(0, missing - forced.length);
  const dropped = new Set(created.slice(created.length - excess));
  if (excess > 0) noteOverLimit(context, one, 'listeners per load balancer', limit, limit + excess);
  return {
    listeners: one.listeners.filter((each) => each._tag !== 'Create' || !dropped.has(each)),
    early: [...blocking, ...forced],
    late: others.slice(missing),
  };
};
