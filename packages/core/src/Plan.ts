import { canonicalJson } from './internal/canonicalJson.js';
import { sha256 } from './internal/sha256.js';
import type { PlanError } from './PlanError.js';
import type { Ref } from './Ref.js';
import { effectOf, type Many, type Step } from './Step.js';

/** The steps for one load balancer, or for those that a replacement ties together: strictly in order. */
export interface Lane {
  /** The smallest load balancer key or cloud id of what the lane touches. */
  readonly key: string;
  readonly steps: Many<Step<Ref>>;
}

/** A step that a policy took out, and why. */
export interface Withheld {
  readonly lane: string;
  readonly step: Step<Ref>;
  readonly policy: string;
  readonly because: string;
  /** The hash that lets the plan pass as it was, where the policy accepts an approval. */
  readonly approval?: string;
}

/**
 * What must be done. Lanes are in order of their keys and independent of each other. Plain data: it survives JSON unchanged.
 */
export interface Plan {
  readonly lanes: ReadonlyArray<Lane>;
  readonly withheld: ReadonlyArray<Withheld>;
  /** Errors of Services and notes, in order of what they are about. */
  readonly diagnostics: ReadonlyArray<PlanError>;
}

/** A plan that does nothing and has nothing to say. */
export const empty: Plan = { lanes: [], withheld: [], diagnostics: [] };

/** Whether there is nothing to do. */
export const isEmpty = (plan: Plan): boolean => plan.lanes.length === 0;

/** Every step of a plan, lane by lane. */
export const steps = (plan: Plan): ReadonlyArray<Step<Ref>> => plan.lanes.flatMap((lane) => lane.steps);

/** How many steps create, update, delete and wait. */
export const size = (plan: Plan): Readonly<Record<'create' | 'update' | 'delete' | 'wait', number>> => {
  const count = { create: 0, update: 0, delete: 0, wait: 0 };
  for (const step of steps(plan)) count[effectOf(step._tag)] += 1;
  return count;
};

/**
 * The name of exactly these steps: 64 hex digits, SHA-256 of the canonical JSON of the lanes and of what was withheld. An
 * approval names a hash, so it can never pass another plan.
 */
export const hash = (plan: Plan): string =>
  sha256(canonicalJson({ lanes: plan.lanes, withheld: plan.withheld.map(({ lane, step }) => ({ lane, step })) }));
