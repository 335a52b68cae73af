import { describe, expect, it } from '@jest/globals';
import type { Request } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { requestOf } from '../src/annotations.js';
import { showPath, showValue } from '../src/fieldPath.js';
import { annotated, nounOf } from './support.js';

const tke = (name: string): string => `service.cloud.tencent.com/${name}`;
const kube = (name: string): string => `service.kubernetes.io/${name}`;

type Row = readonly [name: string, key: string, value: string, request: Request.LoadBalancerRequest];

const read = (written: Readonly<Record<string, string>>): unknown => {
  const request = requestOf(written);
  return E.isRight(request)
    ? request.right
    : request.left.map(
        ({ path, expected, found, code }) =>
          `${code ?? ''} ${showPath(path.slice(3))}: expected ${expected}, found ${showValue(found)}`,
      );
};

const bools: ReadonlyArray<readonly [key: string, (value: boolean) => Request.LoadBalancerRequest]> = [
  [kube('qcloud-share-existed-lb'), (share) => ({ share })],
  [tke('modification-protection'), (modificationProtection) => ({ attributes: { modificationProtection } })],
  [tke('deletion-protection'), (deletionProtection) => ({ attributes: { deletionProtection } })],
  [tke('pass-to-target'), (passToTarget) => ({ attributes: { passToTarget } })],
  [tke('loadbalance-retain'), (retain) => ({ retain })],
  [tke('prevent-loopback'), (preventLoopback) => ({ preventLoopback })],
  [tke('tke-service-config-auto'), (serviceConfigAuto) => ({ serviceConfigAuto })],
  [tke('direct-access'), (directAccess) => ({ directAccess })],
  [kube('local-svc-only-bind-node-with-pod'), (onlyNodesWithPods) => ({ onlyNodesWithPods })],
  [tke('local-svc-weighted-balance'), (weightedBalance) => ({ weightedBalance })],
  [tke('enable-grace-shutdown'), (graceShutdown) => ({ graceShutdown })],
  [tke('enable-grace-shutdown-tkex'), (graceShutdownNotReady) => ({ graceShutdownNotReady })],
  [tke('enable-grace-deletion'), (graceDeletion) => ({ graceDeletion })],
];

describe.each(bools)('%s', (key, ask) => {
  it('is read when it is "true" or "false" (R2.1)', () => {
    expect(read({ [key]: 'true' })).toEqual(ask(true));
    expect(read({ [key]: 'false' })).toEqual(ask(false));
  });

  it.each(['', 'True', 'FALSE', 'yes', '1', ' true', '"true"'])('is refused when it is %p (R2.1)', (value) => {
    expect(read({ [key]: value })).toEqual([` (whole object): expected "true" or "false", found ${showValue(value)}`]);
  });
});

