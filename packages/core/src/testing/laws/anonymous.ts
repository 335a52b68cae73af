import { canonicalJson } from '../../internal/canonicalJson.js';
import { type Cloud, see, type Seen } from '../cloud.js';

const clb = (one: Seen): string => {
  const { facts, users, standing, listeners } = one;
  const own = standing === 'mine';
  const ids = new Set(listeners.map(({ id }) => id));
  const plain = (text: string): string => {
    const id = [...ids].find((known) => text.endsWith(known));
    return id === undefined
      ? text
      : `${text.slice(0, -id.length)}${listeners.find((listener) => listener.id === id)?.key ?? ''}`;
  };
  return canonicalJson({
    id: own ? users : facts.id,
    network: facts.network,
    deletionProtected: facts.deletionProtected,
    attributes: facts.attributes,
    tags: Object.entries(facts.tags)
      .filter(([key]) => key !== 'clbkit-replaces')
      .map(([key, value]) => [plain(key), plain(value)].join('='))
      .sort(),
    listeners: listeners
      .map(({ key, name, facts: { settings }, weights }) =>
        canonicalJson({ key, name, settings, weights: Object.fromEntries(weights) }),
      )
      .sort(),
  });
};

/** A cloud without the ids it happened to give: two worlds that are the same but for those have one text. */
export const anonymous = (clusterId: string, cloud: Cloud): string => see(clusterId, cloud).map(clb).sort().join('\n');
