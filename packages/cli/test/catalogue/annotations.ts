import {
  asks,
  attribute,
  decision,
  type Entry,
  held,
  lint,
  manifest,
  onNodes,
  onPods,
  open,
  out,
  protocol,
  purchase,
  row,
  scenario,
  test,
  value,
} from './Entry.js';

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
  held(
    kube('qcloud-loadbalancer-internal'),
    manifest('old-controller'),
    value('pass over a numeric subnet where the id is given'),
  ),
  held(kube('qcloud-share-existed-lb'), passedOver),
  held(kube('loadbalance-type'), value('an application CLB'), manifest('bandwidth-old-names')),
  held(
    cloud('cross-region-id'),
    onNodes('7.12: a CLB in another region is not managed, and nothing is touched'),
    manifest('cross-region'),
  ),
  held(cloud('cross-vpc-id'), value('refuse a VPC alone (7.12)'), manifest('cross-region')),
  held(
    cloud('hybrid-type'),
    value('nodes outside the cloud'),
    onNodes('a registered machine is bound with hybrid-type CCN and snat-pro-info'),
  ),
  held(
    cloud('snat-pro-info'),
    value('SNAT addresses'),
    onNodes('hybrid-type without snat-pro-info does nothing'),
    manifest('hybrid'),
  ),
  held(kube('qcloud-clusterip-loadbalancer-subnetid'), passedOver),
  // — how it is bought —
  held(kube('service.extensiveParameters'), purchase('as the annotations say'), manifest('parameters-zone')),
  held(kube('qcloud-loadbalancer-internet-charge-type'), purchase('as the annotations say'), manifest('bandwidth')),
  held(kube('qcloud-loadbalancer-internet-max-bandwidth-out'), value('the least bandwidth'), manifest('bandwidth')),
  held('kubernetes.io/service.internetChargeType', manifest('bandwidth-old-names')),
  held(
    'kubernetes.io/service.internetMaxBandwidthOut',
    value('the most bandwidth, by the older name'),
    manifest('bandwidth-old-names'),
  ),
  held(kube('service.listenerParameters'), out('no newer document mentions it, and no document its form')),
  // — how it behaves —
  held(cloud('mode'), asks('to be left alone'), scenario('7: mode skip')),
  held(
    cloud('modification-protection'),
    purchase('protected against changes where the Service asks for it'),
    attribute('is quiet about protection against changes'),
  ),
  held(cloud('deletion-protection'), attribute('several others are one call'), manifest('protection')),
  held(cloud('loadbalance-retain'), attribute('stays when the Service says so')),
  held(
    cloud('security-groups'),
    attribute('security groups are set as a list'),
    manifest('security-groups'),
    manifest('security-groups-none'),
  ),
  held(
    cloud('pass-to-target'),
    attribute('groups come before traffic is checked by them alone'),
    manifest('security-groups'),
  ),
  held(
    cloud('prevent-loopback'),
    protocol('probes from 100.64.0.0/10'),
    manifest('prevent-loopback'),
    decision('0031'),
  ),
  // — listeners —
  held(
    cloud('specify-protocol'),
    protocol('makes TCP TCP_SSL, on node ports'),
    manifest('specify-block'),
    manifest('specify-http3-direct'),
  ),
  held(cloud('tke-service-config'), asks('a TkeServiceConfig'), test('kubernetes/test/serviceConfig', 'is read whole')),
  held(cloud('tke-service-config-auto'), passedOver),
  held(
    cloud('target-groups'),
    onNodes('7.11: target groups are not managed, and nothing is touched'),
    manifest('target-groups'),
  ),
  // — backends —
  held(cloud('direct-access'), asks('direct access'), scenario('34: ready absent is used')),
  held(
    kube('qcloud-loadbalancer-backends-label'),
    onNodes('R7.1: only nodes that the selector matches are bound'),
    manifest('backends-label'),
  ),
  held(
    kube('local-svc-only-bind-node-with-pod'),
    onNodes('binds only nodes with a ready Pod when asked'),
    manifest('local-weighted'),
  ),
  held(
    cloud('local-svc-weighted-balance'),
    onNodes('weighs nodes by their ready Pods when asked for that too'),
    manifest('local-weighted'),
  ),
  held(cloud('lb-rs-weight'), onPods('7.8: an ordinal has the weight of its group'), manifest('rs-weight')),
  held(
    cloud('enable-grace-shutdown'),
    onPods('7.5: a terminating Pod keeps weight 0 until it is gone'),
    onPods('7.5: with enable-grace-shutdown false it is unbound at once'),
  ),
  held(
    cloud('enable-grace-shutdown-tkex'),
    onPods('R7.11: with enable-grace-shutdown-tkex it gets weight 0'),
    manifest('direct-grace'),
  ),
  held(cloud('enable-grace-deletion'), passedOver),
  // — written by the controller —
  held(
    kube('loadbalance-id'),
    written,
    test('kubernetes/test/status', 'is that of an existing CLB that the Service uses'),
  ),
  held(kube('loadbalance-nat-ipv6'), passedOver),
  held(cloud('client-token'), written),
  held(cloud('sync-begin-time'), manifest('ingress-nginx-dump')),
  held(cloud('sync-end-time'), manifest('ingress-nginx-dump')),
  held(kube('qcloud-loadbalancer-clusterid'), manifest('bandwidth-old-names')),
  held(
    cloud('loadbalancer-source-endpoints'),
    onNodes('1.3: backends from another object'),
    manifest('kubernetes-intranet'),
  ),
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
