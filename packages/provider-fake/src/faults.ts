import type { Action } from './calls.js';

/** What goes wrong with a call. */
export type Accident =
  /** The cloud answers with this code, standard or not, and does nothing. */
  | { readonly _tag: 'FailBefore'; readonly code: string; readonly message?: string }
  /** The call is carried out, but its answer is lost. */
  | { readonly _tag: 'AnswerLost' }
  /** The call never arrives; to the caller this looks like `AnswerLost`. */
  | { readonly _tag: 'NeverArrived' }
  /** Too many calls; nothing happens. */
  | { readonly _tag: 'Throttled'; readonly retryAfterMs?: number }
  /** Somebody else's work keeps the load balancers of the call busy from now on. */
  | { readonly _tag: 'Busy'; readonly forMs: number }
  /** A batch call leaves out the last listeners it names (one when absent), without an error code. */
  | { readonly _tag: 'Partial'; readonly listeners?: number }
  /** The task of the call takes longer. */
  | { readonly _tag: 'Slow'; readonly byMs: number }
  /** The call is accepted and its task fails in the end; a load balancer being made vanishes. */
  | { readonly _tag: 'TaskFails'; readonly message?: string }
  /**
   * The next observations show the world as it was: before this call, or, when it befalls an observation, as the one before
   * showed it.
   */
  | { readonly _tag: 'StaleReads'; readonly observations: number };

/** What a call is recognised by. Every member given must match. */
export interface When {
  /** The number of the call, from 1; observations count. */
  readonly call?: number;
  readonly action?: Action | 'Observe';
  /** An id of a load balancer or listener that the call names; for a creation its client token or name. */
  readonly resource?: string;
  /** How many matching calls pass unharmed first; none when absent. */
  readonly after?: number;
  /** How many are hit then; one when absent, 0 for all. */
  readonly times?: number;
}

/** An accident and the calls it befalls. Plain data: a list of them is a script. */
export interface Fault {
  readonly when: When;
  readonly what: Accident;
}

/** A call as a fault sees it. */
export interface Probe {
  readonly call: number;
  readonly action: Action | 'Observe';
  readonly resources: ReadonlyArray<string>;
}

const matches = ({ call, action, resource }: When, probe: Probe): boolean =>
  (call === undefined || call === probe.call) &&
  (action === undefined || action === probe.action) &&
  (resource === undefined || probe.resources.includes(resource));

const hits = ({ after = 0, times = 1 }: When, seen: number): boolean =>
  seen >= after && (times === 0 || seen < after + times);

/** What befalls a call, and how often each fault of the script has matched after it. `seen` begins as an empty list. */
export const befall = (
  script: ReadonlyArray<Fault>,
  seen: ReadonlyArray<number>,
  probe: Probe,
): { readonly accidents: ReadonlyArray<Accident>; readonly seen: ReadonlyArray<number> } => {
  const matching = script.map(({ when }) => matches(when, probe));
  const accidents = script
    .filter(({ when }, index) => matching[index] === true && hits(when, seen[index] ?? 0))
    .map(({ what }) => what);
  return { accidents, seen: script.map((_, index) => (seen[index] ?? 0) + (matching[index] === true ? 1 : 0)) };
};

/** Pseudo-random numbers in [0, 1) from a seed: mulberry32. The same seed gives the same numbers everywhere. */
export function* random(seed: number): Generator<number, never> {
  for (let state = seed >>> 0; ;) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }
}

/** One accident of each kind, of the sort that happens in production. */
export const commonAccidents: ReadonlyArray<Accident> = [
  { _tag: 'FailBefore', code: 'InternalError' },
  { _tag: 'AnswerLost' },
  { _tag: 'NeverArrived' },
  { _tag: 'Throttled', retryAfterMs: 1_000 },
  { _tag: 'Busy', forMs: 3_000 },
  { _tag: 'Partial' },
  { _tag: 'Slow', byMs: 30_000 },
  { _tag: 'TaskFails' },
];

/** A script drawn from a seed: each of the first `calls` calls has an accident with probability `rate`. */
export const drawFaults = (
  seed: number,
  calls: number,
  rate: number,
  accidents: ReadonlyArray<Accident> = commonAccidents,
): ReadonlyArray<Fault> => {
  const numbers = random(seed);
  return Array.from({ length: calls }, (_, index): ReadonlyArray<Fault> => {
    const unlucky = numbers.next().value < rate;
    const what = accidents[Math.floor(numbers.next().value * accidents.length)];
    return unlucky && what !== undefined ? [{ when: { call: index + 1 }, what }] : [];
  }).flat();
};
