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

const add = <A>(table: Map<string, Array<A>>, key: string, value: A): void => {
  const list = table.get(key);
  if (list === undefined) table.set(key, [value]);
  else list.push(value);
};

const usersOf = ({ ownership }: ObservedState.ObservedLoadBalancer): ReadonlyArray<string> =>
  ownership._tag === 'Mine' ? [ownership.uid] : ownership._tag === 'Adopted' ? ownership.uids : [];

/** What an address depends on, for each Service by itself, so that many Services cost no more than their sum. */
const partsOf = ({ observed, report }: Result) => {
  const used = new Map<string, Array<readonly [string, ObservedState.ObservedLoadBalancer]>>();
  const switched = new Map<string, Array<Report.LaneReport>>();
  for (const pair of Object.entries(observed.loadBalancers)) for (const uid of usersOf(pair[1])) add(used, uid, pair);
  for (const lane of report.lanes)
    for (const { step } of lane.steps) if (step._tag === 'PublishAddress') add(switched, step.service, lane);
  return (service: string, uid: string): Pick<Result, 'observed' | 'report'> => ({
    observed: { loadBalancers: Object.fromEntries(used.get(uid) ?? []), limits: {} },
    report: { lanes: switched.get(service) ?? [], withheld: [], diagnostics: [] },
  });
};

/** The Services that have an address, as a controller would write it to their status. */
export const addressesOf = (result: Result): ReadonlyArray<Reached> => {
  const { settings, snapshot } = result;
  if (snapshot.services._tag === 'Unknown') return [];
  const partOf = partsOf(result);
  const all = Object.entries(snapshot.services.items).flatMap(([namespace, names]) =>
    Object.entries(names).flatMap(([name, decoded]): ReadonlyArray<Reached> => {
      if (E.isLeft(decoded)) return [];
      const service = `${namespace}/${name}`;
      const facts = { settings, now: snapshot.takenAt, ...partOf(service, decoded.right.uid) };
      const { ingress } = statusAfter(facts)({ namespace, name, decoded }, noStatus).status;
      return [{ service, addresses: ingress.flatMap(({ ip, hostname }) => ip ?? hostname ?? []) }];
    }),
  );
  return all.filter(({ addresses }) => addresses.length > 0).sort(byService);
};
