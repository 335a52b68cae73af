import { describe, expect, it } from '@jest/globals';
import { config, nounOf } from './support.js';

const settings = (segment: unknown): unknown => {
  const noun = nounOf(config({ l4Listeners: [segment] }));
  return Array.isArray(noun) ? noun : (noun as { readonly l4: unknown }).l4;
};

const tcp = (members: object): object => ({ protocol: 'TCP', port: 80, ...members });
const check = (members: object, protocol = 'TCP'): object => ({
  protocol,
  port: 80,
  healthCheck: { enable: true, ...members },
});

describe('TkeServiceConfig', () => {
  it.each([
    ['no spec', { ...config({}), spec: null }],
    ['no loadBalancer', config(null)],
    ['null listeners', config({ l4Listeners: null })],
    ['no listeners', config({ l4Listeners: [], l7Listeners: [] })],
    ['what was announced and never came', config({ l7Listeners: null, sniSwitch: true })],
  ])('declares nothing with %s', (_, object) => {
    expect(nounOf(object)).toEqual({ namespace: 'shop', name: 'web-config', l4: {} });
  });

  it('is read whole, by listener key', () => {
    const http = tcp({
      session: { enable: true, sessionExpireTime: 300 },
      healthCheck: {
        enable: true,
        intervalTime: 10,
        timeout: 3,
        healthNum: 2,
        unHealthNum: 10,
        checkPort: 8081,
        checkType: 'HTTP',
        httpVersion: 'HTTP/1.1',
        httpCheckPath: '/healthz',
        httpCheckDomain: 'a.example.com',
        httpCheckMethod: 'GET',
        httpCode: 31,
        sourceIpType: 1,
      },
      scheduler: 'LEAST_CONN',
      deregisterTargetRst: true,
      proxyProtocol: { enable: true },
    });
    const dns = check({ checkType: 'CUSTOM', contextType: 'HEX', sendContext: '0AFF', recvContext: '00' }, 'UDP');
    expect(nounOf(config({ l4Listeners: [http, dns], l7Listeners: [] }))).toEqual({
      namespace: 'shop',
      name: 'web-config',
      l4: {
        'TCP:80': {
          sessionExpireTime: 300,
          scheduler: 'LEAST_CONN',
          deregisterTargetRst: true,
          healthCheck: {
            enabled: true,
            intervalTime: 10,
            timeout: 3,
            healthNum: 2,
            unHealthNum: 10,
            checkPort: 8081,
            checkType: 'HTTP',
            httpVersion: 'HTTP/1.1',
            httpCheckPath: '/healthz',
            httpCheckDomain: 'a.example.com',
            httpCheckMethod: 'GET',
            httpCode: 31,
            sourceIpType: 1,
          },
        },
        'UDP:80': {
          healthCheck: {
            enabled: true,
            checkType: 'CUSTOM',
            contextType: 'HEX',
            sendContext: '0AFF',
            recvContext: '00',
          },
        },
      },
    });
  });

  it.each([
    ['nothing that is not declared (R6.5)', tcp({}), {}],
    ['only the scheduler', tcp({ scheduler: 'WRR' }), { scheduler: 'WRR' }],
    ['nothing that is null', tcp({ scheduler: null, session: null, healthCheck: null }), {}],
    ['a session of 30 seconds where no time is given', tcp({ session: { enable: true } }), { sessionExpireTime: 30 }],
    [
      'no session where it is off, whatever the time',
      tcp({ session: { enable: false, sessionExpireTime: 60 } }),
      { sessionExpireTime: 0 },
    ],
    [
      'no session where it is off and the time is 0',
      tcp({ session: { enable: false, sessionExpireTime: 0 } }),
      { sessionExpireTime: 0 },
    ],
    [
      'a session by the old spelling',
      tcp({ session: { enabled: true, sessionExpireTime: 3600 } }),
      { sessionExpireTime: 3600 },
    ],
    ['a session by both spellings', tcp({ session: { enable: true, enabled: true } }), { sessionExpireTime: 30 }],
    ['a health check that is off', tcp({ healthCheck: { enable: false } }), { healthCheck: { enabled: false } }],
    ['a health check by the old spelling', tcp({ healthCheck: { enabled: true } }), { healthCheck: { enabled: true } }],
  ])('declares %s', (_, segment, expected) => {
    expect(settings(segment)).toEqual({ 'TCP:80': expected });
  });

  const at = 'TkeServiceConfig shop/web-config spec.loadBalancer.l4Listeners[0]';

  it.each([
    [
      'a protocol that is not of layer 4',
      { protocol: 'HTTP', port: 80 },
      '.protocol: expected one of TCP, UDP, TCP_SSL, QUIC, found "HTTP"',
    ],
    ['no port', { protocol: 'TCP' }, '.port: expected a whole number from 1 to 65535, found nothing'],
    ['port 0', { protocol: 'TCP', port: 0 }, '.port: expected a whole number from 1 to 65535, found 0'],
    [
      'a scheduler of layer 7',
      tcp({ scheduler: 'IP_HASH' }),
      '.scheduler: expected one of WRR, LEAST_CONN, found "IP_HASH"',
    ],
    [
      'a switch in quotes',
      tcp({ session: { enable: 'true' } }),
      '.session.enable: expected true or false, found "true"',
    ],
    [
      'a session without switch',
      tcp({ session: { sessionExpireTime: 60 } }),
      '.session.enable: expected true or false, found nothing; add enable: true',
    ],
    [
      'a health check without switch',
      tcp({ healthCheck: { intervalTime: 5 } }),
      '.healthCheck.enable: expected true or false, found nothing; add enable: true',
    ],
    [
      'two spellings that disagree',
      tcp({ session: { enable: true, enabled: false } }),
      '.session.enabled: expected the same as enable (true), found false; remove enabled, the old spelling',
    ],
    [
      'a session of 29 seconds',
      tcp({ session: { enable: true, sessionExpireTime: 29 } }),
      '.session.sessionExpireTime: expected a whole number from 30 to 3600, found 29',
    ],
    [
      'a session of 3601 seconds',
      tcp({ session: { enable: true, sessionExpireTime: 3601 } }),
      '.session.sessionExpireTime: expected a whole number from 0 to 3600, found 3601',
    ],
    [
      'an interval of 1',
      check({ intervalTime: 1 }),
      '.healthCheck.intervalTime: expected a whole number from 2 to 300, found 1',
    ],
    [
      'an interval of 301',
      check({ intervalTime: 301 }),
      '.healthCheck.intervalTime: expected a whole number from 2 to 300, found 301',
    ],
    ['a timeout of 61', check({ timeout: 61 }), '.healthCheck.timeout: expected a whole number from 2 to 60, found 61'],
    [
      'a timeout not below the interval (R5.17)',
      check({ intervalTime: 5, timeout: 5 }),
      '.healthCheck.timeout: expected less than intervalTime (5), found 5',
    ],
    [
      '11 healthy answers',
      check({ healthNum: 11 }),
      '.healthCheck.healthNum: expected a whole number from 2 to 10, found 11',
    ],
    [
      '1 unhealthy answer',
      check({ unHealthNum: 1 }),
      '.healthCheck.unHealthNum: expected a whole number from 2 to 10, found 1',
    ],
    ['a code of 32', check({ httpCode: 32 }), '.healthCheck.httpCode: expected a whole number from 1 to 31, found 32'],
    ['half a second', check({ timeout: 2.5 }), '.healthCheck.timeout: expected a whole number from 2 to 60, found 2.5'],
    [
      'a domain too long',
      check({ httpCheckDomain: 'a'.repeat(81) }),
      `.healthCheck.httpCheckDomain: expected text of 1 to 80 characters, found "${'a'.repeat(79)}…"`,
    ],
    [
      'a source of another kind',
      check({ sourceIpType: 2 }),
      '.healthCheck.sourceIpType: expected one of 0, 1, found 2',
    ],
    [
      'a ping of a TCP listener',
      check({ checkType: 'PING' }),
      '.healthCheck.checkType: expected one of TCP, HTTP, CUSTOM for protocol TCP, found "PING"',
    ],
    [
      'a TCP check of a UDP listener',
      check({ checkType: 'TCP' }, 'UDP'),
      '.healthCheck.checkType: expected one of PING, CUSTOM for protocol UDP, found "TCP"',
    ],
    [
      'an HTTP check without version',
      check({ checkType: 'HTTP', httpCheckDomain: 'a' }),
      '.healthCheck.httpVersion: expected a value, as a TCP listener with checkType HTTP needs one, found nothing; add httpVersion',
    ],
    [
      'a custom check without answer',
      check({ checkType: 'CUSTOM', contextType: 'TEXT', sendContext: 'ping' }),
      '.healthCheck.recvContext: expected a value, as checkType is CUSTOM, found nothing; add recvContext',
    ],
    [
      'half a byte',
      check({ checkType: 'CUSTOM', contextType: 'HEX', sendContext: 'ABC', recvContext: 'AB' }),
      '.healthCheck.sendContext: expected pairs of hex digits 0-9A-F, at most 500, found "ABC"',
    ],
    [
      'a control character',
      check({ checkType: 'CUSTOM', contextType: 'TEXT', sendContext: 'a\n', recvContext: 'b' }),
      '.healthCheck.sendContext: expected 1 to 500 visible ASCII characters, found "a\\n"',
    ],
  ])('is refused with %s', (_, segment, error) => {
    expect(settings(segment)).toEqual([`${at}${error}`]);
  });

  it('is refused with two segments for one listener', () => {
    expect(nounOf(config({ l4Listeners: [tcp({}), { protocol: 'UDP', port: 80 }, tcp({})] }))).toEqual([
      'TkeServiceConfig shop/web-config spec.loadBalancer.l4Listeners[2]: expected one segment for each protocol and port, found "TCP:80"; merge the two segments',
    ]);
  });

  it.each([0, 2048])('declares a bandwidth of %p', (internetMaxBandwidthOut) => {
    expect(nounOf(config({ internetMaxBandwidthOut }))).toEqual({
      namespace: 'shop',
      name: 'web-config',
      internetMaxBandwidthOut,
      l4: {},
    });
  });

  it.each([
    ['too much', 2049],
    ['less than none', -1],
  ])('is refused with %s bandwidth', (_, internetMaxBandwidthOut) => {
    expect(nounOf(config({ internetMaxBandwidthOut }))).toHaveLength(1);
  });
});

