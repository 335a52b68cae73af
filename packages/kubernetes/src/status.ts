import type { ObservedState, Service, Settings } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { loadBalancerIdKey } from './annotations/written.js';
import { type Problem, problemsOf, stepsFor, type Subject } from './concerns.js';
import { type PassFacts, partsOf } from './passFacts.js';
import { kept, loadBalancerOf, type Shown, shownBy } from './published.js';
import { readyOf, sameVerdict, short, type Verdict, verdict, withReady } from './readyCondition.js';
import type { Condition, Ingress, ServiceStatus } from './ServiceStatus.js';

/** A JSON merge patch of a Service: `metadata` for the object, `status` for its status subresource. */
export interface ServicePatch {
  readonly metadata?: { readonly annotations: Readonly<Record<string, string | null>> };
  readonly status?: {
    readonly loadBalancer: { readonly ingress: ReadonlyArray<Ingress> };
    readonly conditions: ReadonlyArray<Condition>;
  };
}

/** A `v1 Event` without its own name and times. */
export interface ServiceEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: {
    readonly apiVersion: 'v1';
    readonly kind: 'Service';
    readonly namespace: string;
    readonly name: string;
    readonly uid?: string;
  };
}

/** What a Service shall show after a pass, how to get there, and what to tell. */
export interface StatusChange {
  readonly status: ServiceStatus;
  /** Absent when nothing changes. */
  readonly patch?: ServicePatch;
  readonly events: ReadonlyArray<ServiceEvent>;
}

/** Whether a Service wants a load balancer, wants none any more, or is not for us to write on. */
const stance = (settings: Settings.Settings, service: Service.Service): 'wants' | 'leaves' | 'others' => {
  const foreign =
    service.loadBalancerClass !== undefined && !settings.loadBalancerClasses.includes(service.loadBalancerClass);
  if (foreign || service.request.skip === true) return 'others';
  return service.type === 'LoadBalancer' && !service.deleting ? 'wants' : 'leaves';
};

const sameIngress = (a: ReadonlyArray<Ingress>, b: ReadonlyArray<Ingress>): boolean =>
  a.length === b.length &&
  a.every(
    (one, index) => one.ip === b[index]?.ip && one.hostname === b[index]?.hostname && one.ipMode === b[index]?.ipMode,
  );

const patchOf = (from: ServiceStatus, to: ServiceStatus): ServicePatch | undefined => {
  const sameId = from.loadBalancerId === to.loadBalancerId;
  const sameStatus = sameIngress(from.ingress, to.ingress) && from.conditions === to.conditions;
  if (sameId && sameStatus) return undefined;
  return {
    ...(sameId ? {} : { metadata: { annotations: { [loadBalancerIdKey]: to.loadBalancerId ?? null } } }),
    ...(sameStatus ? {} : { status: { loadBalancer: { ingress: to.ingress }, conditions: to.conditions } }),
  };
};

const uidOf = ({ decoded }: Subject): string | undefined => (E.isLeft(decoded) ? decoded.left.uid : decoded.right.uid);

const eventOf =
  (subject: Subject) =>
  (type: ServiceEvent['type'], reason: string, message: string): ServiceEvent => {
    const { namespace, name } = subject;
    const uid = uidOf(subject);
    const involvedObject = { apiVersion: 'v1', kind: 'Service', namespace, name } as const;
    return {
      type,
      reason,
      message: short(message),
      involvedObject: { ...involvedObject, ...(uid === undefined ? {} : { uid }) },
    };
  };

/** What shall be shown, and what is worth telling of it. */
interface Next {
  readonly shown: Shown;
  readonly ready: Verdict | undefined;
  readonly events: (changed: boolean) => ReadonlyArray<ServiceEvent>;
}

const conclude = (now: number, previous: ServiceStatus, { shown, ready, events }: Next): StatusChange => {
  const status: ServiceStatus = { ...shown, conditions: withReady(previous, ready, now) };
  const patch = patchOf(previous, status);
  const changed = !sameVerdict(readyOf(previous), ready);
  return { status, ...(patch === undefined ? {} : { patch }), events: events(changed) };
};

const warnings = (subject: Subject, problems: ReadonlyArray<Problem>): ReadonlyArray<ServiceEvent> =>
  problems.map(({ reason, message }) => eventOf(subject)('Warning', reason, message));

