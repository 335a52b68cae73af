import * as fc from 'fast-check';
import type { Backend } from '../Backend.js';
import { defaults as checkDefaults } from '../HealthCheck.js';
import { type ListenerSettings, managedName, overlay, type Protocol } from '../Listener.js';
import type { Network } from '../LoadBalancer.js';
import type { ListenerFacts, LoadBalancerFacts } from '../ObservedState.js';
import { cloudId } from '../Ref.js';
import { absentOr, chance, exact, listenerSettings, often, place, settled } from './arbitraries.js';
import type { Cloud } from './cloud.js';
import * as V from './vocabulary.js';

type Facts = LoadBalancerFacts;

/** Public, or internal in one of two subnets. */
export const network: fc.Arbitrary<Network> = often<Network>(
  [3, { _tag: 'Public' }],
  [2, { _tag: 'Internal', subnet: 'subnet-a' }],
  [1, { _tag: 'Internal', subnet: 'subnet-b' }],
);

const complete = (protocol: Protocol, over: ListenerSettings): ListenerSettings =>
  overlay(
    {
      scheduler: 'WRR',
      sessionExpireTime: 0,
      deregisterTargetRst: false,
      healthCheck: { ...checkDefaults, checkType: protocol === 'UDP' ? 'PING' : 'TCP' },
      ...(protocol === 'TCP_SSL' || protocol === 'QUIC' ? { certificate: V.certificates[0] } : {}),
    },
    over,
  );

const weight = often([6, 10], [2, 0], [1, 50]);

/** Backends that the Service at a place has or once had on a port: machines or Pods, on the port of now or of before. */
export const backendsAt = (at: V.Place, protocol: string, port: number): fc.Arbitrary<ReadonlyArray<Backend>> => {
  const variant = often([6, 0], [1, 1]);
  const machine = fc.record({ node: fc.integer({ min: 1, max: 4 }), machine: variant, variant, weight }).map((one) => ({
    address: V.instanceOf(one.node, one.machine),
    port: V.nodePortOf(at, protocol, port, one.variant),
    weight: one.weight,
  }));
  const pod = fc.record({ pod: fc.integer({ min: 1, max: 4 }), variant, weight }).map((one) => ({
    address: V.podIP(at, one.pod),
    port: V.targetPortOf(protocol, port, one.variant),
    weight: one.weight,
  }));
  const unique = (one: fc.Arbitrary<Backend>): fc.Arbitrary<ReadonlyArray<Backend>> =>
    fc.uniqueArray(one, { maxLength: 4, selector: ({ address, port: number }) => `${address} ${number}` });
  return fc.oneof(
    { weight: 4, arbitrary: unique(machine) },
    { weight: 3, arbitrary: unique(pod) },
    { weight: 1, arbitrary: unique(fc.oneof(machine, pod)) },
  );
};

const named = (clb: string, protocol: string, port: number): string =>
  `lbl-${clb.slice(3)}-${protocol.toLowerCase()}${port}`;

interface RuleSeed {
  readonly domain: string;
  readonly url: string;
  readonly backends: ReadonlyArray<Backend>;
}

/** Rules that the Service at a place has or once had, or that a person made. */
const rulesAt = (at: V.Place, protocol: string, port: number): fc.Arbitrary<ReadonlyArray<RuleSeed>> =>
  fc.uniqueArray(
    fc.record({
      domain: fc.constantFrom('own.example.org', V.hosts[0], V.hosts[1]),
      url: often([9, '/'], [1, '/by-hand']),
      backends: backendsAt(at, protocol, port),
    }),
    { maxLength: 3, selector: ({ domain, url }) => `${domain}${url}` },
  );

/** An HTTP or HTTPS listener. The first rule answers for all others; certificates stand on the rules where there is SNI. */
const layer7 = (
  clb: string,
  shell: Pick<ListenerFacts, 'id' | 'name' | 'port'> & { readonly protocol: 'HTTP' | 'HTTPS' },
  seeds: ReadonlyArray<RuleSeed>,
  sni: boolean,
): ListenerFacts => {
  const secure = shell.protocol === 'HTTPS';
  const [first] = seeds;
  return {
    ...shell,
    settings: {
      keepalive: false,
      ...(secure ? { sni } : {}),
      ...(secure && !sni ? { certificate: V.certificates[0] } : {}),
    },
    backends: [],
    rules: seeds.map(({ domain, url, backends }, index) => ({
      id: cloudId(`loc-${clb.slice(3)}-${shell.port}-${index}`),
      domain,
      url,
      backends,
      settings: {
        scheduler: 'WRR',
        sessionExpireTime: 0,
        forwardType: 'HTTP',
        defaultServer: domain === first?.domain,
        ...(secure && sni ? { certificate: V.certificates[0] } : {}),
        healthCheck: { ...checkDefaults, checkType: 'HTTP', httpCode: 31, httpCheckMethod: 'HEAD' },
      },
    })),
  };
};

