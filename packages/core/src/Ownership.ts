import { type Keyed, keysOf, lookup } from './internal/keyed.js';
import type { CloudId } from './Ref.js';

/** Tags of a cloud resource. */
export type Tags = Keyed<string>;

/** The tags we read and write (tke-service 3.2). */
export const tag = {
  /** `yes` on a CLB the controller bought: it is deleted with its Service. */
  createdBy: 'tke-createdBy-flag',
  /** The cluster that uses the CLB. */
  cluster: 'tke-clusterId',
  /** UID of the Service a bought CLB is for. */
  serviceUid: 'tke-lb-serviceuuid',
  /** UID of an Ingress; such a CLB is not for Services. */
  ingressUid: 'tke-lb-ingress-uuid',
  /** `user` keeps the CLB when its Service goes. Only people write it. */
  lifecycleOwner: 'tke-lifecycle-owner',
  /** On the successor of a replacement: the id of the CLB it takes over from. */
  replaces: 'clbkit-replaces',
} as const;

/** Value of the tag `<Service UID>` on a CLB that several Services may use. */
export const sharedUser = 'tke-lb-serviceId';

/** Key of the tag that records which Service a listener of a shared CLB belongs to; its value is the listener id. */
export const recordKey = (uid: string, listener: CloudId): string => `${uid}_${listener}`;

/** Whose a load balancer is. */
export type Ownership =
  /** We bought it for that Service: it is deleted with it, unless a person said that its life is theirs. */
  | { readonly _tag: 'Mine'; readonly uid: string; readonly replaces?: string; readonly keep: boolean }
  /** A user's CLB that Services of this cluster use: only our listeners on it are ours. */
  | { readonly _tag: 'Adopted'; readonly uids: ReadonlyArray<string> }
  /** Never touched. */
  | { readonly _tag: 'Theirs'; readonly because: 'Unmarked' | 'OtherCluster' | 'NoService' };

/** The UIDs of the Services that use a CLB, in order, by either tag scheme. */
export const users = (tags: Tags): ReadonlyArray<string> => {
  const out: Array<string> = [];
  const single = lookup(tags, tag.serviceUid);
  for (const key of keysOf(tags)) if (tags[key] === sharedUser) out.push(key);
  if (single !== undefined && single !== '' && !out.includes(single)) out.push(single);
  return out.sort();
};

/**
 * Whose a load balancer is, by its tags alone:
 *
 * | createdBy-flag | clusterId | a Service UID | ownership |
 * |---|---|---|---|
 * | any | another's | any | Theirs |
 * | any | none | any | Theirs |
 * | any | ours | none | Theirs |
 * | yes | ours | exactly one | Mine |
 * | otherwise | ours | some | Adopted (R3.18: without the flag TKE does not own its life) |
 */
export const ofLoadBalancer = (clusterId: string, tags: Tags): Ownership => {
  const cluster = lookup(tags, tag.cluster);
  if (cluster === undefined) return { _tag: 'Theirs', because: 'Unmarked' };
  if (cluster !== clusterId) return { _tag: 'Theirs', because: 'OtherCluster' };
  const uids = users(tags);
  const [uid] = uids;
  if (uid === undefined) return { _tag: 'Theirs', because: 'NoService' };
  if (lookup(tags, tag.createdBy) !== 'yes' || uids.length > 1) return { _tag: 'Adopted', uids };
  const replaces = lookup(tags, tag.replaces);
  const keep = lookup(tags, tag.lifecycleOwner) === 'user';
  return { _tag: 'Mine', uid, keep, ...(replaces === undefined ? {} : { replaces }) };
};

/** The tags a bought CLB is born with. */
export const birthTags = (clusterId: string, uid: string, replaces?: CloudId): Tags => ({
  [tag.cluster]: clusterId,
  [tag.createdBy]: 'yes',
  [tag.serviceUid]: uid,
  ...(replaces === undefined ? {} : { [tag.replaces]: replaces }),
});

/** The tags by which a Service claims a user's CLB. */
export const claimTags = (clusterId: string, uids: ReadonlyArray<string>): Tags => ({
  [tag.cluster]: clusterId,
  ...Object.fromEntries(uids.map((uid) => [uid, sharedUser])),
});
