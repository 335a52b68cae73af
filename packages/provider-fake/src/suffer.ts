import type { ProviderError } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { produce } from 'immer';
import type { Twist } from './actions/Change.js';
import { type Call, loadBalancersOf } from './calls.js';
import { busy, fromCode, noAnswer } from './errors.js';
import type { Accident } from './faults.js';
import { lookup } from './internal/keyed.js';
import { type Answer, performWith } from './perform.js';
import { loadBalancer, type World } from './World.js';

/** A call that has met its accidents: the world after it, what the cloud thinks it answered, and whether that arrived. */
export interface Suffered {
  readonly world: World;
  readonly reply: E.Either<ProviderError.ProviderError, Answer>;
  readonly lost: boolean;
}

/** The error by which an accident keeps a call from being carried out at all, if it does. */
export const prevented = (accidents: ReadonlyArray<Accident>): ProviderError.ProviderError | undefined => {
  for (const accident of accidents) {
    if (accident._tag === 'FailBefore') return fromCode(accident.code, accident.message ?? 'injected');
    if (accident._tag === 'NeverArrived') return noAnswer;
    if (accident._tag === 'Throttled') {
      const after = accident.retryAfterMs === undefined ? {} : { retryAfterMs: accident.retryAfterMs };
      const message = 'your current request times exceeds the frequency limit in a second';
      return { _tag: 'Throttled', code: 'RequestLimitExceeded', message, ...after };
    }
  }
  return undefined;
};

const twistOf = (accidents: ReadonlyArray<Accident>): Twist => {
  let twist: Twist = {};
  for (const accident of accidents) {
    if (accident._tag === 'Slow') twist = { ...twist, extraMs: (twist.extraMs ?? 0) + accident.byMs };
    if (accident._tag === 'TaskFails') twist = { ...twist, failure: accident.message ?? 'the task failed' };
    if (accident._tag === 'Partial') twist = { ...twist, leftOut: accident.listeners ?? 1 };
  }
  return twist;
};

const occupied = (call: Call, ms: number, world: World): World =>
  produce(world, (draft) => {
    for (const id of loadBalancersOf(call))
      if (loadBalancer(id)(world) !== undefined && lookup(world.tasks, id) === undefined)
        draft.tasks[id] = {
          requestId: `req-other-${id}`,
          loadBalancer: id,
          action: 'Other',
          endsAt: world.now + ms,
          effect: { _tag: 'Nothing' },
        };
  });

/** A call with accidents. Pure: the same call, accidents and world give the same. */
export const suffer =
  (accidents: ReadonlyArray<Accident>) =>
  (call: Call) =>
  (world: World): Suffered => {
    const error = prevented(accidents);
    if (error !== undefined) return { world, reply: E.left(error), lost: error === noAnswer };
    const others = accidents.find((accident) => accident._tag === 'Busy');
    if (others !== undefined && others.forMs > 0 && call.action === 'CreateLoadBalancer')
      return { world, reply: E.left(busy('the account')), lost: false };
    const before = others === undefined ? world : occupied(call, others.forMs, world);
    const lost = accidents.some(({ _tag }) => _tag === 'AnswerLost');
    const performed = performWith(twistOf(accidents))(call)(before);
    return E.isLeft(performed)
      ? { world: before, reply: performed, lost }
      : { world: performed.right.world, reply: E.right(performed.right.answer), lost };
  };
