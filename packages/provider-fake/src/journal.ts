import type { ProviderError, Provider, Ref } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import type { Action, Call } from './calls.js';
import { advanceTo } from './clock.js';
import { applyEdit, type Edit } from './drift.js';
import type { Accident } from './faults.js';
import type { Keyed } from './internal/keyed.js';
import { suffer } from './suffer.js';
import type { World } from './World.js';

/** What came of a call, as the cloud knows it. `Lost`: the caller was left without the answer. */
export type Outcome =
  | {
      readonly _tag: 'Done';
      readonly requestId: string;
      readonly ids: ReadonlyArray<Ref.CloudId>;
      readonly failedListeners: ReadonlyArray<Ref.CloudId>;
    }
  | { readonly _tag: 'Seen'; readonly loadBalancers: number }
  | { readonly _tag: 'Failed'; readonly error: ProviderError.ProviderError }
  | { readonly _tag: 'Lost'; readonly happened: boolean };

interface Entered {
  /** From 1 for calls and observations together; an edit bears the number of the call before it. */
  readonly number: number;
  /** The virtual clock when it began. */
  readonly at: number;
}

/** Something that was done to the pretend cloud. Plain data. */
export type Entry =
  | (Entered & {
      readonly action: Action;
      readonly resources: ReadonlyArray<string>;
      readonly call: Call;
      readonly accidents: ReadonlyArray<Accident>;
      readonly outcome: Outcome;
    })
  | (Entered & {
      readonly action: 'Observe';
      readonly resources: ReadonlyArray<string>;
      readonly scope: Provider.Scope;
      readonly accidents: ReadonlyArray<Accident>;
      readonly outcome: Outcome;
    })
  /** An edit by data, or, where it has none, by a function of the caller's. */
  | (Entered & { readonly action: 'Edit'; readonly edit?: Edit });

/** How often each action was called. */
export const countByAction = (entries: Iterable<Entry>): Keyed<number> => {
  const counts: Record<string, number> = {};
  for (const { action } of entries) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
};

/** The writes among what was done: neither observations nor edits. */
export const writes = (entries: ReadonlyArray<Entry>): ReadonlyArray<Extract<Entry, { readonly call: Call }>> =>
  entries.filter((entry) => 'call' in entry);

/**
 * The world after everything in a journal was done again, from the world it began with. Law: it is the world the journal came
 * from, at its clock, unless something was edited by a function.
 */
export const replay =
  (entries: Iterable<Entry>) =>
  (world: World): World => {
    let now = world;
    for (const entry of entries) {
      now = advanceTo(entry.at)(now);
      if ('call' in entry) now = suffer(entry.accidents)(entry.call)(now).world;
      else if (entry.action === 'Edit' && entry.edit !== undefined) now = applyEdit(entry.edit)(now);
    }
    return now;
  };

/** One line for each entry: number, seconds on the virtual clock, action, resources and what came of it. */
export const show = (entries: Iterable<Entry>): string => [...entries].map(line).join('\n');

const line = (entry: Entry): string => {
  const head = `#${String(entry.number)} ${(entry.at / 1000).toFixed(1)}s ${entry.action}`;
  return entry.action === 'Edit'
    ? `${head} ${entry.edit?._tag ?? 'by a function'}`
    : [head, ...entry.resources, `→ ${came(entry.outcome)}`].join(' ');
};

const came = (outcome: Outcome): string => {
  switch (outcome._tag) {
    case 'Done':
      return outcome.failedListeners.length > 0
        ? `done but for ${outcome.failedListeners.join(', ')}`
        : ['done', ...outcome.ids].join(' ');
    case 'Seen':
      return `${String(outcome.loadBalancers)} load balancers`;
    case 'Failed':
      return outcome.error.code;
    case 'Lost':
      return outcome.happened ? 'done, answer lost' : 'answer lost';
  }
};

/** What came of a call, from the cloud's reply. */
export const outcomeOf = (
  reply: E.Either<ProviderError.ProviderError, Omit<Extract<Outcome, { _tag: 'Done' }>, '_tag'>>,
): Outcome =>
  E.isLeft(reply)
    ? { _tag: 'Failed', error: reply.left }
    : {
        _tag: 'Done',
        requestId: reply.right.requestId,
        ids: reply.right.ids,
        failedListeners: reply.right.failedListeners,
      };
