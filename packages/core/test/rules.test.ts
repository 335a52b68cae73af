import { type ObservedState, plan, PlanError, Policy, Ref, type Request, Rule, Settings, Snapshot } from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import { listener, mine, observed, planned, said, service, snapshot, words } from './build.js';

type Hosts = NonNullable<Request.PortProtocols['hosts']>;

const served = ['ins-1:30080', 'ins-2:30080'];
const backends = served.map((text) => ({ address: text.slice(0, 5), port: 30080, weight: 10 }));

const http = (hosts?: Hosts, over: Partial<Request.LoadBalancerRequest> = {}): Request.LoadBalancerRequest => ({
  ...over,
  protocols: { '80': { protocols: ['HTTP'], ...(hosts === undefined ? {} : { hosts }) } },
});
const https = (hosts: Hosts | undefined, tls?: string): Request.LoadBalancerRequest => ({
  protocols: {
    '80': {
      protocols: ['HTTPS'],
      ...(tls === undefined ? {} : { tls }),
      ...(hosts === undefined ? {} : { hosts }),
    },
  },
});

const certificates = Snapshot.known({
  shop: Object.fromEntries(
    ['a', 'b'].map((name) => [name, E.right({ namespace: 'shop', name, certId: `cert-${name}` })] as const),
  ),
});

const wish = (request: Request.LoadBalancerRequest): Snapshot.Snapshot => ({
  ...snapshot([service('web', { request })]),
  certificates,
});

const rule = (
  domain: string,
  over: Partial<ObservedState.RuleFacts> & { readonly url?: string } = {},
): ObservedState.RuleFacts => ({
  id: Ref.cloudId(`loc-${domain}${over.url ?? ''}`),
  domain,
  url: '/',
  settings: {},
  backends,
  ...over,
});

const there = (
  key: 'HTTP:80' | 'HTTPS:80',
  rules: ReadonlyArray<ObservedState.RuleFacts>,
  settings: ObservedState.ListenerFacts['settings'] = {},
): ObservedState.ObservedState => observed(mine('lb-1', 'web', [listener(key, [], { settings, rules })]));

const a = 'a.example.com';
const b = 'b.example.com';
const isDefault = { settings: { defaultServer: true } };

