import { canonicalJson } from '../internal/canonicalJson.js';
import type { Tags } from '../Ownership.js';
import { knownOf } from './attributes.js';
import type { Seen, SeenListener } from './cloud.js';

const ourTags = ['tke-clusterId', 'tke-createdBy-flag', 'tke-lb-serviceuuid', 'clbkit-replaces'];

/** Whether a tag is one that we write. */
export const isOurTag = (key: string, value: string): boolean =>
  ourTags.includes(key) || value === 'tke-lb-serviceId' || (value.startsWith('lbl-') && key.endsWith(`_${value}`));

/** The tags of others. */
export const foreignTags = (tags: Tags): ReadonlyArray<readonly [string, string]> =>
  Object.entries(tags)
    .filter(([key, value]) => !isOurTag(key, value))
    .sort();

/** A listener to the last bit, as one text. */
export const listenerPortrait = ({ id, name, key, facts, weights, rules = [] }: SeenListener): string =>
  canonicalJson({
    id,
    name,
    key,
    settings: facts.settings,
    weights: Object.fromEntries(weights),
    rules: rules
      .map((rule) => ({
        id: rule.id,
        key: rule.key,
        settings: rule.facts.settings,
        weights: Object.fromEntries(rule.weights),
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
  });

/** What nobody may change about a load balancer: everything but its tags, listeners, and what Services may declare of it. */
export const shellPortrait = ({ facts }: Seen): string => {
  const { id, name, network, vpc, addresses, hostname, bought } = facts;
  return canonicalJson({ id, name, network, vpc, addresses, hostname, bought });
};

const attributesPortrait = ({ facts }: Seen): string =>
  canonicalJson([...knownOf(facts)].sort(([a], [b]) => (a < b ? -1 : 1)));

/** A load balancer to the last bit, as one text. */
export const portrait = (clb: Seen): string =>
  canonicalJson([
    shellPortrait(clb),
    attributesPortrait(clb),
    clb.facts.tags,
    clb.listeners.map(listenerPortrait).sort(),
  ]);
