import type { PlanError, Render, Why } from '@clbkit/core';

/** Something in the input that is a mistake, or probably not what was meant. */
export interface Finding {
  readonly severity: Render.Severity;
  readonly object: Why.ObjectRef;
  /** The field, as far as it is one: `spec.sessionAffinity`, the key of an annotation. */
  readonly field?: string;
  /** What is wrong, and what to do. */
  readonly message: string;
  readonly place?: PlanError.Place;
  /** Rules and chapters behind it. */
  readonly rules: ReadonlyArray<string>;
  /** The code TKE shows for it, where one is published. */
  readonly code?: string;
}

const bySeverity = { error: 0, warning: 1, note: 2 } as const;

const placeOf = ({ place }: Finding): readonly [string, number, number] => [
  place?.file ?? '',
  place?.document ?? 0,
  place?.line ?? 0,
];

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** In the order of the input, the worst of one place first. */
export const inOrder = (a: Finding, b: Finding): number => {
  const [fileA, documentA, lineA] = placeOf(a);
  const [fileB, documentB, lineB] = placeOf(b);
  return (
    compare(fileA, fileB) ||
    compare(documentA, documentB) ||
    compare(lineA, lineB) ||
    bySeverity[a.severity] - bySeverity[b.severity] ||
    compare(a.message, b.message)
  );
};

/** How much is found of each severity. */
export const counts = (all: ReadonlyArray<Finding>): Readonly<Record<Render.Severity, number>> => {
  const count = { error: 0, warning: 0, note: 0 };
  for (const { severity } of all) count[severity] += 1;
  return count;
};

/** From which severity on findings fail a run. */
export type Threshold = Render.Severity | 'never';

/** Whether something is found that is at least so bad. */
export const fails = (threshold: Threshold, all: ReadonlyArray<Finding>): boolean =>
  threshold !== 'never' && all.some(({ severity }) => bySeverity[severity] <= bySeverity[threshold]);
