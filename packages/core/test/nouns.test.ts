import {
  Backend,
  ClientToken,
  Endpoint,
  HealthCheck,
  Listener,
  Node,
  ObservedState,
  Ownership,
  PlanError,
  ProviderError,
  Ref,
  Report,
  type Step,
  Why,
} from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import * as O from 'fp-ts/lib/Option.js';
import { createHash } from 'node:crypto';
import { canonicalJson } from '../src/internal/canonicalJson.js';
import { keysOf, lookup } from '../src/internal/keyed.js';
import { fitted } from '../src/internal/naming.js';
import * as PersistentMap from '../src/internal/PersistentMap.js';
import { sha256 } from '../src/internal/sha256.js';
import { mine, node, shown, users } from './build.js';

const backend = fc.record({
  address: fc.constantFrom('ins-1', 'ins-2', '10.0.0.1', '10.0.0.2'),
  port: fc.constantFrom(80, 8080),
  weight: fc.constantFrom(0, 10, 50),
});
const unique = fc.uniqueArray(backend, { selector: ({ address, port }) => `${address} ${String(port)}` });

describe('Backend', () => {
  it('has one form for one set of backends, whatever the order', () => {
    fc.assert(
      fc.property(unique, fc.nat(), (all, turn) => {
        const rotated = [...all.slice(turn % (all.length + 1)), ...all.slice(0, turn % (all.length + 1))];
        const set = Backend.canonical(all);
        expect(Backend.canonical(rotated)).toEqual(set);
        expect(Backend.canonical(Backend.each(set))).toEqual(set);
        expect(Backend.size(set)).toBe(all.length);
        expect(new Set(shown(set))).toEqual(
          new Set(all.map((one) => `${one.address}:${String(one.port)}@${String(one.weight)}`)),
        );
      }),
    );
  });

  it('takes the later of two entries for one address and port', () => {
    const twice = [
      { address: 'ins-1', port: 80, weight: 10 },
      { address: 'ins-1', port: 80, weight: 0 },
    ];
    expect(shown(Backend.canonical(twice))).toEqual(['ins-1:80@0']);
  });

  it('is equal exactly when the canonical JSON is', () => {
    fc.assert(
      fc.property(unique, unique, (a, b) => {
        const [x, y] = [Backend.canonical(a), Backend.canonical(b)];
        expect(Backend.equals(x, y)).toBe(canonicalJson(x) === canonicalJson(y));
        expect(Backend.equals(x, Backend.canonical(a))).toBe(true);
      }),
    );
  });

  it('orders blocks by port, then weight, and addresses by name', () => {
    const set = Backend.canonical([
      { address: 'b', port: 90, weight: 1 },
      { address: 'c', port: 80, weight: 5 },
      { address: 'b', port: 80, weight: 1 },
      { address: 'a', port: 80, weight: 5 },
    ]);
    expect(set).toEqual([
      { port: 80, weight: 1, addresses: ['b'] },
      { port: 80, weight: 5, addresses: ['a', 'c'] },
      { port: 90, weight: 1, addresses: ['b'] },
    ]);
  });

  it('tells machines from IP addresses', () => {
    expect(['ins-1', '10.0.0.1', '::1'].map(Backend.isInstance)).toEqual([true, false, false]);
    expect(Backend.uniform([], 80, 10)).toBe(Backend.none);
  });
});

describe('Node', () => {
  it.each([
    { name: 'a TKE id', providerID: 'qcloud:///800006/ins-abcd1234', address: 'ins-abcd1234' },
    { name: 'a short id', providerID: 'tencentcloud://ins-1', address: 'ins-1' },
    { name: 'a native node, by its InternalIP', providerID: 'tencentcloud://kn-1', address: '172.16.0.1' },
    { name: 'no id', providerID: '', address: undefined },
    { name: 'an id that ends in a slash', providerID: 'qcloud:///1/', address: undefined },
  ])('addresses a node with $name', ({ providerID, address }) => {
    expect(Node.backendAddress(node(1, { providerID }))).toEqual(address === undefined ? O.none : O.some(address));
  });

  it('has no address for a native node without an InternalIP', () => {
    const { internalIP, ...rest } = node(1, { providerID: 'tencentcloud://kn-1' });
    expect(internalIP).toBe('172.16.0.1');
    expect(Node.backendAddress(rest)).toEqual(O.none);
  });
});

