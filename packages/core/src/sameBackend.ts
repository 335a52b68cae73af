import type * as Listener from './Listener.js';
import type { PortListener } from './listenerProtocols.js';
import type { ServicePort } from './Service.js';

const isLayer4 = (protocol: Listener.Protocol): boolean => protocol !== 'HTTP' && protocol !== 'HTTPS';

const targetOf = ({ targetPort, port }: ServicePort): string => String(targetPort ?? port);

/** Two listeners that would have the same backends, and the port of the Pods. */
export interface SameBackend {
  readonly listener: Listener.ListenerKey;
  readonly other: Listener.ListenerKey;
  readonly target: string;
}

/**
 * The first two listeners of Pods that a CLB cannot have beside each other: address and port of a backend appear once for each
 * protocol of layer 4 (R5.14). On node ports it cannot happen, as each port has its own (R5.15).
 *
 * | protocols | target ports | |
 * |---|---|---|
 * | the same, of layer 4 | the same | clash (E4036) |
 * | TCP and UDP, TCP and TCP_SSL | the same | both are made |
 * | HTTP and HTTPS, whatever the other | the same | both are made |
 * | the same | different; none said is the port itself | both are made |
 */
export const sameBackend = (all: ReadonlyArray<PortListener>): SameBackend | undefined => {
  const holders = new Map<string, Listener.ListenerKey>();
  for (const { key, protocol, port } of all) {
    if (!isLayer4(protocol)) continue;
    const target = targetOf(port);
    const backend = `${protocol} ${target}`;
    const holder = holders.get(backend);
    if (holder !== undefined) return { listener: key, other: holder, target };
    holders.set(backend, key);
  }
  return undefined;
};
