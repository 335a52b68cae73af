import type { LoadBalancer as CoreLoadBalancer, ObservedState } from '@clbkit/core';
import type { CallOf } from '../calls.js';
import { defaultBandwidth, range } from '../limits.js';
import * as World from '../World.js';
import { whole } from './Change.js';

type Creation = Pick<CallOf<'CreateLoadBalancer'>, 'network' | 'purchase'>;

const versionOf = ({ addressIPVersion = 'IPV4' }: CoreLoadBalancer.Purchase): string => addressIPVersion;

const chargeOf = ({ chargeType, bandwidthPackageId }: CoreLoadBalancer.Purchase): string =>
  chargeType ?? (bandwidthPackageId === undefined ? 'TRAFFIC_POSTPAID_BY_HOUR' : 'BANDWIDTH_PACKAGE');

const complaint = (wrong: boolean, code: string, message: string): readonly [boolean, string, string] => [
  wrong,
  code,
  message,
];

/** What is wrong with the way a load balancer is to be bought (clb-api 2.2). */
export const wrongPurchase = (
  { network, purchase = {} }: Creation,
  world: World.World,
): ReadonlyArray<readonly [boolean, string, string]> => {
  const { bandwidth, vip, vipIsp, zone, masterZone, slaveZone, bandwidthPackageId } = purchase;
  const internal = network._tag === 'Internal';
  const isIPv6 = versionOf(purchase) !== 'IPV4';
  const zones = [zone, masterZone, slaveZone].some((one) => one !== undefined);
  const packaged = chargeOf(purchase) === 'BANDWIDTH_PACKAGE';
  const { min, max, lcuMax } = range.bandwidth;
  const widest = purchase.slaType === undefined ? max : lcuMax;
  const held = World.loadBalancers(world).some(({ vips }) => vip !== undefined && vips.includes(vip));
  return [
    complaint(internal && isIPv6, 'InvalidParameterValue', 'AddressIPVersion is for public load balancers'),
    complaint(internal && zones, 'InvalidParameterValue', 'zones are for public load balancers'),
    complaint(isIPv6 && zones, 'InvalidParameterValue', 'zones are for IPv4 load balancers'),
    complaint(
      vipIsp !== undefined && vipIsp !== 'BGP' && !packaged,
      'InvalidParameterValue',
      `VipIsp ${String(vipIsp)} wants BANDWIDTH_PACKAGE`,
    ),
    complaint(bandwidthPackageId !== undefined && !packaged, 'InvalidParameterValue', 'BandwidthPackageId'),
    complaint(
      bandwidth !== undefined && !whole(bandwidth, min, widest),
      'InvalidParameterValue',
      'InternetMaxBandwidthOut',
    ),
    complaint(purchase.passToTarget === true && isIPv6, 'InvalidParameterValue', 'LoadBalancerPassToTarget'),
    complaint(versionOf(purchase) === 'IPV6' && vip !== undefined, 'InvalidParameterValue', 'Vip'),
    complaint(held, 'InvalidParameterValue', `Vip ${String(vip)} is taken`),
  ];
};

const boughtAs = ({ network, purchase = {} }: Creation): ObservedState.Bought => {
  const { addressIPVersion = 'IPV4', zone, masterZone, bandwidthPackageId, slaType, vipIsp = 'BGP' } = purchase;
  const place = zone ?? masterZone;
  return {
    addressIPVersion,
    ...(network._tag === 'Public' ? { chargeType: chargeOf(purchase), vipIsp } : {}),
    ...(bandwidthPackageId === undefined ? {} : { bandwidthPackageId }),
    ...(place === undefined ? {} : { zone: [place] }),
    ...(slaType === undefined ? {} : { slaType }),
  };
};

/** What a load balancer is like that was bought so. Nobody asks a public API for protection against changes; here one may. */
export const deliveredAs = (call: Creation): Pick<World.LoadBalancer, 'attributes' | 'bought'> => {
  const { network, purchase = {} } = call;
  return {
    attributes: {
      securityGroups: [],
      passToTarget: purchase.passToTarget === true,
      modificationProtection: purchase.modificationProtection === true,
      ...(network._tag === 'Public' ? { internetMaxBandwidthOut: purchase.bandwidth ?? defaultBandwidth } : {}),
    },
    bought: boughtAs(call),
  };
};