describe('Endpoint.stateOf', () => {
  const [yes, no, absent] = [true, false, undefined];
  it.each([
    [yes, absent, absent, 'Ready'],
    [absent, absent, absent, 'Ready'],
    [yes, yes, no, 'Ready'],
    [no, yes, no, 'NotReady'],
    [no, absent, absent, 'NotReady'],
    [no, yes, yes, 'Draining'],
    [absent, absent, yes, 'Draining'],
    [yes, absent, yes, 'Draining'],
    [no, no, yes, 'Gone'],
    [no, absent, yes, 'Gone'],
    [yes, no, yes, 'Gone'],
  ] as const)('ready %s, serving %s, terminating %s is %s', (ready, serving, terminating, state) => {
    const conditions = { ready, serving, terminating };
    const given = Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined));
    expect(Endpoint.stateOf({ addresses: ['10.0.0.1'], ...given })).toBe(state);
  });
});

describe('Ownership', () => {
  const { birthTags, claimTags, ofLoadBalancer, users: usersOf } = Ownership;
  it.each([
    { name: 'no marks', tags: { team: 'net' }, is: { _tag: 'Theirs', because: 'Unmarked' } },
    { name: 'another cluster', tags: birthTags('cls-2', 'u'), is: { _tag: 'Theirs', because: 'OtherCluster' } },
    {
      name: 'our cluster and no Service',
      tags: { 'tke-clusterId': 'cls-1' },
      is: { _tag: 'Theirs', because: 'NoService' },
    },
    { name: 'bought for a Service', tags: birthTags('cls-1', 'u'), is: { _tag: 'Mine', uid: 'u', keep: false } },
    {
      name: 'a successor',
      tags: birthTags('cls-1', 'u', Ref.cloudId('lb-1')),
      is: { _tag: 'Mine', uid: 'u', keep: false, replaces: 'lb-1' },
    },
    {
      name: 'kept by a person',
      tags: { ...birthTags('cls-1', 'u'), 'tke-lifecycle-owner': 'user' },
      is: { _tag: 'Mine', uid: 'u', keep: true },
    },
    {
      name: 'left to TKE',
      tags: { ...birthTags('cls-1', 'u'), 'tke-lifecycle-owner': 'tke' },
      is: { _tag: 'Mine', uid: 'u', keep: false },
    },
    {
      name: 'the flag taken off',
      tags: { 'tke-clusterId': 'cls-1', 'tke-lb-serviceuuid': 'u' },
      is: { _tag: 'Adopted', uids: ['u'] },
    },
    {
      name: 'the flag says no',
      tags: { ...birthTags('cls-1', 'u'), 'tke-createdBy-flag': 'no' },
      is: { _tag: 'Adopted', uids: ['u'] },
    },
    { name: 'several users', tags: claimTags('cls-1', ['v', 'u']), is: { _tag: 'Adopted', uids: ['u', 'v'] } },
    {
      name: 'flag and several users',
      tags: { ...birthTags('cls-1', 'w'), ...claimTags('cls-1', ['u']) },
      is: { _tag: 'Adopted', uids: ['u', 'w'] },
    },
    { name: 'an empty uid', tags: { ...birthTags('cls-1', '') }, is: { _tag: 'Theirs', because: 'NoService' } },
  ])('$name', ({ tags, is }) => {
    expect(ofLoadBalancer('cls-1', tags)).toEqual(is);
  });

  it('reads both tag schemes', () => {
    expect(usersOf({ 'tke-lb-serviceuuid': 'b', a: 'tke-lb-serviceId', c: 'other' })).toEqual(['a', 'b']);
    expect(usersOf({ 'tke-lb-serviceuuid': 'a', a: 'tke-lb-serviceId' })).toEqual(['a']);
  });
});

