import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import { requestOf } from '../src/annotations.js';
import { showPath, showValue } from '../src/fieldPath.js';
import { fromText, itemsOf } from './support.js';

const key = 'service.cloud.tencent.com/specify-protocol';

const read = (value: string): unknown => {
  const request = requestOf({ [key]: value });
  return E.isRight(request)
    ? request.right.protocols
    : request.left.map(
        ({ path, expected, found }) => `${showPath(path.slice(3))}: expected ${expected}, found ${showValue(found)}`,
      );
};

describe('specify-protocol (5.2)', () => {
  it.each<readonly [string, string, unknown]>([
    [
      'TLS',
      '{"80":{"protocol":["TCP_SSL"],"tls":"cert-secret"}}',
      { '80': { protocols: ['TCP_SSL'], tls: 'cert-secret' } },
    ],
    [
      'HTTP with hosts',
      '{"80":{"protocol":["HTTP"],"hosts":{"a.tencent.com":{},"b.tencent.com":{}}}}',
      { '80': { protocols: ['HTTP'], hosts: { 'a.tencent.com': {}, 'b.tencent.com': {} } } },
    ],
    [
      'HTTPS with a certificate for each host',
      '{"443":{"protocol":["HTTPS"],"hosts":{"a.tencent.com":{"tls":"cert-a"},"*.b.tencent.com":{"tls":"cert-b"}}}}',
      {
        '443': {
          protocols: ['HTTPS'],
          hosts: { 'a.tencent.com': { tls: 'cert-a' }, '*.b.tencent.com': { tls: 'cert-b' } },
        },
      },
    ],
    ['TCP and UDP on one port', '{"80":{"protocol":["TCP","UDP"]}}', { '80': { protocols: ['TCP', 'UDP'] } }],
    [
      'TLS and UDP on one port',
      '{"80":{"protocol":["TCP_SSL","UDP"],"tls":"c"}}',
      { '80': { protocols: ['TCP_SSL', 'UDP'], tls: 'c' } },
    ],
    ['QUIC', '{"80":{"protocol":["QUIC"],"tls":"c"}}', { '80': { protocols: ['QUIC'], tls: 'c' } }],
    ['HTTP without hosts', '{"80":{"protocol":["HTTP"],"hosts":null}}', { '80': { protocols: ['HTTP'] } }],
    [
      'a host without an object',
      '{"80":{"protocol":["HTTP"],"hosts":{"a.b":null}}}',
      { '80': { protocols: ['HTTP'], hosts: { 'a.b': {} } } },
    ],
    ['nothing of an empty object', '{}', {}],
    ['nothing of empty text', '', undefined],
    [
      'a value on several lines',
      '{\n  "80": {\n    "protocol": ["TCP_SSL"]\n  }\n}\n',
      { '80': { protocols: ['TCP_SSL'] } },
    ],
  ])('asks for %s', (_, value, protocols) => {
    expect(read(value)).toEqual(protocols);
  });

  it.each<readonly [string, string, string]>([
    [
      'no protocol',
      '{"80":{}}',
      '["80"].protocol: expected a list of one of TCP, UDP, TCP_SSL, QUIC, HTTP, HTTPS, found nothing',
    ],
    [
      'an empty list of protocols',
      '{"80":{"protocol":[]}}',
      '["80"].protocol: expected at least one protocol, found []',
    ],
    [
      'a protocol that is none',
      '{"80":{"protocol":["TLS"]}}',
      '["80"].protocol[0]: expected one of TCP, UDP, TCP_SSL, QUIC, HTTP, HTTPS, found "TLS"',
    ],
    [
      'a protocol that is no list',
      '{"80":{"protocol":"TCP"}}',
      '["80"].protocol: expected a list of one of TCP, UDP, TCP_SSL, QUIC, HTTP, HTTPS, found "TCP"',
    ],
    [
      'two protocols for one port of TCP',
      '{"80":{"protocol":["TCP","UDP","HTTP"]}}',
      '["80"].protocol[2]: expected a protocol that does not take the same port as TCP, found "HTTP"',
    ],
    [
      'a port that is none',
      '{"0":{"protocol":["TCP"]}}',
      '["0"]: expected a port from 1 to 65535 as the name, found "0"',
    ],
    [
      'a port that is too large',
      '{"65536":{"protocol":["TCP"]}}',
      '["65536"]: expected a port from 1 to 65535 as the name, found "65536"',
    ],
    [
      'a port with a zero before it',
      '{"080":{"protocol":["TCP"]}}',
      '["080"]: expected a port from 1 to 65535 as the name, found "080"',
    ],
    [
      'a port by its name',
      '{"http":{"protocol":["TCP"]}}',
      'http: expected a port from 1 to 65535 as the name, found "http"',
    ],
    [
      'a host in capitals (R5.8)',
      '{"80":{"protocol":["HTTP"],"hosts":{"A.tencent.com":{}}}}',
      '["80"].hosts["A.tencent.com"]: expected a host such as a.example.com or *.example.com, in lower case and of at most 80 characters, found "A.tencent.com"',
    ],
    [
      'a host without a dot (R5.8)',
      '{"80":{"protocol":["HTTP"],"hosts":{"localhost":{}}}}',
      '["80"].hosts.localhost: expected a host such as a.example.com or *.example.com, in lower case and of at most 80 characters, found "localhost"',
    ],
    [
      'a host that is a link (R5.9)',
      '{"80":{"protocol":["HTTP"],"hosts":{"[a.b](http://a.b)":{}}}}',
      '["80"].hosts["[a.b](http://a.b)"]: expected a host such as a.example.com or *.example.com, in lower case and of at most 80 characters, found "[a.b](http://a.b)"',
    ],
    [
      'a Secret that is no name',
      '{"80":{"protocol":["TCP_SSL"],"tls":"My Secret"}}',
      '["80"].tls: expected the name of a Secret, found "My Secret"',
    ],
    [
      'a Secret of a host that is no name',
      '{"80":{"protocol":["HTTPS"],"hosts":{"a.b":{"tls":1}}}}',
      '["80"].hosts["a.b"].tls: expected the name of a Secret, found 1',
    ],
    [
      'a list',
      '[]',
      '(whole object): expected an object such as {"443":{"protocol":["TCP_SSL"],"tls":"secret"}}, found []',
    ],
    [
      'text',
      '"TCP"',
      '(whole object): expected an object such as {"443":{"protocol":["TCP_SSL"],"tls":"secret"}}, found "TCP"',
    ],
    [
      'what is no JSON',
      "{'80':{}}",
      '(whole object): expected JSON such as {"443":{"protocol":["TCP_SSL"],"tls":"secret"}}, found "{\'80\':{}}"',
    ],
  ])('is refused with %s', (_, value, fault) => {
    expect(read(value)).toEqual([fault]);
  });

  const manifest = (value: string): string => `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
  annotations:
    ${key}: ${value}
spec:
  type: LoadBalancer
  ports: [{ port: 80, nodePort: 30080 }]
`;

  it.each([
    ['in quotes on one line', `'{"80":{"protocol":["TCP_SSL"]}}'`],
    ['in double quotes with escapes', JSON.stringify('{"80":{"protocol":["TCP_SSL"]}}')],
    ['in a literal block', '|\n      {"80":\n        {"protocol":["TCP_SSL"]}}'],
    ['in a folded block', '>-\n      {"80":\n      {"protocol":["TCP_SSL"]}}'],
  ])('is read from YAML %s', (_, value) => {
    const { snapshot } = fromText(manifest(value));
    expect(itemsOf(snapshot.services)['shop']?.['web']).toMatchObject({
      right: { request: { protocols: { '80': { protocols: ['TCP_SSL'] } } } },
    });
  });

  it('says in which line of a file it is wrong', () => {
    const { snapshot } = fromText(manifest('|\n      {"80":\n        {"protocol":["TLS"]}}'));
    expect(itemsOf(snapshot.services)['shop']?.['web']).toMatchObject({
      left: { errors: [{ place: { file: 'a.yaml', document: 1, line: 7 } }] },
    });
  });
});
