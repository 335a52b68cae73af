import { Listener, type Request } from '@clbkit/core';
import * as t from 'io-ts';
import type { Fault } from '../fieldPath.js';
import { oneOf, optional } from '../wire.js';
import { json, listOf, members, objectName, repeated, textLike, unless } from './json.js';

/** A host with a dot in it, in lower case; a star may stand for its first part (R5.8). At most 80 characters (clb-api 2.10). */
const hostName = /^(?=.{1,80}$)(\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;

const Secret = objectName('Secret');

const Host = members('an object such as {"tls":"secret"}', { tls: optional(Secret) });

const Port = members('an object such as {"protocol":["TCP_SSL"]}', {
  protocol: listOf(oneOf('TCP', 'UDP', 'TCP_SSL', 'QUIC', 'HTTP', 'HTTPS')),
  tls: optional(Secret),
  hosts: optional(t.record(textLike('a host', /^/), optional(Host), 'an object of hosts')),
});

const SpecifyProtocol = t.record(
  textLike('a port', /^/),
  Port,
  'an object such as {"443":{"protocol":["TCP_SSL"],"tls":"secret"}}',
);

type Wire = t.TypeOf<typeof SpecifyProtocol>;
type PortWire = t.TypeOf<typeof Port>;

const isPort = (key: string): boolean => /^[1-9][0-9]{0,4}$/.test(key) && Number(key) <= 65_535;

const hostFaults = (port: string, hosts: PortWire['hosts']): ReadonlyArray<Fault> =>
  Object.keys(hosts ?? {})
    .filter((host) => !hostName.test(host))
    .map((host) => ({
      path: [port, 'hosts', host],
      expected: 'a host such as a.example.com or *.example.com, in lower case and of at most 80 characters',
      found: host,
    }));

const protocolFaults = (port: string, { protocol }: PortWire): ReadonlyArray<Fault> => {
  const path = [port, 'protocol'];
  if (protocol.length === 0) return [{ path, expected: 'at least one protocol', found: protocol }];
  return repeated(protocol.map(Listener.transportOf)).map((index) => ({
    path: [...path, index],
    expected: `a protocol that does not take the same port as ${protocol[0] ?? ''}`,
    found: protocol[index],
    remedy: 'one of TCP, TCP_SSL, HTTP, HTTPS and one of UDP, QUIC have room on a port',
  }));
};

const faultsIn = (wire: Wire): ReadonlyArray<Fault> =>
  Object.entries(wire).flatMap(([port, one]) => [
    ...(isPort(port) ? [] : [{ path: [port], expected: 'a port from 1 to 65535 as the name', found: port }]),
    ...protocolFaults(port, one),
    ...hostFaults(port, one.hosts),
  ]);

const tlsOf = (tls: string | undefined): { readonly tls?: string } => (tls === undefined ? {} : { tls });

const toProtocols = ({ protocol, tls, hosts }: PortWire): Request.PortProtocols => ({
  protocols: protocol,
  ...tlsOf(tls),
  ...(hosts === undefined
    ? {}
    : { hosts: Object.fromEntries(Object.entries(hosts).map(([host, one]) => [host, tlsOf(one?.tls)])) }),
});

/** `specify-protocol`: what each port of the Service shall be on the CLB (5.2). */
export const specifyProtocol = json('{"443":{"protocol":["TCP_SSL"],"tls":"secret"}}', SpecifyProtocol, (wire) =>
  unless(faultsIn(wire), () => ({
    protocols: Object.fromEntries(Object.entries(wire).map(([port, one]) => [port, toProtocols(one)])),
  })),
);
