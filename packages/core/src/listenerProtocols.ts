import { type Keyed, keysOf, lookup } from './internal/keyed.js';
import * as Listener from './Listener.js';
import type { PlanError } from './PlanError.js';
import type { PortProtocols } from './Request.js';
import type { Service, ServicePort } from './Service.js';

/** One listener that a Service asks for, and the port its backends are found by. */
export interface PortListener {
  readonly key: Listener.ListenerKey;
  readonly protocol: Listener.Protocol;
  readonly port: ServicePort;
  /** The field that asks for it. */
  readonly field: string;
  /** What the annotation says of the port, where it names the protocol. */
  readonly named?: PortProtocols;
}

/** The listeners that a Service asks for. */
export interface PortListeners {
  readonly all: ReadonlyArray<PortListener>;
  /** Asked for and impossible now: what is there stays as it is. */
  readonly held: ReadonlyArray<Listener.ListenerKey>;
  /** Two that cannot be on one load balancer. */
  readonly clash?: readonly [Listener.ListenerKey, Listener.ListenerKey];
  readonly notes: ReadonlyArray<PlanError>;
}

/** The annotation that names protocols port by port. */
export const protocolsField = 'metadata.annotations[service.cloud.tencent.com/specify-protocol]';

interface Declared {
  readonly port: ServicePort;
  readonly field: string;
}

const transportOf = ({ protocol }: ServicePort): string => protocol;

/** The declared port that a protocol of the annotation is served by; on a node port only one of its own transport can. */
const servedBy = (
  direct: boolean,
  [first, ...others]: readonly [Declared, ...ReadonlyArray<Declared>],
  protocol: Listener.Protocol,
): Declared | undefined =>
  [first, ...others].find(({ port }) => transportOf(port) === Listener.transportOf(protocol)) ??
  (direct ? first : undefined);

interface Making {
  readonly service: Service;
  /** Whether backends are Pods, which serve every protocol. */
  readonly direct: boolean;
  readonly all: Array<PortListener>;
  readonly held: Array<Listener.ListenerKey>;
  readonly notes: Array<PlanError>;
}

/** A port as the Service declares it. */
const asDeclared = ({ service, all, notes }: Making, { port, field }: Declared): void => {
  if (port.protocol === 'SCTP')
    notes.push({ _tag: 'UnsupportedProtocol', service: service.key, port: port.port, protocol: port.protocol });
  else all.push({ key: Listener.keyOf(port.protocol, port.port), protocol: port.protocol, port, field });
};

/** The ports of one number, with the protocols that the annotation names for it. */
const asNamed = (
  making: Making,
  declared: readonly [Declared, ...ReadonlyArray<Declared>],
  named: PortProtocols,
): void => {
  const { service, direct, all, held, notes } = making;
  const [{ port: first }] = declared;
  const field = `${protocolsField} ${String(first.port)}`;
  const used = new Set<Declared>();
  for (const protocol of new Set(named.protocols)) {
    const key = Listener.keyOf(protocol, first.port);
    const server = servedBy(direct, declared, protocol);
    if (server === undefined) {
      notes.push({ _tag: 'MixedProtocols', service: service.key, listener: key, declared: first.protocol });
      held.push(key);
      continue;
    }
    used.add(server);
    all.push({ key, protocol, port: server.port, field, named });
  }
  if (declared.length > 1) for (const one of declared) if (!used.has(one)) asDeclared(making, one);
};

const clashOf = (all: ReadonlyArray<PortListener>): PortListeners['clash'] => {
  for (const [index, one] of all.entries()) {
    const slot = Listener.transportOf(one.protocol);
    const other = all.find(
      ({ port, protocol }) => port.port === one.port.port && Listener.transportOf(protocol) === slot,
    );
    if (other !== undefined && all.indexOf(other) < index) return [other.key, one.key];
  }
  return undefined;
};

const ignored = (service: Service, protocols: Keyed<PortProtocols>): ReadonlyArray<PlanError> =>
  keysOf(protocols)
    .filter((number) => !service.ports.some(({ port }) => String(port) === number))
    .map((number) => ({
      _tag: 'Ignored',
      service: service.key,
      field: `service.cloud.tencent.com/specify-protocol ${number}`,
      because: 'the Service has no such port',
    }));

/**
 * The listeners of a Service: its ports, with the protocols that `specify-protocol` names (tke-service 5.1, R5.2, R5.3).
 *
 * | declared | annotation | backends | listeners |
 * |---|---|---|---|
 * | TCP or UDP | no entry | any | as declared |
 * | SCTP | no entry | any | none, with an error |
 * | TCP | TCP, TCP_SSL, HTTP or HTTPS | any | as named |
 * | UDP | UDP or QUIC | any | as named |
 * | TCP | UDP or QUIC too | Pods | every one that is named, on the same Pods |
 * | TCP | UDP or QUIC too | node port | those of the port's own transport; the others are held, with an error |
 * | TCP and UDP on one number | names only one transport | any | as named; the other port as declared |
 * | nothing on that number | any | any | none, with a note |
 * | two listeners in one slot | | | a clash, which the Service is frozen by |
 */
export const portListeners = (service: Service, direct: boolean): PortListeners => {
  const making: Making = { service, direct, all: [], held: [], notes: [] };
  const { protocols } = service.request;
  const declared = service.ports.map((port, index): Declared => ({ port, field: `spec.ports[${String(index)}]` }));
  if (protocols === undefined) for (const one of declared) asDeclared(making, one);
  else {
    expand(making, declared, protocols);
    making.notes.push(...ignored(service, protocols));
  }
  const { all, held, notes } = making;
  const clash = clashOf(all);
  return clash === undefined ? { all, held, notes } : { all, held, notes, clash };
};

/** The ports in order, those that the annotation has an entry for last. */
const expand = (making: Making, ports: ReadonlyArray<Declared>, protocols: Keyed<PortProtocols>): void => {
  const byNumber = new Map<number, [Declared, ...Array<Declared>]>();
  for (const one of ports) {
    const { port } = one.port;
    const same = byNumber.get(port);
    if (!Object.hasOwn(protocols, String(port))) asDeclared(making, one);
    else if (same === undefined) byNumber.set(port, [one]);
    else same.push(one);
  }
  for (const [number, declared] of byNumber) {
    const named = lookup(protocols, String(number));
    if (named !== undefined && named.protocols.length > 0) asNamed(making, declared, named);
    else for (const one of declared) asDeclared(making, one);
  }
};
