import type { LoadBalancerDiff, Terms } from './Diff.js';
import { lookup } from './internal/keyed.js';
import type { ObservedLoadBalancer } from './ObservedState.js';
import * as Ownership from './Ownership.js';
import type { PlanError } from './PlanError.js';
import * as Ref from './Ref.js';
import { serviceKey } from './Service.js';
import type { Proof, Step } from './Step.js';

/** A step as it is planned: what it acts on may still have to be made. */
export type PlannedStep = Step<Ref.Ref>;

/** No steps. */
export const noSteps: ReadonlyArray<PlannedStep> = [];

/** What a load balancer is called in a step. */
export const refOf = ({ key, subject }: LoadBalancerDiff): Ref.Ref =>
  subject._tag === 'There' ? Ref.existing(subject.observed.id) : Ref.planned(Ref.plannedLoadBalancer(key));

/** The CLB a difference is about, when it is there. */
export const thereOf = ({ subject }: LoadBalancerDiff): ObservedLoadBalancer | undefined =>
  subject._tag === 'There' ? subject.observed : undefined;

/** The marks a load balancer must still carry when something is taken from it. */
export const proofOf = (one: LoadBalancerDiff, at: ObservedLoadBalancer): Proof => {
  const { tag } = Ownership;
  const uid = at.ownership._tag === 'Mine' ? at.ownership.uid : '';
  const keys = at.ownership._tag === 'Mine' ? [tag.cluster, tag.createdBy, tag.serviceUid, uid] : [tag.cluster];
  const tags = keys.flatMap((key) => {
    const value = lookup(at.tags, key) ?? lookup(one.marks?.set ?? {}, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return { tags: Object.fromEntries(tags) };
};

/** What scheduling a lane looks at and adds to. */
export interface Context {
  readonly terms: Terms;
  readonly notes: Array<PlanError>;
}

/** Notes that a quota leaves part of a wish out. */
export const noteOverLimit = (
  context: Context,
  one: LoadBalancerDiff,
  limit: string,
  max: number,
  wanted: number,
): void => {
  const why = one.subject._tag === 'New' ? one.subject.creation.why.object : undefined;
  const service = serviceKey(why === undefined ? one.key : `${why.namespace ?? ''}/${why.name}`);
  context.notes.push({ _tag: 'OverLimit', service, limit, max, wanted });
};
