import type { Request } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import type { Fault, Faults } from '../fieldPath.js';

/** What one annotation asks for. Two annotations may each ask for a part of one member. */
export type Asked = Omit<Request.LoadBalancerRequest, 'crossRegion'> & {
  readonly crossRegion?: { readonly region?: string; readonly vpc?: string };
};

/** Reads the value of an annotation; `{}` when it asks for nothing. Paths of faults begin inside the value. */
export type Read = (value: string) => E.Either<Faults, Asked>;

/** When a change of an annotation counts. */
export type Mutability =
  /** On the next pass. */
  | 'mutable'
  /** Only when the CLB is bought; later edits are without effect. */
  | 'create-only'
  /** A change asks for another CLB: replaced or refused, as the settings say. */
  | 'immutable'
  /** Written by the controller, never read as a wish. */
  | 'read-only'
  /** Not documented. */
  | 'unknown';

/** One annotation of a Service. */
export interface Annotation {
  readonly key: string;
  readonly meaning: string;
  /** The values it takes, in words. */
  readonly values: string;
  /** What holds without it. */
  readonly default: string;
  /** Version of the TKE controller that brought it, where one is published. */
  readonly since?: string;
  readonly mutability: Mutability;
  /**
   * Whether the planner acts upon it. One that is not acted upon is read and checked, and changes nothing; what one asks for that
   * is refused is not managed here, and its Service is left as it is.
   */
  readonly acted: 'yes' | 'no' | 'refused';
  /** The rules behind it. */
  readonly rules: string;
  /** The code TKE shows for a wrong value, where one is published (tke-service 9.3). */
  readonly code?: string;
  /** Absent where the controller writes it, and where no document says what a value means. */
  readonly read?: Read;
}

/** The two prefixes of TKE's annotations. */
export const cloud = 'service.cloud.tencent.com';
export const kube = 'service.kubernetes.io';

/** The path of an annotation in its object. */
export const pathOf = (key: string): Fault['path'] => ['metadata', 'annotations', key];

/** A value that is wrong as a whole. */
export const wrong = (found: string, expected: string, remedy?: string): E.Either<Faults, never> =>
  E.left([{ path: [], expected, found, ...(remedy === undefined ? {} : { remedy }) }]);

/** Reads a value that must not be empty; empty text asks for nothing, as the console writes it where nothing is chosen (R2.3). */
export const unlessEmpty =
  (read: Read): Read =>
  (value) =>
    value.trim() === '' ? E.right({}) : read(value);

/** An id such as `lb-abcd1234`. */
export const id = (prefix: string, ask: (id: string) => Asked): Read =>
  unlessEmpty((value) =>
    new RegExp(`^${prefix}-[0-9A-Za-z-]+$`).test(value)
      ? E.right(ask(value))
      : wrong(value, `an id such as ${prefix}-abcd1234`, 'copy the id from the console, without spaces'),
  );

/** Only `true` and `false` (R2.1). */
export const bool =
  (ask: (value: boolean) => Asked): Read =>
  (value) =>
    value === 'true' || value === 'false' ? E.right(ask(value === 'true')) : wrong(value, '"true" or "false"');

/** One of a few words. */
export const choice = <A extends string>(values: ReadonlyArray<A>, ask: (value: A) => Asked): Read =>
  unlessEmpty((value) => {
    const found = values.find((one) => one === value);
    return found === undefined ? wrong(value, `one of ${values.join(', ')}`) : E.right(ask(found));
  });

/** A whole number, written in digits alone. */
export const digits = (min: number, max: number, ask: (value: number) => Asked): Read =>
  unlessEmpty((value) => {
    const number = /^(0|[1-9][0-9]{0,8})$/.test(value) ? Number(value) : Number.NaN;
    return number >= min && number <= max
      ? E.right(ask(number))
      : wrong(value, `a whole number from ${min} to ${max}, in digits alone`);
  });
