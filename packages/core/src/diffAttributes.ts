import {
  type Attribute,
  type Attributes,
  type AttributeValue,
  changes,
  fields,
  filter,
  same,
  showValue,
} from './Attributes.js';
import type { AttributesDiff } from './Diff.js';
import { lookup } from './internal/keyed.js';
import type { Claim, Network } from './LoadBalancer.js';
import type { CloudId } from './Ref.js';
import type { PlanError } from './PlanError.js';
import { service as serviceObject, type Why } from './Why.js';

/** A CLB as far as its attributes are concerned; one about to be made has no id. */
export interface AttributeBearer {
  readonly id?: CloudId;
  readonly network: Network;
  readonly isIPv6: boolean;
  /** What is known. */
  readonly attributes: Attributes;
  /** Whether nothing of ours is served there yet, or all that is makes way for something else. */
  readonly early: boolean;
}

/** Who says what the attributes of a CLB shall be. */
export interface Electorate {
  /** The claims met there, the oldest first. */
  readonly claims: ReadonlyArray<Claim>;
  /** A Service that uses it and stays as it is, if any: nobody can tell what it wants, or it wants what is there. */
  readonly holder?: string;
}

/** What comes of comparing the attributes of a CLB. */
export interface AttributesCompared {
  readonly diff?: AttributesDiff;
  readonly notes: ReadonlyArray<PlanError>;
}

const alike: AttributesCompared = { notes: [] };

/** Why an attribute cannot be set on a CLB, if so. */
const obstacle = (
  at: AttributeBearer,
  field: Attribute,
): Extract<PlanError, { _tag: 'AttributeUnsettable' }>['because'] | undefined => {
  if (field === 'internetMaxBandwidthOut' && at.network._tag === 'Internal') return 'Internal';
  if (field === 'passToTarget' && at.isIPv6) return 'IPv6';
  return field === 'modificationProtection' ? 'NoCall' : undefined;
};

interface Decision {
  readonly claim: Claim;
  readonly value: AttributeValue | undefined;
}

/** Who decides an attribute: the oldest claim that declares it, or may. */
const deciding = (claims: ReadonlyArray<Claim>, field: Attribute): Decision | undefined => {
  const claim = claims.find(
    ({ attributes }) => attributes?.held.includes(field) === true || attributes?.values[field] !== undefined,
  );
  if (claim === undefined) return undefined;
  return {
    claim,
    value: claim.attributes?.held.includes(field) === true ? undefined : claim.attributes?.values[field],
  };
};

const conflictsOn = (
  id: CloudId,
  field: Attribute,
  { claim: winner, value }: Decision,
  claims: ReadonlyArray<Claim>,
): ReadonlyArray<PlanError> =>
  claims.flatMap((claim): ReadonlyArray<PlanError> => {
    const wanted = claim.attributes?.values[field];
    if (claim === winner || wanted === undefined || same(wanted, value)) return [];
    const conflict = { _tag: 'AttributeConflict', service: claim.service, loadBalancer: id, attribute: field } as const;
    const told = { ...conflict, wanted: showValue(wanted), holder: winner.service };
    return [value === undefined ? told : { ...told, value: showValue(value) }];
  });

/**
 * How the attributes of one CLB differ from what the Services there declare (tke-service 2.4, 6.2, R4.10).
 *
 * | declared | there | outcome |
 * |---|---|---|
 * | by nobody | anything | stays |
 * | by one | otherwise | set |
 * | by one | not known | stays |
 * | by several, otherwise | anything | the oldest claim counts, the others are told |
 * | by the oldest, in an object that cannot be read | anything | stays, the others are told |
 * | by any, beside a Service that stays as it is | otherwise | stays, they are told |
 * | bandwidth | an internal CLB | stays, with a note |
 * | pass to target | an IPv6 CLB | stays, with a note |
 * | modification protection | otherwise | stays, with a note: there is no call for it (3.8) |
 */
export const diffAttributes = (at: AttributeBearer, { claims, holder }: Electorate): AttributesCompared => {
  if (claims.every(({ attributes }) => attributes === undefined)) return alike;
  const notes: Array<PlanError> = [];
  const decisions = fields.flatMap((field) => {
    const decision = deciding(claims, field);
    return decision === undefined ? [] : [{ field, ...decision }];
  });
  const wanted: Attributes = decisions.reduce<Attributes>(
    (sofar, { field, claim, value }) =>
      value === undefined ? sofar : { ...sofar, ...filter(claim.attributes?.values ?? {}, (one) => one === field) },
    {},
  );
  const differing = changes(at.attributes, wanted);
  const why: Array<readonly [Attribute, Why]> = [];
  for (const { field, claim, value } of decisions) {
    if (at.id !== undefined) notes.push(...conflictsOn(at.id, field, { claim, value }, claims));
    const change = differing.find((one) => one.field === field);
    const because = obstacle(at, field);
    if (value === undefined) continue;
    if (because !== undefined) {
      if (because !== 'NoCall' || change !== undefined)
        notes.push({
          _tag: 'AttributeUnsettable',
          service: claim.service,
          attribute: field,
          wanted: showValue(value),
          because,
        });
      continue;
    }
    if (change === undefined) continue;
    if (holder !== undefined && at.id !== undefined) {
      const conflict = {
        _tag: 'AttributeConflict',
        service: claim.service,
        loadBalancer: at.id,
        attribute: field,
      } as const;
      notes.push({ ...conflict, wanted: showValue(value), holder });
      continue;
    }
    const declared = lookup(claim.attributes?.why ?? {}, field);
    const reason: Why = declared ?? { object: serviceObject(claim.service), field, from: null, to: change.to };
    why.push([field, { ...reason, from: change.from }]);
  }
  if (why.length === 0) return { notes };
  const set = differing.flatMap((change) => {
    const found = why.find(([field]) => field === change.field);
    return found === undefined ? [] : [{ ...change, why: found[1] }];
  });
  const values = filter(wanted, (field) => set.some((change) => change.field === field));
  return { notes, diff: { values, changes: set, early: at.early } };
};
