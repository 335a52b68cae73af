import type { Node } from '@clbkit/core';
import * as t from 'io-ts';
import { metadataFields, orAbsent } from './metadata.js';
import { flag, list, optional, text } from './wire.js';

const Spec = t.strict(
  {
    providerID: optional(text),
    unschedulable: optional(flag),
    taints: list(t.strict({ key: text }, 'a taint')),
  },
  'the object spec',
);

const Status = t.strict(
  {
    addresses: list(t.strict({ type: text, address: text }, 'an address')),
    conditions: list(t.strict({ type: text, status: text }, 'a condition')),
  },
  'the object status',
);

/** The members of a `v1 Node` that matter to a load balancer. */
export const NodeCodec = t.strict(
  { metadata: t.strict(metadataFields, 'the object metadata'), spec: optional(Spec), status: optional(Status) },
  'a Node',
);

const isIPv4 = (address: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(address);

/** A Node as the core knows it. Without a `Ready` condition it is not ready. */
export const toNode = ({ metadata, spec, status }: t.TypeOf<typeof NodeCodec>): Node.Node => {
  const providerID = orAbsent(spec?.providerID);
  const internalIP = status?.addresses.find(({ type, address }) => type === 'InternalIP' && isIPv4(address))?.address;
  return {
    name: metadata.name,
    ...(providerID === undefined ? {} : { providerID }),
    ...(internalIP === undefined ? {} : { internalIP }),
    ready: status?.conditions.some((one) => one.type === 'Ready' && one.status === 'True') ?? false,
    cordoned: spec?.unschedulable ?? false,
    deleting: metadata.deletionTimestamp !== undefined,
    taints: spec?.taints.map(({ key }) => key) ?? [],
    labels: metadata.labels,
  };
};