describe('ObservedState', () => {
  const ownerOf = (facts: ObservedState.LoadBalancerFacts) =>
    ObservedState.fromFacts('cls-test')(facts).listeners.map(({ owner }) => owner);
  const ours = {
    id: Ref.cloudId('lbl-1'),
    name: Listener.managedName,
    protocol: 'TCP',
    port: 80,
    settings: {},
    backends: [],
  } as const;

  it.each([
    {
      name: 'on a bought CLB, ours by name',
      facts: mine('lb-1', 'web', [ours]),
      owner: { _tag: 'Service', uid: 'uid-web', recorded: true },
    },
    {
      name: 'on a bought CLB, renamed',
      facts: mine('lb-1', 'web', [{ ...ours, name: 'x' }]),
      owner: { _tag: 'Theirs' },
    },
    {
      name: 'recorded',
      facts: users('lb-1', ['a', 'b'], [ours], { 'lbl-1': 'b' }),
      owner: { _tag: 'Service', uid: 'uid-b', recorded: true },
    },
    {
      name: 'not recorded, one user',
      facts: users('lb-1', ['a'], [ours]),
      owner: { _tag: 'Service', uid: 'uid-a', recorded: false },
    },
    { name: 'not recorded, two users', facts: users('lb-1', ['a', 'b'], [ours]), owner: { _tag: 'Unrecorded' } },
    { name: 'on an unmarked CLB', facts: users('lb-1', [], [ours]), owner: { _tag: 'Theirs' } },
  ])('a listener $name', ({ facts, owner }) => {
    expect(ownerOf(facts)).toEqual([owner]);
  });

  it('gives listeners of our name to the claimants of an unmarked CLB', () => {
    const at = ObservedState.fromFacts('cls-test')(
      users('lb-1', [], [ours, { ...ours, id: Ref.cloudId('lbl-2'), port: 81, name: 'x' }]),
    );
    expect(ObservedState.asClaimed(at, ['u']).listeners.map(({ owner }) => owner)).toEqual([
      { _tag: 'Service', uid: 'u', recorded: false },
      { _tag: 'Theirs' },
    ]);
    expect(ObservedState.asClaimed(at, [])).toBe(at);
    const facts = users('lb-1', ['a'], [ours]);
    const { 'tke-clusterId': lost, ...marks } = facts.tags;
    expect(lost).toBe('cls-test');
    const shared = ObservedState.fromFacts('cls-test')({ ...facts, tags: marks });
    expect(ObservedState.asClaimed(shared, ['u']).listeners.map(({ owner }) => owner)).toEqual([
      { _tag: 'Unrecorded' },
    ]);
    const marked = ObservedState.fromFacts('cls-test')(mine('lb-1', 'web', [ours]));
    expect(ObservedState.asClaimed(marked, ['u'])).toBe(marked);
  });

  it('puts listeners in order of key, then id', () => {
    const make = (id: string, port: number) => ({ ...ours, id: Ref.cloudId(id), port });
    const { listeners } = ObservedState.fromFacts('cls-test')(
      mine('lb-1', 'web', [make('c', 81), make('b', 80), make('a', 80)]),
    );
    expect(listeners.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});

describe('ClientToken', () => {
  const networks = [{ _tag: 'Public' }, { _tag: 'Internal', subnet: 'subnet-abcd1234' }] as const;
  it('is the same for the same wish, another for another, and fits the cloud', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.string({ maxLength: 80 }), fc.nat(9), (uid, replaces, number) => {
        const tokens = networks.map((network) => ClientToken.of(uid, network, replaces));
        expect(new Set(tokens).size).toBe(2);
        expect(tokens).toEqual(networks.map((network) => ClientToken.of(uid, network, replaces)));
        for (const token of tokens) expect(ClientToken.attempt(token, number)).toMatch(/^[\x21-\x7e]{1,64}$/);
      }),
    );
  });

  it('reads well for an ordinary UID', () => {
    const uid = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    expect(ClientToken.of(uid, networks[0])).toBe(`${uid}.public`);
    expect(ClientToken.of(uid, networks[0], 'lb-abcd1234')).toBe(`${uid}.public.lb-abcd1234`);
    expect([0, 1, 9].map((number) => ClientToken.attempt('t', number))).toEqual(['t', 't.1', 't.9']);
  });
});

