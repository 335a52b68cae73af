import type { MarksDiff } from './Diff.js';
import { byText, fromPairs, keysOf, lookup } from './internal/keyed.js';
import type { ListenerKey } from './Listener.js';
import type { ObservedLoadBalancer } from './ObservedState.js';
import * as Ownership from './Ownership.js';
import type { Why } from './Why.js';

/** Who shall be marked as user of a user's CLB, and which listener belongs to whom. */
export interface Marks {
  readonly clusterId: string;
  /** UIDs whose claims are met here. */
  readonly users: ReadonlyArray<string>;
  /** Whether the marks of a UID stay as they are. */
  readonly stuck: (uid: string) => boolean;
  /** Listeners that are kept, with the UID each belongs to. */
  readonly kept: ReadonlyArray<{ readonly uid: string; readonly id: ObservedLoadBalancer['id'] }>;
  /** Listeners that will be made. */
  readonly made: ReadonlyArray<{ readonly uid: string; readonly key: ListenerKey }>;
  /** Why each user's claim is met here. */
  readonly claimOf: (uid: string) => Why;
  /** Why a user leaves. */
  readonly leavingOf: (uid: string) => Why;
}

const staleRecords = (at: ObservedLoadBalancer, marks: Marks, known: ReadonlyArray<string>): ReadonlyArray<string> => {
  const wanted = new Set(marks.kept.map(({ uid, id }) => Ownership.recordKey(uid, id)));
  return keysOf(at.tags).filter((key) => {
    const value = at.tags[key] ?? '';
    if (value === '' || wanted.has(key)) return false;
    return known.some((uid) => key === `${uid}_${value}` && !marks.stuck(uid));
  });
};

/**
 * How our marks on a user's CLB differ (tke-service 3.2). Never names a tag that is not provably ours.
 *
 * | mark | while used | when the user leaves |
 * |---|---|---|
 * | `tke-clusterId` | set | removed with the last user |
 * | `<uid>` or `tke-lb-serviceuuid` | one of them | removed |
 * | `<uid>_<listener id>` | one per listener of ours | removed, also when the listener is gone |
 */
export const diffMarks = (at: ObservedLoadBalancer, marks: Marks): MarksDiff | undefined => {
  const { tag, sharedUser, recordKey } = Ownership;
  const present = Ownership.users(at.tags);
  const staying = [...new Set([...marks.users, ...present.filter(marks.stuck)])].sort(byText);
  const leaving = present.filter((uid) => !staying.includes(uid));
  const set: Array<readonly [string, string]> = [];
  if (staying.length > 0 && lookup(at.tags, tag.cluster) !== marks.clusterId) set.push([tag.cluster, marks.clusterId]);
  for (const uid of marks.users) if (!present.includes(uid)) set.push([uid, sharedUser]);
  const records = [
    ...marks.kept
      .filter(({ uid, id }) => lookup(at.tags, recordKey(uid, id)) !== id)
      .map(({ uid, id }) => ({ uid, listener: id })),
    ...marks.made.map(({ uid, key }) => ({ uid, listener: { planned: key } })),
  ];
  const remove = [
    ...staleRecords(at, marks, [...present, ...marks.users]),
    ...leaving.filter((uid) => lookup(at.tags, uid) === sharedUser),
    ...(leaving.some((uid) => lookup(at.tags, tag.serviceUid) === uid) ? [tag.serviceUid] : []),
    ...(staying.length === 0 && lookup(at.tags, tag.cluster) === marks.clusterId ? [tag.cluster] : []),
  ];
  if (set.length === 0 && records.length === 0 && remove.length === 0) return undefined;
  const newcomers = marks.users.filter(
    (uid) => !present.includes(uid) || records.some((record) => record.uid === uid) || set.length > 0,
  );
  const stale = leaving.length > 0 ? leaving : marks.users;
  return {
    set: fromPairs(set),
    records,
    remove,
    claims: newcomers.map(marks.claimOf),
    leavings: stale.map(leaving.length > 0 ? marks.leavingOf : marks.claimOf),
  };
};

/** The marks to take from a CLB we bought when a person has said that its life is theirs (`tke-lifecycle-owner`). */
export const handBack = (at: ObservedLoadBalancer, why: Why): MarksDiff => {
  const { tag } = Ownership;
  const ours = [tag.replaces, tag.createdBy, tag.serviceUid, tag.cluster];
  const users = Ownership.users(at.tags).filter((uid) => lookup(at.tags, uid) === Ownership.sharedUser);
  return {
    set: {},
    records: [],
    remove: [...users, ...ours.filter((key) => Object.hasOwn(at.tags, key))],
    claims: [],
    leavings: [why],
  };
};
