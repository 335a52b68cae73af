import type { ObservedState, Report, Settings, Snapshot } from '@clbkit/core';
import { noStatus, statusAfter } from '@clbkit/kubernetes';
import * as E from 'fp-ts/lib/Either.js';

/** A Service and where it is reached now. */
export interface Reached {
  /** `namespace/name`. */
  readonly service: string;
  readonly addresses: ReadonlyArray<string>;
}

/** What came of a pass: what its Services asked for, what there is, what was done. */
export interface Result {
  readonly settings: Settings.Settings;
  readonly snapshot: Snapshot.Snapshot;
  /** After the pass. */
  readonly observed: ObservedState.ObservedState;
  readonly report: Report.Report;
}

const byService = (a: Reached, b: Reached): number => (a.service < b.service ? -1 : a.service > b.service ? 1 : 0);

/** The Services that have an address, as a controller would write it to their status. */
export const addressesOf = (result: Result): ReadonlyArray<Reached> => {
  const { snapshot } = result;
  if (snapshot.services._tag === 'Unknown') return [];
  const after = statusAfter({ ...result, now: snapshot.takenAt });
  const all = Object.entries(snapshot.services.items).flatMap(([namespace, names]) =>
    Object.entries(names).flatMap(([name, decoded]): ReadonlyArray<Reached> => {
      if (E.isLeft(decoded)) return [];
      const service = `${namespace}/${name}`;
      const { ingress } = after({ namespace, name, decoded }, noStatus).status;
      return [{ service, addresses: ingress.flatMap(({ ip, hostname }) => ip ?? hostname ?? []) }];
    }),
  );
  return all.filter(({ addresses }) => addresses.length > 0).sort(byService);
};
