import * as fc from 'fast-check';

/** What came of checking a law. */
export interface Verdict {
  readonly runs: number;
  /** The smallest case found against it, what is wrong there, and how to see it again. Absent when the law held. */
  readonly failure?: string;
}

/** How often a law is tried and how long a counterexample is made smaller. */
export interface Effort {
  /** Cases; the law's own number when absent, times the factor of the global configuration. */
  readonly runs?: number;
  readonly seed?: number;
  readonly path?: string;
  /** Stop at the first case against it. */
  readonly quick?: boolean;
}

/** A promise of the product as a value: it can be listed, checked against any subject, and shown to fail. */
export interface Law<Subject> {
  /** Its name in `docs/laws.md`. */
  readonly key: string;
  readonly statement: string;
  readonly runs: number;
  readonly check: (subject: Subject, effort?: Effort) => Promise<Verdict>;
}

/** What is wrong with a case, in words; nothing when the law holds there. */
export type Findings = ReadonlyArray<string>;

const factor = (): number => (fc.readConfigureGlobal().numRuns ?? 100) / 100;

const attempt = async <A>(holds: (value: A) => Findings | Promise<Findings>, value: A): Promise<Findings> => {
  try {
    return await holds(value);
  } catch (error) {
    return [`it throws: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
};

/** A law from what it is tried on and what must hold there. `examples` are counterexamples once found; they are tried first. */
export const law = <Subject, A>(
  key: string,
  statement: string,
  runs: number,
  arbitrary: fc.Arbitrary<A>,
  holds: (subject: Subject) => (value: A) => Findings | Promise<Findings>,
  examples: ReadonlyArray<A> = [],
): Law<Subject> => ({
  key,
  statement,
  runs,
  check: async (subject, effort = {}) => {
    const on = holds(subject);
    const property = fc.asyncProperty(arbitrary, async (value) => (await attempt(on, value)).length === 0);
    const details = await fc.check(property, {
      numRuns: Math.ceil((effort.runs ?? runs) * (effort.runs === undefined ? factor() : 1)),
      examples: examples.map((value): [A] => [value]),
      ...(effort.seed === undefined ? {} : { seed: effort.seed }),
      ...(effort.path === undefined ? {} : { path: effort.path }),
      ...(effort.quick === true ? { endOnFailure: true } : {}),
    });
    if (!details.failed) return { runs: details.numRuns };
    const found = details.counterexample?.[0];
    const wrong = found === undefined ? ['no case could be generated'] : await attempt(on, found);
    const replay = `{ seed: ${details.seed}, path: '${details.counterexamplePath ?? ''}' }`;
    return {
      runs: details.numRuns,
      failure: [`${key}: ${statement}`, ...wrong, `replay: ${replay}`, fc.stringify(found)].join('\n'),
    };
  },
});
