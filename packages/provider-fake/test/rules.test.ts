import { ObservedState, Ref, type Rule } from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import type { Call } from '../src/calls.js';
import { settle } from '../src/clock.js';
import { decodeWorld, encodeWorld } from '../src/worldFile.js';
import { perform } from '../src/perform.js';
import { worldOf, type WorldSketch } from '../src/sketch.js';
import * as World from '../src/World.js';

const id = Ref.cloudId;
const on = { loadBalancer: id('lb-a'), listener: id('lbl-web') } as const;
const tls = { loadBalancer: id('lb-a'), listener: id('lbl-tls') } as const;

const sketch: WorldSketch = {
  certificates: ['cert-a', 'cert-b'],
  loadBalancers: {
    'lb-a': {
      vips: ['198.18.0.1'],
      listeners: {
        'lbl-web': {
          protocol: 'HTTP',
          port: 80,
          rules: {
            'loc-a': {
              domain: 'a.example.com',
              settings: { defaultServer: true },
              backends: [{ port: 80, addresses: ['10.0.0.1'] }],
            },
            'loc-b': { domain: 'b.example.com' },
          },
        },
        'lbl-tls': {
          protocol: 'HTTPS',
          port: 443,
          settings: { certificate: 'cert-a' },
          rules: { 'loc-s': { domain: 's' } },
        },
        'lbl-tcp': { protocol: 'TCP', port: 22 },
      },
    },
  },
};

const start = worldOf(sketch);

const after = (call: Call, from: World.World = start): World.World => {
  const performed = perform(call)(from);
  if (E.isLeft(performed)) throw new Error(`${performed.left._tag}: ${performed.left.message}`);
  return settle(performed.right.world);
};

const refusal = (call: Call, from: World.World = start): string => {
  const performed = perform(call)(from);
  return E.isLeft(performed) ? `${performed.left._tag} ${performed.left.code} ${performed.left.message}` : 'accepted';
};

const rulesOf = (world: World.World, listener = 'lbl-web'): ReadonlyArray<World.Rule> => {
  const found = World.listener('lb-a', listener)(world);
  return found === undefined ? [] : World.rulesOf(found);
};

const defaults = (world: World.World): ReadonlyArray<string> =>
  rulesOf(world)
    .filter(({ settings }) => settings.defaultServer === true)
    .map(({ domain }) => domain);

const create = (domain: string, settings: Rule.RuleSettings = {}, at: typeof on | typeof tls = on): Call => ({
  action: 'CreateRule',
  ...at,
  rules: [{ domain, url: '/', settings }],
});

const remove = (rules: ReadonlyArray<string>, newDefault?: string): Call => ({
  action: 'DeleteRule',
  ...on,
  rules: rules.map(id),
  ...(newDefault === undefined ? {} : { newDefault }),
});

const register = (rule?: string): Call => ({
  action: 'BatchRegisterTargets',
  loadBalancer: on.loadBalancer,
  targets: [
    { listener: on.listener, ...(rule === undefined ? {} : { rule: id(rule) }), address: '10.0.0.9', port: 80 },
  ],
});