/** A listener in one slot of a load balancer; a person's listener has a name of its own. */
export const listenerAt = (
  clb: string,
  slot: 'TCP' | 'UDP',
  port: number,
  at: V.Place,
  ours: number,
): fc.Arbitrary<ListenerFacts> =>
  fc
    .record({
      kind: often<Protocol>([92, slot], [4, 'TCP_SSL'], [2, 'HTTP'], [2, 'HTTPS']),
      mine: chance(ours),
      over: listenerSettings,
      backends: backendsAt(at, slot, port),
      rules: rulesAt(at, slot, port),
      sni: chance(30),
    })
    .map(({ kind, mine, over, backends, rules, sni }) => {
      const protocol = slot === 'TCP' ? kind : slot;
      const id = cloudId(named(clb, slot, port));
      const name = mine ? managedName : 'made-by-hand';
      if (protocol === 'HTTP' || protocol === 'HTTPS') return layer7(clb, { id, name, protocol, port }, rules, sni);
      return {
        id,
        name,
        protocol,
        port,
        settings: complete(protocol, over),
        backends,
      };
    });

const slots = V.ports.flatMap((port) => V.protocols.map((protocol) => ({ port, protocol })));

const listenersOf = (
  clb: string,
  at: fc.Arbitrary<V.Place>,
  ours: number,
): fc.Arbitrary<ReadonlyArray<ListenerFacts>> =>
  fc
    .tuple(
      ...slots.map(({ port, protocol }) =>
        absentOr(
          30,
          at.chain((one) => listenerAt(clb, protocol, port, one, ours)),
        ),
      ),
    )
    .map((all) => all.flatMap((one) => one ?? []));

const vip = (net: Network, number: number): string =>
  net._tag === 'Public' ? `203.0.113.${number}` : `10.2.0.${number}`;

const othersTags = often<Readonly<Record<string, string>>>(
  [2, {}],
  [1, { team: 'edge' }],
  [1, { team: 'edge', cost: 'low' }],
);

/** What is known of a load balancer as a whole: everything, a part, or nothing. */
const attributes: fc.Arbitrary<Facts['attributes']> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 2,
    arbitrary: exact<NonNullable<Facts['attributes']>>(
      fc.record({
        securityGroups: absentOr(80, fc.constantFrom([], ['sg-1'], ['sg-9'])),
        passToTarget: absentOr(80, fc.boolean()),
        internetMaxBandwidthOut: absentOr(80, fc.constantFrom(10, 20)),
        modificationProtection: absentOr(60, chance(20)),
      }),
      settled,
    ),
  },
);

const vpc = often<string | undefined>([8, V.cluster.vpc], [1, undefined]);

/** A load balancer bought for the Service at a place. */
export const ownAt = (at: V.Place, suffix: '' | 'b', replaces?: string): fc.Arbitrary<Facts> => {
  const id = cloudId(`lb-own${at}${suffix}`);
  return exact<Facts>(
    fc
      .record({
        network,
        vpc,
        generation: often([9, 1], [1, 0]),
        keep: chance(6),
        deletionProtected: chance(5),
        attributes,
        bought: fc.constant(undefined),
        others: othersTags,
        listeners: listenersOf(id, fc.constant(at), 93),
      })
      .map(({ generation, keep, others, ...rest }) => ({
        ...rest,
        id,
        name: `${V.cluster.id}_${V.places[at].namespace}_${V.places[at].name}`,
        status: 'Running' as const,
        addresses: [vip(rest.network, 10 + 2 * at + (suffix === 'b' ? 1 : 0))],
        hostname: undefined,
        tags: {
          ...others,
          'tke-clusterId': V.cluster.id,
          'tke-createdBy-flag': 'yes',
          'tke-lb-serviceuuid': V.uidAt(at, suffix === 'b' ? 1 : generation),
          ...(keep ? { 'tke-lifecycle-owner': 'user' } : {}),
          ...(replaces === undefined ? {} : { 'clbkit-replaces': replaces }),
        },
      })),
    settled,
  );
};

const without = (facts: Facts, ...keys: ReadonlyArray<string>): Facts => ({
  ...facts,
  tags: Object.fromEntries(Object.entries(facts.tags).filter(([key]) => !keys.includes(key))),
});

/** What the Service at a place may have bought: nothing, one, a pair in the middle of a handover, two by accident, one whose tags are lost. */
export const boughtAt = (at: V.Place): fc.Arbitrary<Cloud> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant([]) },
    { weight: 12, arbitrary: ownAt(at, '').map((one) => [one]) },
    { weight: 2, arbitrary: fc.tuple(ownAt(at, ''), ownAt(at, 'b', `lb-own${at}`)) },
    { weight: 1, arbitrary: fc.tuple(ownAt(at, ''), ownAt(at, 'b')) },
    { weight: 1, arbitrary: ownAt(at, '').map((one) => [without(one, 'tke-clusterId', 'tke-lb-serviceuuid')]) },
    { weight: 1, arbitrary: ownAt(at, '').map((one) => [without(one, 'tke-createdBy-flag')]) },
  );

type Marks = 'none' | 'users' | 'otherCluster' | 'ingress' | 'made';

