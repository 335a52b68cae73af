import { describe, expect, it } from '@jest/globals';
import type { Request } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import { requestOf } from '../src/annotations.js';
import { parseSelector } from '../src/annotations/labelSelector.js';

const key = 'service.kubernetes.io/qcloud-loadbalancer-backends-label';

const read = (value: string): unknown => {
  const request = requestOf({ [key]: value });
  return E.isRight(request) ? request.right.backendsLabel : request.left.map(({ expected }) => expected);
};

const is = (one: string, ...values: ReadonlyArray<string>): Request.Requirement => ({
  key: one,
  operator: 'In',
  values,
});
const isNot = (one: string, ...values: ReadonlyArray<string>): Request.Requirement => ({
  key: one,
  operator: 'NotIn',
  values,
});
const has = (one: string): Request.Requirement => ({ key: one, operator: 'Exists', values: [] });
const hasNot = (one: string): Request.Requirement => ({ key: one, operator: 'DoesNotExist', values: [] });

describe('qcloud-loadbalancer-backends-label (R7.1)', () => {
  it.each<readonly [string, string, unknown]>([
    ['one value', 'group=access-layer', [is('group', 'access-layer')]],
    ['one value by two signs', 'group==access-layer', [is('group', 'access-layer')]],
    ['spaces wherever', ' k1 = v1 ,\tk2=v2 ', [is('k1', 'v1'), is('k2', 'v2')]],
    ['another value', 'a!=b', [isNot('a', 'b')]],
    ['one of some values', 'k in (v1, v2)', [is('k', 'v1', 'v2')]],
    ['two lists', 'k1 in (v1),k2 in (v2)', [is('k1', 'v1'), is('k2', 'v2')]],
    ['a key, and none of some values', 'k1, k2 notin (v2)', [has('k1'), isNot('k2', 'v2')]],
    ['no such key', '!a', [hasNot('a')]],
    ['no such key, then another', '! a, b', [hasNot('a'), has('b')]],
    ['an empty value', 'a=', [is('a', '')]],
    ['an empty value before a comma', 'a!=,b', [isNot('a', ''), has('b')]],
    ['empty values in a list', 'a in (,b,)', [is('a', '', 'b')]],
    ['a value twice', 'a in (b,b)', [is('a', 'b')]],
    ['keys named like operators', 'in in (in), notin', [is('in', 'in'), has('notin')]],
    [
      'a key with a prefix',
      'node.kubernetes.io/instance-type!=eklet',
      [isNot('node.kubernetes.io/instance-type', 'eklet')],
    ],
    ['nothing by empty text (R2.3)', '', undefined],
    ['nothing by spaces', '  ', undefined],
  ])('asks for %s', (_, value, terms) => {
    expect(read(value)).toEqual(terms);
  });

  it.each<readonly [string, string, string]>([
    ['a comma at the end', 'a,', 'a label key in place of the end'],
    ['a comma at the start', ',a', 'a label key in place of ","'],
    ['a number comparison', 'a>1', '=, ==, !=, in or notin in place of ">"'],
    ['no list', 'a in', 'an opening bracket in place of the end'],
    ['a word for a list', 'a in b', 'an opening bracket in place of "b"'],
    ['an empty list', 'a in ()', 'at least one value between the brackets'],
    ['an open list', 'a in (b', 'a comma or a closing bracket in place of the end'],
    ['words without comma', 'a in (b c)', 'a comma or a closing bracket in place of "c"'],
    ['a sign in a list', 'a in (=)', 'a value in place of "="'],
    ['two keys without comma', 'a b', '=, ==, !=, in or notin in place of "b"'],
    ['a value after a negation', '!a=b', 'a comma in place of "="'],
    ['a list for a value', 'a=(b)', 'a label value in place of "("'],
    ['a key that is none', 'a_=b', 'a label key in place of "a_"'],
    ['a prefix that is none', 'A/b', 'a label key in place of "A/b"'],
    ['two prefixes', 'a/b/c', 'a label key in place of "a/b/c"'],
    ['a value that is none', 'a=b_', 'a label value in place of "b_"'],
    ['a value too long', `a=${'b'.repeat(64)}`, `a label value in place of "${'b'.repeat(64)}"`],
    ['three signs', 'a===b', 'a label value in place of "="'],
    ['a lone exclamation mark', '!', 'a label key in place of the end'],
  ])('is refused with %s', (_, value, expected) => {
    expect(read(value)).toEqual([`a label selector with ${expected}`]);
  });

  const word = fc.stringMatching(/^[a-z]([a-z0-9]{0,5})$/);
  const term: fc.Arbitrary<Request.Requirement> = fc.oneof(
    fc.tuple(word, fc.uniqueArray(word, { minLength: 1, maxLength: 3 })).map(([one, values]) => is(one, ...values)),
    fc.tuple(word, fc.uniqueArray(word, { minLength: 1, maxLength: 3 })).map(([one, values]) => isNot(one, ...values)),
    word.map(has),
    word.map(hasNot),
  );
  const show = ({ key: one, operator, values }: Request.Requirement): string =>
    ({
      In: `${one} in (${values.join(',')})`,
      NotIn: `${one} notin (${values.join(',')})`,
      Exists: one,
      DoesNotExist: `!${one}`,
    })[operator];

  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 4 }), (terms) => {
        expect(parseSelector(terms.map(show).join(', '))).toEqual(E.right(terms));
      }),
    );
  });

  it('comes to an end for any text', () => {
    const noise = fc.array(fc.constantFrom('a', 'in', 'notin', ' ', '=', '!', '(', ')', ',', '<', '>', 'é', '\n'));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          noise.map((all) => all.join('')),
        ),
        (text) => typeof read(text) !== 'string',
      ),
    );
  });
});
