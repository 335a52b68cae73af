import type { Request } from '@clbkit/core';
import { cloud, kube } from './Annotation.js';
import { type Finding, finding } from './Finding.js';

/** A Service as far as its annotations depend on the rest of it. */
export interface LintedService {
  readonly request: Request.LoadBalancerRequest;
  readonly type: string;
  readonly externalTrafficPolicy: string;
  readonly ports: ReadonlyArray<number>;
  /** Annotations as they are written. */
  readonly written: Readonly<Record<string, string>>;
}

/** One thing to look for: an annotation that does nothing, or something else than it seems to, because of another value. */
interface Check {
  readonly key: string;
  readonly severity: 'hint' | 'warning';
  readonly rule: string;
  readonly applies: (service: LintedService) => boolean;
  readonly message: string;
  readonly instead?: string;
}

const has = ({ written }: LintedService, key: string): boolean => (written[key] ?? '').trim() !== '';

const subnetKey = `${kube}/qcloud-loadbalancer-internal-subnetid`;
const chargeKey = `${kube}/qcloud-loadbalancer-internet-charge-type`;
const bandwidthKey = `${kube}/qcloud-loadbalancer-internet-max-bandwidth-out`;
const parametersKey = `${kube}/service.extensiveParameters`;
const onlyKey = `${kube}/local-svc-only-bind-node-with-pod`;
const configKey = `${cloud}/tke-service-config`;

const isProtected = ({ request }: LintedService): boolean => request.attributes?.modificationProtection === true;
const isDirect = ({ request }: LintedService): boolean => request.directAccess === true;
const isElsewhere = ({ request }: LintedService): boolean => request.existing !== undefined;
const saysCharge = (service: LintedService): boolean =>
  [
    chargeKey,
    bandwidthKey,
    'kubernetes.io/service.internetChargeType',
    'kubernetes.io/service.internetMaxBandwidthOut',
  ].some((key) => has(service, key));

/** Every check, in the order of the annotations. */
const checks: ReadonlyArray<Check> = [
  {
    key: subnetKey,
    severity: 'hint',
    rule: 'R3.15',
    applies: (service) => isElsewhere(service) && service.request.subnet !== undefined,
    message: 'it does not count beside tke-existed-lbid: the existing CLB is in the network it is in',
  },
  {
    key: `${cloud}/cross-vpc-id`,
    severity: 'hint',
    rule: '7.12',
    applies: (service) => isElsewhere(service) && service.request.crossRegion?.vpc !== undefined,
    message: 'it does not count beside tke-existed-lbid: the existing CLB is in the VPC it is in',
  },
  {
    key: `${cloud}/cross-region-id`,
    severity: 'warning',
    rule: '7.12',
    applies: ({ request }) => request.crossRegion !== undefined && request.subnet !== undefined,
    message: 'only public CLBs can be in another region',
  },
  {
    key: parametersKey,
    severity: 'warning',
    rule: 'R8.2',
    applies: (service) =>
      saysCharge(service) && (service.written[parametersKey] ?? '').includes('"InternetAccessible"'),
    message: 'InternetAccessible does not count beside the annotations for charge and bandwidth; say it once',
  },
  {
    key: parametersKey,
    severity: 'hint',
    rule: '2.3',
    applies: (service) => isElsewhere(service) && service.request.creation !== undefined,
    message: 'parameters of a purchase do not count beside tke-existed-lbid: nothing is bought',
  },
  {
    key: chargeKey,
    severity: 'hint',
    rule: '2.3',
    applies: (service) => has(service, chargeKey) && service.request.creation?.bandwidth === undefined,
    message: 'it is meant to be used together with the bandwidth',
    instead: bandwidthKey,
  },
  {
    key: bandwidthKey,
    severity: 'hint',
    rule: '2.3',
    applies: (service) => has(service, bandwidthKey) && service.request.subnet !== undefined && !isElsewhere(service),
    message: 'an internal CLB has no bandwidth to the internet',
  },
  {
    key: `${cloud}/mode`,
    severity: 'warning',
    rule: '1.3',
    applies: (service) => service.request.skip === true && (isProtected(service) || isElsewhere(service)),
    message: 'skip keeps a CLB only if it is neither protected against modification nor shared',
  },
  {
    key: `${cloud}/loadbalance-retain`,
    severity: 'warning',
    rule: '3.8',
    applies: (service) => service.request.retain === true && isProtected(service),
    message: 'it works only without modification-protection',
  },
  {
    key: `${cloud}/pass-to-target`,
    severity: 'hint',
    rule: '2.4',
    applies: ({ request }) =>
      request.attributes?.passToTarget === true && (request.attributes.securityGroups ?? []).length === 0,
    message: 'traffic is then checked by the security groups of the CLB alone, and none is named',
    instead: `${cloud}/security-groups`,
  },
  {
    key: `${cloud}/target-groups`,
    severity: 'warning',
    rule: '7.11',
    applies: (service) => service.request.targetGroups !== undefined && !isDirect(service),
    message: 'target groups need direct-access',
    instead: `${cloud}/direct-access`,
  },
  {
    key: onlyKey,
    severity: 'warning',
    rule: '7.3',
    applies: ({ request, externalTrafficPolicy }) =>
      request.onlyNodesWithPods === true && externalTrafficPolicy !== 'Local',
    message: 'it counts only with externalTrafficPolicy: Local',
  },
  {
    key: `${cloud}/local-svc-weighted-balance`,
    severity: 'warning',
    rule: '7.3',
    applies: ({ request }) => request.weightedBalance === true && request.onlyNodesWithPods !== true,
    message: 'it counts only together with local-svc-only-bind-node-with-pod',
    instead: onlyKey,
  },
  {
    key: `${cloud}/lb-rs-weight`,
    severity: 'warning',
    rule: '7.8',
    applies: (service) => service.request.weights !== undefined && !isDirect(service),
    message: 'weights of Pods need direct-access',
    instead: `${cloud}/direct-access`,
  },
  {
    key: `${cloud}/enable-grace-deletion`,
    severity: 'hint',
    rule: '7.7',
    applies: (service) => service.request.graceDeletion === true && !isDirect(service),
    message: 'it counts only with direct-access',
    instead: `${cloud}/direct-access`,
  },
  {
    key: configKey,
    severity: 'hint',
    rule: 'R5.1',
    applies: ({ type, written }) => type !== 'LoadBalancer' && written[configKey] !== undefined,
    message: 'only a Service of type LoadBalancer has listeners',
  },
];

/** Ports that specify-protocol names and the Service does not have: entries without effect (R5.2). */
const strangePorts = ({ request, ports }: LintedService): ReadonlyArray<Finding> =>
  Object.keys(request.protocols ?? {})
    .filter((port) => !ports.includes(Number(port)))
    .map((port) =>
      finding(
        'warning',
        `${cloud}/specify-protocol`,
        'R5.2',
        `the Service has no port ${port}; its entry does nothing`,
      ),
    );

/** Parameters that the controller sets itself (8.1). */
const ignoredParameters = ({ request }: LintedService): ReadonlyArray<Finding> =>
  (request.creation?.ignored ?? []).map((name) =>
    finding('warning', parametersKey, '8.1', `the controller sets ${name} itself; this one is not sent`),
  );

/** What values say together, where each is right by itself. */
export const valueFindings = (service: LintedService): ReadonlyArray<Finding> => [
  ...checks
    .filter(({ applies }) => applies(service))
    .map(({ severity, key, rule, message, instead }) => finding(severity, key, rule, message, instead)),
  ...strangePorts(service),
  ...ignoredParameters(service),
];
