import { cloud, kube } from './Annotation.js';

/** A key that looks like an annotation of TKE and does nothing, and what does. */
export interface Unofficial {
  readonly is: (key: string) => boolean;
  /** What the key is. */
  readonly what: string;
  /** The annotation to use instead; absent when there is none. */
  readonly instead?: string;
  /** What to do when no annotation does it. */
  readonly remedy?: string;
  readonly rule: string;
}

const named =
  (key: string) =>
  (other: string): boolean =>
    other === key;

const guessed = 'stands in no document of TKE';
const ofOtherController = 'belongs to another, older controller';
const ccm = 'service.beta.kubernetes.io/tencentcloud-loadbalancer';
const inConfig = 'declare the health check in a TkeServiceConfig';

/** Keys that do nothing, from unofficial texts (tke-service 2.7) and from another controller (2.8). */
export const unofficial: ReadonlyArray<Unofficial> = [
  { is: named(`${cloud}/exist-lb-id`), what: guessed, instead: `${kube}/tke-existed-lbid`, rule: '2.7' },
  {
    is: named(`${cloud}/local-backend-endpoints`),
    what: guessed,
    instead: `${kube}/local-svc-only-bind-node-with-pod`,
    rule: '2.7',
  },
  {
    is: (key) =>
      key.startsWith(`${cloud}/health-check-`) || key.startsWith(`${kube}/qcloud-loadbalancer-health-check-`),
    what: guessed,
    instead: `${cloud}/tke-service-config`,
    remedy: inConfig,
    rule: '2.7',
  },
  {
    is: named(`${ccm}-kind`),
    what: ofOtherController,
    remedy: 'every CLB is an application CLB',
    rule: '2.8',
  },
  {
    is: named(`${ccm}-type`),
    what: ofOtherController,
    instead: `${kube}/qcloud-loadbalancer-internal-subnetid`,
    rule: '2.8',
  },
  {
    is: named(`${ccm}-type-internal-subnet-id`),
    what: ofOtherController,
    instead: `${kube}/qcloud-loadbalancer-internal-subnetid`,
    rule: '2.8',
  },
  {
    is: named(`${ccm}-name`),
    what: ofOtherController,
    instead: `${kube}/service.extensiveParameters`,
    remedy: 'put LoadBalancerName into it',
    rule: '2.8',
  },
];
