import * as E from 'fp-ts/lib/Either.js';
import { type Mismatch, mismatches } from './internal/mismatches.js';
import { integer, list, oneOf, optional, type Schema, type Shape, struct, text, vouched } from './internal/shape.js';
import type { ObservedState } from './ObservedState.js';
import * as Plan from './Plan.js';
import { code, describe, type PlanError, type Reach, reach } from './PlanError.js';
import { laneShape, planErrorShape, withheldShape } from './renderShape.js';
import { type Severity, severity } from './renderSeverity.js';
import { count, type LaneReport, type Report } from './Report.js';

/** The version of everything this product writes for others to read. */
export const apiVersion = 'clbkit.dev/v1alpha1';

/** An error or note, in words and as facts. */
export interface Diagnostic {
  readonly severity: Severity;
  readonly reach: Reach;
  readonly tag: PlanError['_tag'];
  /** The code TKE shows for the same trouble, where there is one. */
  readonly code?: string;
  readonly text: string;
  /** The facts. */
  readonly error: PlanError;
}

/** How much a plan does. */
export interface PlanSummary {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly wait: number;
  readonly lanes: number;
  readonly withheld: number;
}

/** A plan as a document. */
export interface PlanDocument {
  readonly apiVersion: typeof apiVersion;
  readonly kind: 'Plan';
  /** What an approval names (`Plan.hash`). */
  readonly hash: string;
  readonly summary: PlanSummary;
  readonly lanes: ReadonlyArray<Plan.Lane>;
  readonly withheld: ReadonlyArray<Plan.Withheld>;
  readonly diagnostics: ReadonlyArray<Diagnostic>;
}

/** A report as a document. */
export interface ReportDocument {
  readonly apiVersion: typeof apiVersion;
  readonly kind: 'Report';
  readonly summary: {
    readonly done: number;
    readonly failed: number;
    readonly notRun: number;
    readonly withheld: number;
  };
  readonly lanes: ReadonlyArray<LaneReport>;
  readonly withheld: ReadonlyArray<Plan.Withheld>;
  readonly diagnostics: ReadonlyArray<Diagnostic>;
}

/** A cloud as a document. */
export interface ObservedDocument extends ObservedState {
  readonly apiVersion: typeof apiVersion;
  readonly kind: 'ObservedState';
}

const diagnostic = (error: PlanError): Diagnostic => {
  const known = code(error);
  return {
    severity: severity(error),
    reach: reach(error),
    tag: error._tag,
    ...(known === undefined ? {} : { code: known }),
    text: describe(error),
    error,
  };
};

const summaryOf = (plan: Plan.Plan): PlanSummary => ({
  ...Plan.size(plan),
  lanes: plan.lanes.length,
  withheld: plan.withheld.length,
});

/** A plan as a document: versioned, with its hash, and read back by `fromJson`. Law: data. */
export const toJson = (plan: Plan.Plan): PlanDocument => ({
  apiVersion,
  kind: 'Plan',
  hash: Plan.hash(plan),
  summary: summaryOf(plan),
  lanes: plan.lanes,
  withheld: plan.withheld,
  diagnostics: plan.diagnostics.map(diagnostic),
});

/** A report as a document. */
export const reportToJson = (report: Report): ReportDocument => {
  const { Done: done, Failed: failed, NotRun: notRun } = count(report);
  return {
    apiVersion,
    kind: 'Report',
    summary: { done, failed, notRun, withheld: report.withheld.length },
    lanes: report.lanes,
    withheld: report.withheld,
    diagnostics: report.diagnostics.map(diagnostic),
  };
};

/** A cloud as a document. */
export const observedToJson = ({ loadBalancers, limits }: ObservedState): ObservedDocument => ({
  apiVersion,
  kind: 'ObservedState',
  loadBalancers,
  limits,
});

const amount = integer(0);

const documentShape: Shape<PlanDocument> = struct<PlanDocument>({
  apiVersion: vouched<typeof apiVersion>({ const: apiVersion }),
  kind: vouched<'Plan'>({ const: 'Plan' }),
  hash: vouched<string>({ type: 'string', pattern: '^[0-9a-f]{64}$', description: '64 hex digits' }),
  summary: struct<PlanSummary>({
    create: amount,
    update: amount,
    delete: amount,
    wait: amount,
    lanes: amount,
    withheld: amount,
  }),
  lanes: list(laneShape),
  withheld: list(withheldShape),
  diagnostics: list(
    struct<Diagnostic>({
      severity: oneOf<Severity>('error', 'warning', 'note'),
      reach: oneOf<Reach>('service', 'listener', 'none'),
      tag: text<PlanError['_tag']>(),
      code: optional(text()),
      text: text(),
      error: planErrorShape,
    }),
  ),
});

/** The JSON Schema (draft 2020-12) of a plan's document; the same text is published as `schema/plan.schema.json`. */
export const planSchema: Schema &
  Readonly<Record<'$schema' | '$id' | 'title', string>> & { readonly $defs: Shape<unknown>['definitions'] } = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://clbkit.dev/schema/v1alpha1/plan.schema.json',
  title: 'clbkit plan',
  ...documentShape.schema,
  $defs: documentShape.definitions,
};

const isDocument = (value: unknown): value is PlanDocument =>
  mismatches(documentShape.schema, documentShape.definitions, value).length === 0;

/**
 * The plan in a document, or every place where the document is not as `planSchema` says. A plan that no longer has the hash
 * it was written with is refused: somebody edited it. Law (data): `fromJson(toJson(plan))` is the plan, also through text.
 *
 * @example
 * import { deepStrictEqual } from 'node:assert';
 * import { Plan, Render } from '@clbkit/core';
 * import * as E from 'fp-ts/lib/Either.js';
 *
 * const text = JSON.stringify(Render.toJson(Plan.empty));
 * deepStrictEqual(Render.fromJson(JSON.parse(text)), E.right(Plan.empty));
 */
export const fromJson = (value: unknown): E.Either<ReadonlyArray<Mismatch>, Plan.Plan> => {
  if (!isDocument(value)) return E.left(mismatches(documentShape.schema, documentShape.definitions, value));
  const { lanes, withheld } = value;
  const plan: Plan.Plan = { lanes, withheld, diagnostics: value.diagnostics.map(({ error }) => error) };
  const hash = Plan.hash(plan);
  return hash === value.hash
    ? E.right(plan)
    : E.left([{ path: 'hash', expected: `${hash}, the hash of these lanes`, found: value.hash }]);
};

/** A mismatch in one line. */
export const showMismatch = ({ path, expected, found }: Mismatch): string =>
  `${path === '' ? '(document)' : path}: expected ${expected}, found ${found}`;
