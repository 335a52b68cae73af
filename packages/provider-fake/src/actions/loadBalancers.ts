import { Backend, type Ref } from '@clbkit/core';
import { castDraft } from 'immer';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { CallOf } from '../calls.js';
import { fromCode } from '../errors.js';
import * as Shelf from '../internal/shelf.js';
import { batch, deletionWindowMs, range, riskyTargets } from '../limits.js';
import * as World from '../World.js';
import {
  type Change,
  type Checked,
  fail,
  mint,
  nothing,
  repeats,
  starting,
  unless,
  whole,
  writable,
} from './Change.js';
import { room, taken, vipOf } from './account.js';
import { deliveredAs, wrongPurchase } from './purchase.js';
import { wrongTag } from './tags.js';

/** Whether a name is too short or too long. */
export const wrongName = (name: string | undefined): boolean =>
  name !== undefined && (name.length < 1 || name.length > range.nameLength);

/** Buys the load balancers; a name already taken is replaced without a word (clb-api 2.2). */
const bought = (call: CallOf<'CreateLoadBalancer'>, count: number, world: World.World): Change => {
  const ids = mint('lb', count, world);
  const named = call.name !== undefined && count === 1 && !taken(call.name, world) ? call.name : undefined;
  const made = ids.map((id): World.LoadBalancer => ({
    id,
    name: named ?? `clb-${id}`,
    network: call.network,
    vpc: call.vpc ?? world.settings.defaultVpc,
    status: 'Creating',
    vips: [],
    deletionProtected: false,
    ...deliveredAs(call),
    tags: call.tags,
    listeners: {},
  }));
  return {
    ...starting(
      ids.map((loadBalancer, index) => ({
        loadBalancer,
        effect: { _tag: 'Created', vips: [call.purchase?.vip ?? vipOf(call.network, world.nextId + index)] },
        ms: world.settings.createLoadBalancerMs,
      })),
    ),
    ids,
    edit: (draft) => {
      draft.nextId += count;
      for (const one of made) Shelf.put(draft.loadBalancers, one.id, castDraft(one));
      if (call.clientToken !== undefined) Shelf.put(draft.orders, call.clientToken, [...ids]);
    },
  };
};

/** What a token that was used before is answered with: the same load balancers, or that the order is over (clb-api 1.5). */
const replayed = (ids: ReadonlyArray<Ref.CloudId>, world: World.World): Checked =>
  ids.some((id) => World.loadBalancer(id)(world) !== undefined)
    ? E.right({ ...nothing, ids, joins: ids })
    : fail('InvalidParameter.ClientTokenLimitExceeded', 'the order of this client token is over');

/** CreateLoadBalancer (clb-api 2.2). */
export const createLoadBalancer = (call: CallOf<'CreateLoadBalancer'>, world: World.World): Checked => {
  const count = call.number ?? 1;
  const token = call.clientToken;
  const used = token === undefined ? undefined : Shelf.get(world.orders, token);
  return pipe(
    unless(
      [!whole(count, 1, batch.loadBalancersPerCreate), 'InvalidParameterValue.Range', 'Number'],
      [wrongName(call.name), 'InvalidParameterValue.Length', 'LoadBalancerName'],
      [
        token !== undefined && !/^[\x21-\x7e]{1,64}$/.test(token),
        'InvalidParameterValue.Length',
        `ClientToken takes ${String(range.tokenLength)} ASCII characters`,
      ],
      [Object.keys(call.tags).length > batch.tagsAtCreate, 'InvalidParameterValue.Length', 'Tags'],
      ...wrongPurchase(call, world),
    ),
    E.flatMap(() =>
      E.fromPredicate(
        () => wrongTag(call.tags) === undefined,
        () => fromCode('InvalidParameterValue', 'Tags'),
      )(undefined),
    ),
    E.flatMap(() => {
      if (used !== undefined) return replayed(used, world);
      return room(call.network, world) < count
        ? fail('LimitExceeded', `no more ${call.network._tag} load balancers`)
        : E.right(bought(call, count, world));
    }),
  );
};

const bound = (one: World.LoadBalancer): number =>
  Object.values(one.listeners).reduce((sum, { backends }) => sum + Backend.size(backends), 0);

const recent = (world: World.World): ReadonlyArray<number> =>
  world.deletions.filter((at) => at > world.now - deletionWindowMs);

/** The guards that stand before a deletion (clb-api 2.5). */
const guarded =
  (force: boolean, count: number, world: World.World) =>
  (one: World.LoadBalancer): Checked => {
    const limit = world.quotas.deletionsPerFiveMinutes ?? Infinity;
    const frequent = recent(world).length + count > limit && !(force && world.settings.forceBeatsFrequency);
    if (one.deletionProtected)
      return E.left({ _tag: 'Refused', code: 'FailedOperation', message: `${one.id} is protected against deletion` });
    if (!force && bound(one) >= riskyTargets)
      return fail('FailedOperation.TargetNumCheckRisk', `${one.id} has ${String(bound(one))} targets`);
    return frequent
      ? fail('FailedOperation.FrequencyCheckRisk', 'too many load balancers were deleted within five minutes')
      : E.right(nothing);
  };

/** DeleteLoadBalancer (clb-api 2.5): one unknown id fails the whole call. */
export const deleteLoadBalancers = (call: CallOf<'DeleteLoadBalancer'>, world: World.World): Checked => {
  const { loadBalancers: ids, force } = call;
  const guard = guarded(force, ids.length, world);
  return pipe(
    unless(
      [!whole(ids.length, 1, batch.loadBalancersPerDelete), 'InvalidParameterValue.Length', 'LoadBalancerIds'],
      [repeats(ids), 'InvalidParameterValue.Duplicate', 'LoadBalancerIds'],
    ),
    E.flatMap(() => E.traverseArray((id: Ref.CloudId) => writableAfterAll(id, ids, world))(ids)),
    E.flatMap(E.traverseArray(guard)),
    E.map(() => ({
      ...starting(
        ids.map((loadBalancer) => ({
          loadBalancer,
          effect: { _tag: 'Deleted' },
          ms: world.settings.deleteLoadBalancerMs,
        })),
      ),
      edit: (draft) => {
        if (world.quotas.deletionsPerFiveMinutes !== undefined)
          draft.deletions = [...recent(world), ...ids.map(() => world.now)];
      },
    })),
  );
};

/** An unknown id is answered before a busy one. */
const writableAfterAll = (id: Ref.CloudId, ids: ReadonlyArray<Ref.CloudId>, world: World.World) => {
  const unknown = ids.find((other) => World.loadBalancer(other)(world) === undefined);
  return writable(unknown ?? id, world);
};
