import type { Request } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { type Read, unlessEmpty, wrong } from './Annotation.js';

const special = '=!(),<>';
const isSpace = (char: string): boolean => char === ' ' || char === '\t' || char === '\n' || char === '\r';

/** Words and signs, in order: `==` and `!=` are one sign each. */
const tokensOf = (selector: string): ReadonlyArray<string> => {
  const tokens: Array<string> = [];
  let at = 0;
  while (at < selector.length) {
    const char = selector[at] ?? '';
    let end = at + 1;
    if (isSpace(char)) {
      at = end;
      continue;
    }
    if ((char === '=' || char === '!') && selector[end] === '=') end++;
    else if (!special.includes(char))
      while (end < selector.length && !special.includes(selector[end] ?? '') && !isSpace(selector[end] ?? '')) end++;
    tokens.push(selector.slice(at, end));
    at = end;
  }
  return tokens;
};

const isWord = (token: string | undefined): token is string => token !== undefined && !/^[=!(),<>]/.test(token);

const labelName = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const labelPrefix = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const isKey = (word: string): boolean => {
  const [first = '', second, ...more] = word.split('/');
  if (more.length > 0) return false;
  return second === undefined ? labelName.test(first) : labelPrefix.test(first) && labelName.test(second);
};

const isValue = (word: string): boolean => word === '' || labelName.test(word);

type Parsed = E.Either<string, readonly [Request.Requirement, next: number]>;

const shown = (token: string | undefined): string => (token === undefined ? 'the end' : `"${token}"`);

/** The values between brackets; a comma with nothing beside it stands for an empty value, as in Kubernetes. */
const valuesAt = (
  tokens: ReadonlyArray<string>,
  from: number,
): E.Either<string, readonly [values: ReadonlyArray<string>, next: number]> => {
  if (tokens[from] !== '(') return E.left(`an opening bracket in place of ${shown(tokens[from])}`);
  if (tokens[from + 1] === ')') return E.left('at least one value between the brackets');
  const values: Array<string> = [];
  let at = from + 1;
  for (;;) {
    const token = tokens[at];
    const isEmpty = token === ',' || token === ')';
    if (!isEmpty && !isWord(token)) return E.left(`a value in place of ${shown(token)}`);
    values.push(isEmpty ? '' : token);
    if (!isEmpty) at++;
    const sign = tokens[at];
    at++;
    if (sign === ')') return E.right([[...new Set(values)], at]);
    if (sign !== ',') return E.left(`a comma or a closing bracket in place of ${shown(sign)}`);
  }
};

const withValues = (key: string, operator: 'In' | 'NotIn', values: ReadonlyArray<string>, next: number): Parsed => {
  const bad = values.find((value) => !isValue(value));
  return bad === undefined ? E.right([{ key, operator, values }, next]) : E.left(`a label value in place of "${bad}"`);
};

const termAt = (tokens: ReadonlyArray<string>, from: number): Parsed => {
  const negated = tokens[from] === '!';
  const at = negated ? from + 1 : from;
  const key = tokens[at];
  if (!isWord(key)) return E.left(`a label key in place of ${shown(key)}`);
  if (!isKey(key)) return E.left(`a label key in place of "${key}"`);
  const sign = tokens[at + 1];
  if (negated || sign === undefined || sign === ',')
    return E.right([{ key, operator: negated ? 'DoesNotExist' : 'Exists', values: [] }, at + 1]);
  if (sign === '=' || sign === '==' || sign === '!=') {
    const operator = sign === '!=' ? 'NotIn' : 'In';
    const value = tokens[at + 2];
    if (value === undefined || value === ',') return withValues(key, operator, [''], at + 2);
    return isWord(value)
      ? withValues(key, operator, [value], at + 3)
      : E.left(`a label value in place of ${shown(value)}`);
  }
  if (sign !== 'in' && sign !== 'notin') return E.left(`=, ==, !=, in or notin in place of ${shown(sign)}`);
  return pipe(
    valuesAt(tokens, at + 2),
    E.flatMap(([values, next]) => withValues(key, sign === 'in' ? 'In' : 'NotIn', values, next)),
  );
};

/** The terms of a label selector, as Kubernetes reads it; or what it should have in place of what. */
export const parseSelector = (selector: string): E.Either<string, ReadonlyArray<Request.Requirement>> => {
  const tokens = tokensOf(selector);
  const terms: Array<Request.Requirement> = [];
  for (let at = 0; ; at++) {
    const term = termAt(tokens, at);
    if (E.isLeft(term)) return term;
    const [requirement, next] = term.right;
    terms.push(requirement);
    at = next;
    if (at >= tokens.length) return E.right(terms);
    if (tokens[at] !== ',') return E.left(`a comma in place of ${shown(tokens[at])}`);
  }
};

/**
 * `qcloud-loadbalancer-backends-label` (R7.1). `>` and `<` are the part of the grammar of Kubernetes that TKE does not name,
 * and are refused.
 */
export const backendsLabel: Read = unlessEmpty((value) =>
  pipe(
    parseSelector(value),
    E.match(
      (expected) => wrong(value, `a label selector with ${expected}`),
      (terms) => E.right({ backendsLabel: terms }),
    ),
  ),
);
