import {
  Backend,
  type Listener as CoreListener,
  Listener as L,
  type LoadBalancer as CoreLoadBalancer,
  type Ownership,
} from '@clbkit/core';
import { mint } from './actions/Change.js';
import { vipOf } from './actions/account.js';
import { deliveredAs } from './actions/purchase.js';
import * as Backends from './internal/backends.js';
import { type Keyed, keysOf, lookup, omit } from './internal/keyed.js';
import { full, modified } from './listenerSettings.js';
import * as World from './World.js';

/**
 * Which load balancer or listener: its id, or a place in order of id, counted round and round. Places let a script of edits be
 * written before the ids are known; they shrink and replay well.
 */
export type Place = string | number;

interface OnListener {
  readonly loadBalancer: Place;
  readonly listener: Place;
}

/** What somebody does behind the controller's back, in the console or with another tool. */
export type Edit =
  | {
      readonly _tag: 'CreateLoadBalancer';
      readonly name: string;
      readonly network: CoreLoadBalancer.Network;
      readonly vpc?: string;
      readonly tags: Ownership.Tags;
    }
  | { readonly _tag: 'DeleteLoadBalancer'; readonly loadBalancer: Place }
  | { readonly _tag: 'RenameLoadBalancer'; readonly loadBalancer: Place; readonly name: string }
  | { readonly _tag: 'SetDeletionProtection'; readonly loadBalancer: Place; readonly on: boolean }
  | { readonly _tag: 'SetAttributes'; readonly loadBalancer: Place; readonly attributes: Partial<World.Attributes> }
  | { readonly _tag: 'SetTag'; readonly loadBalancer: Place; readonly key: string; readonly value: string }
  | { readonly _tag: 'RemoveTag'; readonly loadBalancer: Place; readonly key: string }
  | {
      readonly _tag: 'AddListener';
      readonly loadBalancer: Place;
      readonly name: string;
      readonly protocol: CoreListener.Protocol;
      readonly port: number;
      readonly backends?: ReadonlyArray<Backend.Backend>;
    }
  | ({ readonly _tag: 'DeleteListener' } & OnListener)
  | ({ readonly _tag: 'RenameListener'; readonly name: string } & OnListener)
  | ({ readonly _tag: 'SetSettings'; readonly settings: CoreListener.ListenerSettings } & OnListener)
  | ({ readonly _tag: 'RegisterBackend'; readonly backend: Backend.Backend } & OnListener)
  | ({ readonly _tag: 'DeregisterBackend'; readonly address: string; readonly port: number } & OnListener)
  | ({ readonly _tag: 'SetWeight'; readonly backend: Backend.Backend } & OnListener)
  /** A machine is destroyed: the cloud takes it off every listener (clb-api 3.1). */
  | { readonly _tag: 'DestroyInstance'; readonly address: string };

const placed = (ids: ReadonlyArray<string>, place: Place): string | undefined =>
  typeof place === 'string' ? place : ids.length === 0 ? undefined : ids[Math.abs(Math.trunc(place)) % ids.length];

const onLoadBalancer =
  (place: Place, change: (one: World.LoadBalancer) => World.LoadBalancer) =>
  (world: World.World): World.World => {
    const ids = typeof place === 'string' ? [] : World.loadBalancers(world).map(({ id }) => id);
    const id = placed(ids, place);
    return id === undefined ? world : World.update(id, change)(world);
  };

const onListener = (
  { loadBalancer, listener }: OnListener,
  change: (found: World.Listener) => World.Listener | undefined,
): ((world: World.World) => World.World) =>
  onLoadBalancer(loadBalancer, (one) => {
    const id = placed(keysOf(one.listeners), listener);
    const found = id === undefined ? undefined : lookup(one.listeners, id);
    if (id === undefined || found === undefined) return one;
    const after = change(found);
    if (after !== undefined) return { ...one, listeners: { ...one.listeners, [id]: after } };
    return { ...one, listeners: omit(one.listeners, id) };
  });

const onBackends = (at: OnListener, change: (set: Backend.BackendSet) => Backend.BackendSet) =>
  onListener(at, (found) => ({ ...found, backends: change(found.backends) }));

const addListener =
  (edit: Extract<Edit, { _tag: 'AddListener' }>) =>
  (world: World.World): World.World => {
    const [id] = mint('lbl', 1, world);
    if (id === undefined) return world;
    const { name, protocol, port, backends = [] } = edit;
    const rules = protocol === 'HTTP' || protocol === 'HTTPS' ? { rules: {} } : {};
    const bound = { backends: Backend.canonical(backends), ...rules };
    const made = { id, name, protocol, port, settings: full(protocol, {}), ...bound };
    const after = onLoadBalancer(edit.loadBalancer, (one) => {
      const slots = World.slots(one);
      const fits = !slots.has(L.slotOf(made)) && slots.size < world.quotas.listenersPerLoadBalancer;
      return fits ? { ...one, listeners: { ...one.listeners, [id]: made } } : one;
    })(world);
    return after === world ? world : { ...after, nextId: world.nextId + 1 };
  };

