import type { ObservedState, Provider, ProviderError } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { type Call, resourcesOf } from './calls.js';
import { noAnswer } from './errors.js';
import { befall, type Accident, type Fault, type Probe } from './faults.js';
import { type Entry, outcomeOf } from './journal.js';
import { observe } from './observe.js';
import type { Answer } from './perform.js';
import { prevented, suffer } from './suffer.js';
import type { World } from './World.js';

/** A pretend cloud with the script of its accidents. Immutable. */
export interface Cloud {
  readonly world: World;
  readonly script: ReadonlyArray<Fault>;
  /** How often each fault of the script has matched. */
  readonly seen: ReadonlyArray<number>;
  /** How many calls and observations there were. */
  readonly calls: number;
  /** What the observation before this one showed. */
  readonly shown: World;
  /** An old world, and how many observations still show it. */
  readonly stale?: { readonly world: World; readonly observations: number };
}

/** The cloud after a call, what is entered in the journal, and what the caller gets. */
export interface Turn<A> {
  readonly cloud: Cloud;
  readonly entry: Entry;
  readonly reply: E.Either<ProviderError.ProviderError, A>;
}

/** A pretend cloud at its beginning. */
export const open = (world: World, script: ReadonlyArray<Fault>): Cloud => ({
  world,
  script,
  seen: [],
  calls: 0,
  shown: world,
});

const withStale = (cloud: Cloud, accidents: ReadonlyArray<Accident>, world: World): Cloud => {
  const found = accidents.find((accident) => accident._tag === 'StaleReads');
  return found === undefined ? cloud : { ...cloud, stale: { world, observations: found.observations } };
};

const meet = (cloud: Cloud, probe: Omit<Probe, 'call'>) => {
  const number = cloud.calls + 1;
  const { accidents, seen } = befall(cloud.script, cloud.seen, { ...probe, call: number });
  return { number, accidents, next: { ...cloud, calls: number, seen } };
};

/** One write, with whatever befalls it. */
export const send =
  (call: Call) =>
  (cloud: Cloud): Turn<Answer> => {
    const { action } = call;
    const resources = resourcesOf(call);
    const { number, accidents, next } = meet(cloud, { action, resources });
    const { world, reply, lost } = suffer(accidents)(call)(cloud.world);
    return {
      cloud: { ...withStale(next, accidents, cloud.world), world },
      entry: {
        number,
        at: cloud.world.now,
        action,
        resources,
        call,
        accidents,
        outcome: lost ? { _tag: 'Lost', happened: E.isRight(reply) } : outcomeOf(reply),
      },
      reply: lost ? E.left(noAnswer) : reply,
    };
  };

const readable = (cloud: Cloud): { readonly world: World; readonly left: Cloud } => {
  const { stale, ...rest } = cloud;
  if (stale === undefined || stale.observations <= 0) return { world: cloud.world, left: rest };
  return { world: stale.world, left: { ...rest, stale: { ...stale, observations: stale.observations - 1 } } };
};

/** One observation, with whatever befalls it. */
export const look =
  (scope: Provider.Scope, reportLimits: boolean) =>
  (cloud: Cloud): Turn<ObservedState.ObservedState> => {
    const probe = { action: 'Observe', resources: scope.existing } as const;
    const { number, accidents, next } = meet(cloud, probe);
    const entered = { number, at: cloud.world.now, ...probe, scope, accidents };
    const error = prevented(accidents) ?? (accidents.some(({ _tag }) => _tag === 'AnswerLost') ? noAnswer : undefined);
    if (error !== undefined)
      return { cloud: next, entry: { ...entered, outcome: { _tag: 'Failed', error } }, reply: E.left(error) };
    const { world, left } = readable(withStale(next, accidents, cloud.shown));
    const observed = observe(scope, reportLimits)(world);
    const loadBalancers = Object.keys(observed.loadBalancers).length;
    return {
      cloud: { ...left, shown: world },
      entry: { ...entered, outcome: { _tag: 'Seen', loadBalancers } },
      reply: E.right(observed),
    };
  };
