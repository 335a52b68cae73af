import * as E from 'fp-ts/lib/Either.js';
import { backendsOf, isDirect } from './backends.js';
import * as ClientToken from './ClientToken.js';
import type { Frozen } from './DesiredState.js';
import { byText, type Keyed, lookup } from './internal/keyed.js';
import { attributesWished } from './attributeWish.js';
import { creationWished } from './creationWish.js';
import { fitted } from './internal/naming.js';
import type * as Listener from './Listener.js';
import { type PortListeners, portListeners } from './listenerProtocols.js';
import { listenerSettings, undeclared } from './listenerWish.js';
import {
  type Claim,
  type LoadBalancerKey,
  loadBalancerKey,
  maxNameLength,
  type Network,
  type Placement,
} from './LoadBalancer.js';
import { nodePool, type Nodes } from './nodeSelection.js';
import type * as PlanError from './PlanError.js';
import { sameBackend } from './sameBackend.js';
import type * as Service from './Service.js';
import { nameFor, type ServiceConfig } from './ServiceConfig.js';
import type { Settings } from './Settings.js';
import type { Decoded, Snapshot } from './Snapshot.js';
import { type ObjectRef, service, type Why } from './Why.js';

/** What one Service comes to, by itself. */
export type ServiceDesire =
  | {
      readonly _tag: 'Wanted';
      readonly key: LoadBalancerKey;
      readonly placement: Placement;
      readonly claim: Claim;
      readonly notes: ReadonlyArray<PlanError.PlanError>;
    }
  | { readonly _tag: 'Frozen'; readonly frozen: Frozen }
  | { readonly _tag: 'Unwanted'; readonly uid: string; readonly retain?: true };

/** All that a Service's desire is computed from, besides the Service. */
export interface Facts {
  readonly settings: Settings;
  readonly snapshot: Snapshot;
  readonly nodes: Nodes;
}

/** The facts of a snapshot, the nodes computed once for all Services. */
export const factsOf =
  (settings: Settings) =>
  (snapshot: Snapshot): Facts => ({ settings, snapshot, nodes: nodePool(settings)(snapshot) });

const isForeignClass = (settings: Settings, service: Service.Service): boolean =>
  service.loadBalancerClass !== undefined && !settings.loadBalancerClasses.includes(service.loadBalancerClass);

/**
 * What a Service wants, by its type and life (tke-service 1.1, 1.3). The first row that applies counts.
 *
 * | Service | desire |
 * |---|---|
 * | `mode: skip` | frozen: nothing of it is touched, not even on deletion |
 * | being deleted, or type not LoadBalancer | unwanted: what it owns is released |
 * | `loadBalancerClass` of others | frozen: theirs to handle |
 * | no ports, a port twice, or an existing CLB id with a slash | frozen, with the error |
 * | direct access, and one backend for two listeners of a protocol | frozen (E4036) |
 * | a CLB in another region, target groups, or backends from another object | frozen: what is asked for is not made yet |
 * | otherwise | wanted |
 */
export const desireService =
  (facts: Facts) =>
  (service: Service.Service): ServiceDesire => {
    const frozen = (error: PlanError.PlanError): ServiceDesire => ({
      _tag: 'Frozen',
      frozen: { uid: service.uid, errors: [error] },
    });
    if (service.request.skip === true) return frozen({ _tag: 'Skipped', service: service.key });
    if (service.deleting || service.type !== 'LoadBalancer')
      return { _tag: 'Unwanted', uid: service.uid, ...retaining(service) };
    if (isForeignClass(facts.settings, service))
      return frozen({ _tag: 'OtherClass', service: service.key, class: service.loadBalancerClass ?? '' });
    if (service.request.existing?.includes('/') === true) return frozen(badId(service, service.request.existing));
    if (service.ports.length === 0) return frozen({ _tag: 'NoPorts', service: service.key });
    const unsupported = unsupportedOf(service);
    if (unsupported !== undefined) return frozen(unsupported);
    return wanted(facts, service, frozen);
  };

