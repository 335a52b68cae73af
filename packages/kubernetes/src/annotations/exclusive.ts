import type { Fault } from '../fieldPath.js';
import { type Asked, cloud, kube, pathOf } from './Annotation.js';

const configKey = `${cloud}/tke-service-config`;
const autoConfigKey = `${cloud}/tke-service-config-auto`;
const targetGroupsKey = `${cloud}/target-groups`;
const weightsKey = `${cloud}/lb-rs-weight`;
const regionKey = `${cloud}/cross-region-id`;
const vpcKey = `${cloud}/cross-vpc-id`;
const numericSubnetKey = `${kube}/qcloud-loadbalancer-internal`;
const subnetKey = `${kube}/qcloud-loadbalancer-internal-subnetid`;

type Written = Readonly<Record<string, string>>;

const valueOf = (written: Written, key: string): string => (Object.hasOwn(written, key) ? (written[key] ?? '') : '');

const together = (written: Written, key: string, other: string): Fault => ({
  path: pathOf(key),
  expected: `no ${key} together with ${other}`,
  found: valueOf(written, key),
  remedy: 'remove one of the two',
});

const both = (written: Written, asked: Asked): ReadonlyArray<Fault> => [
  ...(asked.serviceConfig !== undefined && asked.serviceConfigAuto === true
    ? [together(written, configKey, autoConfigKey)]
    : []),
  ...(asked.targetGroups !== undefined && asked.weights !== undefined
    ? [together(written, targetGroupsKey, weightsKey)]
    : []),
];

const elsewhere = (written: Written, { crossRegion, existing }: Asked): ReadonlyArray<Fault> => {
  if (crossRegion === undefined) return [];
  const { region, vpc } = crossRegion;
  if (region === undefined)
    return [
      {
        path: pathOf(vpcKey),
        expected: `${regionKey} beside it`,
        found: valueOf(written, vpcKey),
        remedy: 'name the region of the VPC, or remove the annotation',
      },
    ];
  return vpc === undefined && existing === undefined
    ? [
        {
          path: pathOf(regionKey),
          expected: `${vpcKey} beside it, or an existing CLB in ${kube}/tke-existed-lbid`,
          found: region,
          remedy: 'name the VPC in that region in which the CLB is to be bought',
        },
      ]
    : [];
};

/** A subnet by its number: reading it as no subnet would make an internal Service public. */
const numericSubnet = (written: Written, { subnet, existing }: Asked): ReadonlyArray<Fault> => {
  const found = valueOf(written, numericSubnetKey);
  return found.trim() === '' || subnet !== undefined || existing !== undefined
    ? []
    : [
        {
          path: pathOf(numericSubnetKey),
          expected: `${subnetKey} with the id of the subnet`,
          found,
          remedy: 'numbers of subnets are not read; name the subnet by its id',
        },
      ];
};

/**
 * What annotations say against each other.
 *
 * | annotations | outcome |
 * |---|---|
 * | `tke-service-config` and `tke-service-config-auto: "true"` | wrong (R6.2, R6.7) |
 * | `target-groups` and `lb-rs-weight` | wrong (7.11) |
 * | `cross-vpc-id` without `cross-region-id` | wrong (7.12) |
 * | `cross-region-id` with neither `cross-vpc-id` nor an existing CLB | wrong (7.12) |
 * | `qcloud-loadbalancer-internal` with neither `…-internal-subnetid` nor an existing CLB | wrong (2.2) |
 */
export const contradictions = (written: Written, asked: Asked): ReadonlyArray<Fault> => [
  ...both(written, asked),
  ...elsewhere(written, asked),
  ...numericSubnet(written, asked),
];
