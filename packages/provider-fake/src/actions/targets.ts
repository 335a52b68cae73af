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

/** Targets of one listener or rule. */
interface Group<T> {
  readonly listener: Ref.CloudId;
  readonly rule?: Ref.CloudId;
  readonly targets: ReadonlyArray<T>;
}

type Grouped<T> = ReadonlyArray<Group<T>>;

type Placed = Pick<Target, 'listener' | 'rule'>;

const placeOf = ({ listener, rule }: Placed): string => `${listener} ${rule ?? ''}`;

const grouped = <T extends Placed>(targets: ReadonlyArray<T>): Grouped<T> => {
  const out = new Map<string, { listener: Ref.CloudId; rule?: Ref.CloudId; targets: Array<T> }>();
  for (const target of targets) {
    const key = placeOf(target);
    const there = out.get(key);
    const { listener, rule } = target;
    if (there === undefined) out.set(key, { listener, ...(rule === undefined ? {} : { rule }), targets: [target] });
    else there.targets.push(target);
  }
  return [...out.values()];
};

/** What backends stand on: the listener, or a rule of it. */
const bearerOf = (one: World.LoadBalancer, { listener, rule }: Placed): World.Listener | World.Rule | undefined => {
  const found = lookup(one.listeners, listener);
  return rule === undefined ? found : lookup(found?.rules ?? {}, rule);
};

const keyOf = ({ port, address, ...place }: Target): string => `${placeOf(place)} ${String(port)} ${address}`;

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

/** Refuses when targets name no rule where the listener has rules, a rule that is not there, or a rule where there are none. */
const onRules = (
  one: World.LoadBalancer,
  places: ReadonlyArray<Placed>,
): E.Either<ProviderError.ProviderError, World.LoadBalancer> => {
  const lost = places.some(({ listener, rule }) => {
    const protocol = lookup(one.listeners, listener)?.protocol;
    return rule === undefined && (protocol === 'HTTP' || protocol === 'HTTPS');
  });
  if (lost) return fail('MissingParameter', 'LocationId');
  const absent = places.find((place) => place.rule !== undefined && bearerOf(one, place) === undefined);
  return absent === undefined ? E.right(one) : fail('InvalidParameter.LocationNotFound', absent.rule ?? '');
};

/** The load balancer when it takes writes and has all these listeners and rules. */
const withPlaces = (
  id: string,
  places: ReadonlyArray<Placed>,
  world: World.World,
): E.Either<ProviderError.ProviderError, World.LoadBalancer> =>
  pipe(
    writable(id, world),
    E.flatMap((one) => {
      const absent = missing(one, [...new Set(places.map(({ listener }) => listener))]);
      if (absent.length > 0) return fail('InvalidParameter.ListenerIdNotFound', absent.join(', '));
      return onRules(one, places);
    }),
  );

/** A synchronous batch: every listener but those left out by accident takes its new backends at once. */
const batched = <T extends Placed>(
  id: Ref.CloudId,
  groups: Grouped<T>,
  twist: Twist,
  settleMs: number,
  backends: (set: Backend.BackendSet, targets: ReadonlyArray<T>) => Backend.BackendSet,
): Change => {
  const all = [...new Set(groups.map(({ listener }) => listener))];
  const failedListeners = all.slice(Math.max(0, all.length - (twist.leftOut ?? 0)));
  const kept = groups.filter(({ listener }) => !failedListeners.includes(listener));
  const edit = (draft: Draft<World.World>): void => {
    const one = Shelf.get(draft.loadBalancers, id);
    for (const { listener, rule, targets } of kept) {
      const found = one === undefined ? undefined : lookup(one.listeners, listener);
      const bearer = rule === undefined ? found : lookup(found?.rules ?? {}, rule);
      if (bearer !== undefined) bearer.backends = castDraft(backends(bearer.backends, targets));
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
    E.flatMap(() => withPlaces(call.loadBalancer, targets, world)),
    E.flatMap((one) => {
      const over = targets.find(
        (group) => Backend.size(bearerOf(one, group)?.backends ?? []) + group.targets.length > most,
      );
      return over === undefined ? E.right(one) : fail('LimitExceeded', `targets of ${over.listener}`);
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
    E.flatMap(() => withPlaces(call.loadBalancer, targets, world)),
    E.map(({ id }) => batched(id, targets, twist, world.settings.settleMs, Backends.without)),
  );
};

/** BatchModifyTargetWeight (clb-api 2.11): a task; a target that is not bound fails the whole call. */
export const modifyWeights = (call: CallOf<'BatchModifyTargetWeight'>, world: World.World): Checked => {
  const weights = call.rules.flatMap(({ listener, rule, targets }) =>
    targets.map((target) => ({ ...target, listener, ...(rule === undefined ? {} : { rule }) })),
  );
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
    E.flatMap((one) => onRules(one, call.rules)),
    E.flatMap((one) => {
      const absent = weights.find((one_) => !Backends.has(bearerOf(one, one_)?.backends ?? [], one_));
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
