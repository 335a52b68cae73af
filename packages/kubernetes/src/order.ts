import { PlanError } from '@clbkit/core';

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Order of places: by file, document and line; no place comes first. */
export const byPlace = (a: PlanError.Place | undefined, b: PlanError.Place | undefined): number =>
  byText(a?.file ?? '', b?.file ?? '') || (a?.document ?? 0) - (b?.document ?? 0) || (a?.line ?? 0) - (b?.line ?? 0);

const placeOf = (error: PlanError.PlanError): PlanError.Place | undefined =>
  error._tag === 'InvalidField' ? error.place : undefined;

/** Order of errors: by place, then by their words. The order in which files are read does not show. */
export const byError = (a: PlanError.PlanError, b: PlanError.PlanError): number =>
  byPlace(placeOf(a), placeOf(b)) || byText(PlanError.describe(a), PlanError.describe(b));
