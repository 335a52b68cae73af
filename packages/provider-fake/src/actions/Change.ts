import { type ProviderError, Ref } from '@clbkit/core';
import type { Draft } from 'immer';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { busy, fromCode, noListeners, noLoadBalancer } from '../errors.js';
import { lookup } from '../internal/keyed.js';
import * as World from '../World.js';

/** How a call goes otherwise than usual, by accident. */
export interface Twist {
  /** How much longer its task takes. */
  readonly extraMs?: number;
  /** Why its task fails in the end. */
  readonly failure?: string;
  /** How many of the listeners of a batch call are left out, counted from the last. */
  readonly leftOut?: number;
}

/** What an accepted call does: at once (`edit`), and later (`tasks`). */
export interface Change {
  /** What it made, in the order of the request. */
  readonly ids: ReadonlyArray<Ref.CloudId>;
  readonly tasks: ReadonlyArray<Started>;
  /** The listeners of a batch call that were left out. */
  readonly failedListeners: ReadonlyArray<Ref.CloudId>;
  readonly edit: (draft: Draft<World.World>) => void;
  /** Load balancers whose running task the answer also waits for. */
  readonly joins: ReadonlyArray<Ref.CloudId>;
}

/** Work to be started on a load balancer. */
export interface Started {
  readonly loadBalancer: Ref.CloudId;
  readonly effect: World.Effect;
  readonly ms: number;
}

/** What a call comes to: the change, or the cloud's refusal. */
export type Checked = E.Either<ProviderError.ProviderError, Change>;

/** A call that is accepted and does nothing. */
export const nothing: Change = { ids: [], tasks: [], failedListeners: [], edit: () => undefined, joins: [] };

/** A call that starts work on load balancers. */
export const starting = (tasks: ReadonlyArray<Started>): Change => ({ ...nothing, tasks });

/** A refusal by code. */
export const fail = (code: string, message: string): E.Either<ProviderError.ProviderError, never> =>
  E.left(fromCode(code, message));

/** Refuses with the first complaint there is: pairs of a code and a message, or of a code and nothing to complain about. */
export const unless = (
  ...complaints: ReadonlyArray<readonly [wrong: boolean, code: string, message: string]>
): E.Either<ProviderError.ProviderError, undefined> => {
  const found = complaints.find(([wrong]) => wrong);
  return found === undefined ? E.right(undefined) : fail(found[1], found[2]);
};

/** The load balancer with that id, or the cloud's answer that there is none. */
export const known = (id: string, world: World.World): E.Either<ProviderError.ProviderError, World.LoadBalancer> =>
  E.fromNullable(noLoadBalancer(id))(World.loadBalancer(id)(world));

/** The load balancer with that id, if it takes writes now. */
export const writable = (id: string, world: World.World): E.Either<ProviderError.ProviderError, World.LoadBalancer> =>
  pipe(
    known(id, world),
    E.filterOrElse(
      () => !Object.hasOwn(world.tasks, id),
      () => busy(id),
    ),
  );

/** Those of the listeners that a load balancer does not have. */
export const missing = (one: World.LoadBalancer, listeners: ReadonlyArray<string>): ReadonlyArray<string> =>
  listeners.filter((id) => lookup(one.listeners, id) === undefined);

/** Refuses when a listener is missing, in the words of calls without a code of their own for it. */
export const having = (
  one: World.LoadBalancer,
  listeners: ReadonlyArray<string>,
): E.Either<ProviderError.ProviderError, World.LoadBalancer> => {
  const absent = missing(one, listeners);
  return absent.length > 0 ? E.left(noListeners(absent)) : E.right(one);
};

/** Whether a list names something twice. */
export const repeats = (list: ReadonlyArray<unknown>): boolean => new Set(list).size !== list.length;

/** Whether a number is whole and within bounds. */
export const whole = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

/** The next ids of a kind, in order. They begin with a zero, which ids of other makers rarely do. */
export const mint = (kind: 'lb' | 'lbl' | 'loc', count: number, world: World.World): ReadonlyArray<Ref.CloudId> =>
  Array.from({ length: count }, (_, index) =>
    Ref.cloudId(`${kind}-${(world.nextId + index).toString(36).padStart(8, '0')}`),
  );
