import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { byText, fromPairs, keysOf, lookup } from './internal/keyed.js';
import type { Exclusion, NodePool } from './Listener.js';
import * as Node from './Node.js';
import type * as PlanError from './PlanError.js';
import type { Settings } from './Settings.js';
import type { Snapshot } from './Snapshot.js';

const falseWords: ReadonlySet<string> = new Set(['false', 'False', 'FALSE', 'f', 'F', '0']);

/** Presence excludes, unless the value says false in one of the ways Kubernetes reads booleans. */
const excludedByLabel = (node: Node.Node): boolean => {
  const value = lookup(node.labels, Node.excludeLabel);
  return value !== undefined && !falseWords.has(value);
};

/**
 * Why a node is not a required backend, if so (tke-service 7.2). The first row that applies counts.
 *
 * | node | excluded |
 * |---|---|
 * | control plane label | ControlPlane |
 * | exclude label, not false, when honoured | ExcludeLabel |
 * | deletionTimestamp | Deleting |
 * | instance type `eklet` | VirtualNode |
 * | instance type `external` | RegisteredNode |
 * | no way to address it | NoProviderId |
 * | autoscaler taint | ToBeDeleted |
 * | not Ready | NotReady |
 * | cordoned, when the settings say so | Cordoned |
 */
export const exclusionOf =
  (settings: Settings) =>
  (node: Node.Node): Exclusion | undefined => {
    const instanceType = lookup(node.labels, Node.instanceTypeLabel);
    if (Node.controlPlaneLabels.some((label) => Object.hasOwn(node.labels, label))) return 'ControlPlane';
    if (settings.excludeLabel === 'honour' && excludedByLabel(node)) return 'ExcludeLabel';
    if (node.deleting) return 'Deleting';
    if (instanceType === 'eklet') return 'VirtualNode';
    if (instanceType === 'external') return 'RegisteredNode';
    if (O.isNone(Node.backendAddress(node))) return 'NoProviderId';
    if (Node.toBeDeletedTaints.some((taint) => node.taints.includes(taint))) return 'ToBeDeleted';
    if (!node.ready) return 'NotReady';
    if (node.cordoned && settings.cordonedNodes === 'unbind') return 'Cordoned';
    return undefined;
  };

/** The nodes that may be backends, and notes on those that cannot. */
export interface Nodes {
  readonly pool: NodePool;
  readonly notes: ReadonlyArray<PlanError.PlanError>;
}

/**
 * Computes, once for all Services, which nodes serve node ports. Nodes that are merely not Ready stay where they are
 * registered, and nodes about to be deleted stay while no other node could take over.
 */
export const nodePool =
  (settings: Settings) =>
  ({ nodes, strays }: Pick<Snapshot, 'nodes' | 'strays'>): Nodes => {
    if (nodes._tag === 'Unknown') {
      const pool = {
        addresses: [],
        tolerated: [],
        names: {},
        excluded: {},
        incomplete: `Nodes are not known: ${nodes.because}`,
      };
      return { pool, notes: [{ _tag: 'Unknown', collection: 'Nodes', because: nodes.because }] };
    }
    const exclusion = exclusionOf(settings);
    const addresses: Array<string> = [];
    const notReady: Array<string> = [];
    const leaving: Array<string> = [];
    const names: Array<readonly [string, string]> = [];
    const excluded: Array<readonly [string, Exclusion]> = [];
    const notes: Array<PlanError.PlanError> = [];
    const unreadable: Array<string> = [];
    for (const name of keysOf(nodes.items)) {
      const decoded = nodes.items[name];
      if (decoded === undefined) continue;
      if (E.isLeft(decoded)) {
        unreadable.push(name);
        notes.push(...decoded.left.errors);
        continue;
      }
      const node = decoded.right;
      const reason = exclusion(node);
      if (reason === 'NoProviderId')
        notes.push({ _tag: 'UnusableNode', node: name, because: 'it has no spec.providerID that names a machine' });
      const address = Node.backendAddress(node);
      if (O.isNone(address)) continue;
      names.push([address.value, name]);
      if (reason === undefined) addresses.push(address.value);
      else excluded.push([address.value, reason]);
      if (reason === 'NotReady' && settings.notReadyNodes === 'keep') notReady.push(address.value);
      if (reason === 'ToBeDeleted') leaving.push(address.value);
    }
    const required = unique(addresses);
    const tolerated = unique([...notReady, ...(required.length === 0 ? leaving : [])]).filter(
      (address) => !required.includes(address),
    );
    const incomplete = [
      ...(unreadable.length === 0 ? [] : [`Node ${unreadable.join(', ')} cannot be read`]),
      ...(strays.length === 0 ? [] : ['an object in the input cannot be identified']),
    ];
    const pool: NodePool = {
      addresses: required,
      tolerated,
      names: fromPairs(names),
      excluded: fromPairs(excluded),
      ...(incomplete.length === 0 ? {} : { incomplete: incomplete.join('; ') }),
    };
    return { pool, notes };
  };

const unique = (addresses: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(addresses)].sort(byText);
