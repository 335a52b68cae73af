import type { Network } from './LoadBalancer.js';
import type { PlanError } from './PlanError.js';
import type { Creation } from './Request.js';
import type { Service } from './Service.js';

/** How a CLB of its own is to be bought for a Service, and what is wrong with that. */
export interface CreationWish {
  readonly creation?: Creation;
  /** Why none can be bought like that (E4005). */
  readonly refused?: PlanError;
  readonly notes: ReadonlyArray<PlanError>;
}

/** The names of creation parameters in the API, which are those in the annotation (8.1). */
export const parameter = {
  name: 'LoadBalancerName',
  addressIPVersion: 'AddressIPVersion',
  chargeType: 'InternetChargeType',
  bandwidth: 'InternetMaxBandwidthOut',
  bandwidthPackageId: 'BandwidthPackageId',
  vipIsp: 'VipIsp',
  zone: 'ZoneId',
  masterZone: 'MasterZoneId',
  slaveZone: 'SlaveZoneId',
  slaType: 'SlaType',
  vip: 'Vip',
} as const;

type Complaint = readonly [wrong: boolean, field: keyof typeof parameter, expected: string];

const complaintsOf = (creation: Creation, network: Network): ReadonlyArray<Complaint> => {
  const { addressIPVersion, chargeType, bandwidthPackageId, vipIsp, vip } = creation;
  const internal = network._tag === 'Internal';
  const isIPv6 = addressIPVersion !== undefined && addressIPVersion !== 'IPV4';
  const single = vipIsp !== undefined && vipIsp !== 'BGP';
  const packaged = chargeType === 'BANDWIDTH_PACKAGE' || (chargeType === undefined && bandwidthPackageId !== undefined);
  const here = 'none, since the CLB is internal';
  return [
    [internal && isIPv6, 'addressIPVersion', 'IPV4, since the CLB is internal'],
    [internal && creation.zone !== undefined, 'zone', here],
    [internal && creation.masterZone !== undefined, 'masterZone', here],
    [internal && creation.slaveZone !== undefined, 'slaveZone', here],
    [internal && single, 'vipIsp', here],
    [internal && bandwidthPackageId !== undefined, 'bandwidthPackageId', here],
    [
      isIPv6 && creation.masterZone !== undefined,
      'masterZone',
      `none with AddressIPVersion ${String(addressIPVersion)}`,
    ],
    [isIPv6 && creation.slaveZone !== undefined, 'slaveZone', `none with AddressIPVersion ${String(addressIPVersion)}`],
    [addressIPVersion === 'IPV6' && vip !== undefined, 'vip', 'none with AddressIPVersion IPV6'],
    [single && !packaged, 'chargeType', `BANDWIDTH_PACKAGE with VipIsp ${String(vipIsp)}`],
    [
      bandwidthPackageId !== undefined && !packaged,
      'chargeType',
      `BANDWIDTH_PACKAGE with BandwidthPackageId ${String(bandwidthPackageId)}`,
    ],
  ];
};

const without = ({ chargeType: _, bandwidth: __, ...rest }: Creation): Creation => rest;

const nothing: CreationWish = { notes: [] };

/**
 * How a Service wants its CLB bought (tke-service 2.3, 8.1), checked for what the cloud would refuse.
 *
 * | asked for | outcome |
 * |---|---|
 * | a zone, IPv6, a single line or a bandwidth package for an internal CLB | refused (E4005) |
 * | primary and secondary zone with IPv6; an address with NAT64 | refused (E4005) |
 * | a single line or a bandwidth package, billed by anything but the package | refused (E4005) |
 * | charge type or bandwidth for an internal CLB | not sent, with a note: only public CLBs have them |
 * | a member that the controller sets itself | not sent, with a note |
 * | anything else | handed to the cloud as it is |
 */
export const creationWished = ({ key, request }: Service, network: Network): CreationWish => {
  const { creation } = request;
  if (creation === undefined) return nothing;
  const wrong = complaintsOf(creation, network).find(([complains]) => complains);
  const public_ = network._tag === 'Public';
  const dropped = public_ ? [] : (['chargeType', 'bandwidth'] as const).filter((one) => creation[one] !== undefined);
  const notes: ReadonlyArray<PlanError> = [
    ...dropped.map((one): PlanError => ({
      _tag: 'CreationIgnored',
      service: key,
      field: parameter[one],
      because: 'only a public CLB has it',
    })),
    ...(creation.ignored ?? []).map((field): PlanError => ({
      _tag: 'CreationIgnored',
      service: key,
      field,
      because: 'the controller sets it itself',
    })),
  ];
  const kept = public_ ? creation : without(creation);
  if (wrong === undefined) return { creation: kept, notes };
  const [, field, expected] = wrong;
  const found = String(creation[field] ?? 'none');
  return {
    creation: kept,
    notes,
    refused: { _tag: 'InvalidCreation', service: key, field: parameter[field], expected, found },
  };
};
