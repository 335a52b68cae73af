import { type Annotation, cloud, kube } from './Annotation.js';

/** The annotation in which the controller notes the CLB of a Service. It is written, never read as a wish. */
export const loadBalancerIdKey = `${kube}/loadbalance-id`;

/** Annotations that the controller writes, and that are never read as a wish (tke-service 2.1). */
export const written: ReadonlyArray<Annotation> = [
  {
    key: loadBalancerIdKey,
    meaning: 'The CLB in use. Writing it selects no CLB.',
    values: 'id `lb-…`',
    default: 'no CLB',
    since: 'v1.0.0',
    mutability: 'read-only',
    acted: 'no',
    rules: '2.1',
  },
  {
    key: `${kube}/loadbalance-nat-ipv6`,
    meaning: 'The address of a NAT64 CLB.',
    values: 'IPv6 address',
    default: 'none',
    mutability: 'read-only',
    acted: 'no',
    rules: '2.1',
  },
  {
    key: `${cloud}/client-token`,
    meaning: 'The token with which TKE bought the CLB. clbkit derives its own.',
    values: 'UUID',
    default: 'none',
    mutability: 'read-only',
    acted: 'no',
    rules: '2.1, R3.5',
  },
  {
    key: `${cloud}/sync-begin-time`,
    meaning: 'When the last synchronisation began.',
    values: 'RFC 3339 time',
    default: 'none',
    mutability: 'read-only',
    acted: 'no',
    rules: '2.1',
  },
  {
    key: `${cloud}/sync-end-time`,
    meaning: 'When the last synchronisation ended.',
    values: 'RFC 3339 time',
    default: 'none',
    mutability: 'read-only',
    acted: 'no',
    rules: '2.1',
  },
  {
    key: `${kube}/qcloud-loadbalancer-clusterid`,
    meaning: 'The cluster, as an old controller noted it.',
    values: 'id `cls-…`',
    default: 'none',
    mutability: 'read-only',
    acted: 'no',
    rules: '2.1',
  },
  {
    key: `${cloud}/status.conditions`,
    meaning: 'Conditions as text. Documented for Ingress only; a Service has them in its status.',
    values: 'JSON list',
    default: 'none',
    mutability: 'read-only',
    acted: 'no',
    rules: '2.1',
  },
];