describe('a value', () => {
  it.each<Row>([
    ['nodes outside the cloud', tke('hybrid-type'), 'CCN', { hybrid: 'CCN' }],
    ['no nodes outside the cloud by empty text', tke('hybrid-type'), '', {}],
    ['an application CLB', kube('loadbalance-type'), 'yunapiv3_forward_clb', {}],
    ['an application CLB by its newer name', kube('loadbalance-type'), 'application', {}],
    [
      'the CLB of a ClusterIP',
      kube('qcloud-clusterip-loadbalancer-subnetid'),
      'subnet-a1',
      { clusterIpSubnet: 'subnet-a1' },
    ],
    ['nothing by an empty numeric subnet', kube('qcloud-loadbalancer-internal'), '', {}],
    [
      'SNAT addresses',
      tke('snat-pro-info'),
      '{"snatIps":[{"subnetId":"subnet-a1"},{"subnetId":"subnet-a1"}]}',
      { snatSubnets: ['subnet-a1', 'subnet-a1'] },
    ],
    ['no SNAT addresses', tke('snat-pro-info'), '{"snatIps":[]}', { snatSubnets: [] }],
    ['nothing of SNAT by empty text', tke('snat-pro-info'), '', {}],
    [
      'security groups in their order',
      tke('security-groups'),
      'sg-b2, sg-a1',
      { attributes: { securityGroups: ['sg-b2', 'sg-a1'] } },
    ],
    ['no security group by empty text (R2.3)', tke('security-groups'), '', { attributes: { securityGroups: [] } }],
    [
      'a charge by traffic',
      kube('qcloud-loadbalancer-internet-charge-type'),
      'TRAFFIC_POSTPAID_BY_HOUR',
      { creation: { chargeType: 'TRAFFIC_POSTPAID_BY_HOUR' } },
    ],
    [
      'a charge by bandwidth, by the older name',
      'kubernetes.io/service.internetChargeType',
      'BANDWIDTH_POSTPAID_BY_HOUR',
      { creation: { chargeType: 'BANDWIDTH_POSTPAID_BY_HOUR' } },
    ],
    [
      'the least bandwidth',
      kube('qcloud-loadbalancer-internet-max-bandwidth-out'),
      '1',
      { creation: { bandwidth: 1 } },
    ],
    [
      'the most bandwidth, by the older name',
      'kubernetes.io/service.internetMaxBandwidthOut',
      '2048',
      { creation: { bandwidth: 2048 } },
    ],
    [
      'backends from another object',
      tke('loadbalancer-source-endpoints'),
      '{"name":"kubernetes-intranet-loadbalancer"}',
      { sourceEndpoints: '{"name":"kubernetes-intranet-loadbalancer"}' },
    ],
    ['no bandwidth by empty text', kube('qcloud-loadbalancer-internet-max-bandwidth-out'), '', {}],
    [
      'target groups',
      tke('target-groups'),
      '[{"protocol":"TCP","port":80,"name":"tg"},{"protocol":"UDP","port":80}]',
      {
        targetGroups: [
          { protocol: 'TCP', port: 80, name: 'tg' },
          { protocol: 'UDP', port: 80 },
        ],
      },
    ],
    [
      'weights',
      tke('lb-rs-weight'),
      '{"defaultWeight":10,"groups":[{"key":{"proto":"TCP","port":80},"statefulSets":[{"name":"nginx","weights":[{"weight":0,"podIndexes":[0,1]}]}]}]}',
      {
        weights: {
          defaultWeight: 10,
          groups: [
            {
              protocol: 'TCP',
              port: 80,
              statefulSets: [{ name: 'nginx', weights: [{ weight: 0, podIndexes: [0, 1] }] }],
            },
          ],
        },
      },
    ],
    [
      'weights without groups',
      tke('lb-rs-weight'),
      '{"defaultWeight":0}',
      { weights: { defaultWeight: 0, groups: [] } },
    ],
    ['no weights by empty text', tke('lb-rs-weight'), ' \n', {}],
  ])('asks for %s', (_, key, value, request) => {
    expect(read({ [key]: value })).toEqual(request);
  });

  it.each<readonly [string, string, string, string]>([
    [
      'a region that is none',
      tke('cross-region-id'),
      'Guangzhou',
      'E4075 (whole object): expected the id of a region such as ap-guangzhou, found "Guangzhou"',
    ],
    ['another hybrid network', tke('hybrid-type'), 'VPN', ' (whole object): expected one of CCN, found "VPN"'],
    [
      'a classic CLB',
      kube('loadbalance-type'),
      'classic',
      ' (whole object): expected application or yunapiv3_forward_clb, found "classic"',
    ],
    [
      'a numeric subnet',
      kube('qcloud-loadbalancer-internal'),
      '12345',
      ' (whole object): expected service.kubernetes.io/qcloud-loadbalancer-internal-subnetid with the id of the subnet, found "12345"',
    ],
    [
      'a VPC id of another kind',
      tke('cross-vpc-id'),
      'subnet-a',
      ' (whole object): expected an id such as vpc-abcd1234, found "subnet-a"',
    ],
    [
      'a charge of another kind',
      kube('qcloud-loadbalancer-internet-charge-type'),
      'PREPAID',
      'E4005 (whole object): expected one of TRAFFIC_POSTPAID_BY_HOUR, BANDWIDTH_POSTPAID_BY_HOUR, found "PREPAID"',
    ],
    [
      'no bandwidth at all',
      kube('qcloud-loadbalancer-internet-max-bandwidth-out'),
      '0',
      'E4005 (whole object): expected a whole number from 1 to 2048, in digits alone, found "0"',
    ],
    [
      'too much bandwidth',
      kube('qcloud-loadbalancer-internet-max-bandwidth-out'),
      '2049',
      'E4005 (whole object): expected a whole number from 1 to 2048, in digits alone, found "2049"',
    ],
    [
      'a bandwidth with its unit',
      'kubernetes.io/service.internetMaxBandwidthOut',
      '10Mbps',
      'E4005 (whole object): expected a whole number from 1 to 2048, in digits alone, found "10Mbps"',
    ],
    [
      'a bandwidth in another notation',
      'kubernetes.io/service.internetMaxBandwidthOut',
      '1e2',
      'E4005 (whole object): expected a whole number from 1 to 2048, in digits alone, found "1e2"',
    ],
    [
      'six security groups',
      tke('security-groups'),
      'sg-1,sg-2,sg-3,sg-4,sg-5,sg-6',
      ' (whole object): expected at most 5 security groups, found "sg-1,sg-2,sg-3,sg-4,sg-5,sg-6"',
    ],
    [
      'a security group twice',
      tke('security-groups'),
      'sg-1,sg-1',
      ' (whole object): expected each security group once, found "sg-1,sg-1"',
    ],
    [
      'a comma too much',
      tke('security-groups'),
      'sg-1,',
      ' (whole object): expected ids such as sg-abcd1234 with commas between, found "sg-1,"',
    ],
    [
      'eleven SNAT addresses',
      tke('snat-pro-info'),
      JSON.stringify({ snatIps: Array.from({ length: 11 }, () => ({ subnetId: 'subnet-a' })) }),
      ' snatIps: expected at most 10 addresses, found 11',
    ],
    [
      'a SNAT address of no subnet',
      tke('snat-pro-info'),
      '{"snatIps":[{"subnetId":"a"}]}',
      ' snatIps[0].subnetId: expected an id such as subnet-abcd1234, found "a"',
    ],
    [
      'a target group twice',
      tke('target-groups'),
      '[{"protocol":"TCP","port":80,"name":"a"},{"protocol":"TCP","port":81,"name":"a"}]',
      ' [1]: expected each TargetGroup once, found "a"',
    ],
    [
      'two target groups for a port',
      tke('target-groups'),
      '[{"protocol":"TCP","port":80},{"protocol":"TCP","port":80}]',
      ' [1]: expected each protocol and port once, found "TCP:80"',
    ],
    [
      'a target group with a dot',
      tke('target-groups'),
      '[{"protocol":"TCP","port":80,"name":"a.b"}]',
      ' [0].name: expected the name of a TargetGroup, without dots, found "a.b"',
    ],
    [
      'an object of target groups',
      tke('target-groups'),
      '{"protocol":"TCP","port":80}',
      ' (whole object): expected a list of an object such as {"protocol":"TCP","port":80}, found {"protocol":"TCP","port":80}',
    ],
    [
      'a weight above 100',
      tke('lb-rs-weight'),
      '{"defaultWeight":101}',
      ' defaultWeight: expected a whole number from 0 to 100, found 101',
    ],
    [
      'a weight in quotes',
      tke('lb-rs-weight'),
      '{"defaultWeight":"10"}',
      ' defaultWeight: expected a whole number from 0 to 100, found "10"',
    ],
    [
      'two weights for a Pod',
      tke('lb-rs-weight'),
      '{"groups":[{"key":{"proto":"TCP","port":80},"statefulSets":[{"name":"a","weights":[{"weight":1,"podIndexes":[0]},{"weight":2,"podIndexes":[1,0]}]}]}]}',
      ' groups[0].statefulSets[0].weights[1].podIndexes[1]: expected one weight for Pod a-0 on TCP:80, found "1 and 2"',
    ],
    [
      'a Pod before the first',
      tke('lb-rs-weight'),
      '{"groups":[{"key":{"proto":"TCP","port":80},"statefulSets":[{"name":"a","weights":[{"weight":1,"podIndexes":[-1]}]}]}]}',
      ' groups[0].statefulSets[0].weights[0].podIndexes[0]: expected a whole number from 0 to 2147483647, found -1',
    ],
    [
      'JSON that is none',
      tke('lb-rs-weight'),
      '{"defaultWeight":10',
      ' (whole object): expected JSON such as {"defaultWeight":10,"groups":[]}, found "{\\"defaultWeight\\":10"',
    ],
  ])('is refused with %s', (_, key, value, fault) => {
    expect(read({ [key]: value })).toEqual([fault]);
  });

  it('is refused when its JSON nests deeper than any document, however deep', () => {
    for (const depth of [33, 100_000])
      expect(read({ [kube('service.extensiveParameters')]: `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}` })).toEqual(
        [expect.stringContaining('expected JSON that nests at most 32 deep')],
      );
  });

  it('names the place inside the JSON and the line in the file', () => {
    expect(nounOf(annotated({ [tke('lb-rs-weight')]: '{"defaultWeight":-1}' }))).toEqual([
      'Service shop/web metadata.annotations["service.cloud.tencent.com/lb-rs-weight"].defaultWeight: expected a whole number from 0 to 100, found -1',
    ]);
  });
});

