import { type Pass, type Plan, Render, Report } from '@clbkit/core';
import { Journal } from '@clbkit/provider-fake';
import type { Edit } from './edits.js';
import type { Page } from './page.js';
import { changes, picture } from './picture.js';
import type { Stage } from './stage.js';

/** What a chapter has at hand: the stage, the page, and ways to show the one on the other. */
export interface Narrator extends Stage, Page {
  /** Edits the cluster, makes a pass and shows its plan, what came of it and what the cloud looks like now. */
  readonly act: (...edits: ReadonlyArray<Edit>) => Promise<Pass>;
  /** The same, for a pass that is expected to have nothing to do: one line when it has. */
  readonly quiet: (...edits: ReadonlyArray<Edit>) => Promise<Pass>;
  /** The writes since the last pass began, with the virtual clock. */
  readonly showCalls: () => void;
  /** Draws a plan, when pictures were asked for. */
  readonly draw: (plan: Plan.Plan) => void;
  /** Says what shall hold, and whether it does. */
  readonly expect: (text: string, holds: boolean) => void;
  /** What did not hold. */
  readonly failures: () => ReadonlyArray<string>;
}

const outcome = (report: Report.Report): string => {
  const { Done, Failed, NotRun } = Report.count(report);
  return Report.succeeded(report)
    ? `${Done} of ${Done} steps done`
    : `${Done} steps done, ${Failed} failed, ${NotRun} not run`;
};

/** Client tokens are 62 hex digits; eight are enough to recognise one. */
const shortened = (text: string): string => text.replace(/\b([0-9a-f]{8})[0-9a-f]{32,}\b/g, '$1…');

/** How the story is told. */
export interface Telling {
  readonly colour: boolean;
  /** Whether the plan of one chapter is drawn as a Mermaid flowchart too. */
  readonly mermaid: boolean;
}

/** A narrator on a stage. */
export const narratorOf = (stage: Stage, page: Page, { colour, mermaid }: Telling): Narrator => {
  const told = new Set<string>();
  const failures: Array<string> = [];
  let shown: ReadonlyMap<string, ReadonlyArray<string>> = new Map();
  let callsBefore = 0;

  const expect = (text: string, holds: boolean): void => {
    if (!holds) failures.push(text);
    page.verdict(holds, text);
  };

  const unsaid = (plan: Plan.Plan): Plan.Plan => {
    const diagnostics = plan.diagnostics.filter((one) => !told.has(JSON.stringify(one)));
    for (const one of diagnostics) told.add(JSON.stringify(one));
    return { ...plan, diagnostics };
  };

  const pass = async (edits: ReadonlyArray<Edit>): Promise<Pass> => {
    callsBefore = stage.fake.calls().length;
    stage.edit(...edits);
    return stage.pass();
  };

  const act = async (...edits: ReadonlyArray<Edit>): Promise<Pass> => {
    const made = await pass(edits);
    page.block('The plan', Render.toText({ colour, width: 96 })(unsaid(made.plan)).trimEnd().split('\n'));
    const now = picture(stage.nameOf, stage.fake.world());
    page.block(`The cloud now (${outcome(made.report)})`, changes(shown, now));
    shown = now;
    return made;
  };

  const quiet = async (...edits: ReadonlyArray<Edit>): Promise<Pass> => {
    const made = await pass(edits);
    page.block('The plan', [Render.summaryLine(made.plan)]);
    return made;
  };

  const showCalls = (): void => {
    const since = stage.fake.calls().slice(callsBefore);
    page.block(
      'What was sent to the cloud, with its clock',
      shortened(Journal.show(Journal.writes(since))).split('\n'),
    );
  };

  const draw = (plan: Plan.Plan): void => {
    if (mermaid) page.block('The plan as a picture (Mermaid)', Render.toMermaid(plan).trimEnd().split('\n'));
  };

  return { ...stage, ...page, act, draw, quiet, showCalls, expect, failures: () => failures };
};
