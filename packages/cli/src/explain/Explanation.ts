import type { Render, Step } from '@clbkit/core';
import type { Citation } from '../ruleDocuments.js';

/** A field of a Service and its value, as it is written. */
export interface Written {
  readonly field: string;
  readonly value: string;
}

/** A wish, and what it means. */
export interface Asked extends Written {
  readonly means: string;
  readonly rules: ReadonlyArray<string>;
}

/** Something that is written and changes nothing, and why. */
export interface Ignored extends Written {
  readonly because: string;
  readonly rules: ReadonlyArray<string>;
}

/** A listener as it shall be or as it is. */
export interface ListenerShown {
  readonly key: string;
  /** Absent while it does not exist. */
  readonly id?: string;
  /** `ins-5fj2k8aq:30080`, with a weight where it is not the usual one. */
  readonly backends: ReadonlyArray<string>;
  /** What else is set on it, by name. */
  readonly settings: Readonly<Record<string, string>>;
  /** What else there is to say, such as who may stay. */
  readonly notes: ReadonlyArray<string>;
}

/** A CLB as it shall be or as it is. */
export interface LoadBalancerShown {
  /** Absent while it does not exist. */
  readonly id?: string;
  readonly name?: string;
  /** `public`, `internal in subnet-…`. */
  readonly network?: string;
  readonly addresses: ReadonlyArray<string>;
  /** Whose it is, in words. */
  readonly whose: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly listeners: ReadonlyArray<ListenerShown>;
}

/** One thing that would be done, and why. */
export interface StepShown {
  readonly does: string;
  readonly effect: Step.Effect;
  readonly why: ReadonlyArray<string>;
  /** Why it is not done for now. */
  readonly withheld?: string;
}

/** Something that is wrong, or good to know. */
export interface Problem {
  readonly severity: Render.Severity;
  /** The code TKE shows for it, where one is published. */
  readonly code?: string;
  readonly message: string;
}

/** What one Service asked for, what it gets and why, and what is ignored or refused. */
export interface Explanation {
  /** `namespace/name`. */
  readonly service: string;
  readonly uid?: string;
  /** In one sentence. */
  readonly summary: string;
  readonly asked: ReadonlyArray<Asked>;
  /** What it shall have; absent when it shall have none, or that is not known. */
  readonly gets?: LoadBalancerShown;
  /** What carries its marks now. */
  readonly has: ReadonlyArray<LoadBalancerShown>;
  readonly steps: ReadonlyArray<StepShown>;
  readonly ignored: ReadonlyArray<Ignored>;
  /** What is refused or wrong, the worst first. */
  readonly problems: ReadonlyArray<Problem>;
  /** Every rule that is cited. */
  readonly rules: ReadonlyArray<Citation>;
}
