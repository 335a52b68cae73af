import { type Listener, Listener as L, Provider, type ProviderError, Ref, type Step } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { newIORef, type IORef } from 'fp-ts/lib/IORef.js';
import type { Task } from 'fp-ts/lib/Task.js';
import type { Call } from './calls.js';
import { advanceTo, taskOf } from './clock.js';
import { type Cloud, look, open, send, type Turn } from './cloud.js';
import { applyEdit, type Edit } from './drift.js';
import { busy, noLoadBalancer } from './errors.js';
import type { Fault } from './faults.js';
import type { Entry } from './journal.js';
import type { Answer } from './perform.js';
import { objection } from './proof.js';
import { requests } from './requests.js';
import { emptyWorld } from './sketch.js';
import { clientTokens } from './tokens.js';
import * as World from './World.js';

/** What a pretend cloud is made of. Everything has a default: an empty account without accidents. */
export interface Options {
  readonly world?: World.World;
  readonly faults?: ReadonlyArray<Fault>;
  /** Whether observations tell the quotas; yes when absent. */
  readonly reportLimits?: boolean;
}

/** A pretend cloud behind a `Provider`, with what a test wants besides. Time is virtual: nothing ever really waits. */
export interface Fake {
  readonly provider: Provider.Provider;
  /** The world as it is now. */
  readonly world: () => World.World;
  /** The journal: everything that was done, in order. */
  readonly calls: () => ReadonlyArray<Entry>;
  /** Changes the world by a function, at once. */
  readonly edit: (change: (world: World.World) => World.World) => void;
  /** Changes the world as somebody in the console would. */
  readonly drift: (edit: Edit) => void;
  /** Begins another script of accidents. Numbers of calls go on. */
  readonly setFaults: (script: ReadonlyArray<Fault>) => void;
  /** Lets time pass on the virtual clock: what `apply` waits with. */
  readonly wait: (ms: number) => Task<void>;
}

type Result<A> = E.Either<ProviderError.ProviderError, A>;

/** Gives other lanes their turn, so that concurrent steps really meet. */
const turn = async (): Promise<void> => Promise.resolve();

/** After part of a step is done, no error may claim that nothing happened. */
const afterSome = (error: ProviderError.ProviderError): ProviderError.ProviderError =>
  error._tag === 'Unreachable' || error._tag === 'Unknown'
    ? error
    : { _tag: 'Partial', code: error.code, message: error.message };

/** The cell that everything of one fake shares, and the three things one can do with it. */
interface Cell {
  readonly ref: IORef<Cloud>;
  readonly world: () => World.World;
  readonly change: (change: (world: World.World) => World.World) => void;
  readonly take: <A>(step: (cloud: Cloud) => Turn<A>) => Result<A>;
  readonly until: (instant: number) => Promise<void>;
}

const cellOf = (world: World.World, script: ReadonlyArray<Fault>, journal: Array<Entry>): Cell => {
  const ref = newIORef(open(world, script))();
  const change: Cell['change'] = (f) => {
    ref.modify((cloud) => ({ ...cloud, world: f(cloud.world) }))();
  };
  return {
    ref,
    world: () => ref.read().world,
    change,
    take: (step) => {
      const { cloud, entry, reply } = step(ref.read());
      ref.write(cloud)();
      journal.push(entry);
      return reply;
    },
    until: async (instant) => {
      await turn();
      change(advanceTo(instant));
    },
  };
};

const finished = async (cell: Cell, answer: Answer): Promise<Result<Answer>> => {
  if (answer.tasks.length > 0) await cell.until(Math.max(...answer.tasks.map(({ endsAt }) => endsAt)));
  const failed = answer.tasks.find(({ requestId }) => Object.hasOwn(cell.world().failures, requestId));
  const { requestId, failedListeners } = answer;
  if (failed !== undefined) return E.left({ _tag: 'Unknown', code: 'TaskFailed', message: failed.failure ?? '', requestId });
  return failedListeners.length > 0
    ? E.left({ _tag: 'Partial', code: 'FailListenerIdSet', message: failedListeners.join(', '), requestId })
    : E.right(answer);
};

const carriedOut = async (cell: Cell, step: Step.CloudStep, call: Call): Promise<Result<Answer>> => {
  await turn();
  const refusal = objection(step)(cell.world());
  const reply = refusal === undefined ? cell.take(send(call)) : E.left(refusal);
  return E.isLeft(reply) ? reply : finished(cell, reply.right);
};

