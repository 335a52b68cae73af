import { backendRounds, type Rounds } from './backendRounds.js';
import * as Backend from './Backend.js';
import { inOrder } from './compare.js';
import type { BackendsDiff, Diff, LaneDiff, ListenerDiff, LoadBalancerDiff } from './Diff.js';
import { canonicalJson } from './internal/canonicalJson.js';
import { add } from './internal/multimap.js';
import { lookup } from './internal/keyed.js';
import * as Listener from './Listener.js';
import type { ObservedLoadBalancer } from './ObservedState.js';
import * as Ownership from './Ownership.js';
import type { Lane, Plan } from './Plan.js';
import type { PlanError } from './PlanError.js';
import * as Ref from './Ref.js';
import { serviceKey } from './Service.js';
import { isMany, type ListenerBackends, type Many, type Proof, type Step } from './Step.js';
import type { Why } from './Why.js';

type PlannedStep = Step<Ref.Ref>;

/** The order of steps in a lane. Each load balancer of the lane passes a phase before any enters the next. */
export const phases = [
  { phase: 'await', what: 'wait for a load balancer that is still being made' },
  { phase: 'first', what: 'let go of an idle load balancer, so that a Service never has more than two' },
  { phase: 'create', what: 'create the load balancer, with its ownership tags in the call' },
  { phase: 'claim', what: 'mark a user’s load balancer before anything else is done to it' },
  { phase: 'clear', what: 'delete listeners whose port another listener needs, or a quota leaves no room for' },
  { phase: 'listen', what: 'create listeners, those with equal protocol and settings together' },
  { phase: 'record', what: 'record which Service each new listener of a shared load balancer belongs to' },
  { phase: 'set', what: 'change declared settings that differ' },
  { phase: 'register', what: 'register backends, over all listeners at once' },
  { phase: 'exchange', what: 'where a quota has no room for old and new together: take some out, put as many in' },
  { phase: 'weigh', what: 'set weights, 0 for leaving backends' },
  { phase: 'publish', what: 'tell the Service its new address' },
  { phase: 'deregister', what: 'deregister backends that nobody wants' },
  { phase: 'unlisten', what: 'delete listeners that nobody wants' },
  { phase: 'delete', what: 'delete the load balancer' },
  { phase: 'unmark', what: 'take our marks off, last of all' },
] as const;

/** A phase of the order of steps. */
export type Phase = (typeof phases)[number]['phase'];

const refOf = ({ key, subject }: LoadBalancerDiff): Ref.Ref =>
  subject._tag === 'There' ? Ref.existing(subject.observed.id) : Ref.planned(Ref.plannedLoadBalancer(key));

const thereOf = ({ subject }: LoadBalancerDiff): ObservedLoadBalancer | undefined =>
  subject._tag === 'There' ? subject.observed : undefined;

