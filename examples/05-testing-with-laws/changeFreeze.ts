import { Policy, type Snapshot } from '@clbkit/core';

/** A span of time, in milliseconds since the epoch; the end is not part of it. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Your rule: during a campaign nothing is taken away; what was left standing goes with the first pass after it. */
export const changeFreeze =
  ({ from, until }: Span) =>
  ({ takenAt }: Snapshot.Snapshot): Policy.Policy =>
    takenAt >= from && takenAt < until ? Policy.upsertOnly : Policy.sync;
