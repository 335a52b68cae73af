import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { byText, fromPairs, type Keyed, keysOf, lookup } from './internal/keyed.js';
import type { Exclusion, NodePool } from './Listener.js';
import * as Node from './Node.js';
import type * as PlanError from './PlanError.js';
import type { Requirement } from './Request.js';
import * as Selector from './selector.js';
import type { Settings } from './Settings.js';
import type { Snapshot } from './Snapshot.js';

const falseWords: ReadonlySet<string> = new Set(['false', 'False', 'FALSE', 'f', 'F', '0']);

/** Presence excludes, unless the value says false in one of the ways Kubernetes reads booleans. */
const excludedByLabel = (node: Node.Node): boolean => {
  const value = lookup(node.labels, Node.excludeLabel);
  return value !== undefined && !falseWords.has(value);
};

/** Which nodes a Service wants to be served by. */
export interface Selection {
  /** All terms must hold; without any, every node is meant (R7.1). */
  readonly labels: ReadonlyArray<Requirement>;
  /** Machines outside the cloud that are registered with the cluster: left out, unless the Service reaches them by CCN (7.2). */
  readonly registered: 'out' | 'in';
}

/** Every node in the cloud. */
export const everyNode: Selection = { labels: [], registered: 'out' };

/**
 * Why a node is not a required backend, if so (tke-service 7.2). The first row that applies counts.
 *
 * | node | excluded |
 * |---|---|
 * | control plane label | ControlPlane |
 * | exclude label, not false, when honoured | ExcludeLabel |
 * | labels do not satisfy the selector | NotSelected |
 * | deletionTimestamp | Deleting |
 * | instance type `eklet` | VirtualNode |
 * | instance type `external`, unless registered nodes are in | RegisteredNode |
 * | no way to address it | NoProviderId |
 * | autoscaler taint | ToBeDeleted |
 * | not Ready | NotReady |
 * | cordoned, when the settings say so | Cordoned |
 */
export const exclusionOf =
  (settings: Settings, { labels, registered }: Selection = everyNode) =>
  (node: Node.Node): Exclusion | undefined => {
    const instanceType = lookup(node.labels, Node.instanceTypeLabel);
    if (Node.controlPlaneLabels.some((label) => Object.hasOwn(node.labels, label))) return 'ControlPlane';
    if (settings.excludeLabel === 'honour' && excludedByLabel(node)) return 'ExcludeLabel';
    if (!Selector.matches(labels)(node.labels)) return 'NotSelected';
    if (node.deleting) return 'Deleting';
    if (instanceType === 'eklet') return 'VirtualNode';
    if (instanceType === 'external' && registered === 'out') return 'RegisteredNode';
    if (O.isNone(Node.backendAddress(node))) return 'NoProviderId';
    if (Node.toBeDeletedTaints.some((taint) => node.taints.includes(taint))) return 'ToBeDeleted';
    if (!node.ready) return 'NotReady';
    if (node.cordoned && settings.cordonedNodes === 'unbind') return 'Cordoned';
    return undefined;
  };

/** What a node is to a listener that may use it: added, kept if there, kept while nobody else is, or drained. */
export type Standing = 'Required' | 'Tolerated' | 'Leaving' | 'Draining';

/** The standing of a node by its exclusion; absent when it is removed. */
const standingOf = (settings: Settings, reason: Exclusion | undefined): Standing | undefined => {
  if (reason === undefined) return 'Required';
  if (reason === 'NotReady' && settings.notReadyNodes === 'keep') return 'Tolerated';
  if (reason === 'ToBeDeleted') return 'Leaving';
  return reason === 'Deleting' && settings.deletedNodes === 'drain' ? 'Draining' : undefined;
};

/** A node that can be addressed and has something to say in its pool. */
export interface Candidate {
  readonly address: string;
  readonly standing: Standing;
}

/** The pool of one selection, and its nodes by name. */
export interface Chosen {
  readonly pool: NodePool;
  readonly candidates: ReadonlyMap<string, Candidate>;
}

/** The Nodes as far as they can be read. */
export interface ReadNodes {
  readonly nodes: ReadonlyArray<Node.Node>;
  /** The node behind an address. */
  readonly names: Keyed<string>;
  readonly notes: ReadonlyArray<PlanError.PlanError>;
  readonly incomplete?: string;
}

