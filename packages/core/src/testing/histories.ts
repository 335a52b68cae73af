import * as fc from 'fast-check';
import { accident, type Accident } from './accidents.js';
import { edit, type Edit } from './edits.js';

/** What the cloud does with one call of a pass. */
export type Answer =
  /** It is done, and the answer arrives. */
  | 'Done'
  /** It is done, and the answer is lost. */
  | 'Lost'
  /** It is not done, and says so in a way that waiting cures. */
  | 'Busy'
  | 'Throttled'
  /** It is not done, and no answer comes. */
  | 'Vanished'
  /** It is not done, and will not be. */
  | 'Refused';

/** How a pass goes: the answers to its calls, in order and then `Done` for the rest, and whether it dies after so many calls. */
export interface Pass {
  readonly _tag: 'Pass';
  readonly answers: ReadonlyArray<Answer>;
  readonly diesAfter?: number;
  readonly concurrency: 1 | 8;
}

/** One event of a history: something in the cluster, something in the cloud, or a pass of the controller. */
export type Event =
  { readonly _tag: 'Cluster'; readonly edit: Edit } | { readonly _tag: 'Cloud'; readonly accident: Accident } | Pass;

/** A pass in which nothing goes wrong. */
export const faultless: Pass = { _tag: 'Pass', answers: [], concurrency: 1 };

const answer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Answer>('Done') },
  { weight: 3, arbitrary: fc.constant<Answer>('Lost') },
  { weight: 3, arbitrary: fc.constantFrom<Answer>('Busy', 'Throttled', 'Vanished', 'Refused') },
);

/** A pass in which anything may go wrong. */
export const pass: fc.Arbitrary<Pass> = fc.oneof(
  fc.constantFrom<Pass>(faultless, { ...faultless, concurrency: 8 }),
  fc.record({
    _tag: fc.constant('Pass' as const),
    answers: fc.array(answer, { maxLength: 10 }),
    concurrency: fc.constantFrom(1 as const, 8 as const),
  }),
  fc.record({
    _tag: fc.constant('Pass' as const),
    answers: fc.array(answer, { maxLength: 4 }),
    diesAfter: fc.nat({ max: 12 }),
    concurrency: fc.constantFrom(1 as const, 8 as const),
  }),
);

/** Any event. */
export const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: edit.map((one): Event => ({ _tag: 'Cluster', edit: one })) },
  { weight: 2, arbitrary: accident.map((one): Event => ({ _tag: 'Cloud', accident: one })) },
  { weight: 4, arbitrary: pass },
);

/** A history: a plain array, so it shrinks, replays and prints as JSON. */
export const history = (maxLength = 12): fc.Arbitrary<ReadonlyArray<Event>> => fc.array(event, { maxLength });