/** All calls of a step, in order, up to the first that fails. */
const inOrder = async (cell: Cell, step: Step.CloudStep, calls: ReadonlyArray<Call>): Promise<Result<ReadonlyArray<Ref.CloudId>>> => {
  const ids: Array<Ref.CloudId> = [];
  for (const [index, call] of calls.entries()) {
    const reply = await carriedOut(cell, step, call);
    if (E.isLeft(reply)) return index === 0 ? reply : E.left(afterSome(reply.left));
    ids.push(...reply.right.ids);
  }
  return E.right(ids);
};

const running = async (cell: Cell, id: Ref.CloudId): Promise<Result<World.LoadBalancer>> => {
  for (;;) {
    const one = World.loadBalancer(id)(cell.world());
    if (one === undefined) return E.left(noLoadBalancer(id));
    if (one.status === 'Running') return E.right(one);
    const task = taskOf(id)(cell.world());
    if (task === undefined) return E.left(busy(id));
    await cell.until(task.endsAt);
  }
};

/** Buys a load balancer. A stale client token is followed by the next. */
const bought = async (
  cell: Cell,
  step: Extract<Step.CloudStep, { readonly _tag: 'CreateLoadBalancer' }>,
): Promise<Result<Provider.StepResult>> => {
  let reply: Result<ReadonlyArray<Ref.CloudId>> = E.right([]);
  for (const clientToken of clientTokens(step.clientToken)) {
    reply = await inOrder(cell, step, requests({ ...step, clientToken }));
    if (E.isRight(reply) || reply.left.code !== 'InvalidParameter.ClientTokenLimitExceeded') break;
  }
  if (E.isLeft(reply)) return reply;
  const [id = Ref.cloudId('')] = reply.right;
  const made = await running(cell, id);
  if (E.isLeft(made)) return E.left({ ...made.left, _tag: 'Unknown' });
  return E.right({ made: { [Ref.plannedLoadBalancer(step.key)]: id }, addresses: made.right.vips });
};

const listenersMade = (
  step: Extract<Step.CloudStep, { readonly _tag: 'CreateListeners' }>,
  ids: ReadonlyArray<Ref.CloudId>,
): Provider.StepResult => {
  const pairs = step.ports.flatMap((port, index): ReadonlyArray<readonly [string, Ref.CloudId]> => {
    const key: Listener.ListenerKey = L.keyOf(step.protocol, port);
    const id = ids[index];
    return id === undefined ? [] : [[Ref.plannedListener(step.loadBalancerKey, key), id]];
  });
  return { made: Object.fromEntries(pairs) };
};

const execute = async (cell: Cell, step: Step.CloudStep): Promise<Result<Provider.StepResult>> => {
  switch (step._tag) {
    case 'CreateLoadBalancer':
      return bought(cell, step);
    case 'AwaitLoadBalancer': {
      const reply = await running(cell, step.loadBalancer);
      return E.isLeft(reply) ? reply : E.right(Provider.nothingMade);
    }
    case 'CreateListeners': {
      const reply = await inOrder(cell, step, requests(step));
      return E.isLeft(reply) ? reply : E.right(listenersMade(step, reply.right));
    }
    case 'ModifyTags':
    case 'ModifyListener':
    case 'RegisterBackends':
    case 'SetBackendWeights':
    case 'DeregisterBackends':
    case 'DeleteListeners':
    case 'DeleteLoadBalancer': {
      const reply = await inOrder(cell, step, requests(step));
      return E.isLeft(reply) ? reply : E.right(Provider.nothingMade);
    }
  }
};

/** A cloud in memory, behind the same `Provider` as a real one. */
export const make = ({ world = emptyWorld, faults = [], reportLimits = true }: Options = {}): Fake => {
  const journal: Array<Entry> = [];
  const cell = cellOf(world, faults, journal);
  const entered = (): { readonly number: number; readonly at: number } => ({
    number: cell.ref.read().calls,
    at: cell.world().now,
  });
  return {
    provider: {
      observe: (scope) => async () => {
        await turn();
        return cell.take(look(scope, reportLimits));
      },
      execute: (step) => async () => execute(cell, step),
    },
    world: cell.world,
    calls: () => [...journal],
    edit: (change) => {
      journal.push({ ...entered(), action: 'Edit' });
      cell.change(change);
    },
    drift: (edit) => {
      journal.push({ ...entered(), action: 'Edit', edit });
      cell.change(applyEdit(edit));
    },
    setFaults: (script) => {
      cell.ref.modify((cloud) => ({ ...cloud, script, seen: [] }))();
    },
    wait: (ms) => async () => cell.until(cell.world().now + ms),
  };
};
