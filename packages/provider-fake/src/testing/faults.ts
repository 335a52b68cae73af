import fc from 'fast-check';
import type { Accident, Fault } from '../faults.js';

/** An accident of any kind. */
export const accident: fc.Arbitrary<Accident> = fc.oneof<Array<fc.Arbitrary<Accident>>>(
  fc.record({
    _tag: fc.constant('FailBefore' as const),
    code: fc.constantFrom('InternalError', 'FailedOperation', 'ResourceInsufficient', 'SomethingNew'),
  }),
  fc.constant({ _tag: 'AnswerLost' }),
  fc.constant({ _tag: 'NeverArrived' }),
  fc.record({ _tag: fc.constant('Throttled' as const), retryAfterMs: fc.constantFrom(0, 1_000) }),
  fc.record({ _tag: fc.constant('Busy' as const), forMs: fc.constantFrom(500, 5_000) }),
  fc.record({ _tag: fc.constant('Partial' as const), listeners: fc.constantFrom(1, 2) }),
  fc.record({ _tag: fc.constant('Slow' as const), byMs: fc.constantFrom(1_000, 60_000) }),
  fc.constant({ _tag: 'TaskFails' }),
  fc.record({ _tag: fc.constant('StaleReads' as const), observations: fc.constantFrom(1, 2) }),
);

/** An accident of one of the first calls, by number, so that it shrinks towards the first. */
export const fault = (calls = 30): fc.Arbitrary<Fault> =>
  fc.record({ when: fc.record({ call: fc.integer({ min: 1, max: calls }) }), what: accident });

/** A script of a few accidents among the first calls. */
export const script = (calls = 30): fc.Arbitrary<ReadonlyArray<Fault>> => fc.array(fault(calls), { maxLength: 5 });
