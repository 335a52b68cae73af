import { counted, paragraph } from './internal/lines.js';
import { describe } from './ProviderError.js';
import { describeIn, heading, namesIn } from './renderLane.js';
import {
  diagnosticLines,
  joined,
  type Style,
  styleOf,
  symbolOf,
  type TextOptions,
  withheldLines,
} from './renderText.js';
import { count, type LaneReport, type Outcome, type Report } from './Report.js';
import type { Ref } from './Ref.js';
import type { Step } from './Step.js';

const outcomeLines =
  (style: Style, describeStep: (step: Step<Ref>) => string) =>
  ({ step, outcome }: LaneReport['steps'][number]): ReadonlyArray<string> => {
    const { paint, width } = style;
    const [symbol] = symbolOf(style, step);
    const said = (mark: string, painted: (text: string) => string): ReadonlyArray<string> =>
      paragraph(width, `  ${mark} ${symbol} `, '            ', describeStep(step)).map(painted);
    switch (outcome._tag) {
      case 'Done':
        return said('done   ', paint.green);
      case 'NotRun':
        return said('not run', paint.dim);
      case 'Failed': {
        const times = outcome.attempts === 1 ? '' : ` (${String(outcome.attempts)} attempts)`;
        const error = paragraph(width, '            ', '            ', `${describe(outcome.error)}${times}`);
        return [...said('failed ', paint.red), ...error.map(paint.red)];
      }
    }
  };

const madeLine = ({ made }: LaneReport): ReadonlyArray<string> => {
  const ids = Object.entries(made).flatMap(([key, id]) => (key.startsWith('load-balancer:') ? [id] : []));
  return ids.length === 0 ? [] : [`  made ${ids.join(', ')}`];
};

const laneLines =
  (style: Style) =>
  (lane: LaneReport): ReadonlyArray<string> => {
    const steps = lane.steps.map(({ step }) => step);
    const names = namesIn(steps);
    const title = paragraph(style.width, '', '  ', heading(lane.key, names)).map(style.paint.bold);
    return [...title, ...lane.steps.flatMap(outcomeLines(style, describeIn(names))), ...madeLine(lane)];
  };

/** A report in one line: `Done: 5 of 6 steps, 1 failed`. */
export const reportSummary = (report: Report): string => {
  const by: Readonly<Record<Outcome['_tag'], number>> = count(report);
  const all = by.Done + by.Failed + by.NotRun;
  const held = report.withheld.length === 0 ? '' : `; ${counted(report.withheld.length, 'step')} withheld`;
  if (all === 0) return held === '' ? 'Nothing was to be done.' : `Nothing was done${held}`;
  const failed = by.Failed === 0 ? '' : `, ${String(by.Failed)} failed`;
  const left = by.NotRun === 0 ? '' : `, ${String(by.NotRun)} not run`;
  return `Done: ${String(by.Done)} of ${counted(all, 'step')}${failed}${left}${held}`;
};

/** A report for people: lane by lane what was done, what failed and how, what was not run after that. */
export const reportToText =
  (options: TextOptions = {}) =>
  (report: Report): string => {
    const style = styleOf(options);
    const lanes = report.lanes.map(({ key, steps }) => ({ key, steps: steps.map(({ step }) => step) }));
    return joined([
      ...report.lanes.map(laneLines(style)),
      ...withheldLines(style, lanes, report.withheld),
      ...diagnosticLines(style, report.diagnostics),
      [style.paint.bold(reportSummary(report))],
    ]);
  };
