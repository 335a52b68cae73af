import * as fc from 'fast-check';
import type { Backend } from '../Backend.js';
import { managedName } from '../Listener.js';
import type { ListenerFacts, LoadBalancerFacts } from '../ObservedState.js';
import type { Cloud } from './cloud.js';
import { place } from './arbitraries.js';
import { backendsAt, boughtByUser, listenerAt } from './worlds.js';
import * as V from './vocabulary.js';

/**
 * What a person does in the console, as plain data. `at` and `listener` pick among what is there, so an accident means
 * something in every cloud; in an empty one it does nothing.
 */
export type Accident =
  | { readonly _tag: 'DeleteLoadBalancer'; readonly at: number }
  | { readonly _tag: 'DropTag'; readonly at: number; readonly tag: number }
  | { readonly _tag: 'SetTag'; readonly at: number; readonly key: string; readonly value: string }
  | { readonly _tag: 'Protect'; readonly at: number; readonly on: boolean }
  | {
      readonly _tag: 'SetAttributes';
      readonly at: number;
      readonly attributes: NonNullable<LoadBalancerFacts['attributes']>;
    }
  | { readonly _tag: 'DeleteListener'; readonly at: number; readonly listener: number }
  | { readonly _tag: 'RenameListener'; readonly at: number; readonly listener: number; readonly name: string }
  | {
      readonly _tag: 'SetBackends';
      readonly at: number;
      readonly listener: number;
      readonly backends: ReadonlyArray<Backend>;
    }
  | { readonly _tag: 'SetWeights'; readonly at: number; readonly listener: number; readonly weight: number }
  | {
      readonly _tag: 'SetScheduler';
      readonly at: number;
      readonly listener: number;
      readonly scheduler: 'WRR' | 'LEAST_CONN';
    }
  /** Takes away the first rule of a listener that is not its default, if it has one. */
  | { readonly _tag: 'DropRule'; readonly at: number; readonly listener: number }
  | { readonly _tag: 'AddListener'; readonly at: number; readonly made: ListenerFacts }
  | { readonly _tag: 'Buy'; readonly made: LoadBalancerFacts };

const picked = <A>(all: ReadonlyArray<A>, number: number): A | undefined => all[number % Math.max(all.length, 1)];

const change = (cloud: Cloud, at: number, how: (one: LoadBalancerFacts) => LoadBalancerFacts): Cloud => {
  const chosen = picked(cloud, at);
  return cloud.map((one) => (one === chosen ? how(one) : one));
};

const onListener =
  (number: number, how: (listener: ListenerFacts) => ReadonlyArray<ListenerFacts>) =>
  (one: LoadBalancerFacts): LoadBalancerFacts => {
    const chosen = picked(one.listeners, number);
    return {
      ...one,
      listeners: one.listeners.flatMap((listener) => (listener === chosen ? how(listener) : [listener])),
    };
  };

/** A listener with other backends, on its rules where it has some. */
const onBearers = (
  listener: ListenerFacts,
  how: (bearer: Pick<ListenerFacts, 'backends'>) => ReadonlyArray<Backend>,
): ListenerFacts =>
  listener.rules === undefined
    ? { ...listener, backends: how(listener) }
    : { ...listener, rules: listener.rules.map((rule) => ({ ...rule, backends: how(rule) })) };

const weighted = ({ backends }: Pick<ListenerFacts, 'backends'>, weight: number): ReadonlyArray<Backend> => {
  const all =
    'canonical' in backends
      ? backends.canonical.flatMap(({ addresses, port }) => addresses.map((address) => ({ address, port })))
      : [...backends];
  return all.map(({ address, port }) => ({ address, port, weight }));
};

const slot = ({ protocol, port }: ListenerFacts): string => `${protocol === 'UDP' ? 'UDP' : 'TCP'}/${port}`;

