import * as E from 'fp-ts/lib/Either.js';
import type * as TE from 'fp-ts/lib/TaskEither.js';
import { explain } from '../explain/explain.js';
import { subjectOf } from '../explain/subject.js';
import { toText } from '../explain/toText.js';
import { coloured, type Io, type Refusal } from '../Io.js';
import type { PassFlags } from '../options.js';
import { passOf } from '../pass.js';
import { json, printNotes, styleFor } from '../print.js';

/** `clbkit explain SERVICE`: prints what one Service asked for, what it gets and why. Writes no file. */
export const explainCommand =
  (named: string) =>
  (io: Io, flags: PassFlags): TE.TaskEither<Refusal, number> =>
  async () => {
    const pass = await passOf(io, flags)();
    if (E.isLeft(pass)) return pass;
    const { input, notes } = pass.right;
    const subject = subjectOf(named, input.snapshot, input.documents);
    if (E.isLeft(subject)) return subject;
    const explanation = explain(pass.right, subject.right);
    printNotes(io, notes);
    const { width = 100 } = styleFor(io, io.stdout);
    io.stdout.write(
      flags.output === 'json'
        ? json({ apiVersion: 'clbkit.dev/v1alpha1', kind: 'Explanation', ...explanation })
        : toText({ colour: coloured(io, io.stdout), width })(explanation),
    );
    return E.right(flags.strict === true && explanation.problems.some(({ severity }) => severity === 'error') ? 1 : 0);
  };
