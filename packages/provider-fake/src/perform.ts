import type { ProviderError, Ref } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { castDraft, produce } from 'immer';
import type { Change, Checked, Twist } from './actions/Change.js';
import { createListeners, deleteListeners, modifyListener } from './actions/listeners.js';
import { modifyLoadBalancer, setSecurityGroups } from './actions/attributes.js';
import { createLoadBalancer, deleteLoadBalancers } from './actions/loadBalancers.js';
import { createRules, deleteRules, modifyDomain, modifyRule } from './actions/rules.js';
import { modifyTags } from './actions/tags.js';
import { deregisterTargets, modifyWeights, registerTargets } from './actions/targets.js';
import type { Call } from './calls.js';
import { advanceTo } from './clock.js';
import { lookup } from './internal/keyed.js';
import type { Task, World } from './World.js';

/** What the cloud says to an accepted call. */
export interface Answer {
  readonly requestId: string;
  /** Ids of what the call makes, known at once; what they name may still be under way. */
  readonly ids: ReadonlyArray<Ref.CloudId>;
  /** The tasks that the work waits for. None for a synchronous call. */
  readonly tasks: ReadonlyArray<Task>;
  /** Listeners that a batch call left out although it succeeded (`FailListenerIdSet`). */
  readonly failedListeners: ReadonlyArray<Ref.CloudId>;
}

/** A call carried out: the world after it, and its answer. */
export interface Performed {
  readonly world: World;
  readonly answer: Answer;
}

const checked = (call: Call, world: World, twist: Twist): Checked => {
  switch (call.action) {
    case 'CreateLoadBalancer':
      return createLoadBalancer(call, world);
    case 'DeleteLoadBalancer':
      return deleteLoadBalancers(call, world);
    case 'ModifyLoadBalancerAttributes':
      return modifyLoadBalancer(call, world);
    case 'SetLoadBalancerSecurityGroups':
      return setSecurityGroups(call, world);
    case 'CreateListener':
      return createListeners(call, world);
    case 'ModifyListener':
      return modifyListener(call, world);
    case 'DeleteLoadBalancerListeners':
      return deleteListeners(call, world);
    case 'CreateRule':
      return createRules(call, world);
    case 'ModifyRule':
      return modifyRule(call, world);
    case 'ModifyDomainAttributes':
      return modifyDomain(call, world);
    case 'DeleteRule':
      return deleteRules(call, world);
    case 'BatchRegisterTargets':
      return registerTargets(call, world, twist);
    case 'BatchDeregisterTargets':
      return deregisterTargets(call, world, twist);
    case 'BatchModifyTargetWeight':
      return modifyWeights(call, world);
    case 'ModifyResourceTags':
      return modifyTags(call, world);
  }
};

const tasksOf = (change: Change, requestId: string, call: Call, world: World, twist: Twist): ReadonlyArray<Task> =>
  change.tasks.map(({ loadBalancer, effect, ms }) => ({
    requestId,
    loadBalancer,
    action: call.action,
    endsAt: world.now + ms + (twist.extraMs ?? 0),
    effect,
    ...(twist.failure === undefined ? {} : { failure: twist.failure }),
  }));

/** `perform` with an accident in it. */
export const performWith =
  (twist: Twist) =>
  (call: Call) =>
  (world: World): E.Either<ProviderError.ProviderError, Performed> =>
    pipe(
      checked(call, world, twist),
      E.map((change) => {
        const requestId = `req-${String(world.nextRequest).padStart(8, '0')}`;
        const started = tasksOf(change, requestId, call, world, twist);
        const joined = change.joins.flatMap((id) => lookup(world.tasks, id) ?? []);
        const after = produce(world, (draft) => {
          draft.nextRequest += 1;
          change.edit(draft);
          for (const task of started) draft.tasks[task.loadBalancer] = castDraft(task);
        });
        const { ids, failedListeners } = change;
        return {
          world: advanceTo(after.now)(after),
          answer: { requestId, ids, failedListeners, tasks: [...started, ...joined] },
        };
      }),
    );

/**
 * What the cloud does with a call. Pure and total: a call that is refused leaves the world as it is; one that is accepted
 * changes it at once or through a task that ends later on the virtual clock. Law: what a call does not name keeps its identity.
 *
 * @example
 * import assert from 'node:assert';
 * import { Clock, emptyWorld, perform, World } from '@clbkit/provider-fake';
 *
 * const made = perform({ action: 'CreateLoadBalancer', network: { _tag: 'Public' }, tags: {} })(emptyWorld);
 * assert(made._tag === 'Right');
 * assert.deepStrictEqual(made.right.answer.ids, ['lb-00000001']);
 * const later = Clock.advance(10_000)(made.right.world);
 * assert.deepStrictEqual(World.loadBalancer('lb-00000001')(later)?.status, 'Running');
 */
export const perform: (call: Call) => (world: World) => E.Either<ProviderError.ProviderError, Performed> = performWith(
  {},
);
