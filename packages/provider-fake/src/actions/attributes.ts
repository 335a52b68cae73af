import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { CallOf } from '../calls.js';
import { batch, range } from '../limits.js';
import type * as World from '../World.js';
import { taken } from './account.js';
import { type Checked, fail, repeats, starting, unless, whole, writable } from './Change.js';
import { wrongName } from './loadBalancers.js';

/** ModifyLoadBalancerAttributes (clb-api 2.6): what is absent stays as it is. */
export const modifyLoadBalancer = (call: CallOf<'ModifyLoadBalancerAttributes'>, world: World.World): Checked => {
  const { name, deletionProtected, passToTarget, internetMaxBandwidthOut } = call;
  return pipe(
    unless(
      [wrongName(name), 'InvalidParameterValue.Length', 'LoadBalancerName'],
      [
        internetMaxBandwidthOut !== undefined && !whole(internetMaxBandwidthOut, 0, range.bandwidth.max),
        'InvalidParameterValue',
        'InternetMaxBandwidthOut',
      ],
    ),
    E.flatMap(() => writable(call.loadBalancer, world)),
    E.flatMap((one) =>
      E.map(() => one)(
        unless(
          [
            name !== undefined && name !== one.name && taken(name, world),
            'InvalidParameterValue.Duplicate',
            `LoadBalancerName ${String(name)}`,
          ],
          [
            internetMaxBandwidthOut !== undefined && one.network._tag === 'Internal',
            'InvalidParameter',
            'InternetChargeInfo is for public load balancers',
          ],
          [
            passToTarget !== undefined && (one.bought.addressIPVersion ?? 'IPV4') !== 'IPV4',
            'InvalidParameter',
            'LoadBalancerPassToTarget is not for IPv6',
          ],
        ),
      ),
    ),
    E.map(({ id }) => {
      const effect: World.Effect = {
        _tag: 'Attributes',
        ...(name === undefined ? {} : { name }),
        ...(deletionProtected === undefined ? {} : { deletionProtected }),
        ...(passToTarget === undefined ? {} : { passToTarget }),
        ...(internetMaxBandwidthOut === undefined ? {} : { internetMaxBandwidthOut }),
      };
      return starting([{ loadBalancer: id, effect, ms: world.settings.modifyLoadBalancerMs }]);
    }),
  );
};

/** SetLoadBalancerSecurityGroups (clb-api 2.7): the whole list, in order of priority; an empty one unbinds all. */
export const setSecurityGroups = (call: CallOf<'SetLoadBalancerSecurityGroups'>, world: World.World): Checked => {
  const securityGroups = call.securityGroups ?? [];
  return pipe(
    unless(
      [securityGroups.length > batch.securityGroupsPerCall, 'InvalidParameterValue.Length', 'SecurityGroups'],
      [repeats(securityGroups), 'InvalidParameterValue.Duplicate', 'SecurityGroups'],
    ),
    E.flatMap(() => writable(call.loadBalancer, world)),
    E.flatMap((one) =>
      securityGroups.length > world.quotas.securityGroupsPerLoadBalancer
        ? fail('LimitExceeded', `${one.id} takes ${String(world.quotas.securityGroupsPerLoadBalancer)} security groups`)
        : E.right(one),
    ),
    E.map(({ id }) =>
      starting([
        {
          loadBalancer: id,
          effect: { _tag: 'Attributes', securityGroups },
          ms: world.settings.modifyLoadBalancerMs,
        },
      ]),
    ),
  );
};
