import {
  type ObservedState,
  type PlanError,
  type Ref,
  type Report,
  Service,
  type Settings,
  type Step,
  ServiceConfig,
} from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import type { Subject } from './concerns.js';

/** What is known after a pass. */
export interface PassFacts {
  readonly settings: Settings.Settings;
  /** The cloud as it is after the pass. */
  readonly observed: ObservedState.ObservedState;
  readonly report: Report.Report;
  /** Milliseconds since the epoch; time is data. */
  readonly now: number;
}

type Index<A> = Map<string, Array<A>>;

const add = <A>(index: Index<A>, key: string, value: A): void => {
  const list = index.get(key);
  if (list === undefined) index.set(key, [value]);
  else if (list[list.length - 1] !== value) list.push(value);
};

const servicesOf = (step: Step.Step<Ref.Ref>): ReadonlyArray<string> => [
  ...(step._tag === 'PublishAddress' ? [step.service] : []),
  ...step.why.flatMap(({ object: { kind, namespace, name } }) =>
    kind === 'Service' ? [`${namespace ?? ''}/${name}`] : [],
  ),
];

const usersOf = ({ ownership }: ObservedState.ObservedLoadBalancer): ReadonlyArray<string> =>
  ownership._tag === 'Mine' ? [ownership.uid] : ownership._tag === 'Adopted' ? ownership.uids : [];

/** What an error may concern: a Service, or a TkeServiceConfig. */
const concerned = (error: PlanError.PlanError): string | undefined => {
  if ('service' in error) return error.service;
  if (error._tag !== 'InvalidField') return undefined;
  const { kind, namespace, name } = error.object;
  const key = `${namespace ?? ''}/${name}`;
  return kind === 'Service' ? key : kind === 'TkeServiceConfig' ? `config ${key}` : undefined;
};

/** The lists of an index under some keys, each value once and in the order of `all`. */
const inOrder = <A>(all: ReadonlyMap<A, number>, index: Index<A>, keys: ReadonlyArray<string>): ReadonlyArray<A> =>
  [...new Set(keys.flatMap((key) => index.get(key) ?? []))].sort((a, b) => (all.get(a) ?? 0) - (all.get(b) ?? 0));

const positions = <A>(all: ReadonlyArray<A>): ReadonlyMap<A, number> => new Map(all.map((one, index) => [one, index]));

/**
 * The part of the facts that concerns one Service. The whole is read once, so that the statuses of many Services cost no more
 * than their sum. Law: a status made from the part is the status made from the whole.
 */
export const partsOf = (facts: PassFacts): ((subject: Subject) => PassFacts) => {
  const { observed, report } = facts;
  const clouds: Index<readonly [string, ObservedState.ObservedLoadBalancer]> = new Map();
  for (const pair of Object.entries(observed.loadBalancers)) for (const uid of usersOf(pair[1])) add(clouds, uid, pair);
  const lanes: Index<Report.LaneReport> = new Map();
  for (const lane of report.lanes) {
    add(lanes, `lane ${lane.key}`, lane);
    for (const { step } of lane.steps) for (const service of servicesOf(step)) add(lanes, service, lane);
  }
  const withheld: Index<Report.Report['withheld'][number]> = new Map();
  for (const one of report.withheld) {
    add(withheld, `lane ${one.lane}`, one);
    for (const service of servicesOf(one.step)) add(withheld, service, one);
  }
  const errors: Index<PlanError.PlanError> = new Map();
  for (const error of report.diagnostics) {
    const key = concerned(error);
    if (key !== undefined) add(errors, key, error);
  }
  const order = {
    lanes: positions(report.lanes),
    withheld: positions(report.withheld),
    errors: positions(report.diagnostics),
  };
  return ({ namespace, name, decoded }) => {
    const key = Service.keyOf(namespace, name);
    const uid = E.isLeft(decoded) ? decoded.left.uid : decoded.right.uid;
    const config = E.isLeft(decoded) ? undefined : ServiceConfig.nameFor(decoded.right);
    const own = uid === undefined ? [] : (clouds.get(uid) ?? []);
    const keys = [key, `lane ${key}`, ...own.map(([, { id }]) => `lane ${id}`)];
    const named = [key, ...(config === undefined ? [] : [`config ${namespace}/${config}`])];
    return {
      ...facts,
      observed: { ...observed, loadBalancers: Object.fromEntries(own) },
      report: {
        lanes: inOrder(order.lanes, lanes, keys),
        withheld: inOrder(order.withheld, withheld, keys),
        diagnostics: inOrder(order.errors, errors, named),
      },
    };
  };
};
