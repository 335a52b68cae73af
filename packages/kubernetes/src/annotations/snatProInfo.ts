import { list } from '../wire.js';
import { json, members, textLike, unless } from './json.js';

const Subnet = textLike('an id such as subnet-abcd1234', /^subnet-[0-9A-Za-z]+$/);

const SnatProInfo = members('an object such as {"snatIps":[{"subnetId":"subnet-abcd1234"}]}', {
  snatIps: list(members('an object such as {"subnetId":"subnet-abcd1234"}', { subnetId: Subnet })),
});

const maxAddresses = 10;

/** `snat-pro-info`: a SNAT address for each entry; the same subnet may stand there several times (2.2). */
export const snatSubnets = json('{"snatIps":[{"subnetId":"subnet-abcd1234"}]}', SnatProInfo, ({ snatIps }) =>
  unless(
    snatIps.length <= maxAddresses
      ? []
      : [{ path: ['snatIps'], expected: `at most ${maxAddresses} addresses`, found: snatIps.length }],
    () => ({ snatSubnets: snatIps.map(({ subnetId }) => subnetId) }),
  ),
);
