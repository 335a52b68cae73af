import { asks, type Entry, held, lint, open, out, row, scenario, test } from './Entry.js';

const cloud = (name: string): string => `service.cloud.tencent.com/${name}`;
const kube = (name: string): string => `service.kubernetes.io/${name}`;
const passedOver = open('known, and not acted upon');
const unofficial = lint('keys of unofficial texts');
const written = asks('nothing by keys the controller writes');

/** Chapter 2: the keys of annotations. */
export const annotations: ReadonlyArray<Entry> = [
  // — which CLB —
  held(kube('tke-existed-lbid'), asks('an existing CLB'), scenario('17: an existing one let go')),
  held(kube('qcloud-loadbalancer-internal-subnetid'), asks('an internal CLB'), scenario('12: public to internal:')),
  held(kube('qcloud-loadbalancer-internal'), passedOver),
  held(kube('qcloud-share-existed-lb'), passedOver),
  held(kube('loadbalance-type'), passedOver),
  held(cloud('cross-region-id'), passedOver),
  held(cloud('cross-vpc-id'), passedOver),
  held(cloud('hybrid-type'), passedOver),
  held(cloud('snat-pro-info'), passedOver),
  held(kube('qcloud-clusterip-loadbalancer-subnetid'), passedOver),
  // — how it is bought —
  held(kube('service.extensiveParameters'), passedOver),
  held(kube('qcloud-loadbalancer-internet-charge-type'), passedOver),
  held(kube('qcloud-loadbalancer-internet-max-bandwidth-out'), passedOver),
  held('kubernetes.io/service.internetChargeType', passedOver),
  held('kubernetes.io/service.internetMaxBandwidthOut', passedOver),
  held(kube('service.listenerParameters'), out('no newer document mentions it, and no document its form')),
  // — how it behaves —
  held(cloud('mode'), asks('to be left alone'), scenario('7: mode skip')),
  held(cloud('modification-protection'), passedOver),
  held(cloud('deletion-protection'), passedOver),
  held(cloud('loadbalance-retain'), passedOver),
  held(cloud('security-groups'), passedOver),
  held(cloud('pass-to-target'), passedOver),
  held(cloud('prevent-loopback'), passedOver),
  // — listeners —
  held(cloud('specify-protocol'), passedOver),
  held(cloud('tke-service-config'), asks('a TkeServiceConfig'), test('kubernetes/test/serviceConfig', 'is read whole')),
  held(cloud('tke-service-config-auto'), passedOver),
  held(cloud('target-groups'), passedOver),
  // — backends —
  held(cloud('direct-access'), asks('direct access'), scenario('34: ready absent is used')),
  held(kube('qcloud-loadbalancer-backends-label'), passedOver),
  held(kube('local-svc-only-bind-node-with-pod'), passedOver),
  held(cloud('local-svc-weighted-balance'), passedOver),
  held(cloud('lb-rs-weight'), passedOver),
  held(cloud('enable-grace-shutdown'), scenario('34: ready absent is used; terminating and serving gets weight 0')),
  held(cloud('enable-grace-shutdown-tkex'), passedOver),
  held(cloud('enable-grace-deletion'), passedOver),
  // — written by the controller —
  held(
    kube('loadbalance-id'),
    written,
    test('kubernetes/test/status', 'is that of an existing CLB that the Service uses'),
  ),
  held(kube('loadbalance-nat-ipv6'), passedOver),
  held(cloud('client-token'), written),
  held(cloud('sync-begin-time'), passedOver),
  held(cloud('sync-end-time'), passedOver),
  held(kube('qcloud-loadbalancer-clusterid'), passedOver),
  held(cloud('loadbalancer-source-endpoints'), out('for internal use of TKE')),
  held(cloud('status.conditions'), out('documented for Ingress only; a Service has conditions in its status')),
  // — in unofficial texts only, and of the old controller —
  row(cloud('exist-lb-id'), 'unofficial: an existing CLB', unofficial),
  row(cloud('local-backend-endpoints'), 'unofficial: backends', unofficial),
  row(cloud('health-check-*'), 'unofficial: flag, type, interval, timeout, healthnum, unhealthnum', unofficial),
  row(kube('qcloud-loadbalancer-health-check-*'), 'unofficial: health checks', unofficial),
  row(
    'service.beta.kubernetes.io/tencentcloud-loadbalancer-*',
    'the old controller: kind, type, name, subnet',
    unofficial,
  ),
];