/** The marks a load balancer must still carry when something is taken from it. */
const proofOf = (one: LoadBalancerDiff, at: ObservedLoadBalancer): Proof => {
  const { tag } = Ownership;
  const uid = at.ownership._tag === 'Mine' ? at.ownership.uid : '';
  const keys = at.ownership._tag === 'Mine' ? [tag.cluster, tag.createdBy, tag.serviceUid, uid] : [tag.cluster];
  const tags = keys.flatMap((key) => {
    const value = lookup(at.tags, key) ?? lookup(one.marks?.set ?? {}, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return { tags: Object.fromEntries(tags) };
};

interface Context {
  readonly terms: Terms;
  readonly notes: Array<PlanError>;
}

const createStep = (vpc: string | undefined, one: LoadBalancerDiff): ReadonlyArray<PlannedStep> => {
  if (one.subject._tag === 'There') return [];
  const { network, name, tags, clientToken, why } = one.subject.creation;
  const step: PlannedStep = { _tag: 'CreateLoadBalancer', key: one.key, network, name, tags, clientToken, why: [why] };
  return [vpc === undefined ? step : { ...step, vpc }];
};

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

const claimStep = (one: LoadBalancerDiff): ReadonlyArray<PlannedStep> => {
  if (one.marks === undefined) return noSteps;
  const records = one.marks.records.flatMap(({ uid, listener }) =>
    typeof listener === 'string' ? [{ uid, listener: Ref.existing(listener) }] : [],
  );
  return markStep(one, { set: one.marks.set, records }, one.marks.claims);
};

const recordStep = (one: LoadBalancerDiff): ReadonlyArray<PlannedStep> => {
  if (one.marks === undefined) return noSteps;
  const records = one.marks.records.flatMap(({ uid, listener }) =>
    typeof listener === 'string'
      ? []
      : [{ uid, listener: Ref.planned(Ref.plannedListener(one.key, listener.planned)) }],
  );
  return markStep(one, { records }, one.marks.claims);
};

const unmarkStep = (one: LoadBalancerDiff): ReadonlyArray<PlannedStep> =>
  one.marks === undefined ? noSteps : markStep(one, { remove: one.marks.remove }, one.marks.leavings);

const deleteListeners = (
  one: LoadBalancerDiff,
  gone: ReadonlyArray<Extract<ListenerDiff, { _tag: 'Delete' }>>,
): ReadonlyArray<PlannedStep> => {
  const at = thereOf(one);
  const listeners = gone.map(({ observed: { id, key, name } }) => ({ listener: Ref.existing(id), key, name }));
  const why = gone.map((each) => each.why);
  if (at === undefined || !isMany(listeners) || !isMany(why)) return noSteps;
  return [{ _tag: 'DeleteListeners', loadBalancer: refOf(one), listeners, proof: proofOf(one, at), why }];
};

type Creations = ReadonlyArray<Extract<ListenerDiff, { _tag: 'Create' }>>;

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
const createListeners = (one: LoadBalancerDiff, created: Creations): ReadonlyArray<PlannedStep> => {
  const protocol = created[0]?.wish.protocol;
  if (created.every(({ wish }) => wish.protocol === protocol && wish.settingsFrom === undefined))
    return createAlike(one, created);
  const groups = new Map<string, Array<Creations[number]>>();
  for (const each of created) add(groups, `${each.wish.protocol} ${canonicalJson(each.wish.settings)}`, each);
  return [...groups.values()].flatMap((alike) => createAlike(one, alike));
};

const modifyListeners = (one: LoadBalancerDiff): ReadonlyArray<PlannedStep> => {
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

interface Exchange {
  readonly listener: Ref.Ref;
  readonly key: Listener.ListenerKey;
  readonly rounds: Rounds;
  readonly backends: BackendsDiff;
}

const noExchanges: ReadonlyArray<Exchange> = [];

const exchangesOf = (
  context: Context,
  one: LoadBalancerDiff,
  listeners: ReadonlyArray<ListenerDiff>,
): ReadonlyArray<Exchange> => {
  const limit = context.terms.limits.backendsPerListener;
  const out: Array<Exchange> = [];
  for (const difference of listeners) {
    if (difference._tag === 'Delete' || difference.backends === undefined) continue;
    const { backends } = difference;
    const isNew = difference._tag === 'Create';
    const key = isNew ? difference.wish.key : difference.observed.key;
    const listener = isNew ? Ref.planned(Ref.plannedListener(one.key, key)) : Ref.existing(difference.observed.id);
    const joining = backends.register?.set ?? Backend.none;
    const leaving = backends.deregister?.set ?? Backend.none;
    const rounds = backendRounds(limit, backends.present, joining, leaving);
    if (rounds.excess > 0 && limit !== undefined)
      noteOverLimit(context, one, `backends of ${key}`, limit, limit + rounds.excess);
    out.push({ listener, key, rounds, backends });
  }
  return out.length === 0 ? noExchanges : out;
};

const noteOverLimit = (context: Context, one: LoadBalancerDiff, limit: string, max: number, wanted: number): void => {
  const why = one.subject._tag === 'New' ? one.subject.creation.why.object : undefined;
  const service = serviceKey(why === undefined ? one.key : `${why.namespace ?? ''}/${why.name}`);
  context.notes.push({ _tag: 'OverLimit', service, limit, max, wanted });
};

/** The part of the exchanges that a step is about, with the reasons. */
interface Chosen {
  readonly listeners: Many<ListenerBackends<Ref.Ref>>;
  readonly why: Many<Why>;
}

/** What a step takes of a change: which backends, and which kind of change they belong to. */
interface Choice {
  readonly of: 'register' | 'reweigh' | 'deregister';
  readonly set: (exchange: Exchange) => Backend.BackendSet;
}

const registering: Choice = { of: 'register', set: ({ rounds }) => rounds.register };
const reweighing: Choice = { of: 'reweigh', set: ({ backends }) => backends.reweigh?.set ?? Backend.none };
const deregistering: Choice = { of: 'deregister', set: ({ rounds }) => rounds.deregister };

const choose = (exchanges: ReadonlyArray<Exchange>, pick: Choice): Chosen | undefined => {
  const listeners: Array<ListenerBackends<Ref.Ref>> = [];
  const reasons: Array<Why> = [];
  for (const exchange of exchanges) {
    const backends = pick.set(exchange);
    const why = exchange.backends[pick.of]?.why;
    if (backends.length === 0 || why === undefined) continue;
    listeners.push({ listener: exchange.listener, key: exchange.key, backends });
    reasons.push(why);
  }
  return isMany(listeners) && isMany(reasons) ? { listeners, why: reasons } : undefined;
};

const backendStep = (
  _tag: 'RegisterBackends' | 'SetBackendWeights',
  one: LoadBalancerDiff,
  exchanges: ReadonlyArray<Exchange>,
  pick: Choice,
): ReadonlyArray<PlannedStep> => {
  const chosen = choose(exchanges, pick);
  return chosen === undefined ? noSteps : [{ _tag, loadBalancer: refOf(one), ...chosen }];
};

const deregisterStep = (
  one: LoadBalancerDiff,
  exchanges: ReadonlyArray<Exchange>,
  pick: Choice,
): ReadonlyArray<PlannedStep> => {
  const at = thereOf(one);
  const chosen = choose(exchanges, pick);
  if (at === undefined || chosen === undefined) return noSteps;
  return [{ _tag: 'DeregisterBackends', loadBalancer: refOf(one), ...chosen, proof: proofOf(one, at) }];
};

const exchangeSteps = (one: LoadBalancerDiff, exchanges: ReadonlyArray<Exchange>): ReadonlyArray<PlannedStep> => {
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

interface Fitted {
  readonly listeners: ReadonlyArray<ListenerDiff>;
  readonly early: ReadonlyArray<Extract<ListenerDiff, { _tag: 'Delete' }>>;
  readonly late: ReadonlyArray<Extract<ListenerDiff, { _tag: 'Delete' }>>;
}

/** Fits creations into the listener quota: as many deletions as needed come first, and what still has no room is left out. */
const fitListeners = (context: Context, one: LoadBalancerDiff): Fitted => {
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

const deletion = (one: LoadBalancerDiff, force: boolean): ReadonlyArray<PlannedStep> => {
  const at = thereOf(one);
  if (at === undefined || one.deletion === undefined) return [];
  return [
    { _tag: 'DeleteLoadBalancer', loadBalancer: refOf(one), proof: proofOf(one, at), force, why: [one.deletion.why] },
  ];
};

const awaiting = (one: LoadBalancerDiff): ReadonlyArray<PlannedStep> => {
  const at = thereOf(one);
  if (at?.status !== 'Creating') return [];
  const why: Why = {
    object: { kind: 'LoadBalancer', name: at.id },
    field: 'Status',
    from: 'Creating',
    to: 'Running',
    rule: 'R3.5',
  };
  return [{ _tag: 'AwaitLoadBalancer', loadBalancer: refOf(one), why: [why] }];
};

/** A load balancer of the lane, with what several phases need worked out once. */
interface Part {
  readonly one: LoadBalancerDiff;
  readonly fitted: Fitted;
  readonly created: ReadonlyArray<Extract<ListenerDiff, { _tag: 'Create' }>>;
  readonly exchanges: ReadonlyArray<Exchange>;
}

const partOf = (context: Context, one: LoadBalancerDiff): Part => {
  const fitted = fitListeners(context, one);
  const created = fitted.listeners.filter((each) => each._tag === 'Create');
  return { one, fitted, created, exchanges: exchangesOf(context, one, fitted.listeners) };
};

const noSteps: ReadonlyArray<PlannedStep> = [];

/** Everything that is taken from a load balancer, in one go. */
const letGo = (terms: Terms, { one, fitted }: Pick<Part, 'one' | 'fitted'>): ReadonlyArray<PlannedStep> => [
  ...deleteListeners(one, [...fitted.early, ...fitted.late]),
  ...deletion(one, terms.force),
  ...unmarkStep(one),
];

/** The steps of one load balancer in one phase. One that goes first has no other phase but that and the waiting. */
const stepsOf = (phase: Phase, terms: Terms, { one, fitted, created, exchanges }: Part): ReadonlyArray<PlannedStep> => {
  if (one.first === true && phase !== 'await' && phase !== 'first') return noSteps;
  switch (phase) {
    case 'await':
      return awaiting(one);
    case 'first':
      return one.first === true ? letGo(terms, { one, fitted }) : noSteps;
    case 'create':
      return createStep(terms.vpc, one);
    case 'claim':
      return claimStep(one);
    case 'clear':
      return deleteListeners(one, fitted.early);
    case 'listen':
      return createListeners(one, created);
    case 'record':
      return recordStep(one);
    case 'set':
      return modifyListeners(one);
    case 'register':
      return backendStep('RegisterBackends', one, exchanges, registering);
    case 'exchange':
      return exchangeSteps(one, exchanges);
    case 'weigh':
      return backendStep('SetBackendWeights', one, exchanges, reweighing);
    case 'publish':
      return noSteps;
    case 'deregister':
      return deregisterStep(one, exchanges, deregistering);
    case 'unlisten':
      return deleteListeners(one, fitted.late);
    case 'delete':
      return deletion(one, terms.force);
    case 'unmark':
      return unmarkStep(one);
  }
};

const publishing = (lane: LaneDiff): ReadonlyArray<PlannedStep> =>
  lane.handovers.map(({ service, from, to, why }): PlannedStep => ({
    _tag: 'PublishAddress',
    service,
    loadBalancer: to,
    replaces: from,
    why: [why],
  }));

/** What a lane is scheduled with besides its differences. */
export type Terms = Pick<Diff, 'limits' | 'force' | 'vpc'>;

/** A lane in order, and notes on what does not fit the quotas. */
export interface ScheduledLane {
  readonly lane?: Lane;
  readonly notes: ReadonlyArray<PlanError>;
}

/** Puts the differences of one lane in order, by the table `phases`. */
export const scheduleLane =
  (terms: Terms) =>
  (difference: LaneDiff): ScheduledLane => {
    const context: Context = { terms, notes: [] };
    const parts = difference.loadBalancers.map((one) => partOf(context, one));
    const inOrder: Array<PlannedStep> = [];
    for (const { phase } of phases) {
      for (const part of parts) for (const step of stepsOf(phase, terms, part)) inOrder.push(step);
      if (phase === 'publish') inOrder.push(...publishing(difference));
    }
    const { notes } = context;
    return isMany(inOrder) ? { lane: { key: difference.key, steps: inOrder }, notes } : { notes };
  };

/**
 * Puts a diff in order, by the table `phases`. Laws: serving (register before deregister, create before delete), no foreign
 * touch, need (no step that is not needed), determinism.
 */
export const schedule = (diff: Diff): Plan => {
  const one = scheduleLane(diff);
  const lanes: Array<Lane> = [];
  const notes: Array<PlanError> = [];
  for (const difference of diff.lanes) {
    const scheduled = one(difference);
    if (scheduled.lane !== undefined) lanes.push(scheduled.lane);
    notes.push(...scheduled.notes);
  }
  const diagnostics = notes.length === 0 ? diff.diagnostics : inOrder([...diff.diagnostics, ...notes]);
  return { lanes, withheld: [], diagnostics };
};
