import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { faultsOf, showPath, showValue } from '../src/fieldPath.js';
import { list, optional, text, textMap, wholeNumber } from '../src/wire.js';

const size = wholeNumber(1, 9);
const Either = t.union([text, size], 'text or a size');
const Both = t.intersection([t.strict({ a: text }), t.strict({ b: t.strict({ c: size }) })], 'both');

const faults = (codec: t.Type<unknown, unknown>, value: unknown): ReadonlyArray<string> => {
  const decoded = codec.decode(value);
  if (E.isRight(decoded)) return [];
  return faultsOf(decoded.left).map(
    ({ path, expected, found }) => `${showPath(path)}: ${expected}, ${showValue(found)}`,
  );
};

describe('faultsOf', () => {
  it.each<readonly [string, t.Type<any, any>, unknown, ReadonlyArray<string>]>([
    ['a member by name', t.strict({ a: size }), { a: 10 }, ['a: a whole number from 1 to 9, 10']],
    ['an item by position', t.strict({ a: list(size) }), { a: [1, 'x'] }, ['a[1]: a whole number from 1 to 9, "x"']],
    ['the whole value', text, 1, ['(whole object): text, 1']],
    ['a union as one expectation', t.strict({ a: Either }), { a: [7] }, ['a: text or a size, [7]']],
    [
      'a union that may be absent as one expectation',
      t.strict({ a: optional(Either) }),
      { a: true },
      ['a: text or a size, true'],
    ],
    ['a list of unions', list(Either), ['x', null], ['[1]: text or a size, null']],
    [
      'a member of an intersection without its index',
      t.strict({ x: Both }),
      { x: { a: 1, b: { c: 0 } } },
      ['x.a: text, 1', 'x.b.c: a whole number from 1 to 9, 0'],
    ],
    [
      'one fault where several parts of an intersection expect an object',
      t.strict({ x: t.intersection([t.type({ a: text }, 'it'), t.type({ b: text }, 'it')]) }),
      { x: 1 },
      ['x: it, 1'],
    ],
    [
      'a key that is no name in brackets',
      t.strict({ labels: textMap }),
      { labels: { 'a.b/c': 1, ok: [] } },
      ['labels["a.b/c"]: text, 1', 'labels.ok: text, []'],
    ],
    [
      'an object that looks like a list by its own keys',
      t.strict({ a: textMap }),
      { a: { 0: 1 } },
      ['a["0"]: text, 1'],
    ],
  ])('names %s', (_, codec, value, words) => {
    expect(faults(codec, value)).toEqual(words);
  });
});

describe('showValue', () => {
  it.each([
    ['nothing', undefined, 'nothing'],
    ['null', null, 'null'],
    ['a number', 1.5, '1.5'],
    ['a number that JSON has not', Number.NaN, 'NaN'],
    ['text', 'a"b', '"a\\"b"'],
    ['a list', [1, [2, [3]]], '[1,[2,[…]]]'],
    ['an object', { a: { b: { c: 1 } }, d: [] }, '{"a":{"b":{…}},"d":[]}'],
    ['the first few of many', [1, 2, 3, 4, 5], '[1,2,3,4,…]'],
  ])('shows %s', (_, value, words) => {
    expect(showValue(value)).toBe(words);
  });

  it('is short for any value, however deep', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;
    expect(showValue(deep)).toBe('[[[…]]]');
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(showValue(value).length).toBeLessThanOrEqual(120);
      }),
    );
  });
});