/** What a Service asks for that this controller does not do: as long as it does, nothing of it is touched (1.3, 7.11, 7.12). */
const unsupportedOf = ({ key, request }: Service.Service): PlanError.PlanError | undefined => {
  const say = (field: string, because: string): PlanError.PlanError => ({
    _tag: 'Unsupported',
    service: key,
    field,
    because,
  });
  if (request.crossRegion !== undefined)
    return say('service.cloud.tencent.com/cross-region-id', 'a CLB in another region or VPC is not managed');
  if (request.targetGroups !== undefined && request.targetGroups.length > 0)
    return say('service.cloud.tencent.com/target-groups', 'target groups are not managed');
  if (request.sourceEndpoints !== undefined)
    return say(
      'service.cloud.tencent.com/loadbalancer-source-endpoints',
      'backends from another object are not managed',
    );
  return undefined;
};

/** Whether its own CLB stays when it lets it go (2.4). */
const retaining = ({ request }: Service.Service): { readonly retain?: true } =>
  request.retain === true ? { retain: true } : {};

const badId = (service: Service.Service, id: string): PlanError.PlanError => ({
  _tag: 'InvalidField',
  object: objectOf(service),
  path: existingField,
  expected: 'the id of a CLB, such as lb-abcd1234',
  found: id,
});

const existingField = 'metadata.annotations[service.kubernetes.io/tke-existed-lbid]';

const wanted = (
  facts: Facts,
  service: Service.Service,
  frozen: (error: PlanError.PlanError) => ServiceDesire,
): ServiceDesire => {
  const notes: Array<PlanError.PlanError> = [];
  const direct = isDirect(facts.settings)(service);
  const asked = portListeners(service, direct);
  if (asked.clash !== undefined) {
    const [listener, other] = asked.clash;
    return frozen({ _tag: 'DuplicatePort', service: service.key, listener, other });
  }
  const twice = direct ? sameBackend(asked.all) : undefined;
  if (twice !== undefined) return frozen({ _tag: 'DuplicateBackend', service: service.key, ...twice });
  const { listeners, held } = listenersOf(facts, service, asked, notes);
  const { key, placement, why } = placementOf(facts.snapshot, service, notes);
  const attributes = attributesWished(facts.snapshot, service);
  const { uid, createdAt, published } = service;
  const plain: Claim = { service: service.key, uid, createdAt, published, listeners, held, why };
  const declaring = attributes === undefined ? plain : { ...plain, attributes };
  const claim = service.request.retain === true ? { ...declaring, retain: true as const } : declaring;
  return { _tag: 'Wanted', key, placement, claim, notes };
};

interface Placed {
  readonly key: LoadBalancerKey;
  readonly placement: Placement;
  readonly why: Why;
}

const objectOf = (service: Service.Service): ObjectRef => ({
  kind: 'Service',
  namespace: service.namespace,
  name: service.name,
});

/** Which CLB a Service asks for: an existing one before all else (R3.15), else one of its own. */
const placementOf = (snapshot: Snapshot, service: Service.Service, notes: Array<PlanError.PlanError>): Placed => {
  const object = objectOf(service);
  const { existing, subnet } = service.request;
  if (existing !== undefined) {
    const why: Why = { object, field: existingField, from: null, to: existing, rule: 'R3.12' };
    return { key: loadBalancerKey(existing), placement: { _tag: 'Existing', id: existing }, why };
  }
  const network: Network = subnet === undefined ? { _tag: 'Public' } : { _tag: 'Internal', subnet };
  const { creation, refused, notes: said } = creationWished(service, network);
  notes.push(...said);
  const name = creation?.name ?? fitted(`${snapshot.cluster.id}_${service.namespace}_${service.name}`, maxNameLength);
  const why: Why =
    subnet === undefined
      ? { object, field: 'spec.type', from: null, to: 'LoadBalancer', rule: 'R3.1' }
      : {
          object,
          field: 'metadata.annotations[service.kubernetes.io/qcloud-loadbalancer-internal-subnetid]',
          from: null,
          to: subnet,
          rule: 'R3.4',
        };
  const clientToken = ClientToken.of(service.uid, network);
  const own = { _tag: 'Own', network, name, clientToken } as const;
  const asked: Placement = creation === undefined ? own : { ...own, creation };
  return { key: loadBalancerKey(service.key), placement: refused === undefined ? asked : { ...asked, refused }, why };
};