/** A Service that cannot be read keeps its address; its condition says why. */
const unreadable = (facts: PassFacts, subject: Subject, previous: ServiceStatus): StatusChange => {
  const problems = problemsOf(subject, new Set(), facts.report);
  return conclude(facts.now, previous, {
    shown: kept(previous),
    ready: verdict(problems, true),
    events: (changed) => (changed ? warnings(subject, problems) : []),
  });
};

const lanesOf = (key: string, loadBalancer: ObservedState.ObservedLoadBalancer | undefined): ReadonlySet<string> =>
  new Set(loadBalancer?.ownership._tag === 'Mine' ? [key, loadBalancer.id] : [key]);

const wanting = (
  facts: PassFacts,
  subject: Subject,
  service: Service.Service,
  previous: ServiceStatus,
): StatusChange => {
  const loadBalancer = loadBalancerOf(facts.observed, facts.report, service, previous, 'marked');
  const lanes = lanesOf(service.key, loadBalancer);
  const problems = problemsOf(subject, lanes, facts.report);
  const shown = shownBy(loadBalancer, previous, problems[0]?.blocking === true);
  const running = loadBalancer?.status === 'Running' || loadBalancer === undefined;
  const ready = verdict(problems, running && shown.ingress.length > 0);
  const done = stepsFor(subject, lanes, facts.report).some(({ outcome }) => outcome._tag === 'Done');
  const success = eventOf(subject)('Normal', 'EnsureServiceSuccess', 'Service Sync Success. ReturnCode: S2000');
  return conclude(facts.now, previous, {
    shown,
    ready,
    events: (changed) => [
      ...(changed ? warnings(subject, problems) : []),
      ...(ready.status === 'True' && (changed || done) ? [success] : []),
    ],
  });
};

const leaving = (
  facts: PassFacts,
  subject: Subject,
  service: Service.Service,
  previous: ServiceStatus,
): StatusChange => {
  const loadBalancer = loadBalancerOf(facts.observed, facts.report, service, previous, 'serving');
  const problems = problemsOf(subject, lanesOf(service.key, loadBalancer), facts.report);
  const blocked = problems[0]?.blocking === true;
  const released = loadBalancer === undefined;
  const nothingShown = previous.ingress.length === 0 && previous.loadBalancerId === undefined;
  const deleted = eventOf(subject)('Normal', 'EnsuringService', 'Deleted Loadbalancer');
  return conclude(facts.now, previous, {
    shown: released ? { ingress: [] } : kept(previous),
    ready: released ? undefined : blocked ? verdict(problems, true) : readyOf(previous),
    events: (changed) => [
      ...(changed && !released ? warnings(subject, problems) : []),
      ...(released && !nothingShown ? [deleted] : []),
    ],
  });
};

/**
 * What a Service shall show after a pass: address, condition `Ready`, the id of its CLB, and the Events to tell.
 *
 * | Service | address | Ready | Events, when `Ready` changes |
 * |---|---|---|---|
 * | wants a CLB, in sync | of its CLB | True, Success | EnsureServiceSuccess (also after a pass that did something) |
 * | wants one, something blocks it | of its CLB, else the last one | False, TKE code or tag | a Warning for each problem |
 * | wants one that is not there or still being made | what it gives | False, Provisioning | none |
 * | wants none, and none serves it | none | taken out | EnsuringService, once |
 * | wants none, yet its CLB is still there | the last one | False if blocked, else as it was | a Warning for each problem |
 * | cannot be read | the last one | False, InvalidField | a Warning for each error |
 * | of another class, or mode skip | as it was | as it was | none |
 *
 * The facts are read once: keep the function for all Services of a pass.
 * Law: once applied, a pass that does nothing changes nothing and tells nothing.
 */
export const statusAfter = (whole: PassFacts): ((subject: Subject, previous: ServiceStatus) => StatusChange) => {
  const partOf = partsOf(whole);
  return (subject, previous) => {
    const facts = partOf(subject);
    if (E.isLeft(subject.decoded)) return unreadable(facts, subject, previous);
    const service = subject.decoded.right;
    switch (stance(facts.settings, service)) {
      case 'wants':
        return wanting(facts, subject, service, previous);
      case 'leaves':
        return leaving(facts, subject, service, previous);
      case 'others':
        return { status: previous, events: [] };
    }
  };
};