/** A load balancer that a user bought and Services may name: unused, in use by some, or not to be had. */
export const boughtByUser = (id: string, number: number): fc.Arbitrary<Facts> =>
  exact<Facts>(
    fc
      .record({
        marks: often<Marks>([8, 'none'], [12, 'users'], [1, 'otherCluster'], [1, 'ingress'], [1, 'made']),
        users: fc.uniqueArray(fc.tuple(place, often([9, 1], [1, 0])), {
          minLength: 1,
          maxLength: 3,
          selector: ([at]) => at,
        }),
        single: chance(10),
        lost: fc.array(chance(12), { minLength: 6, maxLength: 6 }),
        network,
        vpc: often<string | undefined>([12, V.cluster.vpc], [1, undefined], [1, 'vpc-elsewhere']),
        deletionProtected: chance(5),
        attributes,
        bought: fc.constant(undefined),
        others: othersTags,
      })
      .chain(({ marks, users, single, lost, others, ...rest }) => {
        const by = fc.constantFrom(...users.map(([at]) => at));
        return listenersOf(id, by, marks === 'users' ? 75 : 10).chain((listeners) =>
          fc.tuple(...listeners.map(() => fc.constantFrom(...users))).map((owners) => {
            const uids = users.map(([at, generation]) => V.uidAt(at, generation));
            const records = listeners.flatMap((listener, index): ReadonlyArray<readonly [string, string]> => {
              const [at, generation] = owners[index] ?? [0, 1];
              if (listener.name !== managedName || lost[index] === true) return [];
              return [[`${V.uidAt(at, generation)}_${listener.id}`, listener.id]];
            });
            const claim = Object.fromEntries(uids.map((uid) => [uid, 'tke-lb-serviceId']));
            const tags: Readonly<Record<Marks, Readonly<Record<string, string>>>> = {
              none: {},
              users: {
                'tke-clusterId': V.cluster.id,
                ...(single && uids.length === 1 ? { 'tke-lb-serviceuuid': uids[0] ?? '' } : claim),
                ...Object.fromEntries(records),
              },
              otherCluster: { 'tke-clusterId': 'cls-other', ...claim },
              ingress: { 'tke-clusterId': V.cluster.id, 'tke-lb-ingress-uuid': 'uid-ingress' },
              made: { 'tke-clusterId': 'cls-other', 'tke-createdBy-flag': 'yes', 'tke-lb-serviceuuid': 'uid-other' },
            };
            return {
              ...rest,
              id: cloudId(id),
              name: `bought-${number}`,
              status: 'Running' as const,
              addresses: [vip(rest.network, number)],
              hostname: undefined,
              listeners,
              tags: { ...others, ...tags[marks] },
            };
          }),
        );
      }),
    settled,
  );

/** A load balancer that has nothing to do with this cluster, though its listeners bear our name now and then. */
const stranger: fc.Arbitrary<Facts> = exact<Facts>(
  fc
    .record({
      listeners: listenersOf('lb-stranger', place, 40),
      tags: othersTags,
      deletionProtected: chance(20),
      attributes,
      bought: fc.constant(undefined),
      network,
    })
    .map((rest) => ({
      ...rest,
      id: cloudId('lb-stranger'),
      name: 'stranger',
      vpc: 'vpc-elsewhere',
      status: 'Running' as const,
      addresses: ['203.0.113.99'],
      hostname: undefined,
    })),
  settled,
);

/** A cloud in which things meet: bought, adopted and foreign load balancers, with lost marks, drift and handovers. */
export const cloud: fc.Arbitrary<Cloud> = fc
  .tuple(
    fc.tuple(...([0, 1, 2, 3] as const).map((at) => boughtAt(at))),
    absentOr(85, boughtByUser('lb-e1', 1)),
    absentOr(60, boughtByUser('lb-e2', 2)),
    absentOr(50, stranger),
  )
  .map(([own, first, second, other]) => [...own.flat(), ...[first, second, other].flatMap((one) => one ?? [])]);

/** A user's load balancer before this cluster ever used it: what is there is a person's, or another cluster's. */
const before = (facts: Facts): Facts => ({
  ...facts,
  listeners: facts.listeners.filter(({ name }) => name !== managedName),
  tags: Object.fromEntries(
    Object.entries(facts.tags).filter(
      ([key, value]) =>
        !(
          facts.tags['tke-clusterId'] === V.cluster.id &&
          (key === 'tke-clusterId' || key.startsWith('uid-') || value.startsWith('uid-'))
        ),
    ),
  ),
});

/** A cloud in which this cluster has nothing yet. */
export const unused: fc.Arbitrary<Cloud> = fc
  .tuple(absentOr(90, boughtByUser('lb-e1', 1)), absentOr(60, boughtByUser('lb-e2', 2)), absentOr(40, stranger))
  .map(([first, second, other]) => [
    ...[first, second].flatMap((one) => (one === undefined ? [] : [before(one)])),
    ...(other === undefined ? [] : [other]),
  ]);
