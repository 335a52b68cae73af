import type { NodePool } from './Listener.js';
import { type Chosen, choose, everyNode, readNodes, type Selection } from './nodePool.js';
import type { PlanError } from './PlanError.js';
import type { Service } from './Service.js';
import * as Selector from './selector.js';
import type { Settings } from './Settings.js';
import type { Snapshot } from './Snapshot.js';

/** The nodes that may be backends, and notes on those that cannot. */
export interface Nodes {
  /** Every node in the cloud that may serve. */
  readonly pool: NodePool;
  /** The nodes of one selection; computed once for each, however many Services ask. */
  readonly of: (selection: Selection) => Chosen;
  readonly notes: ReadonlyArray<PlanError>;
}

/**
 * Reads the Nodes once for all Services. Ten thousand Services with a few selectors cost a few pools: a selection is known by
 * the canonical text of its selector.
 */
export const nodePool =
  (settings: Settings) =>
  (facts: Pick<Snapshot, 'nodes' | 'strays'>): Nodes => {
    const read = readNodes(settings)(facts);
    const choice = choose(settings, read);
    const every = choice(everyNode);
    const known = new Map<string, Chosen>();
    const of = (selection: Selection): Chosen => {
      if (selection.labels.length === 0 && selection.registered === 'out') return every;
      const key = `${selection.registered} ${Selector.canonicalText(selection.labels)}`;
      const found = known.get(key) ?? choice(selection);
      known.set(key, found);
      return found;
    };
    return { pool: every.pool, of, notes: read.notes };
  };

/**
 * The nodes a Service asks for: those its selector names, of which machines outside the cloud count only with
 * `hybrid-type: CCN` and subnets for SNAT addresses (7.2).
 */
export const selectionOf = ({ request }: Service): Selection => {
  const { backendsLabel = [], hybrid, snatSubnets = [] } = request;
  const registered = hybrid !== undefined && snatSubnets.length > 0 ? 'in' : 'out';
  if (backendsLabel.length === 0 && registered === 'out') return everyNode;
  return { labels: backendsLabel, registered };
};
