import type { PlanError } from '@clbkit/core';
import type { FieldPath } from './fieldPath.js';

/** Where the field at a path stands, when the object came from a file. */
export type Locate = (path: FieldPath) => PlanError.Place | undefined;

/** A JSON-shaped value that may be a Kubernetes object. */
export interface RawObject {
  readonly value: unknown;
  readonly locate: Locate;
}

/** What files hold: objects in order, and what could not be read at all. */
export interface Documents {
  readonly objects: ReadonlyArray<RawObject>;
  readonly errors: ReadonlyArray<PlanError.PlanError>;
}

/** The location of what came from no file. */
export const nowhere: Locate = () => undefined;