describe('Listener', () => {
  it('names settings that are declared and differ, and no other', () => {
    const observed: Listener.ListenerSettings = {
      scheduler: 'WRR',
      sessionExpireTime: 0,
      healthCheck: HealthCheck.defaults,
    };
    expect(Listener.settingChanges(observed, {})).toEqual([]);
    expect(Listener.settingChanges(observed, observed)).toEqual([]);
    expect(
      Listener.settingChanges(observed, { scheduler: 'LEAST_CONN', healthCheck: { timeout: 3, enabled: true } }),
    ).toEqual([
      { field: 'scheduler', from: 'WRR', to: 'LEAST_CONN' },
      { field: 'healthCheck.timeout', from: 2, to: 3 },
    ]);
    expect(Listener.settingChanges({}, { deregisterTargetRst: true })).toEqual([
      { field: 'deregisterTargetRst', from: undefined, to: true },
    ]);
  });

  it('lays settings over others member by member', () => {
    const base: Listener.ListenerSettings = { scheduler: 'WRR', healthCheck: { timeout: 2, healthNum: 3 } };
    expect(Listener.overlay(base, { healthCheck: { timeout: 4 } })).toEqual({
      scheduler: 'WRR',
      healthCheck: { timeout: 4, healthNum: 3 },
    });
    expect(Listener.overlay(base, { scheduler: 'LEAST_CONN' })).toEqual({
      scheduler: 'LEAST_CONN',
      healthCheck: { timeout: 2, healthNum: 3 },
    });
  });

  it('puts TCP-like and UDP-like protocols in two port spaces', () => {
    const protocols = ['TCP', 'TCP_SSL', 'HTTP', 'HTTPS', 'UDP', 'QUIC'] as const;
    expect(protocols.map((protocol) => Listener.slotOf({ protocol, port: 80 }))).toEqual([
      'TCP/80',
      'TCP/80',
      'TCP/80',
      'TCP/80',
      'UDP/80',
      'UDP/80',
    ]);
  });
});

describe('Why', () => {
  const object = { kind: 'Service', namespace: 'shop', name: 'web' } as const;
  it.each([
    [
      { object, field: 'spec.type', from: null, to: 'LoadBalancer', rule: 'R3.1' },
      'Service shop/web spec.type: none → LoadBalancer (R3.1)',
    ],
    [{ object, field: 'x', from: [], to: ['a', 'b', 'c', 'd', 'e'] }, 'Service shop/web x: none → a, b, c and 2 more'],
    [{ object: { kind: 'Node', name: 'n1' }, field: 'ready', from: true, to: false }, 'Node n1 ready: true → false'],
  ] as const)('%j reads %s', (why, text) => {
    expect(Why.show(why)).toBe(text);
  });

  it('finds the object of a Service key', () => {
    expect(Why.service('shop/web')).toEqual(object);
  });
});

