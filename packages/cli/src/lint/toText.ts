import { Why } from '@clbkit/core';
import { createColors } from 'picocolors';
import { visible, wrapped } from '../lines.js';
import { counts, type Finding } from './Finding.js';

const placeOf = ({ place }: Finding): string => {
  if (place === undefined) return '';
  return `${place.file}${place.line === undefined ? '' : `:${String(place.line)}`}: `;
};

const amount = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;

/** Findings for people: place, severity, object and field on one line, then what is wrong and what to do. */
export const toText =
  ({ colour, width }: { readonly colour: boolean; readonly width: number }) =>
  (all: ReadonlyArray<Finding>): string => {
    const { bold, red, yellow, cyan } = createColors(colour);
    const paints = { error: red, warning: yellow, note: cyan } as const;
    const blocks = all.map((one) => {
      const { severity, object, field, message, rules, code } = one;
      const level = paints[severity](code === undefined ? severity : `${severity} ${code}`);
      const what = `${Why.showObject(object)}${field === undefined ? '' : ` ${field}`}`;
      const cited = rules.length === 0 ? '' : ` [${rules.join(', ')}]`;
      return [`${visible(placeOf(one))}${level} ${visible(what)}`, ...wrapped(width, 4, message + cited, 0)].join('\n');
    });
    const { error, warning, note } = counts(all);
    const summary =
      all.length === 0
        ? 'Nothing found.'
        : `${amount(all.length, 'finding')}: ${amount(error, 'error')}, ${amount(warning, 'warning')}, ${amount(note, 'note')}`;
    return `${[...blocks, bold(summary)].join('\n')}\n`;
  };