describe('forwarding rules', () => {
  it('are made with all settings, and nobody behind them', () => {
    const made = rulesOf(after(create('c.example.com'))).find(({ domain }) => domain === 'c.example.com');
    expect(made).toMatchObject({
      url: '/',
      backends: [],
      settings: { scheduler: 'WRR', forwardType: 'HTTP', defaultServer: false, healthCheck: { checkType: 'HTTP' } },
    });
  });

  it('have one default: the first, the one that is made so, the one that is named when the default goes', () => {
    const empty = after(remove(['loc-a', 'loc-b']));
    expect(defaults(after(create('c.example.com'), empty))).toEqual(['c.example.com']);
    expect(defaults(after(create('c.example.com', { defaultServer: true })))).toEqual(['c.example.com']);
    expect(defaults(after(remove(['loc-a'], 'b.example.com')))).toEqual(['b.example.com']);
    expect(
      defaults(after({ action: 'ModifyDomainAttributes', ...on, domain: 'b.example.com', defaultServer: true })),
    ).toEqual(['b.example.com']);
  });

  it('take backends, weights and their removal one by one', () => {
    const bound = after(register('loc-b'));
    const weigh: Call = {
      action: 'BatchModifyTargetWeight',
      loadBalancer: on.loadBalancer,
      rules: [{ listener: on.listener, rule: id('loc-b'), targets: [{ address: '10.0.0.9', port: 80, weight: 0 }] }],
    };
    const backends = (world: World.World): unknown => rulesOf(world).map((rule) => rule.backends);
    const first = [{ port: 80, weight: 10, addresses: ['10.0.0.1'] }];
    expect(backends(bound)).toEqual([first, [{ port: 80, weight: 10, addresses: ['10.0.0.9'] }]]);
    expect(backends(after(weigh, bound))).toEqual([first, [{ port: 80, weight: 0, addresses: ['10.0.0.9'] }]]);
    const [target] = register('loc-b').action === 'BatchRegisterTargets' ? [{ address: '10.0.0.9', port: 80 }] : [];
    const gone: Call = {
      action: 'BatchDeregisterTargets',
      loadBalancer: on.loadBalancer,
      targets: [{ listener: on.listener, rule: id('loc-b'), address: target?.address ?? '', port: target?.port ?? 0 }],
    };
    expect(backends(after(gone, bound))).toEqual([first, []]);
  });

  it('keep their backends when another rule is made meanwhile', () => {
    expect(rulesOf(after(create('c.example.com'))).find(({ id: one }) => one === 'loc-a')?.backends).toHaveLength(1);
  });

  it('bear certificates once SNI is switched on, at first that of the listener', () => {
    const on443 = after({ action: 'ModifyListener', ...tls, settings: { sni: true } });
    expect(rulesOf(on443, 'lbl-tls').map(({ settings }) => settings.certificate)).toEqual(['cert-a']);
    const changed = after({ action: 'ModifyDomainAttributes', ...tls, domain: 's', certificate: 'cert-b' }, on443);
    expect(rulesOf(changed, 'lbl-tls').map(({ settings }) => settings.certificate)).toEqual(['cert-b']);
    expect(refusal({ action: 'ModifyListener', ...tls, settings: { sni: false } }, on443)).toContain('SniSwitch');
    expect(refusal(create('t', {}, tls), on443)).toBe('Invalid MissingParameter Certificate');
  });

  it.each([
    ['a rule that is there', create('a.example.com'), 'Conflict InvalidParameterValue.Duplicate a.example.com/'],
    ['a rule without a domain', create(''), 'Invalid InvalidParameterValue.Length Domain'],
    [
      'a rule on a listener of layer 4',
      {
        action: 'CreateRule',
        loadBalancer: on.loadBalancer,
        listener: id('lbl-tcp'),
        rules: [{ domain: 'x', url: '/', settings: {} }],
      },
      'Invalid InvalidParameter.ProtocolCheckFailed TCP has no rules',
    ],
    [
      'a certificate of a rule without SNI',
      create('t', { certificate: 'cert-b' }, tls),
      'Invalid InvalidParameter Certificate without SNI',
    ],
    [
      'a session of 5 seconds',
      create('c', { sessionExpireTime: 5 }),
      'Invalid InvalidParameterValue SessionExpireTime',
    ],
    [
      'a health check slower than its interval',
      create('c', { healthCheck: { timeout: 9 } }),
      'Invalid InvalidParameterValue HealthCheck timeout must be less than intervalTime',
    ],
    [
      'a change of a rule that is not there',
      { action: 'ModifyRule', ...on, rule: id('loc-x'), settings: {} },
      'NotFound InvalidParameter.LocationNotFound loc-x',
    ],
    [
      'a change of a domain that is not there',
      { action: 'ModifyDomainAttributes', ...on, domain: 'x', defaultServer: true },
      'NotFound InvalidParameter.LocationNotFound x',
    ],
    [
      'the deletion of the default without a successor',
      remove(['loc-a']),
      'Invalid MissingParameter NewDefaultServerDomain',
    ],
    [
      'a successor that is not there',
      remove(['loc-a'], 'x.example.com'),
      'NotFound InvalidParameter.LocationNotFound x.example.com',
    ],
    ['targets without a rule', register(), 'Invalid MissingParameter LocationId'],
    ['targets of a rule that is not there', register('loc-x'), 'NotFound InvalidParameter.LocationNotFound loc-x'],
  ] as ReadonlyArray<readonly [string, Call, string]>)('are refused: %s', (_, call, answer) => {
    expect(refusal(call)).toBe(answer);
  });

  it('are counted over all listeners of the load balancer', () => {
    const full = worldOf({ ...sketch, quotas: { rulesPerLoadBalancer: 3 } });
    expect(refusal(create('c.example.com'), full)).toBe('QuotaExceeded LimitExceeded 4 rules on lb-a');
  });

  it('are in what a provider reads; the address of the load balancer is the default domain', () => {
    const own = after(create('198.18.0.1'));
    const [one] = ObservedState.make('cls-1', World.facts(own)).loadBalancers['lb-a']?.listeners ?? [];
    expect(one?.rules?.map(({ key, domain }) => [key, domain])).toEqual([
      ['/', '198.18.0.1'],
      ['a.example.com/', 'a.example.com'],
      ['b.example.com/', 'b.example.com'],
    ]);
  });

  it('go into a file and come back', () => {
    const json: unknown = JSON.parse(JSON.stringify(encodeWorld(after(register('loc-b')))));
    expect(decodeWorld(json)).toEqual(E.right(after(register('loc-b'))));
  });
});
