import type { AttributeDiff, LoadBalancerDiff } from './Diff.js';
import type { SettingChange } from './Listener.js';
import { isMany } from './Step.js';
import { noSteps, type PlannedStep, refOf } from './stepParts.js';

const isList = (value: AttributeDiff['to']): value is ReadonlyArray<string> => typeof value === 'object';

const groupStep = (one: LoadBalancerDiff, changes: ReadonlyArray<AttributeDiff>): ReadonlyArray<PlannedStep> =>
  changes.flatMap(({ from, to, why }) =>
    isList(from) && isList(to)
      ? [{ _tag: 'SetSecurityGroups', loadBalancer: refOf(one), securityGroups: to, from, why: [why] }]
      : [],
  );

const modifyStep = (one: LoadBalancerDiff, all: ReadonlyArray<AttributeDiff>): ReadonlyArray<PlannedStep> => {
  const changes = all.flatMap(({ field, from, to }): ReadonlyArray<SettingChange> =>
    isList(from) || isList(to) ? [] : [{ field, from, to }],
  );
  const why = all.flatMap((change) => (isList(change.to) ? [] : [change.why]));
  if (one.attributes === undefined || !isMany(changes) || !isMany(why)) return noSteps;
  const { passToTarget, internetMaxBandwidthOut, deletionProtection } = one.attributes.values;
  const attributes = {
    ...(passToTarget === undefined ? {} : { passToTarget }),
    ...(internetMaxBandwidthOut === undefined ? {} : { internetMaxBandwidthOut }),
    ...(deletionProtection === undefined ? {} : { deletionProtection }),
  };
  return [{ _tag: 'ModifyLoadBalancer', loadBalancer: refOf(one), attributes, changes, why }];
};

/**
 * Sets attributes that differ: one call for the security groups, one for all the others. Security groups come first, unless pass to
 * target is switched off: at no instant is traffic checked by less than both the old and the new attributes ask for.
 */
export const attributeSteps = (one: LoadBalancerDiff, when: 'early' | 'late'): ReadonlyArray<PlannedStep> => {
  const { attributes } = one;
  if (attributes === undefined || attributes.early !== (when === 'early')) return noSteps;
  const groups = groupStep(one, attributes.changes);
  const others = modifyStep(one, attributes.changes);
  return attributes.values.passToTarget === false ? [...others, ...groups] : [...groups, ...others];
};
