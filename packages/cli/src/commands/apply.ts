import { apply, defaultOptions, ObservedState, Plan, Render, Report } from '@clbkit/core';
import { World } from '@clbkit/provider-fake';
import * as E from 'fp-ts/lib/Either.js';
import type * as TE from 'fp-ts/lib/TaskEither.js';
import { addressesOf, type Reached } from '../addresses.js';
import { writeCloud } from '../cloudFile.js';
import type { Io, Refusal } from '../Io.js';
import type { Format, PassFlags } from '../options.js';
import { hasErrors, type Pass, passOf } from '../pass.js';
import { json, printNotes, styleFor } from '../print.js';

const addressLines = (all: ReadonlyArray<Reached>): string => {
  const width = Math.max(0, ...all.map(({ service }) => service.length));
  const lines = all.map(({ service, addresses }) => `  Service ${service.padEnd(width)}  ${addresses.join(', ')}\n`);
  return lines.length === 0 ? '' : `\nAddresses\n${lines.join('')}`;
};

const shown = (io: Io, format: Format, report: Report.Report, { options, input, fake }: Pass): string => {
  const { snapshot } = input;
  const observed = ObservedState.make(snapshot.cluster.id, World.facts(fake.world()));
  switch (format) {
    case 'text': {
      const addresses = addressesOf({ settings: options.settings, snapshot, observed, report });
      return Render.reportToText(styleFor(io, io.stdout))(report) + addressLines(addresses);
    }
    case 'json':
      return json(Render.reportToJson(report));
    case 'mermaid':
      return Render.observedToMermaid(observed);
  }
};

/** Counts the steps on a terminal while they are carried out; says nothing to a file. */
const counter = (io: Io, plan: Plan.Plan) => {
  const all = Plan.steps(plan).length;
  let done = 0;
  const tell = (text: string): void => {
    if (io.stderr.isTTY) io.stderr.write(text);
  };
  return {
    progress: (): (() => Promise<void>) => async () => {
      done += 1;
      tell(`\r${String(done)} of ${String(all)} steps`);
      return Promise.resolve();
    },
    /** Ends the line, however far the steps came. */
    end: (): void => {
      if (done > 0) tell('\n');
    },
  };
};

/**
 * `clbkit apply`: carries out the plan and writes the cloud it leads to, also when a step failed, because what was done was
 * done. The file stays as it was when there is nothing to do.
 */
export const applyCommand =
  (io: Io, flags: PassFlags): TE.TaskEither<Refusal, number> =>
  async () => {
    const read = await passOf(io, flags)();
    if (E.isLeft(read)) return read;
    const pass = read.right;
    const { plan, input, fake, cloud } = pass;
    printNotes(io, pass.notes);
    const { progress, end } = counter(io, plan);
    const report = await apply({ ...defaultOptions, wait: fake.wait, progress })(plan)(fake.provider)();
    end();
    if (!Plan.isEmpty(plan) || cloud.text === undefined) {
      const written = await writeCloud(io, cloud, fake.world())();
      if (E.isLeft(written)) return written;
    }
    io.stdout.write(shown(io, flags.output, report, pass));
    const refused = flags.strict === true && hasErrors(plan);
    return E.right(Report.succeeded(report) && !input.broken && !refused ? 0 : 1);
  };