describe('annotations together', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, unknown]>([
    [
      'give the newer name of a charge before the older one, and both before extensiveParameters (R8.2)',
      {
        [kube('service.extensiveParameters')]:
          '{"InternetAccessible":{"InternetChargeType":"BANDWIDTH_PACKAGE","InternetMaxBandwidthOut":3},"LoadBalancerName":"web"}',
        'kubernetes.io/service.internetChargeType': 'BANDWIDTH_POSTPAID_BY_HOUR',
        'kubernetes.io/service.internetMaxBandwidthOut': '2',
        [kube('qcloud-loadbalancer-internet-charge-type')]: 'TRAFFIC_POSTPAID_BY_HOUR',
      },
      { creation: { chargeType: 'TRAFFIC_POSTPAID_BY_HOUR', bandwidth: 2, name: 'web' } },
    ],
    [
      'gather what they ask of the CLB',
      { [tke('pass-to-target')]: 'true', [tke('security-groups')]: 'sg-1', [tke('deletion-protection')]: 'false' },
      { attributes: { passToTarget: true, securityGroups: ['sg-1'], deletionProtection: false } },
    ],
    [
      'ask for a CLB elsewhere (7.12)',
      { [tke('cross-region-id')]: 'ap-guangzhou', [tke('cross-vpc-id')]: 'vpc-a1' },
      { crossRegion: { region: 'ap-guangzhou', vpc: 'vpc-a1' } },
    ],
    [
      'take an existing CLB in another region without a VPC (7.12)',
      { [kube('tke-existed-lbid')]: 'lb-a', [tke('cross-region-id')]: 'ap-beijing' },
      { existing: 'lb-a', crossRegion: { region: 'ap-beijing' } },
    ],
    [
      'pass over a numeric subnet where the id is given',
      { [kube('qcloud-loadbalancer-internal')]: '1', [kube('qcloud-loadbalancer-internal-subnetid')]: 'subnet-a' },
      { subnet: 'subnet-a' },
    ],
    [
      'refuse target groups with weights (7.11)',
      { [tke('target-groups')]: '[]', [tke('lb-rs-weight')]: '{}' },
      [
        expect.stringContaining(
          'expected no service.cloud.tencent.com/target-groups together with service.cloud.tencent.com/lb-rs-weight',
        ),
      ],
    ],
    [
      'refuse a region alone (7.12)',
      { [tke('cross-region-id')]: 'ap-beijing' },
      [expect.stringContaining('expected service.cloud.tencent.com/cross-vpc-id beside it')],
    ],
    [
      'refuse a VPC alone (7.12)',
      { [tke('cross-vpc-id')]: 'vpc-a' },
      [expect.stringContaining('expected service.cloud.tencent.com/cross-region-id beside it')],
    ],
  ])('%s', (_, written, expected) => {
    expect(read(written)).toEqual(expected);
  });
});
