import { Plan, Render } from '@clbkit/core';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Io, Refusal } from '../Io.js';
import type { Format, PassFlags } from '../options.js';
import { hasErrors, type Pass, passOf } from '../pass.js';
import { json, printNotes, styleFor } from '../print.js';

const shown = (io: Io, format: Format, plan: Plan.Plan): string => {
  switch (format) {
    case 'text':
      return Render.toText(styleFor(io, io.stdout))(plan);
    case 'json':
      return json(Render.toJson(plan));
    case 'mermaid':
      return Render.toMermaid(plan);
  }
};

const exitCode = (flags: PassFlags, { plan, input }: Pass): number => {
  if (flags.strict === true && hasErrors(plan)) return 1;
  if (flags.detailedExitcode !== true) return 0;
  if (input.broken) return 1;
  return Plan.isEmpty(plan) && plan.withheld.length === 0 ? 0 : 2;
};

/** `clbkit plan`: prints what would be done. Writes no file. */
export const planCommand = (io: Io, flags: PassFlags): TE.TaskEither<Refusal, number> =>
  pipe(
    passOf(io, flags),
    TE.map((pass) => {
      printNotes(io, pass.notes);
      io.stdout.write(shown(io, flags.output, pass.plan));
      return exitCode(flags, pass);
    }),
  );