describe('a listener of layer 7', () => {
  it.each([
    ['a rule for each host, in order of name', http({ [b]: {}, [a]: {} }), [`${a}/`, `${b}/`], []],
    ['a rule for the default domain where no host is named', http(), ['/'], []],
    ['a rule for a wildcard', http({ '*.example.com': {} }), ['*.example.com/'], []],
    ['no rule for what is no host name', http({ localhost: {}, [a]: {} }), [`${a}/`], ['InvalidHost']],
    ['nothing, when no host name is one', http({ 'A.example.com': {} }), [], ['InvalidHost']],
  ] as const)('gets %s', (_, request, keys, says) => {
    const made = planned(observed(), wish(request));
    const steps = made.lanes.flatMap(({ steps: all }) => all);
    expect(steps.flatMap((step) => (step._tag === 'CreateRules' ? step.rules.map(({ key }) => key) : []))).toEqual(
      keys,
    );
    expect(said(made)).toEqual(says);
  });

  it('is made, gets its rules, and then backends on the rules', () => {
    expect(words(planned(observed(), wish(http({ [a]: {}, [b]: {} }))))).toEqual([
      'create load balancer cls-test_shop_web (public)',
      'create listener HTTP:80',
      `create rules ${a}/, ${b}/ of HTTP:80`,
      `register 4 backends on HTTP:80 ${a}/, HTTP:80 ${b}/`,
    ]);
  });

  it.each([
    ['already matches: nothing', [rule(a)], { [a]: {} }, []],
    [
      'a host more: its rule is made and filled',
      [rule(a)],
      { [a]: {}, [b]: {} },
      [`create rule ${b}/ of HTTP:80`, `register 2 backends on HTTP:80 ${b}/`],
    ],
    ['a host less: its rule goes', [rule(a, isDefault), rule(b)], { [a]: {} }, [`delete rule ${b}/ of HTTP:80`]],
    [
      'another host: the new one serves before the old one goes',
      [rule(a, isDefault)],
      { [b]: {} },
      [`create rule ${b}/ of HTTP:80`, `register 2 backends on HTTP:80 ${b}/`, `delete rule ${a}/ of HTTP:80`],
    ],
    [
      'a rule by hand on a listener of ours goes',
      [rule(a), rule(a, { url: '/by-hand' })],
      { [a]: {} },
      [`delete rule ${a}/by-hand of HTTP:80`],
    ],
    [
      'backends that differ on one of the rules',
      [rule(a), rule(b, { backends: backends.slice(1) })],
      { [a]: {}, [b]: {} },
      [`register 1 backend on HTTP:80 ${b}/`],
    ],
    ['no hosts any more: the address of the CLB is the domain', [rule('1.1.1.1')], undefined, []],
  ] as const)('%s', (_, rules, hosts, steps) => {
    expect(words(planned(there('HTTP:80', rules), wish(http(hosts))))).toEqual(steps);
  });

  it('names the domain that becomes the default when the default goes', () => {
    const steps = planned(there('HTTP:80', [rule(a, isDefault), rule(b)]), wish(http({ [b]: {} }))).lanes[0]?.steps;
    expect(steps?.map((step) => (step._tag === 'DeleteRules' ? step.newDefault : step._tag))).toEqual([b]);
  });

  it('replaces a TCP listener in its slot', () => {
    const cloud = observed(mine('lb-1', 'web', [listener('TCP:80', served)]));
    expect(words(planned(cloud, wish(http())))).toEqual([
      'delete listener TCP:80',
      'create listener HTTP:80',
      'create rule / of HTTP:80',
      'register 2 backends on HTTP:80 /',
    ]);
  });

  it('fits its rules into the quota of the CLB: old ones go first, and what has no room is left out', () => {
    const cloud = {
      ...there('HTTP:80', [rule(a, isDefault), rule('old.example.com')]),
      limits: { rulesPerLoadBalancer: 2 },
    };
    const made = planned(cloud, wish(http({ [a]: {}, [b]: {}, 'c.example.com': {} })));
    expect(words(made)).toEqual([
      'delete rule old.example.com/ of HTTP:80',
      `create rule ${b}/ of HTTP:80`,
      `register 2 backends on HTTP:80 ${b}/`,
    ]);
    expect(made.diagnostics.map(PlanError.describe)).toEqual([
      'Service shop/web: forwarding rules per load balancer is limited to 2, wanted 3',
    ]);
  });

  it('keeps its rules under a policy that takes nothing away', () => {
    const made = planned(there('HTTP:80', [rule(a)]), wish(http({ [b]: {} })));
    expect(words(Policy.upsertOnly(made)).some((text) => text.startsWith('delete'))).toBe(false);
  });

  it('follows the TkeServiceConfig for what it declares of listener and rule', () => {
    const configured: Snapshot.Snapshot = {
      ...wish(http({ [a]: {}, [b]: {} }, { serviceConfig: 'tuned', preventLoopback: true })),
      serviceConfigs: Snapshot.known({
        shop: {
          tuned: E.right({
            namespace: 'shop',
            name: 'tuned',
            l4: {},
            l7: {
              'HTTP:80': {
                keepaliveEnable: 1,
                defaultServer: b,
                domains: { [a]: { '/': { scheduler: 'IP_HASH', healthCheck: { timeout: 3 } } } },
              },
            },
          }),
        },
      }),
    };
    expect(words(planned(there('HTTP:80', [rule(a, isDefault), rule(b)]), configured))).toEqual([
      'set HTTP:80 keepalive undefined → true',
      `set HTTP:80 ${a}/ scheduler undefined → IP_HASH, healthCheck.timeout undefined → 3, healthCheck.sourceIpType undefined → 1`,
      `set HTTP:80 ${b}/ defaultServer undefined → true, healthCheck.sourceIpType undefined → 1`,
    ]);
  });
});

