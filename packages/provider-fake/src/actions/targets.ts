import { Backend, type ProviderError, type Ref } from '@clbkit/core';
import { castDraft, type Draft } from 'immer';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { CallOf, Target } from '../calls.js';
import * as Backends from '../internal/backends.js';
import { lookup } from '../internal/keyed.js';
import * as Shelf from '../internal/shelf.js';
import { batch, range } from '../limits.js';
import type * as World from '../World.js';
import {
  type Change,
  type Checked,
  fail,
  having,
  missing,
  nothing,
  repeats,
  starting,
  type Twist,
  unless,
  whole,
  writable,
} from './Change.js';

type Grouped<T> = ReadonlyMap<Ref.CloudId, ReadonlyArray<T>>;

const grouped = <T extends { readonly listener: Ref.CloudId }>(targets: ReadonlyArray<T>): Grouped<T> => {
  const out = new Map<Ref.CloudId, Array<T>>();
  for (const target of targets) {
    const there = out.get(target.listener);
    if (there === undefined) out.set(target.listener, [target]);
    else there.push(target);
  }
  return out;
};

const keyOf = ({ listener, port, address }: Target): string => `${listener} ${String(port)} ${address}`;

const badPort = ({ port }: { readonly port: number }): boolean => !whole(port, range.port.min, range.port.max);

const badWeight = ({ weight }: { readonly weight?: number }): boolean =>
  !whole(weight ?? Backend.weights.default, Backend.weights.min, Backend.weights.max);

const acceptable = (
  targets: ReadonlyArray<Target & { readonly weight?: number }>,
  most: number,
): E.Either<ProviderError.ProviderError, undefined> =>
  unless(
    [targets.length === 0, 'MissingParameter', 'Targets'],
    [targets.length > most, 'InvalidParameterValue.Length', 'Targets'],
    [targets.some(badPort), 'InvalidParameterValue.Range', 'Port'],
    [targets.some(badWeight), 'InvalidParameterValue.Range', 'Weight'],
    [targets.some(({ address }) => address === ''), 'MissingParameter', 'InstanceId or EniIp'],
    [repeats(targets.map(keyOf)), 'InvalidParameterValue.Duplicate', 'Targets'],
  );

/** The load balancer when it takes writes and has all these listeners, and they are of layer 4. */
const withListeners = (
  id: string,
  listeners: ReadonlyArray<Ref.CloudId>,
  world: World.World,
): E.Either<ProviderError.ProviderError, World.LoadBalancer> =>
  pipe(
    writable(id, world),
    E.flatMap((one) => {
      const absent = missing(one, listeners);
      if (absent.length > 0) return fail('InvalidParameter.ListenerIdNotFound', absent.join(', '));
      const rules = listeners.some((listener) => lookup(one.listeners, listener)?.protocol.startsWith('HTTP') === true);
      return rules ? fail('MissingParameter', 'LocationId') : E.right(one);
    }),
  );

/** A synchronous batch: every listener but those left out by accident takes its new backends at once. */
const batched = <T extends { readonly listener: Ref.CloudId }>(
  id: Ref.CloudId,
  targets: Grouped<T>,
  twist: Twist,
  settleMs: number,
  backends: (set: Backend.BackendSet, targets: ReadonlyArray<T>) => Backend.BackendSet,
): Change => {
  const kept = [...targets].slice(0, Math.max(0, targets.size - (twist.leftOut ?? 0)));
  const failedListeners = [...targets.keys()].slice(kept.length);
  const edit = (draft: Draft<World.World>): void => {
    const one = Shelf.get(draft.loadBalancers, id);
    for (const [listener, some] of kept) {
      const found = one === undefined ? undefined : lookup(one.listeners, listener);
      if (found !== undefined) found.backends = castDraft(backends(found.backends, some));
    }
  };
  const busy = settleMs > 0 ? starting([{ loadBalancer: id, effect: { _tag: 'Nothing' }, ms: settleMs }]) : nothing;
  return { ...busy, failedListeners, edit };
};

/** BatchRegisterTargets (clb-api 2.11): the quota counts what is bound and what is asked for, repeated or not. */
export const registerTargets = (call: CallOf<'BatchRegisterTargets'>, world: World.World, twist: Twist): Checked => {
  const targets = grouped(
    call.targets.map((target) => ({ ...target, weight: target.weight ?? Backend.weights.default })),
  );
  const { settleMs, registerAgain } = world.settings;
  const most = world.quotas.backendsPerListener;
  return pipe(
    acceptable(call.targets, batch.targetsPerBatch),
    E.flatMap(() => withListeners(call.loadBalancer, [...targets.keys()], world)),
    E.flatMap((one) => {
      const over = [...targets].find(
        ([listener, some]) => Backend.size(lookup(one.listeners, listener)?.backends ?? []) + some.length > most,
      );
      return over === undefined ? E.right(one) : fail('LimitExceeded', `targets of ${over[0]}`);
    }),
    E.map(({ id }) => batched(id, targets, twist, settleMs, (set, some) => Backends.add(set, some, registerAgain))),
  );
};

/** BatchDeregisterTargets (clb-api 2.11): what is not bound is passed over. */
export const deregisterTargets = (
  call: CallOf<'BatchDeregisterTargets'>,
  world: World.World,
  twist: Twist,
): Checked => {
  const targets = grouped(call.targets);
  return pipe(
    acceptable(call.targets, batch.targetsPerBatch),
    E.flatMap(() => withListeners(call.loadBalancer, [...targets.keys()], world)),
    E.map(({ id }) => batched(id, targets, twist, world.settings.settleMs, Backends.without)),
  );
};

/** BatchModifyTargetWeight (clb-api 2.11): a task; a target that is not bound fails the whole call. */
export const modifyWeights = (call: CallOf<'BatchModifyTargetWeight'>, world: World.World): Checked => {
  const weights = call.rules.flatMap(({ listener, targets }) => targets.map((target) => ({ ...target, listener })));
  const listeners = [...new Set(call.rules.map(({ listener }) => listener))];
  return pipe(
    unless(
      [call.rules.length > batch.weightRules, 'InvalidParameterValue.Length', 'ModifyList'],
      [
        call.rules.some(({ targets }) => !whole(targets.length, 1, batch.targetsPerWeightRule)),
        'InvalidParameterValue.Length',
        'ModifyList Targets',
      ],
    ),
    E.flatMap(() => acceptable(weights, batch.weightTargets)),
    E.flatMap(() => writable(call.loadBalancer, world)),
    E.flatMap((one) => having(one, listeners)),
    E.flatMap((one) => {
      const absent = weights.find((one_) => !Backends.has(lookup(one.listeners, one_.listener)?.backends ?? [], one_));
      return absent === undefined
        ? E.right(
            starting([{ loadBalancer: one.id, effect: { _tag: 'Weights', weights }, ms: world.settings.weightMs }]),
          )
        : E.left<ProviderError.ProviderError>({
            _tag: 'NotFound',
            code: 'InvalidParameter',
            message: `target ${keyOf(absent)}`,
          });
    }),
  );
};