describe('l7Listeners (6.2)', () => {
  const https = (members: object): object => ({ protocol: 'HTTPS', port: 443, ...members });
  const rule = (members: object, domain = 'a.example.com'): object =>
    https({ domains: [{ domain, rules: [{ url: '/', ...members }] }] });

  it('are read whole, by listener key, domain and URL', () => {
    const segments = [
      https({
        defaultServer: 'a.example.com',
        keepaliveEnable: 1,
        domains: [
          {
            domain: 'a.example.com',
            rules: [
              {
                url: '/',
                forwardType: 'GRPC',
                scheduler: 'IP_HASH',
                session: { enable: true, sessionExpireTime: 3600 },
                healthCheck: { enable: true, checkType: 'GRPC', httpCheckPath: '/', httpCode: 2 },
              },
              { url: '/a' },
            ],
          },
          { domain: '', rules: [{ url: '/', session: { enable: false } }] },
        ],
      }),
      { protocol: 'HTTP', port: 443 },
    ];
    expect(nounOf(config({ l7Listeners: segments }))).toEqual({
      namespace: 'shop',
      name: 'web-config',
      l4: {},
      l7: {
        'HTTPS:443': {
          defaultServer: 'a.example.com',
          keepaliveEnable: 1,
          domains: {
            'a.example.com': {
              '/': {
                forwardType: 'GRPC',
                scheduler: 'IP_HASH',
                sessionExpireTime: 3600,
                healthCheck: { enabled: true, checkType: 'GRPC', httpCheckPath: '/', httpCode: 2 },
              },
              '/a': {},
            },
            '': { '/': { sessionExpireTime: 0 } },
          },
        },
        'HTTP:443': { domains: {} },
      },
    });
  });

  const at = 'TkeServiceConfig shop/web-config spec.loadBalancer.l7Listeners[0]';

  it.each([
    ['a protocol of layer 4', { protocol: 'TCP', port: 80 }, '.protocol: expected one of HTTP, HTTPS, found "TCP"'],
    ['a keepalive of 2', https({ keepaliveEnable: 2 }), '.keepaliveEnable: expected one of 0, 1, found 2'],
    ['a keepalive as a switch', https({ keepaliveEnable: true }), '.keepaliveEnable: expected one of 0, 1, found true'],
    [
      'a domain too long',
      rule({}, 'a'.repeat(81)),
      `.domains[0].domain: expected text of 0 to 80 characters, found "${'a'.repeat(79)}…"`,
    ],
    [
      'no URL',
      https({ domains: [{ domain: '', rules: [{}] }] }),
      '.domains[0].rules[0].url: expected text of 1 to 200 characters, found nothing',
    ],
    [
      'a URL without slash',
      rule({ url: 'a' }),
      '.domains[0].rules[0].url: expected a path that begins with /, found "a"',
    ],
    [
      'a scheduler that is none',
      rule({ scheduler: 'RANDOM' }),
      '.domains[0].rules[0].scheduler: expected one of WRR, LEAST_CONN, IP_HASH, found "RANDOM"',
    ],
    [
      'a forward type that is none',
      rule({ forwardType: 'TCP' }),
      '.domains[0].rules[0].forwardType: expected one of HTTP, HTTPS, GRPC, found "TCP"',
    ],
    [
      'a session too long',
      rule({ session: { enable: true, sessionExpireTime: 3601 } }),
      '.domains[0].rules[0].session.sessionExpireTime: expected a whole number from 0 to 3600, found 3601',
    ],
    [
      'a check of layer 4',
      rule({ healthCheck: { enable: true, checkType: 'TCP' } }),
      '.domains[0].rules[0].healthCheck.checkType: expected one of HTTP, HTTPS, GRPC for protocol HTTPS, found "TCP"',
    ],
    [
      'a port to check',
      rule({ healthCheck: { enable: true, checkPort: 80 } }),
      '.domains[0].rules[0].healthCheck.checkPort: expected no checkPort for protocol HTTPS, found 80; only TCP and UDP listeners are probed on another port',
    ],
    [
      'a timeout not below the interval (R5.17)',
      rule({ healthCheck: { enable: true, intervalTime: 5, timeout: 6 } }),
      '.domains[0].rules[0].healthCheck.timeout: expected less than intervalTime (5), found 6',
    ],
    [
      'a pattern to check',
      rule({ healthCheck: { enable: true, httpCheckDomain: '*.a.com' } }, '*.a.com'),
      '.domains[0].rules[0].healthCheck.httpCheckDomain: expected a domain without *, as *.a.com stands for several, found "*.a.com"',
    ],
    [
      'a domain twice',
      https({ domains: [{ domain: 'a.b' }, { domain: 'a.b' }] }),
      '.domains[1]: expected one segment for each domain, found "a.b"; merge the two segments',
    ],
    [
      'a URL twice',
      https({ domains: [{ domain: 'a.b', rules: [{ url: '/' }, { url: '/' }] }] }),
      '.domains[0].rules[1]: expected one segment for each url, found "/"; merge the two segments',
    ],
  ])('are refused with %s', (_, segment, error) => {
    expect(nounOf(config({ l7Listeners: [segment] }))).toEqual([`${at}${error}`]);
  });

  it('are refused with two segments for one listener', () => {
    expect(nounOf(config({ l7Listeners: [https({}), https({})] }))).toEqual([
      'TkeServiceConfig shop/web-config spec.loadBalancer.l7Listeners[1]: expected one segment for each protocol and port, found "HTTPS:443"; merge the two segments',
    ]);
  });

  it('keep domains by any name', () => {
    const domains = [{ domain: '__proto__', rules: [{ url: '/__proto__' }] }];
    expect(JSON.stringify(nounOf(config({ l7Listeners: [https({ domains })] })))).toContain(
      '"__proto__":{"/__proto__":{}}',
    );
  });
});

describe('proxyProtocol', () => {
  it('is checked, and declares nothing', () => {
    expect(settings(tcp({ proxyProtocol: { enable: true } }))).toEqual({ 'TCP:80': {} });
    expect(settings(tcp({ proxyProtocol: { enable: 1 } }))).toHaveLength(1);
  });
});
