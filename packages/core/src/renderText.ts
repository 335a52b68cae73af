import * as RNEA from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import { byText } from './internal/keyed.js';
import { counted, type Palette, palette, paragraph } from './internal/lines.js';
import * as Plan from './Plan.js';
import { describe, type PlanError } from './PlanError.js';
import type { Ref } from './Ref.js';
import { describeFully, describeIn, heading, type Names, namesIn } from './renderLane.js';
import { type Severity, severity } from './renderSeverity.js';
import { type Effect, effectOf, type Step } from './Step.js';
import * as Why from './Why.js';

/** How text is laid out. */
export interface TextOptions {
  /** Whether ANSI colours are used; no when absent. */
  readonly colour?: boolean;
  /** How wide a line may be; 100 when absent. A word that is longer stays whole. */
  readonly width?: number;
}

/** Options with nothing left open. */
export interface Style {
  readonly paint: Palette;
  readonly width: number;
}

/** Options with every default in place. */
export const styleOf = ({ colour = false, width = 100 }: TextOptions): Style => ({ paint: palette(colour), width });

const symbols: Readonly<Record<Effect, string>> = { create: '+', update: '~', delete: '-', wait: '·' };

/** The symbol of a step and how it is painted. */
export const symbolOf = ({ paint }: Style, { _tag }: Step<Ref>): readonly [string, (text: string) => string] => {
  const effect = effectOf(_tag);
  const by = { create: paint.green, update: paint.yellow, delete: paint.red, wait: paint.cyan };
  return [symbols[effect], by[effect]];
};

/** At most this many reasons are printed below a step. */
const mostReasons = 3;

const reasons = ({ paint, width }: Style, step: Step<Ref>): ReadonlyArray<string> => {
  const more = step.why.length - mostReasons;
  const shown = step.why.slice(0, mostReasons).map(Why.show);
  return [...shown, ...(more > 0 ? [`and ${String(more)} more`] : [])]
    .flatMap((reason) => paragraph(width, '      ', '        ', reason))
    .map(paint.dim);
};

const stepLines =
  (style: Style, names: Names) =>
  (step: Step<Ref>): ReadonlyArray<string> => {
    const [symbol, painted] = symbolOf(style, step);
    const words = paragraph(style.width, `  ${symbol} `, '    ', describeIn(names)(step)).map(painted);
    return [...words, ...reasons(style, step)];
  };

const laneLines =
  (style: Style) =>
  ({ key, steps }: Plan.Lane): ReadonlyArray<string> => {
    const names = namesIn(steps);
    const title = paragraph(style.width, '', '  ', heading(key, names)).map(style.paint.bold);
    return [...title, ...steps.flatMap(stepLines(style, names))];
  };

/** Lanes as far as print is concerned. */
interface PrintedLane {
  readonly key: string;
  readonly steps: ReadonlyArray<Step<Ref>>;
}

/** How things are called in each lane, counting what was withheld from it. */
const namesByLane = (
  lanes: ReadonlyArray<PrintedLane>,
  withheld: ReadonlyArray<Plan.Withheld>,
): ((lane: string) => Names) => {
  const steps = new Map<string, Array<Step<Ref>>>();
  const add = (lane: string, more: ReadonlyArray<Step<Ref>>): void => {
    steps.set(lane, [...(steps.get(lane) ?? []), ...more]);
  };
  for (const lane of lanes) add(lane.key, lane.steps);
  for (const { lane, step } of withheld) add(lane, [step]);
  const names = new Map([...steps].map(([lane, all]) => [lane, namesIn(all)]));
  return (lane) => names.get(lane) ?? namesIn([]);
};

const together = RNEA.groupBy(({ policy, because, approval }: Plan.Withheld) =>
  JSON.stringify([policy, because, approval]),
);

/** Steps that policies took out, each with its load balancer, together with those of the same policy and reason. */
export const withheldLines = (
  style: Style,
  lanes: ReadonlyArray<PrintedLane>,
  withheld: ReadonlyArray<Plan.Withheld>,
): ReadonlyArray<ReadonlyArray<string>> => {
  const namesOf = namesByLane(lanes, withheld);
  return Object.values(together(withheld)).map((group) => {
    const { policy, because, approval } = group[0];
    const title = paragraph(style.width, '', '  ', `Withheld by ${policy}: ${because}`).map(style.paint.yellow);
    const steps = group.flatMap(({ lane, step }) => {
      const [symbol, painted] = symbolOf(style, step);
      return paragraph(style.width, `  ${symbol} `, '    ', describeFully(namesOf(lane))(step)).map(painted);
    });
    return [
      ...title,
      ...steps,
      ...(approval === undefined ? [] : [`  to carry out exactly this plan, approve ${approval}`]),
    ];
  });
};

const sections: ReadonlyArray<readonly [Severity, string]> = [
  ['error', 'Errors'],
  ['warning', 'Warnings'],
  ['note', 'Notes'],
];

/** Errors and notes under a title for each severity. */
export const diagnosticLines = (
  { paint, width }: Style,
  diagnostics: ReadonlyArray<PlanError>,
): ReadonlyArray<ReadonlyArray<string>> => {
  const paints = { error: paint.red, warning: paint.yellow, note: paint.cyan };
  return sections.flatMap(([level, title]) => {
    const lines = diagnostics
      .filter((one) => severity(one) === level)
      .map(describe)
      .sort(byText)
      .flatMap((line) => paragraph(width, '  ', '    ', line));
    return lines.length === 0 ? [] : [[paints[level](title), ...lines]];
  });
};

/** A plan in one line: `Plan: 3 to create, 1 to update, 2 to delete, in 2 lanes`. */
export const summaryLine = (plan: Plan.Plan): string => {
  const held = plan.withheld.length === 0 ? '' : `${counted(plan.withheld.length, 'step')} withheld`;
  if (Plan.isEmpty(plan)) return held === '' ? 'Nothing to do.' : `Nothing to do: ${held}.`;
  const size = Plan.size(plan);
  const waits = size.wait === 0 ? '' : `, ${String(size.wait)} to wait for`;
  const counts = `${String(size.create)} to create, ${String(size.update)} to update, ${String(size.delete)} to delete${waits}`;
  return `Plan: ${counts}, in ${counted(plan.lanes.length, 'lane')}${held === '' ? '' : `; ${held}`}`;
};

/** Blocks of lines as one text, an empty line between them. */
export const joined = (blocks: ReadonlyArray<ReadonlyArray<string>>): string =>
  `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;

/**
 * A plan for people: lane by lane what is done and why, what was withheld, what is wrong, a summary and the plan's hash.
 * Law: the same plan gives the same text; no name can forge a line of it.
 *
 * @example
 * import { strictEqual } from 'node:assert';
 * import { Plan, Render } from '@clbkit/core';
 *
 * strictEqual(Render.toText({ colour: false })(Plan.empty), `Nothing to do.\nHash: ${Plan.hash(Plan.empty)}\n`);
 */
export const toText =
  (options: TextOptions = {}) =>
  (plan: Plan.Plan): string => {
    const style = styleOf(options);
    return joined([
      ...plan.lanes.map(laneLines(style)),
      ...withheldLines(style, plan.lanes, plan.withheld),
      ...diagnosticLines(style, plan.diagnostics),
      [style.paint.bold(summaryLine(plan)), style.paint.dim(`Hash: ${Plan.hash(plan)}`)],
    ]);
  };