/** A cloud after an accident. */
export const applyAccident = (cloud: Cloud, accident: Accident): Cloud => {
  switch (accident._tag) {
    case 'DeleteLoadBalancer':
      return cloud.filter((one) => one !== picked(cloud, accident.at));
    case 'DropTag':
      return change(cloud, accident.at, (one) => {
        const lost = picked(Object.keys(one.tags).sort(), accident.tag);
        return { ...one, tags: Object.fromEntries(Object.entries(one.tags).filter(([key]) => key !== lost)) };
      });
    case 'SetTag':
      return change(cloud, accident.at, (one) => ({ ...one, tags: { ...one.tags, [accident.key]: accident.value } }));
    case 'Protect':
      return change(cloud, accident.at, (one) => ({ ...one, deletionProtected: accident.on }));
    case 'SetAttributes':
      return change(cloud, accident.at, (one) => ({
        ...one,
        attributes: { ...one.attributes, ...accident.attributes },
      }));
    case 'DeleteListener':
      return change(
        cloud,
        accident.at,
        onListener(accident.listener, () => []),
      );
    case 'RenameListener':
      return change(
        cloud,
        accident.at,
        onListener(accident.listener, (listener) => [{ ...listener, name: accident.name }]),
      );
    case 'SetBackends':
      return change(
        cloud,
        accident.at,
        onListener(accident.listener, (listener) => [onBearers(listener, () => accident.backends)]),
      );
    case 'SetWeights':
      return change(
        cloud,
        accident.at,
        onListener(accident.listener, (listener) => [
          onBearers(listener, (bearer) => weighted(bearer, accident.weight)),
        ]),
      );
    case 'SetScheduler':
      return change(
        cloud,
        accident.at,
        onListener(accident.listener, (listener) => [
          listener.rules === undefined
            ? { ...listener, settings: { ...listener.settings, scheduler: accident.scheduler } }
            : listener,
        ]),
      );
    case 'DropRule':
      return change(
        cloud,
        accident.at,
        onListener(accident.listener, (listener) => {
          const lost = listener.rules?.find(({ settings }) => settings.defaultServer !== true);
          return [
            lost === undefined
              ? listener
              : { ...listener, rules: (listener.rules ?? []).filter((rule) => rule !== lost) },
          ];
        }),
      );
    case 'AddListener':
      return change(cloud, accident.at, (one) =>
        one.listeners.some((listener) => slot(listener) === slot(accident.made) || listener.id === accident.made.id)
          ? one
          : { ...one, listeners: [...one.listeners, accident.made] },
      );
    case 'Buy':
      return cloud.some(({ id }) => id === accident.made.id) ? cloud : [...cloud, accident.made];
  }
};

const number = fc.nat({ max: 11 });

/** Anything a person may do in the console. */
export const accident: fc.Arbitrary<Accident> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      _tag: fc.constant('SetWeights' as const),
      at: number,
      listener: number,
      weight: fc.constantFrom(0, 50),
    }),
  },
  { weight: 2, arbitrary: fc.record({ _tag: fc.constant('DeleteLoadBalancer' as const), at: number }) },
  { weight: 2, arbitrary: fc.record({ _tag: fc.constant('DropTag' as const), at: number, tag: number }) },
  {
    weight: 1,
    arbitrary: fc.record({
      _tag: fc.constant('SetTag' as const),
      at: number,
      key: fc.constantFrom('team', 'tke-lifecycle-owner'),
      value: fc.constantFrom('user', 'edge'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant('Protect' as const), at: number, on: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      _tag: fc.constant('SetAttributes' as const),
      at: number,
      attributes: fc.constantFrom(
        { securityGroups: ['sg-9'] },
        { securityGroups: [], passToTarget: true },
        { passToTarget: false },
        { modificationProtection: true },
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ _tag: fc.constant('DeleteListener' as const), at: number, listener: number }) },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant('DropRule' as const), at: number, listener: number }) },
  {
    weight: 1,
    arbitrary: fc.record({
      _tag: fc.constant('RenameListener' as const),
      at: number,
      listener: number,
      name: fc.constantFrom('mine-now', managedName),
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(place, fc.constantFrom(...V.protocols), fc.constantFrom(...V.ports))
      .chain(([at, protocol, port]) =>
        fc.record({
          _tag: fc.constant('SetBackends' as const),
          at: number,
          listener: number,
          backends: backendsAt(at, protocol, port),
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      _tag: fc.constant('SetScheduler' as const),
      at: number,
      listener: number,
      scheduler: fc.constantFrom('WRR' as const, 'LEAST_CONN' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(place, fc.constantFrom(...V.protocols), fc.constantFrom(...V.ports))
      .chain(([at, protocol, port]) =>
        fc.record({
          _tag: fc.constant('AddListener' as const),
          at: number,
          made: listenerAt('lb-hand', protocol, port, at, 15),
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(['lb-e1', 1] as const, ['lb-e2', 2] as const)
      .chain(([id, position]) => boughtByUser(id, position))
      .map((made) => ({ _tag: 'Buy' as const, made })),
  },
);