/** Reads the Nodes once for all Services. */
export const readNodes =
  (settings: Settings) =>
  ({ nodes, strays }: Pick<Snapshot, 'nodes' | 'strays'>): ReadNodes => {
    if (nodes._tag === 'Unknown')
      return {
        nodes: [],
        names: {},
        notes: [{ _tag: 'Unknown', collection: 'Nodes', because: nodes.because }],
        incomplete: `Nodes are not known: ${nodes.because}`,
      };
    const exclusion = exclusionOf(settings);
    const readable: Array<Node.Node> = [];
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
      if (exclusion(decoded.right) === 'NoProviderId')
        notes.push({ _tag: 'UnusableNode', node: name, because: 'it has no spec.providerID that names a machine' });
      readable.push(decoded.right);
    }
    const incomplete = [
      ...(unreadable.length === 0 ? [] : [`Node ${unreadable.join(', ')} cannot be read`]),
      ...(strays.length === 0 ? [] : ['an object in the input cannot be identified']),
    ];
    const names = fromPairs(
      readable.flatMap((node) => {
        const address = Node.backendAddress(node);
        return O.isNone(address) ? [] : [[address.value, node.name] as const];
      }),
    );
    return { nodes: readable, names, notes, ...(incomplete.length === 0 ? {} : { incomplete: incomplete.join('; ') }) };
  };

const unique = (addresses: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(addresses)].sort(byText);

/** Addresses by standing, each at its best: who is required is neither drained nor merely tolerated. */
export interface Standings {
  readonly required: ReadonlyArray<string>;
  readonly draining: ReadonlyArray<string>;
  readonly tolerated: ReadonlyArray<string>;
}

/**
 * Puts candidates together. Nodes that are about to be deleted stay while nobody else could take over.
 */
export const standings = (candidates: Iterable<Candidate>): Standings => {
  const by: Record<Standing, Array<string>> = { Required: [], Tolerated: [], Leaving: [], Draining: [] };
  for (const { address, standing } of candidates) by[standing].push(address);
  const required = unique(by.Required);
  const needed = new Set(required);
  const without = (taken: ReadonlySet<string>, addresses: ReadonlyArray<string>): ReadonlyArray<string> =>
    unique(addresses.filter((address) => !taken.has(address)));
  const draining = without(needed, by.Draining);
  const gone = draining.length === 0 ? needed : new Set([...required, ...draining]);
  const tolerated = without(gone, [...by.Tolerated, ...(required.length === 0 ? by.Leaving : [])]);
  return { required, draining, tolerated };
};

/**
 * The pool of one selection. When a selector matches no usable node, everybody who is registered stays, unless the settings
 * ask for TKE's way (R7.2).
 */
export const choose =
  (settings: Settings, { nodes, names, incomplete }: ReadNodes) =>
  (selection: Selection): Chosen => {
    const exclusion = exclusionOf(settings, selection);
    const candidates = new Map<string, Candidate>();
    const excluded: Array<readonly [string, Exclusion]> = [];
    for (const node of nodes) {
      const address = Node.backendAddress(node);
      if (O.isNone(address)) continue;
      const reason = exclusion(node);
      const standing = standingOf(settings, reason);
      if (reason !== undefined && reason !== 'NotSelected') excluded.push([address.value, reason]);
      if (standing !== undefined) candidates.set(node.name, { address: address.value, standing });
    }
    const { required, draining, tolerated } = standings(candidates.values());
    const unmatched =
      incomplete === undefined &&
      selection.labels.length > 0 &&
      required.length + draining.length + tolerated.length === 0
        ? Selector.canonicalText(selection.labels)
        : undefined;
    const kept =
      incomplete ??
      (unmatched !== undefined && settings.emptySelection === 'keep'
        ? `no usable node matches ${unmatched}`
        : undefined);
    const pool: NodePool = {
      addresses: required,
      tolerated,
      draining,
      names,
      excluded: fromPairs(excluded),
      ...(selection.labels.length === 0 ? {} : { otherwise: 'NotSelected' as const }),
      ...(kept === undefined ? {} : { incomplete: kept }),
      ...(unmatched === undefined ? {} : { unmatched }),
    };
    return { pool, candidates };
  };
