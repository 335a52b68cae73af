import type { Attributes } from './Attributes.js';
import { parameter } from './creationWish.js';
import type { Claim, Network, Purchase } from './LoadBalancer.js';
import type { ObservedLoadBalancer } from './ObservedState.js';
import type { PlanError } from './PlanError.js';
import type { Creation } from './Request.js';
import type { Settings } from './Settings.js';

/** A CLB about to be bought: what the call says, and what attributes the CLB then has. */
export interface Order {
  readonly purchase?: Purchase;
  readonly born: Attributes;
}

/** Mbps of a public CLB that nobody says anything about (clb-api 2.2). */
const defaultBandwidth = 10;

/** Whether a CLB of that version is not an IPv4 one. */
export const isIPv6 = (version: Creation['addressIPVersion']): boolean => version !== undefined && version !== 'IPV4';

/** What the call itself takes of a creation. */
const bought = ({ name: _, ignored: __, bandwidth: ___, ...rest }: Creation): Omit<Purchase, 'bandwidth'> => rest;

/**
 * What the call that buys a CLB says of it. Attributes that the call takes go with it, which saves a call; the others follow.
 *
 * | attribute | in the call | born with otherwise |
 * |---|---|---|
 * | bandwidth of the TkeServiceConfig | in place of the annotation's, which it would overrule at once (6.3); not 0 | 10 Mbps |
 * | pass to target | yes, but not for IPv6 | false |
 * | modification protection | where the Service asks for it, or the settings do and it does not say (1.6) | |
 * | security groups, deletion protection | no such member | none, false |
 */
export const orderOf = (
  { defaultModificationProtection }: Pick<Settings, 'defaultModificationProtection'>,
  network: Network,
  creation: Creation = {},
  wanted: Attributes = {},
): Order => {
  const rest = bought(creation);
  const declared =
    network._tag === 'Public' && wanted.internetMaxBandwidthOut !== 0 ? wanted.internetMaxBandwidthOut : undefined;
  const bandwidth = declared ?? creation.bandwidth;
  const passToTarget = wanted.passToTarget === true && !isIPv6(creation.addressIPVersion);
  const purchase: Purchase = {
    ...rest,
    ...(bandwidth === undefined ? {} : { bandwidth }),
    ...(passToTarget ? { passToTarget } : {}),
    ...((wanted.modificationProtection ?? defaultModificationProtection) ? { modificationProtection: true } : {}),
  };
  const born: Attributes = {
    securityGroups: [],
    passToTarget,
    deletionProtection: false,
    ...(network._tag === 'Public' ? { internetMaxBandwidthOut: bandwidth ?? defaultBandwidth } : {}),
  };
  return Object.keys(purchase).length === 0 ? { born } : { purchase, born };
};

const spelled = (value: string | number | ReadonlyArray<string> | undefined): ReadonlyArray<string> =>
  value === undefined ? [] : typeof value === 'object' ? value : [String(value)];

/**
 * What a Service asks of the purchase of a CLB that is bought already, where the CLB is known to be otherwise: it has no effect
 * any more (2.3, 3.5). A bandwidth that the TkeServiceConfig declares is not among it: that one is followed.
 */
export const tooLate = (
  at: ObservedLoadBalancer,
  { service, attributes }: Claim,
  creation: Creation,
): ReadonlyArray<PlanError> => {
  const { bought = {} } = at;
  const follows = attributes?.values.internetMaxBandwidthOut !== undefined;
  const pairs = [
    [parameter.addressIPVersion, creation.addressIPVersion, bought.addressIPVersion],
    [parameter.chargeType, creation.chargeType, bought.chargeType],
    [parameter.bandwidth, follows ? undefined : creation.bandwidth, at.attributes?.internetMaxBandwidthOut],
    [parameter.bandwidthPackageId, creation.bandwidthPackageId, bought.bandwidthPackageId],
    [parameter.vipIsp, creation.vipIsp, bought.vipIsp],
    [parameter.zone, creation.zone, bought.zone],
    [parameter.slaType, creation.slaType, bought.slaType],
  ] as const;
  return pairs.flatMap(([field, wanted, there]): ReadonlyArray<PlanError> => {
    const [found, ...others] = spelled(there);
    if (wanted === undefined || found === undefined || [found, ...others].includes(String(wanted))) return [];
    return [{ _tag: 'CreationOver', service, loadBalancer: at.id, field, wanted: String(wanted), found }];
  });
};