describe('certificates of HTTPS', () => {
  const settingsOf = (of: ReturnType<typeof planned>): ReadonlyArray<unknown> =>
    of.lanes.flatMap(({ steps }) =>
      steps.flatMap((step): ReadonlyArray<unknown> =>
        step._tag === 'CreateListeners'
          ? [step.settings]
          : step._tag === 'CreateRules'
            ? step.rules.map(({ settings }) => settings)
            : [],
      ),
    );

  it.each([
    ['one stands on the listener', https(undefined, 'a'), [{ certificate: 'cert-a' }, {}]],
    [
      'one for all hosts stands on the listener',
      https({ [a]: {}, [b]: { tls: 'a' } }, 'a'),
      [{ certificate: 'cert-a' }, {}, {}],
    ],
    [
      'several stand on the rules, with SNI',
      https({ [a]: { tls: 'a' }, [b]: { tls: 'b' } }),
      [{ sni: true }, { certificate: 'cert-a' }, { certificate: 'cert-b' }],
    ],
  ] as const)('%s', (_, request, settings) => {
    expect(settingsOf(planned(observed(), wish(request)))).toEqual(settings);
  });

  it('switches SNI on where several are wanted from now on, and says so before the rules change', () => {
    const cloud = there('HTTPS:80', [rule(a)], { sni: false, certificate: 'cert-a' });
    expect(words(planned(cloud, wish(https({ [a]: { tls: 'a' }, [b]: { tls: 'b' } }))))).toEqual([
      'set HTTPS:80 sni false → true',
      `set HTTPS:80 ${a}/ certificate undefined → cert-a`,
      `create rule ${b}/ of HTTPS:80`,
      `register 2 backends on HTTPS:80 ${b}/`,
    ]);
  });

  it('keeps SNI where one is enough from now on: nothing is interrupted', () => {
    const cloud = there(
      'HTTPS:80',
      [rule(a, { settings: { certificate: 'cert-a' } }), rule(b, { settings: { certificate: 'cert-b' } })],
      { sni: true },
    );
    expect(words(planned(cloud, wish(https({ [a]: {}, [b]: {} }, 'a'))))).toEqual([
      `set HTTPS:80 ${b}/ certificate cert-b → cert-a`,
    ]);
  });

  it('that is missing hinders the rule of its host alone', () => {
    const made = planned(observed(), wish(https({ [a]: { tls: 'a' }, [b]: { tls: 'gone' } })));
    expect(words(made).slice(1)).toEqual([
      'create listener HTTPS:80',
      `create rule ${a}/ of HTTPS:80`,
      `register 2 backends on HTTPS:80 ${a}/`,
    ]);
    expect(made.diagnostics.map(PlanError.describe)).toEqual([
      `Service shop/web HTTPS:80 host ${b}: Secret gone with its certificate does not exist in the namespace of the Service; create it; until then nothing is created there, and what is there stays`,
    ]);
  });

  it('that are all missing hinder the listener', () => {
    const made = planned(observed(), wish(https({ [a]: {} })));
    expect(words(made)).toEqual(['create load balancer cls-test_shop_web (public)']);
  });

  it('that is missing leaves a rule that is there as it is', () => {
    const cloud = there('HTTPS:80', [rule(a)], { sni: false, certificate: 'cert-a' });
    expect(words(planned(cloud, wish(https({ [a]: { tls: 'gone' } }))))).toEqual([]);
  });
});

describe('Rule.isHost', () => {
  it.each([
    ['a.example.com', true],
    ['*.example.com', true],
    ['xn--bcher-kva.example', true],
    ['1.2', true],
    ['example', false],
    ['A.example.com', false],
    ['a..example.com', false],
    ['-a.example.com', false],
    ['a.*.com', false],
    ['~a.example.com', false],
    ['', false],
    [`${'a'.repeat(80)}.example.com`, false],
  ])('%s: %s', (host, good) => {
    expect(Rule.isHost(host)).toBe(good);
  });
});

it('plans the same for rules in any order', () => {
  const wished = wish(http({ [a]: {}, [b]: {} }));
  const one = plan(Settings.defaults)(there('HTTP:80', [rule(a), rule(b)]), wished);
  expect(plan(Settings.defaults)(there('HTTP:80', [rule(b), rule(a)]), wished)).toEqual(one);
});
