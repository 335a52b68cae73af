import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Keyed } from './internal/keyed.js';
import type { ObservedState } from './ObservedState.js';
import type { ProviderError } from './ProviderError.js';
import type { CloudId } from './Ref.js';
import type { CloudStep } from './Step.js';

/** What to look at: every CLB with the cluster's tag, and these by id, whosesoever they are. */
export interface Scope {
  readonly clusterId: string;
  /** In order, without repetition. */
  readonly existing: ReadonlyArray<CloudId>;
}

/** What a step made: the id behind each planned key (`plannedLoadBalancer`, `plannedListener`). */
export interface StepResult {
  readonly made: Keyed<CloudId>;
  /** Addresses of a load balancer just created, when they are known. */
  readonly addresses?: ReadonlyArray<string>;
}

/** The result of a step that makes nothing. */
export const nothingMade: StepResult = { made: {} };

/**
 * What every cloud must supply. Both members are required.
 *
 * `observe` gives one consistent view of the whole scope or an error, never a shorter list. `execute` returns when the work is
 * done, not when it is accepted; checks the proof of a destructive step; and leaves no doubt in its error about whether
 * something may have happened (`ProviderError.remedy`).
 */
export interface Provider {
  readonly observe: (scope: Scope) => TaskEither<ProviderError, ObservedState>;
  readonly execute: (step: CloudStep) => TaskEither<ProviderError, StepResult>;
}
