import { byText } from './internal/keyed.js';

/**
 * Who receives traffic: a CVM instance id (`ins-…`), or the IP address of a Pod or node (an `EniIp` of the CLB API).
 * The two never look alike, so plain text holds both and five thousand of them stay small.
 */
export type BackendAddress = string;

/** Whether an address is a CVM instance id. Everything else is an IP address. */
export const isInstance = (address: BackendAddress): boolean => address.startsWith('ins-');

/** The weights a CLB backend may have (tke-service 10.1). 0 takes no new connections (R7.12). */
export const weights = { min: 0, max: 100, default: 10 } as const;

/** Backends that share a port and a weight. Addresses are in order and unique. */
export interface BackendBlock {
  readonly port: number;
  readonly weight: number;
  readonly addresses: ReadonlyArray<BackendAddress>;
}

/**
 * The backends of one listener in canonical form: blocks ordered by port, then weight; an (address, port) pair
 * stands in one block only; no block is empty. Blocks of many listeners may share one array of addresses.
 */
export type BackendSet = ReadonlyArray<BackendBlock>;

/** No backends. */
export const none: BackendSet = [];

/** One backend on its own, as facts arrive. */
export interface Backend {
  readonly address: BackendAddress;
  readonly port: number;
  readonly weight: number;
}

const byBlock = (a: BackendBlock, b: BackendBlock): number => a.port - b.port || a.weight - b.weight;

/**
 * The canonical form of a list of backends. Both the wish and the observation pass through here, so one value has one
 * form. Of two entries for the same address and port the later one counts. Law: idempotent, order of input is irrelevant
 * when pairs are unique.
 */
export const canonical = (backends: Iterable<Backend>): BackendSet => {
  const weightOf = new Map<string, Backend>();
  for (const backend of backends) weightOf.set(`${String(backend.port)} ${backend.address}`, backend);
  const blocks = new Map<string, { port: number; weight: number; addresses: Array<BackendAddress> }>();
  for (const { address, port, weight } of weightOf.values()) {
    const key = `${String(port)} ${String(weight)}`;
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, { port, weight, addresses: [address] });
    else block.addresses.push(address);
  }
  const out = [...blocks.values()].sort(byBlock);
  for (const block of out) block.addresses.sort(byText);
  return out;
};

/** A set of one block over addresses already in order; shares the array. */
export const uniform = (addresses: ReadonlyArray<BackendAddress>, port: number, weight: number): BackendSet =>
  addresses.length === 0 ? none : [{ port, weight, addresses }];

/** Every backend of a set, one by one. */
export function* each(set: BackendSet): Generator<Backend> {
  for (const { port, weight, addresses } of set) for (const address of addresses) yield { address, port, weight };
}

/** How many backends a set has. */
export const size = (set: BackendSet): number => {
  let count = 0;
  for (const block of set) count += block.addresses.length;
  return count;
};

/** Whether two sets hold the same backends with the same weights. Shared arrays are recognised without reading them. */
export const equals = (a: BackendSet, b: BackendSet): boolean => {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((left, index) => {
    const right = b[index];
    return (
      right !== undefined &&
      left.port === right.port &&
      left.weight === right.weight &&
      sameAddresses(left.addresses, right.addresses)
    );
  });
};

const sameAddresses = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): boolean => {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
};