describe('errors', () => {
  it('knows what helps against each answer of a cloud', () => {
    const tags = [
      'Busy',
      'Throttled',
      'NotFound',
      'Conflict',
      'Partial',
      'Unreachable',
      'Undecodable',
      'Unknown',
      'QuotaExceeded',
      'Refused',
      'Denied',
      'Invalid',
    ] as const;
    const error = (_tag: (typeof tags)[number]): ProviderError.ProviderError => ({ _tag, code: 'C', message: 'm' });
    expect(tags.map((tag) => ProviderError.remedy(error(tag)))).toEqual([
      'wait',
      'wait',
      'look-again',
      'look-again',
      'look-again',
      'look-again',
      'look-again',
      'look-again',
      'outside-change',
      'person',
      'person',
      'person',
    ]);
    expect(tags.filter((tag) => ProviderError.isTransient(error(tag)))).toEqual(['Busy', 'Throttled']);
    expect(ProviderError.describe(error('Busy'))).toBe('Busy: C: m');
  });

  it('says where, what was expected and found, and what to do', () => {
    const error: PlanError.PlanError = {
      _tag: 'InvalidField',
      object: { kind: 'Service', namespace: 'a', name: 'b' },
      path: 'spec.type',
      expected: 'a type',
      found: '7',
      place: { file: 'x.yaml', document: 2, line: 9 },
      remedy: 'mend it',
    };
    expect(PlanError.describe(error)).toBe(
      'x.yaml:9 (document 2): Service a/b spec.type: expected a type, found 7; mend it',
    );
    expect(PlanError.reach(error)).toBe('service');
    expect(PlanError.code(error)).toBeUndefined();
  });
});

describe('Report', () => {
  it('counts what was done, failed and not run', () => {
    const why: Why.Why = { object: { kind: 'Node', name: 'n' }, field: 'f', from: null, to: null };
    const step: Step.Step<Ref.Ref> = {
      _tag: 'AwaitLoadBalancer',
      loadBalancer: Ref.existing(Ref.cloudId('lb-1')),
      why: [why],
    };
    const done = { step, outcome: { _tag: 'Done' } } as const;
    const failed = {
      step,
      outcome: { _tag: 'Failed', error: { _tag: 'Busy', code: '', message: '' }, attempts: 1 },
    } as const;
    const report = (steps: Report.LaneReport['steps']): Report.Report => ({
      lanes: [{ key: 'a', steps, made: {} }],
      withheld: [],
      diagnostics: [],
    });
    expect(Report.count(report([done, failed, { step, outcome: { _tag: 'NotRun' } }]))).toEqual({
      Done: 1,
      Failed: 1,
      NotRun: 1,
    });
    expect([Report.succeeded(report([done])), Report.succeeded(report([done, failed]))]).toEqual([true, false]);
  });
});

describe('internal', () => {
  it('hashes as every other SHA-256 does', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
    );
  });

  it('writes one JSON for one value', () => {
    expect(canonicalJson({ b: [1, undefined, null], a: { d: undefined, c: 'x' } })).toBe(
      '{"a":{"c":"x"},"b":[1,null,null]}',
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const clean: unknown = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(canonicalJson(clean))).toEqual(clean);
      }),
    );
  });

  it('reads own keys only, in order', () => {
    expect(lookup({}, 'constructor')).toBeUndefined();
    expect(keysOf({ b: 1, a: 2, 10: 3, 9: 4 })).toEqual(['10', '9', 'a', 'b']);
  });

  it('cuts long names and keeps them apart', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), fc.string({ maxLength: 100 }), (a, b) => {
        expect(fitted(a, 60).length).toBeLessThanOrEqual(60);
        if (a !== b) expect(fitted(`${'x'.repeat(60)}${a}`, 60)).not.toBe(fitted(`${'x'.repeat(60)}${b}`, 60));
        if (a.length <= 60) expect(fitted(a, 60)).toBe(a);
      }),
    );
  });

  it('keeps a persistent map equal to an ordinary one, and older ones as they were', () => {
    const change = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      value: fc.option(fc.nat(3), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(change), (all) => {
        const plain = new Map<string, number>();
        let map: PersistentMap.PersistentMap<number> = PersistentMap.from([]);
        for (const { key, value } of all) {
          const before = [...PersistentMap.values(map)].length;
          const next = PersistentMap.set(map, key, value);
          expect([...PersistentMap.values(map)].length).toBe(before);
          if (value === undefined) plain.delete(key);
          else plain.set(key, value);
          map = next;
          for (const name of ['a', 'b', 'c', 'd']) expect(PersistentMap.get(map, name)).toBe(plain.get(name));
        }
        expect([...PersistentMap.values(map)].sort()).toEqual([...plain.values()].sort());
      }),
    );
  });
});
