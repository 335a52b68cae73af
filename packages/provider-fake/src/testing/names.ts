import { Listener, Ownership, Ref } from '@clbkit/core';
import fc from 'fast-check';

/** The few names that generated worlds, calls and edits draw from, so that they meet. */
export interface Names {
  readonly loadBalancers: ReadonlyArray<string>;
  readonly clusters: ReadonlyArray<string>;
  readonly uids: ReadonlyArray<string>;
  readonly addresses: ReadonlyArray<string>;
  readonly ports: ReadonlyArray<number>;
  readonly targetPorts: ReadonlyArray<number>;
}

/** The names used where nothing else is said. */
export const names: Names = {
  loadBalancers: ['lb-a', 'lb-b', 'lb-c'],
  clusters: ['cls-1', 'cls-2'],
  uids: ['uid-1', 'uid-2'],
  addresses: ['ins-1', 'ins-2', '10.0.0.1'],
  ports: [80, 443],
  targetPorts: [30080, 30443],
};

/** One of a few. */
export const among = <A>(values: ReadonlyArray<A>): fc.Arbitrary<A> => fc.constantFrom(...values);

/** Nearly always the one, sometimes the other. */
export const mostly = <A, B>(usual: fc.Arbitrary<A>, odd: fc.Arbitrary<B>): fc.Arbitrary<A | B> =>
  fc.oneof({ weight: 7, arbitrary: usual }, { weight: 1, arbitrary: odd });

/** Ids of load balancers: known ones, ones the cloud will give, and one that is not there. */
export const loadBalancerId = ({ loadBalancers }: Names): fc.Arbitrary<Ref.CloudId> =>
  mostly(among(loadBalancers), fc.constantFrom('lb-00000001', 'lb-00000004', 'lb-none')).map(Ref.cloudId);

/** Ids of listeners of generated worlds, ones the cloud will give, and one that is not there. */
export const listenerId = ({ loadBalancers }: Names): fc.Arbitrary<Ref.CloudId> =>
  among([...loadBalancers.flatMap((id) => listenerIds(id)), 'lbl-00000004', 'lbl-00000005', 'lbl-none']).map(
    Ref.cloudId,
  );

/** The ids that listeners of a generated load balancer may have. */
export const listenerIds = (loadBalancer: string): ReadonlyArray<string> =>
  [1, 2, 3].map((number) => `lbl-${loadBalancer}-${String(number)}`);

/** A network. */
export const network = fc.constantFrom({ _tag: 'Public' } as const, { _tag: 'Internal', subnet: 'subnet-1' } as const);

/** A layer-4 protocol. */
export const protocol = fc.constantFrom('TCP' as const, 'UDP' as const);

/** A name that listeners may have: ours, or a person's. */
export const listenerName = fc.constantFrom(Listener.managedName, Listener.managedName, 'by-hand');

/** A backend. */
export const backend = ({ addresses, targetPorts }: Names) =>
  fc.record({ address: among(addresses), port: among(targetPorts), weight: fc.constantFrom(10, 10, 0, 100) });

/** Settings that every layer-4 listener takes. */
export const settings: fc.Arbitrary<Listener.ListenerSettings> = fc.record(
  {
    scheduler: fc.constantFrom('WRR' as const, 'LEAST_CONN' as const),
    sessionExpireTime: fc.constantFrom(0, 30, 3600),
    deregisterTargetRst: fc.boolean(),
    healthCheck: fc.record(
      { enabled: fc.boolean(), intervalTime: fc.constantFrom(5, 300), unHealthNum: fc.constantFrom(2, 10) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

/** The key and value of a tag: one that we write, or a person's. */
export const tag = ({ clusters, uids }: Names): fc.Arbitrary<readonly [string, string]> =>
  fc.oneof(
    among(clusters).map((id) => [Ownership.tag.cluster, id] as const),
    among(uids).map((uid) => [Ownership.tag.serviceUid, uid] as const),
    among(uids).map((uid) => [uid, Ownership.sharedUser] as const),
    fc.constant([Ownership.tag.createdBy, 'yes'] as const),
    fc.constant(['team', 'edge'] as const),
  );
