import type { Keyed } from './internal/keyed.js';
import type { Why } from './Why.js';

/** Settings of a CLB as a whole. An absent member is not ours and is never changed. */
export interface Attributes {
  /** In order of priority, at most 5; an empty list unbinds all (8.2). */
  readonly securityGroups?: ReadonlyArray<string>;
  /** Whether traffic is checked by the CLB's security groups alone (2.4). */
  readonly passToTarget?: boolean;
  /** Mbps, 0–2048, of a public CLB (6.2). */
  readonly internetMaxBandwidthOut?: number;
  /** Whether the cloud refuses to delete it. */
  readonly deletionProtection?: boolean;
  /** Whether the console and the API refuse to change it (3.8). */
  readonly modificationProtection?: boolean;
}

/** The name of an attribute. */
export type Attribute = keyof Attributes;

/** The attributes one Service declares, and where. */
export interface AttributeWishes {
  readonly values: Attributes;
  /** Attributes that an object which cannot be read now may declare: they stay as they are. */
  readonly held: ReadonlyArray<Attribute>;
  /** The field that declares each, by attribute. */
  readonly why: Keyed<Why>;
}

/** The value of an attribute. */
export type AttributeValue = string | number | boolean | ReadonlyArray<string>;

/** One attribute that is declared and differs. */
export interface AttributeChange {
  readonly field: Attribute;
  readonly from: AttributeValue;
  readonly to: AttributeValue;
}

/** Every attribute, in the order in which changes are told. */
export const fields = [
  'securityGroups',
  'passToTarget',
  'internetMaxBandwidthOut',
  'deletionProtection',
  'modificationProtection',
] as const satisfies ReadonlyArray<Attribute>;

/** The attributes that pass a test. */
export const filter = (all: Attributes, keeps: (field: Attribute) => boolean): Attributes => {
  const { securityGroups, passToTarget, internetMaxBandwidthOut, deletionProtection, modificationProtection } = all;
  return {
    ...(securityGroups !== undefined && keeps('securityGroups') ? { securityGroups } : {}),
    ...(passToTarget !== undefined && keeps('passToTarget') ? { passToTarget } : {}),
    ...(internetMaxBandwidthOut !== undefined && keeps('internetMaxBandwidthOut') ? { internetMaxBandwidthOut } : {}),
    ...(deletionProtection !== undefined && keeps('deletionProtection') ? { deletionProtection } : {}),
    ...(modificationProtection !== undefined && keeps('modificationProtection') ? { modificationProtection } : {}),
  };
};

/** Whether two values are one; the order of security groups is their priority and counts. */
export const same = (a: AttributeValue | undefined, b: AttributeValue | undefined): boolean =>
  typeof a === 'object' && typeof b === 'object'
    ? a.length === b.length && a.every((item, index) => item === b[index])
    : a === b;

/** A value in words. */
export const showValue = (value: AttributeValue): string =>
  typeof value === 'object' ? (value.length === 0 ? 'none' : value.join(', ')) : String(value);

/**
 * The attributes that `wanted` declares and `observed` has otherwise. What was not observed is unknown and never compared. Law
 * (untouched): an attribute that is not declared never appears.
 */
export const changes = (observed: Attributes, wanted: Attributes): ReadonlyArray<AttributeChange> =>
  fields.flatMap((field): ReadonlyArray<AttributeChange> => {
    const [from, to] = [observed[field], wanted[field]];
    return from === undefined || to === undefined || same(from, to) ? [] : [{ field, from, to }];
  });
