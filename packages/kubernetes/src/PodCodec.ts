import type { Pod } from '@clbkit/core';
import * as t from 'io-ts';
import { metadataFields, namespaceOf } from './metadata.js';
import { flag, list, oneOf, optional, text } from './wire.js';

const Spec = t.strict(
  { hostNetwork: optional(flag), readinessGates: list(t.strict({ conditionType: text }, 'a readiness gate')) },
  'the object spec',
);

const Status = t.strict(
  {
    phase: optional(oneOf('Pending', 'Running', 'Succeeded', 'Failed', 'Unknown')),
    conditions: list(t.strict({ type: text, status: text }, 'a condition')),
  },
  'the object status',
);

const Owner = t.strict({ kind: text, name: text, controller: optional(flag) }, 'an owner');

/** The members of a `v1 Pod` that direct access needs. */
export const PodCodec = t.strict(
  {
    metadata: t.strict({ ...metadataFields, ownerReferences: list(Owner) }, 'the object metadata'),
    spec: optional(Spec),
    status: optional(Status),
  },
  'a Pod',
);

const ownerOf = (owners: ReadonlyArray<t.TypeOf<typeof Owner>>): Pick<Pod.Pod, 'owner'> => {
  const found = owners.find(({ controller }) => controller === true);
  return found === undefined ? {} : { owner: { kind: found.kind, name: found.name } };
};

/** A Pod as the core knows it. Without a phase it is Pending, as the API server has it. */
export const toPod = ({ metadata, spec, status }: t.TypeOf<typeof PodCodec>): Pod.Pod => ({
  ...ownerOf(metadata.ownerReferences),
  namespace: namespaceOf(metadata.namespace),
  name: metadata.name,
  hostNetwork: spec?.hostNetwork ?? false,
  deleting: metadata.deletionTimestamp !== undefined,
  phase: status?.phase ?? 'Pending',
  containersReady: status?.conditions.some((one) => one.type === 'ContainersReady' && one.status === 'True') ?? false,
  readinessGates: spec?.readinessGates.map(({ conditionType }) => conditionType) ?? [],
});
