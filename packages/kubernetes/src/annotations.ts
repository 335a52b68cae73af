// Longer than other files because it is one table; the code around it is at the end.
import { Ref, type Request } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import type { Fault, Faults } from './fieldPath.js';

/** What is wrong with the value of an annotation. */
interface Wrong {
  readonly expected: string;
  readonly remedy?: string;
}

/** Reads the value of an annotation into what it asks for; `{}` when the value asks for nothing. */
type Read = (value: string) => E.Either<Wrong, Request.LoadBalancerRequest>;

/** When a change of an annotation counts. */
export type Mutability =
  /** On the next pass. */
  | 'mutable'
  /** Only when the CLB is bought; later edits are without effect. */
  | 'create-only'
  /** A change asks for another CLB: replaced or refused, as the settings say. */
  | 'immutable'
  /** Written by the controller, never read as a wish. */
  | 'read-only'
  /** Not documented. */
  | 'unknown';

/** One annotation of a Service. */
export interface Annotation {
  readonly key: string;
  readonly meaning: string;
  /** The values it takes, in words. */
  readonly values: string;
  /** What holds without it. */
  readonly default: string;
  /** Version of the TKE controller that brought it, where one is published. */
  readonly since?: string;
  readonly mutability: Mutability;
  /** Whether clbkit acts upon it. One that is not acted upon is known, and changes nothing. */
  readonly acted: 'yes' | 'no';
  /** The rules behind it. */
  readonly rules: string;
  /** Present exactly when `acted` is `yes`. */
  readonly read?: Read;
}

const cloud = 'service.cloud.tencent.com';
const kube = 'service.kubernetes.io';

const wrong = (expected: string, remedy?: string): E.Either<Wrong, never> =>
  E.left({ expected, ...(remedy === undefined ? {} : { remedy }) });

/** An id such as `lb-abcd1234`. Empty text asks for nothing (R2.3: the TKE console writes it). */
const id =
  (prefix: string, ask: (id: string) => Request.LoadBalancerRequest): Read =>
  (value) => {
    if (value === '') return E.right({});
    return new RegExp(`^${prefix}-[0-9A-Za-z-]+$`).test(value)
      ? E.right(ask(value))
      : wrong(`an id such as ${prefix}-abcd1234`, 'copy the id from the console, without spaces');
  };

/** Only `true` and `false` (R2.1). */
const bool =
  (ask: (value: boolean) => Request.LoadBalancerRequest): Read =>
  (value) =>
    value === 'true' || value === 'false' ? E.right(ask(value === 'true')) : wrong('"true" or "false"');

const skip: Read = (value) =>
  value === 'skip'
    ? E.right({ skip: true })
    : wrong('"skip"', 'remove the annotation to have the Service synchronised');

const forbiddenSuffixes = ['-auto-service-config', '-auto-ingress-config'] as const;

/** The name of a user's TkeServiceConfig (R6.2). Empty text asks for nothing. */
const configName: Read = (value) => {
  if (value === '') return E.right({});
  const suffix = forbiddenSuffixes.find((one) => value.endsWith(one));
  if (suffix !== undefined)
    return wrong(`a name that does not end in ${suffix}`, 'give the TkeServiceConfig another name');
  return /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(value) && value.length <= 253
    ? E.right({ serviceConfig: value })
    : wrong('the name of a TkeServiceConfig');
};

const configKey = `${cloud}/tke-service-config`;
const autoConfigKey = `${cloud}/tke-service-config-auto`;

/** The annotation in which the controller notes the CLB of a Service. It is written, never read as a wish. */
export const loadBalancerIdKey = `${kube}/loadbalance-id`;

