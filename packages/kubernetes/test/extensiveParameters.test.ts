import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import { requestOf } from '../src/annotations.js';
import { showPath, showValue } from '../src/fieldPath.js';

const key = 'service.kubernetes.io/service.extensiveParameters';

const read = (value: string): unknown => {
  const request = requestOf({ [key]: value });
  return E.isRight(request)
    ? request.right.creation
    : request.left.map(
        ({ path, expected, found, code }) =>
          `${code ?? ''} ${showPath(path.slice(3))}: expected ${expected}, found ${showValue(found)}`,
      );
};

describe('service.extensiveParameters (8.1)', () => {
  it.each<readonly [string, object, unknown]>([
    ['a name', { LoadBalancerName: 'web-南京_1' }, { name: 'web-南京_1' }],
    ['an IP version in any case (7.13)', { AddressIPVersion: 'IPV6FULLCHAIN' }, { addressIPVersion: 'IPv6FullChain' }],
    ['a line', { VipIsp: 'CMCC' }, { vipIsp: 'CMCC' }],
    ['a zone', { ZoneId: 'ap-guangzhou-1' }, { zone: 'ap-guangzhou-1' }],
    ['a zone by its number', { ZoneId: 100001 }, { zone: '100001' }],
    ['two zones', { MasterZoneId: 'a-1', SlaveZoneId: 'a-2' }, { masterZone: 'a-1', slaveZone: 'a-2' }],
    [
      'a charge',
      { InternetAccessible: { InternetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR', InternetMaxBandwidthOut: 10 } },
      { chargeType: 'TRAFFIC_POSTPAID_BY_HOUR', bandwidth: 10 },
    ],
    [
      'a part of a charge that has no name here',
      { InternetAccessible: { InternetMaxBandwidthOut: 10, BandwidthpkgSubType: 'BGP' } },
      { bandwidth: 10, more: { InternetAccessible: { BandwidthpkgSubType: 'BGP' } } },
    ],
    [
      'a bandwidth package',
      { BandwidthPackageId: 'bwp-a1', InternetAccessible: { InternetChargeType: 'BANDWIDTH_PACKAGE' } },
      { bandwidthPackageId: 'bwp-a1', chargeType: 'BANDWIDTH_PACKAGE' },
    ],
    ['a performance type', { SlaType: 'clb.c2.medium' }, { slaType: 'clb.c2.medium' }],
    ['an address', { Vip: '10.0.0.8' }, { vip: '10.0.0.8' }],
    [
      'what the API knows besides',
      { ProjectId: 7, DynamicVip: true, SnatIps: [{ SubnetId: 'subnet-a', Ip: '10.0.0.9' }] },
      { more: { ProjectId: 7, DynamicVip: true, SnatIps: [{ SubnetId: 'subnet-a', Ip: '10.0.0.9' }] } },
    ],
    ['what nobody knows yet', { Future: { a: [1] } }, { more: { Future: { a: [1] } } }],
    [
      'nothing of what the controller sets',
      {
        VpcId: 'vpc-a',
        SubnetId: 'subnet-a',
        LoadBalancerType: 'OPEN',
        Forward: 1,
        Tags: [],
        ClientToken: 'x',
        Number: 2,
      },
      { ignored: ['ClientToken', 'Forward', 'LoadBalancerType', 'Number', 'SubnetId', 'Tags', 'VpcId'] },
    ],
    ['nothing by null', { LoadBalancerName: null, ProjectId: null }, {}],
    ['nothing by an empty object', {}, {}],
  ])('asks for %s', (_, value, creation) => {
    expect(read(JSON.stringify(value))).toEqual(creation);
  });

  it('asks for nothing by empty text', () => {
    expect(read('')).toBe(undefined);
  });

  it('keeps members by any name', () => {
    expect(read('{"__proto__":1,"constructor":2}')).toEqual({ more: JSON.parse('{"__proto__":1,"constructor":2}') });
  });

  it.each<readonly [string, string, string]>([
    [
      'what is no JSON (R8.1)',
      '{LoadBalancerName:"web"}',
      '(whole object): expected JSON such as {"LoadBalancerName":"web"}, found "{LoadBalancerName:\\"web\\"}"',
    ],
    ['a list', '[]', '(whole object): expected a JSON object, found []'],
    ['null', 'null', '(whole object): expected a JSON object, found null'],
    [
      'a name with a dot',
      '{"LoadBalancerName":"a.b"}',
      'LoadBalancerName: expected 1 to 60 letters, digits, - and _, found "a.b"',
    ],
    [
      'a name too long',
      JSON.stringify({ LoadBalancerName: 'a'.repeat(61) }),
      `LoadBalancerName: expected 1 to 60 letters, digits, - and _, found "${'a'.repeat(61)}"`,
    ],
    [
      'an IP version that is none',
      '{"AddressIPVersion":"IPV5"}',
      'AddressIPVersion: expected one of IPV4, IPV6, IPv6FullChain, found "IPV5"',
    ],
    ['a line that is none', '{"VipIsp":"ABC"}', 'VipIsp: expected one of CMCC, CUCC, CTCC, BGP, found "ABC"'],
    [
      'a bandwidth in quotes',
      '{"InternetAccessible":{"InternetMaxBandwidthOut":"10"}}',
      'InternetAccessible.InternetMaxBandwidthOut: expected a whole number from 1 to 2048, found "10"',
    ],
    [
      'a prepaid charge (R3.2)',
      '{"InternetAccessible":{"InternetChargeType":"BANDWIDTH_PREPAID"}}',
      'InternetAccessible.InternetChargeType: expected one of TRAFFIC_POSTPAID_BY_HOUR, BANDWIDTH_POSTPAID_BY_HOUR, BANDWIDTH_PACKAGE, found "BANDWIDTH_PREPAID"',
    ],
    [
      'a package and another charge',
      '{"BandwidthPackageId":"bwp-a","InternetAccessible":{"InternetChargeType":"TRAFFIC_POSTPAID_BY_HOUR"}}',
      'InternetAccessible.InternetChargeType: expected BANDWIDTH_PACKAGE, as there is a BandwidthPackageId, found "TRAFFIC_POSTPAID_BY_HOUR"',
    ],
    [
      'a performance type that is none',
      '{"SlaType":"large"}',
      'SlaType: expected a type such as clb.c2.medium, found "large"',
    ],
    ['an address that is none', '{"Vip":"web"}', 'Vip: expected an IP address, found "web"'],
    [
      'a project that is none',
      '{"ProjectId":"7"}',
      'ProjectId: expected a whole number from 0 to 4294967295, found "7"',
    ],
    ['a switch in quotes', '{"DynamicVip":"true"}', 'DynamicVip: expected true or false, found "true"'],
    [
      'a SNAT address of no subnet',
      '{"SnatIps":[{"SubnetId":"x"}]}',
      'SnatIps[0].SubnetId: expected an id such as subnet-abcd1234, found "x"',
    ],
  ])('is refused with %s', (_, value, fault) => {
    expect(read(value)).toEqual([`E4005 ${fault}`]);
  });

  it('names everything that is wrong', () => {
    expect(read('{"VipIsp":1,"SlaType":2,"ProjectId":"3"}')).toHaveLength(3);
  });

  it('gives a creation or faults for any JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => read(text) !== null));
  });
});
