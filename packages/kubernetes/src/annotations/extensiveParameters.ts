import type { Request } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { type Fault, type Faults, faultsOf } from '../fieldPath.js';
import { flag, isRecord, oneOf, optional, text, wholeNumber } from '../wire.js';
import { json, listOf, members, textLike, unless } from './json.js';

const zone = t.union(
  [textLike('a zone', /^[a-z0-9-]{1,60}$/), wholeNumber(1, 999_999_999)],
  'a zone such as ap-guangzhou-1 or 100001',
);
const address = textLike('an IP address', /^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+)$/);
const idLike = (prefix: string): t.Type<string> =>
  textLike(`an id such as ${prefix}-abcd1234`, new RegExp(`^${prefix}-[0-9A-Za-z]+$`));

const versions = { ipv4: 'IPV4', ipv6: 'IPV6', ipv6fullchain: 'IPv6FullChain' } as const;
type Version = (typeof versions)[keyof typeof versions];

const versionOf = (value: unknown): Version | undefined =>
  typeof value === 'string' ? Object.entries(versions).find(([name]) => name === value.toLowerCase())?.[1] : undefined;

/** The API does not look at the case of it (7.13). */
const addressIPVersion = new t.Type<Version>(
  'one of IPV4, IPV6, IPv6FullChain',
  (value): value is Version => Object.values(versions).some((one) => one === value),
  (value, context) => {
    const version = versionOf(value);
    return version === undefined ? t.failure(value, context) : t.success(version);
  },
  t.identity,
);

const InternetAccessible = members('an object such as {"InternetMaxBandwidthOut":10}', {
  InternetChargeType: optional(oneOf('TRAFFIC_POSTPAID_BY_HOUR', 'BANDWIDTH_POSTPAID_BY_HOUR', 'BANDWIDTH_PACKAGE')),
  InternetMaxBandwidthOut: optional(wholeNumber(1, 2048)),
});

/** Members that have a meaning of their own here (8.1). */
const Known = members('a JSON object', {
  LoadBalancerName: optional(textLike('1 to 60 letters, digits, - and _', /^[\p{L}\p{N}_-]{1,60}$/u)),
  AddressIPVersion: optional(addressIPVersion),
  VipIsp: optional(oneOf('CMCC', 'CUCC', 'CTCC', 'BGP')),
  ZoneId: optional(zone),
  MasterZoneId: optional(zone),
  SlaveZoneId: optional(zone),
  InternetAccessible: optional(InternetAccessible),
  BandwidthPackageId: optional(idLike('bwp')),
  SlaType: optional(textLike('a type such as clb.c2.medium', /^(clb\.[a-z0-9]+\.[a-z0-9]+|SLA)$/)),
  Vip: optional(address),
});

/** Members that are checked and handed through. */
const Through = members('a JSON object', {
  ProjectId: optional(wholeNumber(0, 4_294_967_295)),
  EipAddressId: optional(idLike('eip')),
  ClusterIds: optional(listOf(text)),
  ClusterTag: optional(text),
  ExclusiveCluster: optional(t.UnknownRecord),
  Egress: optional(text),
  DynamicVip: optional(flag),
  SnatPro: optional(flag),
  SnatIps: optional(
    listOf(members('an object such as {"SubnetId":"subnet-abcd1234"}', { SubnetId: idLike('subnet') })),
  ),
  LoadBalancerPassToTarget: optional(flag),
});

/** Members that the controller sets itself; the user's are not sent (8.1). */
const owned = new Set(['ClientToken', 'DryRun', 'Forward', 'LoadBalancerType', 'Number', 'SubnetId', 'Tags', 'VpcId']);

const JsonObject = new t.Type<Readonly<Record<string, unknown>>>(
  'a JSON object',
  isRecord,
  (value, context) => (isRecord(value) ? t.success(value) : t.failure(value, context)),
  t.identity,
);

/** The members of InternetAccessible that have no name here, such as the kind of a bandwidth package. */
const unnamedAccess = (value: unknown): Readonly<Record<string, unknown>> =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).filter(([name]) => !Object.hasOwn(InternetAccessible.type.props, name)))
    : {};

const moreOf = (value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const access = unnamedAccess(value['InternetAccessible']);
  const rest = Object.entries(value).filter(
    ([name, one]) => !owned.has(name) && !Object.hasOwn(Known.type.props, name) && one !== null,
  );
  return { ...Object.fromEntries(rest), ...(Object.keys(access).length === 0 ? {} : { InternetAccessible: access }) };
};

type Present<A> = { readonly [K in keyof A]?: Exclude<A[K], undefined> };

/** The members that are there. */
const present = <A extends Readonly<Record<string, unknown>>>(value: A): Present<A> =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Present<A>;

const zoneText = (value: string | number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

const toCreation = (known: t.TypeOf<typeof Known>, value: Readonly<Record<string, unknown>>): Request.Creation => {
  const more = moreOf(value);
  const ignored = Object.keys(value)
    .filter((name) => owned.has(name))
    .sort();
  return present({
    name: known.LoadBalancerName,
    addressIPVersion: known.AddressIPVersion,
    chargeType: known.InternetAccessible?.InternetChargeType,
    bandwidth: known.InternetAccessible?.InternetMaxBandwidthOut,
    bandwidthPackageId: known.BandwidthPackageId,
    vipIsp: known.VipIsp,
    zone: zoneText(known.ZoneId),
    masterZone: zoneText(known.MasterZoneId),
    slaveZone: zoneText(known.SlaveZoneId),
    slaType: known.SlaType,
    vip: known.Vip,
    more: Object.keys(more).length === 0 ? undefined : more,
    ignored: ignored.length === 0 ? undefined : ignored,
  });
};

const contradictions = ({
  BandwidthPackageId,
  InternetAccessible: access,
}: t.TypeOf<typeof Known>): ReadonlyArray<Fault> =>
  BandwidthPackageId !== undefined &&
  access?.InternetChargeType !== undefined &&
  access.InternetChargeType !== 'BANDWIDTH_PACKAGE'
    ? [
        {
          path: ['InternetAccessible', 'InternetChargeType'],
          expected: 'BANDWIDTH_PACKAGE, as there is a BandwidthPackageId',
          found: access.InternetChargeType,
        },
      ]
    : [];

const faultsThrough = (value: Readonly<Record<string, unknown>>): E.Either<Faults, unknown> =>
  pipe(Through.decode(value), E.mapLeft(faultsOf));

/** `service.extensiveParameters`: members of the call that buys the CLB (8.1). */
export const extensiveParameters = json('{"LoadBalancerName":"web"}', JsonObject, (value) => {
  const known = pipe(Known.decode(value), E.mapLeft(faultsOf));
  const through = faultsThrough(value);
  const faults = [
    ...(E.isLeft(known) ? known.left : contradictions(known.right)),
    ...(E.isLeft(through) ? through.left : []),
  ];
  return unless(faults, () => (E.isLeft(known) ? {} : { creation: toCreation(known.right, value) }));
});