/** Every annotation of a Service that TKE documents, in the order of the documentation. `docs/annotations.md` is made from it. */
export const annotations: ReadonlyArray<Annotation> = [
  // — which CLB —
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
    acted: 'no',
    rules: '2.2',
  },
  {
    key: `${kube}/qcloud-share-existed-lb`,
    meaning: 'Serverless clusters: several Services may use the existing CLB.',
    values: '`true`, `false`',
    default: 'not shared',
    mutability: 'mutable',
    acted: 'no',
    rules: '1.5, R4.2',
  },
  {
    key: `${kube}/loadbalance-type`,
    meaning: 'Deprecated: classic or application CLB.',
    values: '`yunapi_clb`, `classic`, `yunapiv3_forward_clb`, `application`',
    default: 'application CLB',
    mutability: 'immutable',
    acted: 'no',
    rules: '2.2, R3.6',
  },
  {
    key: `${cloud}/cross-region-id`,
    meaning: 'The CLB is in another region.',
    values: 'region id `ap-…`',
    default: 'the region of the cluster',
    mutability: 'immutable',
    acted: 'no',
    rules: '7.12',
  },
  {
    key: `${cloud}/cross-vpc-id`,
    meaning: 'The VPC of a CLB that is bought in another region.',
    values: 'id `vpc-…`',
    default: 'the VPC of the cluster',
    mutability: 'immutable',
    acted: 'no',
    rules: '7.12',
  },
  {
    key: `${cloud}/hybrid-type`,
    meaning: 'Registered nodes outside the cloud are bound too.',
    values: '`CCN`',
    default: 'only nodes in the cloud',
    mutability: 'unknown',
    acted: 'no',
    rules: '7.2',
  },
  {
    key: `${cloud}/snat-pro-info`,
    meaning: 'SNAT addresses for backends outside the VPC.',
    values: 'JSON `{"snatIps":[{"subnetId":"subnet-…"}]}`, at most 10',
    default: 'none',
    mutability: 'unknown',
    acted: 'no',
    rules: '2.2',
  },
  {
    key: `${kube}/qcloud-clusterip-loadbalancer-subnetid`,
    meaning: 'Serverless clusters: an internal CLB implements the ClusterIP.',
    values: 'id `subnet-…`',
    default: 'no such CLB',
    mutability: 'unknown',
    acted: 'no',
    rules: '1.5',
  },
  // — how it is bought —
  {
    key: `${kube}/service.extensiveParameters`,
    meaning: 'Parameters of the call that buys the CLB.',
    values: 'JSON object',
    default: 'none',
    since: 'v1.0.0',
    mutability: 'create-only',
    acted: 'no',
    rules: '8.1, R8.1',
  },
  {
    key: `${kube}/qcloud-loadbalancer-internet-charge-type`,
    meaning: 'How a public CLB is charged.',
    values: '`TRAFFIC_POSTPAID_BY_HOUR`, `BANDWIDTH_POSTPAID_BY_HOUR`',
    default: "the account's default",
    since: 'v1.0.0',
    mutability: 'create-only',
    acted: 'no',
    rules: '2.3',
  },
  {
    key: `${kube}/qcloud-loadbalancer-internet-max-bandwidth-out`,
    meaning: 'Outbound bandwidth of a public CLB, in Mbps.',
    values: 'whole number from 1 to 2048',
    default: "the cloud's default",
    since: 'v1.0.0',
    mutability: 'create-only',
    acted: 'no',
    rules: '2.3, 6.2',
  },
  {
    key: 'kubernetes.io/service.internetChargeType',
    meaning: 'Older name of `qcloud-loadbalancer-internet-charge-type`.',
    values: 'as there',
    default: "the account's default",
    mutability: 'create-only',
    acted: 'no',
    rules: '2.3',
  },
  {
    key: 'kubernetes.io/service.internetMaxBandwidthOut',
    meaning: 'Older name of `qcloud-loadbalancer-internet-max-bandwidth-out`.',
    values: 'as there',
    default: "the cloud's default",
    mutability: 'create-only',
    acted: 'no',
    rules: '2.3',
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
  // — how it behaves —
  {
    key: `${cloud}/mode`,
    meaning: 'Nothing that the Service owns is changed or released.',
    values: '`skip`',
    default: 'the Service is synchronised',
    since: 'v2.10.0',
    mutability: 'mutable',
    acted: 'yes',
    rules: '1.3, 2.4',
    read: skip,
  },
  {
    key: `${cloud}/modification-protection`,
    meaning: 'Protects the CLB against changes in the console.',
    values: '`true`, `false`',
    default: "the cluster's switch",
    since: 'v1.7.3',
    mutability: 'mutable',
    acted: 'no',
    rules: '2.4, 3.8',
  },
  {
    key: `${cloud}/deletion-protection`,
    meaning: 'Protects the CLB against deletion. Documented for Ingress only.',
    values: '`true`, `false`',
    default: 'not protected',
    since: 'v2.5.3',
    mutability: 'mutable',
    acted: 'no',
    rules: '2.4',
  },
  {
    key: `${cloud}/loadbalance-retain`,
    meaning: 'Keeps the CLB when its Service goes. Documented for Ingress only.',
    values: '`true`, `false`',
    default: 'released with the Service',
    since: 'v2.9.0',
    mutability: 'mutable',
    acted: 'no',
    rules: '2.4',
  },
  {
    key: `${cloud}/security-groups`,
    meaning: 'Security groups of the CLB, in order of priority; empty text unbinds all.',
    values: 'at most 5 ids `sg-…`, with commas between',
    default: 'not touched',
    since: 'v1.8.3',
    mutability: 'mutable',
    acted: 'no',
    rules: '8.2, R2.3',
  },
  {
    key: `${cloud}/pass-to-target`,
    meaning: "Traffic is checked by the CLB's security groups alone.",
    values: '`true`, `false`',
    default: 'not touched',
    since: 'v1.8.3',
    mutability: 'mutable',
    acted: 'no',
    rules: '2.4',
  },
  {
    key: `${cloud}/prevent-loopback`,
    meaning: 'Nodes bind the VIP locally and the CLB probes from 100.64.0.0/10.',
    values: '`true`, `false`',
    default: '`false`',
    mutability: 'mutable',
    acted: 'no',
    rules: '2.4',
  },
  // — listeners —
  {
    key: `${cloud}/specify-protocol`,
    meaning: 'Protocols of listeners, port by port, with certificates and hosts.',
    values: 'JSON',
    default: 'the protocol of the Service port',
    mutability: 'mutable',
    acted: 'no',
    rules: '5.2',
  },
  {
    key: configKey,
    meaning:
      'The TkeServiceConfig of the same namespace that holds the settings of the listeners. Not together with `tke-service-config-auto`.',
    values: `name that does not end in ${forbiddenSuffixes.map((suffix) => `\`${suffix}\``).join(' or ')}`,
    default: 'settings of listeners are not touched',
    since: 'v1.3.0',
    mutability: 'mutable',
    acted: 'yes',
    rules: 'R6.1, R6.2, R6.4',
    read: configName,
  },
  {
    key: autoConfigKey,
    meaning: 'Makes a TkeServiceConfig named `<service>-auto-service-config`. Not together with `tke-service-config`.',
    values: '`true`, `false`',
    default: '`false`',
    since: 'v1.3.0',
    mutability: 'mutable',
    acted: 'no',
    rules: 'R6.2, R6.3',
  },
  {
    key: `${cloud}/target-groups`,
    meaning: 'Binds target groups in place of backends.',
    values: 'JSON list',
    default: 'none',
    since: 'v2.8.0',
    mutability: 'mutable',
    acted: 'no',
    rules: '7.11',
  },
  // — backends —
  {
    key: `${cloud}/direct-access`,
    meaning: 'Backends are Pods instead of the node ports of Nodes.',
    values: '`true`, `false`',
    default: '`false`',
    since: 'v1.3.0',
    mutability: 'mutable',
    acted: 'yes',
    rules: '7.1, 7.4, R2.1',
    read: bool((directAccess) => ({ directAccess })),
  },
  {
    key: `${kube}/qcloud-loadbalancer-backends-label`,
    meaning: 'Only Nodes that match are backends.',
    values: 'label selector',
    default: 'every Node that may be one',
    mutability: 'mutable',
    acted: 'no',
    rules: 'R7.1, R7.2',
  },
  {
    key: `${kube}/local-svc-only-bind-node-with-pod`,
    meaning: 'With `externalTrafficPolicy: Local`, only Nodes that run a Pod of the Service are backends.',
    values: '`true`, `false`',
    default: '`false`',
    mutability: 'mutable',
    acted: 'no',
    rules: '7.3',
  },
  {
    key: `${cloud}/local-svc-weighted-balance`,
    meaning: 'With `local-svc-only-bind-node-with-pod`, weight by the number of Pods.',
    values: '`true`, `false`',
    default: '`false`',
    mutability: 'mutable',
    acted: 'no',
    rules: '7.3',
  },
  {
    key: `${cloud}/lb-rs-weight`,
    meaning: 'Weights of the backends.',
    values: 'JSON',
    default: 'weight 10',
    since: 'v1.6.0',
    mutability: 'mutable',
    acted: 'no',
    rules: '7.8',
  },
  {
    key: `${cloud}/enable-grace-shutdown`,
    meaning: 'A Pod that stops gets weight 0 until it is gone. clbkit does so in any case.',
    values: '`true`, `false`',
    default: '`true` since v2.2.0',
    since: 'v1.5.0',
    mutability: 'mutable',
    acted: 'no',
    rules: '7.5, 7.7',
  },
  {
    key: `${cloud}/enable-grace-shutdown-tkex`,
    meaning: 'A Pod that is not ready gets weight 0.',
    values: '`true`, `false`',
    default: '`true` since v2.2.0',
    since: 'v1.5.0',
    mutability: 'mutable',
    acted: 'no',
    rules: 'R7.11, 7.7',
  },
  {
    key: `${cloud}/enable-grace-deletion`,
    meaning: 'A Pod is stopped only after its weight is 0 everywhere.',
    values: '`true`, `false`',
    default: "the cluster's switch",
    since: 'v2.5.0',
    mutability: 'mutable',
    acted: 'no',
    rules: '7.5, 7.7',
  },
  // — written by the controller —
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
    key: `${cloud}/loadbalancer-source-endpoints`,
    meaning: 'For internal use of TKE.',
    values: 'JSON `{"name":…}`',
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

const fault = (key: string, found: string, { expected, remedy }: Wrong): Fault => ({
  path: ['metadata', 'annotations', key],
  expected,
  found,
  ...(remedy === undefined ? {} : { remedy }),
});

/** Two annotations that exclude each other (R6.7). */
const bothConfigs = (written: Readonly<Record<string, string>>): ReadonlyArray<Fault> => {
  const name = written[configKey] ?? '';
  if (name === '' || written[autoConfigKey] !== 'true') return [];
  return [
    fault(configKey, name, {
      expected: `no ${configKey} together with ${autoConfigKey}`,
      remedy: 'remove one of the two',
    }),
  ];
};

/** What the annotations of a Service ask for, or everything that is wrong with them. Keys not acted upon are not looked at. */
export const requestOf = (written: Readonly<Record<string, string>>): E.Either<Faults, Request.LoadBalancerRequest> => {
  let request: Request.LoadBalancerRequest = {};
  const faults: Array<Fault> = [...bothConfigs(written)];
  for (const { key, read } of annotations) {
    const value = Object.hasOwn(written, key) ? written[key] : undefined;
    if (read === undefined || value === undefined) continue;
    const asked = read(value);
    if (E.isLeft(asked)) faults.push(fault(key, value, asked.left));
    else request = { ...request, ...asked.right };
  }
  const [first, ...rest] = faults;
  return first === undefined ? E.right(request) : E.left([first, ...rest]);
};
