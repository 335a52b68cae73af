import { Ref } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { type Annotation, bool, choice, cloud, id, kube, type Read, unlessEmpty, wrong } from './Annotation.js';
import { snatSubnets } from './snatProInfo.js';

/** Only application CLBs can be made; the classic ones have another API (R3.6). */
const kind: Read = unlessEmpty((value) =>
  value === 'application' || value === 'yunapiv3_forward_clb'
    ? E.right({})
    : wrong(value, 'application or yunapiv3_forward_clb', 'classic CLBs are not made any more; remove the annotation'),
);

const region: Read = unlessEmpty((value) =>
  /^[a-z]{2,}(-[a-z0-9]+)+$/.test(value)
    ? E.right({ crossRegion: { region: value } })
    : wrong(value, 'the id of a region such as ap-guangzhou'),
);

/** Annotations that say which CLB it is (tke-service 2.2). */
export const whichLoadBalancer: ReadonlyArray<Annotation> = [
  {
    key: `${kube}/tke-existed-lbid`,
    meaning: 'Use this CLB, which a user bought. It is never released; the network annotations are then ignored.',
    values: 'id `lb-…`',
    default: 'a CLB of its own is bought',
    since: 'v1.0.0',
    mutability: 'immutable',
    acted: 'yes',
    rules: '2.2, R3.10, R3.12, R3.15',
    read: id('lb', (value) => ({ existing: Ref.cloudId(value) })),
  },
  {
    key: `${kube}/qcloud-loadbalancer-internal-subnetid`,
    meaning: 'The CLB is internal, with its address in this subnet.',
    values: 'id `subnet-…`',
    default: 'a public CLB',
    since: 'v1.0.0',
    mutability: 'immutable',
    acted: 'yes',
    rules: '1.1, 2.2, R3.4',
    read: id('subnet', (subnet) => ({ subnet })),
  },
  {
    key: `${kube}/qcloud-loadbalancer-internal`,
    meaning: 'Form of `qcloud-loadbalancer-internal-subnetid` from before 2019.',
    values: 'number of a subnet',
    default: 'a public CLB',
    mutability: 'immutable',
    acted: 'refused',
    rules: '2.2',
    read: unlessEmpty(() => E.right({})),
  },
  {
    key: `${kube}/qcloud-share-existed-lb`,
    meaning: 'Serverless clusters: several Services may use the existing CLB.',
    values: '`true`, `false`',
    default: 'not shared',
    mutability: 'mutable',
    acted: 'no',
    rules: '1.5, R4.2',
    read: bool((share) => ({ share })),
  },
  {
    key: `${kube}/loadbalance-type`,
    meaning: 'Deprecated: classic or application CLB.',
    values: '`yunapi_clb`, `classic`, `yunapiv3_forward_clb`, `application`',
    default: 'application CLB',
    mutability: 'immutable',
    acted: 'yes',
    rules: '2.2, R3.6',
    read: kind,
  },
  {
    key: `${cloud}/cross-region-id`,
    meaning: 'The CLB is in another region.',
    values: 'region id `ap-…`',
    default: 'the region of the cluster',
    mutability: 'immutable',
    acted: 'refused',
    rules: '7.12',
    code: 'E4075',
    read: region,
  },
  {
    key: `${cloud}/cross-vpc-id`,
    meaning: 'The VPC of a CLB that is bought in another region.',
    values: 'id `vpc-…`',
    default: 'the VPC of the cluster',
    mutability: 'immutable',
    acted: 'refused',
    rules: '7.12',
    read: id('vpc', (vpc) => ({ crossRegion: { vpc } })),
  },
  {
    key: `${cloud}/hybrid-type`,
    meaning: 'Registered nodes outside the cloud are bound too.',
    values: '`CCN`',
    default: 'only nodes in the cloud',
    mutability: 'unknown',
    acted: 'yes',
    rules: '7.2',
    read: choice(['CCN'], (hybrid) => ({ hybrid })),
  },
  {
    key: `${cloud}/snat-pro-info`,
    meaning: 'SNAT addresses for backends outside the VPC.',
    values: 'JSON `{"snatIps":[{"subnetId":"subnet-…"}]}`, at most 10',
    default: 'none',
    mutability: 'unknown',
    acted: 'yes',
    rules: '2.2',
    read: snatSubnets,
  },
  {
    key: `${kube}/qcloud-clusterip-loadbalancer-subnetid`,
    meaning: 'Serverless clusters: an internal CLB implements the ClusterIP.',
    values: 'id `subnet-…`',
    default: 'no such CLB',
    mutability: 'unknown',
    acted: 'no',
    rules: '1.5',
    read: id('subnet', (clusterIpSubnet) => ({ clusterIpSubnet })),
  },
];
