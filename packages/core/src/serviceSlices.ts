import * as E from 'fp-ts/lib/Either.js';
import type * as Endpoint from './Endpoint.js';
import { keysOf, lookup } from './internal/keyed.js';
import type { PlanError } from './PlanError.js';
import type { Service, ServicePort } from './Service.js';
import type { Snapshot } from './Snapshot.js';

/** The EndpointSlices of one Service as far as they can be used. */
export interface ServiceSlices {
  readonly slices: ReadonlyArray<Endpoint.EndpointSlice>;
  readonly notes: ReadonlyArray<PlanError>;
  /** Why nobody may be taken for gone. */
  readonly incomplete?: string;
}

/** The address families a backend can have. */
export type Family = 'IPv4' | 'IPv6';

/** Reads the slices of a Service whose addresses are of one family; a note names each of the others. */
export const slicesOf = (snapshot: Snapshot, service: Service, family: Family): ServiceSlices => {
  if (snapshot.endpointSlices._tag === 'Unknown')
    return { slices: [], notes: [], incomplete: `EndpointSlices are not known: ${snapshot.endpointSlices.because}` };
  const decoded = lookup(lookup(snapshot.endpointSlices.items, service.namespace) ?? {}, service.name) ?? {};
  const slices: Array<Endpoint.EndpointSlice> = [];
  const notes: Array<PlanError> = [];
  const unreadable: Array<string> = [];
  for (const name of keysOf(decoded)) {
    const slice = decoded[name];
    if (slice === undefined) continue;
    if (E.isLeft(slice)) {
      unreadable.push(name);
      notes.push(...slice.left.errors);
    } else if (slice.right.addressType === family) slices.push(slice.right);
    else {
      const { addressType } = slice.right;
      notes.push({ _tag: 'WrongAddressFamily', service: service.key, slice: name, addressType, expected: family });
    }
  }
  if (unreadable.length > 0)
    return { slices, notes, incomplete: `EndpointSlice ${unreadable.join(', ')} cannot be read` };
  if (snapshot.strays.length > 0) return { slices, notes, incomplete: 'an object in the input cannot be identified' };
  return { slices, notes };
};

/** The number a slice gives a Service port, when it knows the port: Pods may number a named port differently (R7.6). */
export const numbersIn = (port: ServicePort, slice: Endpoint.EndpointSlice): ReadonlyArray<number> => {
  const out: Array<number> = [];
  for (const candidate of slice.ports)
    if (candidate.name === port.name && candidate.protocol === port.protocol && candidate.port !== undefined)
      out.push(candidate.port);
  return out;
};
