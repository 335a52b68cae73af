import type { ObservedState } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import type { Input } from './input.js';

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names of the Services that are written without UID. */
const withoutUid = ({ documents }: Input): ReadonlySet<string> =>
  new Set(
    documents.objects.flatMap(({ value }) => {
      if (!isMembers(value) || value['kind'] !== 'Service' || !isMembers(value['metadata'])) return [];
      const { uid, namespace, name } = value['metadata'];
      if (typeof uid === 'string' && uid !== '') return [];
      const space = typeof namespace === 'string' && namespace !== '' ? namespace : 'default';
      return typeof name === 'string' ? [`${space}/${name}`] : [];
    }),
  );

/** The Service that a CLB was bought for; one that a user bought is never replaced. */
const ownerOf = ({ ownership }: ObservedState.ObservedLoadBalancer): ReadonlyArray<string> =>
  ownership._tag === 'Mine' ? [ownership.uid] : [];

/** The shape of a UID that was derived from a manifest: its CLB was made by planning manifests (decision 0022). */
const isDerived = (uid: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/.test(uid);

/** Every UID of a Service that can be read. */
const known = ({ snapshot: { services } }: Input): ReadonlySet<string> =>
  new Set(
    Object.values(services._tag === 'Known' ? services.items : {}).flatMap((names) =>
      Object.values(names).flatMap((decoded) => (E.isRight(decoded) ? decoded.right.uid : (decoded.left.uid ?? []))),
    ),
  );

/**
 * A warning where manifests without UIDs meet CLBs of Services that are not in the input: they may be the same Services under
 * their real UIDs, whose CLBs the plan would replace (decision 0022).
 */
export const strangersIn = (input: Input, { loadBalancers }: ObservedState.ObservedState): ReadonlyArray<string> => {
  const unnamed = withoutUid(input);
  if (unnamed.size === 0) return [];
  const uids = known(input);
  const held = Object.values(loadBalancers)
    .filter((one) => ownerOf(one).some((uid) => !uids.has(uid) && !isDerived(uid)))
    .map(({ id }) => id)
    .sort();
  if (held.length === 0) return [];
  const clbs = held.length > 3 ? `${held.slice(0, 3).join(', ')} and ${held.length - 3} more` : held.join(', ');
  return [
    `${unnamed.size} ${unnamed.size === 1 ? 'Service has' : 'Services have'} no metadata.uid, and this cluster holds ${clbs} for ` +
      'Services that are not in the input: they may be the same Services, whose CLBs would be replaced; ' +
      'plan what kubectl get services -o yaml prints',
  ];
};