interface Listeners {
  readonly listeners: Keyed<Listener.ListenerWish>;
  readonly held: ReadonlyArray<string>;
}

/** A listener for each that is asked for. One whose backends cannot be told is held: what is there stays. */
const listenersOf = (
  facts: Facts,
  service: Service.Service,
  asked: PortListeners,
  notes: Array<PlanError.PlanError>,
): Listeners => {
  const config = configOf(facts.snapshot, service, notes);
  const backends = backendsOf(facts)(service);
  notes.push(...backends.notes, ...asked.notes);
  const object = objectOf(service);
  const complete = listenerSettings(facts.snapshot, service, config, notes);
  const listeners: Record<Listener.ListenerKey, Listener.ListenerWish> = {};
  const held: Array<string> = [...asked.held];
  for (const one of asked.all) {
    const { key, protocol, port, field } = one;
    const behind = backends.of(port, key);
    notes.push(...behind.notes);
    if (behind._tag === 'Held') {
      held.push(key);
      continue;
    }
    const wished = complete(one);
    if (wished === undefined) {
      held.push(key);
      continue;
    }
    const declared: Why = { object, field, from: null, to: key };
    const why = one.named === undefined ? declared : { ...declared, rule: 'R5.2' };
    const plain = { key, protocol, port: port.port, settings: wished.settings, backends: behind.wish, why };
    listeners[key] = wished === undeclared ? plain : { ...plain, ...wished };
  }
  return { listeners, held: held.sort(byText) };
};

/**
 * The TkeServiceConfig of a Service, if it is there and readable. Without it settings are left as they are (R6.6); one that is
 * generated and not there yet is ours to write (R6.3).
 */
const configOf = (
  snapshot: Snapshot,
  service: Service.Service,
  notes: Array<PlanError.PlanError>,
): ServiceConfig | undefined => {
  const name = nameFor(service);
  if (name === undefined || snapshot.serviceConfigs._tag === 'Unknown') return undefined;
  const config: Decoded<ServiceConfig> | undefined = lookup(
    lookup(snapshot.serviceConfigs.items, service.namespace) ?? {},
    name,
  );
  if (config === undefined) {
    if (service.request.serviceConfigAuto !== true)
      notes.push({ _tag: 'MissingServiceConfig', service: service.key, name });
  } else if (E.isLeft(config)) notes.push(...config.left.errors);
  return config !== undefined && E.isRight(config) ? config.right : undefined;
};

/** The desire of one entry of the snapshot, readable or not. */
export const desireDecoded =
  (facts: Facts) =>
  (decoded: Decoded<Service.Service>): ServiceDesire =>
    E.isRight(decoded)
      ? desireService(facts)(decoded.right)
      : {
          _tag: 'Frozen',
          frozen:
            decoded.left.uid === undefined
              ? { errors: decoded.left.errors }
              : { uid: decoded.left.uid, errors: decoded.left.errors },
        };

/** The UID a desire is known by. */
export const uidOf = (desired: ServiceDesire): string | undefined => {
  switch (desired._tag) {
    case 'Wanted':
      return desired.claim.uid;
    case 'Frozen':
      return desired.frozen.uid;
    case 'Unwanted':
      return desired.uid;
  }
};

/**
 * The desire of a Service whose UID other Services carry too, as copied manifests do: nobody can tell whose a CLB with that
 * UID is, so all of them are frozen.
 */
export const doubled = (
  uid: string,
  key: Service.ServiceKey,
  holders: ReadonlyArray<Service.ServiceKey>,
): ServiceDesire => ({
  _tag: 'Frozen',
  frozen: {
    uid,
    errors: [
      {
        _tag: 'InvalidField',
        object: service(key),
        path: 'metadata.uid',
        expected: 'a UID no other Service has',
        found: `${uid}, which ${holders.filter((other) => other !== key).join(', ')} has too`,
        remedy: 'remove the line from the copied manifest',
      },
    ],
  },
});
