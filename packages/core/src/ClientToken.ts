import { sha256 } from './internal/sha256.js';
import type { Network } from './LoadBalancer.js';

/** The cloud takes at most 64 ASCII characters; two are kept for `next`. */
const maxLength = 62;

/**
 * The idempotency token of a load balancer of a Service: the same wish gives the same token, so a create whose answer was
 * lost is answered with the same CLB (R3.5). A successor adds the id it replaces. UIDs are unique, so no cluster is named.
 */
export const of = (uid: string, network: Network, replaces = ''): string => {
  const place = network._tag === 'Public' ? 'public' : network.subnet;
  const token = replaces === '' ? `${uid}.${place}` : `${uid}.${place}.${replaces}`;
  return token.length <= maxLength && /^[\x21-\x7e]*$/.test(token) ? token : sha256(token).slice(0, maxLength);
};

/** How often a stale token may be followed by another. */
export const attempts = 9;

/**
 * The token to try when the cloud says that an order is over but its CLB is gone
 * (`InvalidParameter.ClientTokenLimitExceeded`). Attempt 0 is the token itself; each further one is as deterministic as the
 * first, so a crash between two attempts makes no second CLB.
 */
export const attempt = (token: string, number: number): string =>
  number === 0 ? token : `${token.slice(0, maxLength)}.${String(number)}`;