const createLoadBalancer =
  (edit: Extract<Edit, { _tag: 'CreateLoadBalancer' }>) =>
  (world: World.World): World.World => {
    const [id] = mint('lb', 1, world);
    if (id === undefined) return world;
    const { name, network, tags, vpc = world.settings.defaultVpc } = edit;
    const rest = { status: 'Running', deletionProtected: false, listeners: {} } as const;
    const place = { id, name, network, vpc, tags, vips: [vipOf(network, world.nextId)] };
    const made = { ...place, ...deliveredAs({ network }), ...rest };
    return { ...World.put(made)(world), nextId: world.nextId + 1 };
  };

/** An internal load balancer has no bandwidth. */
const fitting = (
  { network }: World.LoadBalancer,
  { internetMaxBandwidthOut, ...rest }: Partial<World.Attributes>,
): Partial<World.Attributes> =>
  network._tag === 'Internal' || internetMaxBandwidthOut === undefined ? rest : { ...rest, internetMaxBandwidthOut };

/** Without the backends at an address; the same value when there are none. */
const without = <A extends { readonly backends: Backend.BackendSet }>(bearer: A, address: string): A => {
  const { backends } = bearer;
  const gone = backends.map(({ port }) => ({ port, address }));
  const after = Backends.without(backends, gone);
  return after === backends ? bearer : { ...bearer, backends: after };
};

const changed = <A>(all: Keyed<A>, change: (one: A) => A): Keyed<A> => {
  const pairs = Object.entries(all).map(([key, one]) => [key, one, change(one)] as const);
  return pairs.every(([, one, now]) => one === now) ? all : Object.fromEntries(pairs.map(([key, , now]) => [key, now]));
};

const destroyInstance =
  (address: string) =>
  (world: World.World): World.World => {
    const offListener = (listener: World.Listener): World.Listener => {
      const after = without(listener, address);
      if (listener.rules === undefined) return after;
      const rules = changed(listener.rules, (rule) => without(rule, address));
      return rules === listener.rules ? after : { ...after, rules };
    };
    const off = (one: World.LoadBalancer): World.LoadBalancer => {
      const listeners = changed(one.listeners, offListener);
      return listeners === one.listeners ? one : { ...one, listeners };
    };
    return World.loadBalancers(world).reduce((after, { id }) => World.update(id, off)(after), world);
  };

const deleteLoadBalancer =
  (place: Place) =>
  (world: World.World): World.World => {
    const id = placed(
      World.loadBalancers(world).map((one) => one.id),
      place,
    );
    return id === undefined || World.loadBalancer(id)(world) === undefined ? world : World.remove(id)(world);
  };

/** The world after an edit. An edit of something that is not there, or that does not fit, changes nothing. */
export const applyEdit = (edit: Edit): ((world: World.World) => World.World) => {
  switch (edit._tag) {
    case 'CreateLoadBalancer':
      return createLoadBalancer(edit);
    case 'DeleteLoadBalancer':
      return deleteLoadBalancer(edit.loadBalancer);
    case 'RenameLoadBalancer':
      return onLoadBalancer(edit.loadBalancer, (one) => ({ ...one, name: edit.name }));
    case 'SetDeletionProtection':
      return onLoadBalancer(edit.loadBalancer, (one) => ({ ...one, deletionProtected: edit.on }));
    case 'SetAttributes':
      return onLoadBalancer(edit.loadBalancer, (one) => ({
        ...one,
        attributes: { ...one.attributes, ...fitting(one, edit.attributes) },
      }));
    case 'SetTag':
      return onLoadBalancer(edit.loadBalancer, (one) => ({ ...one, tags: { ...one.tags, [edit.key]: edit.value } }));
    case 'RemoveTag':
      return onLoadBalancer(edit.loadBalancer, (one) => ({ ...one, tags: omit(one.tags, edit.key) }));
    case 'AddListener':
      return addListener(edit);
    case 'DeleteListener':
      return onListener(edit, () => undefined);
    case 'RenameListener':
      return onListener(edit, (found) => ({ ...found, name: edit.name }));
    case 'SetSettings':
      return onListener(edit, (found) => ({
        ...found,
        settings: modified('merge', found.protocol, found.settings, edit.settings),
      }));
    case 'RegisterBackend':
      return onBackends(edit, (set) => Backends.add(set, [edit.backend], 'keep'));
    case 'DeregisterBackend':
      return onBackends(edit, (set) => Backends.without(set, [edit]));
    case 'SetWeight':
      return onBackends(edit, (set) => Backends.reweigh(set, [edit.backend]));
    case 'DestroyInstance':
      return destroyInstance(edit.address);
  }
};
