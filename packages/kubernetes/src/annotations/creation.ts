import { type Annotation, choice, digits, kube } from './Annotation.js';
import { extensiveParameters } from './extensiveParameters.js';

const chargeTypes = ['TRAFFIC_POSTPAID_BY_HOUR', 'BANDWIDTH_POSTPAID_BY_HOUR'] as const;

const chargeType = choice(chargeTypes, (value) => ({ creation: { chargeType: value } }));

const bandwidth = digits(1, 2048, (value) => ({ creation: { bandwidth: value } }));

/** Annotations that say how a CLB is bought (tke-service 2.3). Where two say different things, the upper row counts (R8.2). */
export const creation: ReadonlyArray<Annotation> = [
  {
    key: `${kube}/qcloud-loadbalancer-internet-charge-type`,
    meaning: 'How a public CLB is charged.',
    values: '`TRAFFIC_POSTPAID_BY_HOUR`, `BANDWIDTH_POSTPAID_BY_HOUR`',
    default: "the account's default",
    since: 'v1.0.0',
    mutability: 'create-only',
    acted: 'yes',
    rules: '2.3',
    code: 'E4005',
    read: chargeType,
  },
  {
    key: `${kube}/qcloud-loadbalancer-internet-max-bandwidth-out`,
    meaning: 'Outbound bandwidth of a public CLB, in Mbps.',
    values: 'whole number from 1 to 2048',
    default: "the cloud's default",
    since: 'v1.0.0',
    mutability: 'create-only',
    acted: 'yes',
    rules: '2.3, 6.2',
    code: 'E4005',
    read: bandwidth,
  },
  {
    key: 'kubernetes.io/service.internetChargeType',
    meaning: 'Older name of `qcloud-loadbalancer-internet-charge-type`.',
    values: 'as there',
    default: "the account's default",
    mutability: 'create-only',
    acted: 'yes',
    rules: '2.3',
    code: 'E4005',
    read: chargeType,
  },
  {
    key: 'kubernetes.io/service.internetMaxBandwidthOut',
    meaning: 'Older name of `qcloud-loadbalancer-internet-max-bandwidth-out`.',
    values: 'as there',
    default: "the cloud's default",
    mutability: 'create-only',
    acted: 'yes',
    rules: '2.3',
    code: 'E4005',
    read: bandwidth,
  },
  {
    key: `${kube}/service.extensiveParameters`,
    meaning: 'Parameters of the call that buys the CLB.',
    values: 'JSON object',
    default: 'none',
    since: 'v1.0.0',
    mutability: 'create-only',
    acted: 'yes',
    rules: '8.1, R8.1',
    code: 'E4005',
    read: extensiveParameters,
  },
  {
    key: `${kube}/service.listenerParameters`,
    meaning: 'Parameters of listeners; no newer document mentions it.',
    values: 'JSON',
    default: 'none',
    mutability: 'unknown',
    acted: 'no',
    rules: '2.3',
  },
];
