import type { ObservedState, Ref, Report, Service } from '@clbkit/core';
import type { Ingress, ServiceStatus } from './ServiceStatus.js';

type Observed = ObservedState.ObservedLoadBalancer;

const isMarked = (uid: string, { ownership }: Observed): boolean =>
  (ownership._tag === 'Mine' && ownership.uid === uid) ||
  (ownership._tag === 'Adopted' && ownership.uids.includes(uid));

const serves = (uid: string, { listeners }: Observed): boolean =>
  listeners.some(({ owner }) => owner._tag === 'Service' && owner.uid === uid);

const byId = (a: Observed, b: Observed): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const addressesOf = (loadBalancer: Observed): ReadonlyArray<string> =>
  loadBalancer.hostname === undefined ? loadBalancer.addresses : [...loadBalancer.addresses, loadBalancer.hostname];

const published = ({ ingress }: ServiceStatus): ReadonlyArray<string> =>
  ingress.flatMap(({ ip, hostname }) => [ip, hostname].filter((address) => address !== undefined));

/** The load balancer a finished switch of the address has led to. */
const switchedTo = (key: string, report: Report.Report): Ref.CloudId | undefined => {
  for (const { steps, made } of report.lanes)
    for (const { step, outcome } of steps)
      if (step._tag === 'PublishAddress' && step.service === key && outcome._tag === 'Done')
        return step.loadBalancer._tag === 'Existing' ? step.loadBalancer.id : made[step.loadBalancer.key];
  return undefined;
};

/** Which load balancers may serve a Service: all that bear its marks, or, when it leaves, those with listeners of it. */
export type Candidates = 'marked' | 'serving';

/**
 * The load balancer whose address a Service shall show. Of two, while a replacement hands over, it is the one the address
 * was switched to, then the one that is shown already, then the existing one that is asked for, then the first.
 */
export const loadBalancerOf = (
  { loadBalancers }: ObservedState.ObservedState,
  report: Report.Report,
  service: Service.Service,
  previous: ServiceStatus,
  which: Candidates,
): Observed | undefined => {
  const { uid, key, request } = service;
  const candidates = Object.values(loadBalancers)
    .sort(byId)
    .filter((one) => isMarked(uid, one) && (which === 'marked' || serves(uid, one)));
  const target = switchedTo(key, report);
  const before = new Set(published(previous));
  const same = candidates.filter((one) => addressesOf(one).some((address) => before.has(address)));
  return (
    candidates.find(({ id }) => id === target) ??
    same.find(({ id }) => id === previous.loadBalancerId) ??
    same[0] ??
    candidates.find(({ id }) => id === request.existing) ??
    candidates[0]
  );
};

/** VIPs if there are any, else the hostname of a domain-based CLB (tke-service 9.1). */
const toIngress = ({ addresses, hostname }: Observed): ReadonlyArray<Ingress> =>
  addresses.length > 0
    ? [...addresses].sort().map((ip) => ({ ip, ipMode: 'VIP' }))
    : hostname === undefined
      ? []
      : [{ hostname }];

/** The part of a status that tells where a Service is served. */
export interface Shown {
  readonly ingress: ReadonlyArray<Ingress>;
  readonly loadBalancerId?: string;
}

/** What is shown already. */
export const kept = ({ ingress, loadBalancerId }: ServiceStatus): Shown => ({
  ingress,
  ...(loadBalancerId === undefined ? {} : { loadBalancerId }),
});

/** The address a Service shows: that of its CLB; the last one while a CLB gives none, or while an error keeps all as it is. */
export const shownBy = (loadBalancer: Observed | undefined, previous: ServiceStatus, blocked: boolean): Shown => {
  if (loadBalancer === undefined) return blocked ? kept(previous) : { ingress: [] };
  const ingress = toIngress(loadBalancer);
  const { id } = loadBalancer;
  return {
    ingress: ingress.length === 0 && previous.loadBalancerId === id ? previous.ingress : ingress,
    loadBalancerId: id,
  };
};
