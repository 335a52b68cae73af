import type { Request } from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import { canonicalText, matches } from '../src/selector.js';

const term = (
  key: string,
  operator: Request.Requirement['operator'],
  ...values: ReadonlyArray<string>
): Request.Requirement => ({ key, operator, values });

describe('matches', () => {
  it.each([
    { name: 'In: the label is absent', of: [term('a', 'In', 'x')], labels: {}, is: false },
    { name: 'In: the value is named', of: [term('a', 'In', 'x', 'y')], labels: { a: 'y' }, is: true },
    { name: 'In: another value', of: [term('a', 'In', 'x')], labels: { a: 'z' }, is: false },
    { name: 'NotIn: the label is absent', of: [term('a', 'NotIn', 'x')], labels: {}, is: true },
    { name: 'NotIn: the value is named', of: [term('a', 'NotIn', 'x')], labels: { a: 'x' }, is: false },
    { name: 'NotIn: another value', of: [term('a', 'NotIn', 'x')], labels: { a: 'z' }, is: true },
    { name: 'Exists: the label is absent', of: [term('a', 'Exists')], labels: {}, is: false },
    { name: 'Exists: the label is empty', of: [term('a', 'Exists')], labels: { a: '' }, is: true },
    { name: 'DoesNotExist: the label is absent', of: [term('a', 'DoesNotExist')], labels: { b: '' }, is: true },
    { name: 'DoesNotExist: the label is empty', of: [term('a', 'DoesNotExist')], labels: { a: '' }, is: false },
    { name: 'inherited members are no labels', of: [term('constructor', 'Exists')], labels: {}, is: false },
    { name: 'no term at all selects everything', of: [], labels: {}, is: true },
    {
      name: 'every term must hold',
      of: [term('a', 'In', 'x'), term('b', 'NotIn', 'y')],
      labels: { a: 'x', b: 'y' },
      is: false,
    },
  ])('$name', ({ of, labels, is }) => {
    expect(matches(of)(labels)).toBe(is);
  });
});

describe('canonicalText', () => {
  it('writes every operator as Kubernetes does', () => {
    const all = [
      term('b', 'NotIn', 'y', 'x', 'y'),
      term('a', 'In', 'x'),
      term('d', 'DoesNotExist'),
      term('c', 'Exists'),
    ];
    expect(canonicalText(all)).toBe('!d, a in (x), b notin (x, y), c');
  });

  it('is the same for terms and values in any order', () => {
    const [one, two] = [term('a', 'In', 'x', 'y'), term('b', 'Exists')];
    expect(canonicalText([two, term('a', 'In', 'y', 'x'), two])).toBe(canonicalText([one, two]));
    expect(canonicalText([one])).not.toBe(canonicalText([term('a', 'NotIn', 'x', 'y')]));
  });
});
