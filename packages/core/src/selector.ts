import { byText, type Keyed, lookup } from './internal/keyed.js';
import type { Requirement } from './Request.js';

/**
 * Whether labels satisfy one term, as Kubernetes reads it (R7.1).
 *
 * | operator | label absent | label present |
 * |---|---|---|
 * | In | no | its value is one of those named |
 * | NotIn | yes | its value is none of those named |
 * | Exists | no | yes |
 * | DoesNotExist | yes | no |
 */
const holds = (labels: Keyed<string>, { key, operator, values }: Requirement): boolean => {
  const value = lookup(labels, key);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
};

/** Whether labels satisfy every term of a selector. A selector without terms selects everything. */
export const matches =
  (selector: ReadonlyArray<Requirement>) =>
  (labels: Keyed<string>): boolean =>
    selector.every((term) => holds(labels, term));

const shown = ({ key, operator, values }: Requirement): string => {
  switch (operator) {
    case 'In':
      return `${key} in (${[...new Set(values)].sort(byText).join(', ')})`;
    case 'NotIn':
      return `${key} notin (${[...new Set(values)].sort(byText).join(', ')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
};

/** The one text of a selector: the same for terms and values in any order, so that equal selectors share what is computed. */
export const canonicalText = (selector: ReadonlyArray<Requirement>): string =>
  [...new Set(selector.map(shown))].sort(byText).join(', ');
