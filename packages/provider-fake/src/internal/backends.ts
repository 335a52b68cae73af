import { Backend } from '@clbkit/core';

type Named = Omit<Backend.Backend, 'weight'>;

const keyOf = ({ port, address }: Named): string => `${String(port)} ${address}`;

const holds = (sorted: ReadonlyArray<string>, address: string): boolean => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < address) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === address;
};

/** Whether a set has that backend, at whatever weight. */
export const has = (set: Backend.BackendSet, { port, address }: Named): boolean =>
  set.some((block) => block.port === port && holds(block.addresses, address));

const merge = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): ReadonlyArray<string> => {
  const out: Array<string> = [];
  let at = 0;
  for (const address of a) {
    for (let next = b[at]; next !== undefined && next < address; next = b[++at]) out.push(next);
    out.push(address);
  }
  return [...out, ...b.slice(at)];
};

/** A set with backends that are not in it. Costs no more than reading the blocks they join. */
const join = (set: Backend.BackendSet, added: ReadonlyArray<Backend.Backend>): Backend.BackendSet => {
  const blocks = [...set];
  for (const block of Backend.canonical(added)) {
    const at = blocks.findIndex(({ port, weight }) => port === block.port && weight === block.weight);
    const there = blocks[at];
    if (there === undefined) blocks.push(block);
    else blocks[at] = { ...there, addresses: merge(there.addresses, block.addresses) };
  }
  return blocks.sort((a, b) => a.port - b.port || a.weight - b.weight);
};

/** A set without these backends; the same set when none of them is in it. */
export const without = (set: Backend.BackendSet, removed: ReadonlyArray<Named>): Backend.BackendSet => {
  const leaving = new Set(removed.filter((one) => has(set, one)).map(keyOf));
  if (leaving.size === 0) return set;
  return set
    .map((block) => ({
      ...block,
      addresses: block.addresses.filter((address) => !leaving.has(keyOf({ port: block.port, address }))),
    }))
    .filter(({ addresses }) => addresses.length > 0);
};

/** A set with these backends. Those already in it keep their weight, or take the new one. */
export const add = (
  set: Backend.BackendSet,
  added: ReadonlyArray<Backend.Backend>,
  again: 'keep' | 'set',
): Backend.BackendSet => {
  if (again === 'set') return join(without(set, added), added);
  const fresh = added.filter((one) => !has(set, one));
  return fresh.length === 0 ? set : join(set, fresh);
};

/** A set with other weights for backends it has; the rest is passed over. */
export const reweigh = (set: Backend.BackendSet, weights: ReadonlyArray<Backend.Backend>): Backend.BackendSet => {
  const known = weights.filter((one) => has(set, one));
  return known.length === 0 ? set : join(without(set, known), known);
};
