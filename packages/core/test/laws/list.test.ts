import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyLaw } from '@clbkit/core/testing';
import { describe, expect, it } from '@jest/globals';

const page = readFileSync(join(__dirname, '../../../../docs/laws.md'), 'utf8');

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| **'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, key = '', statement = '', , file = '']) => ({
    key: key.replaceAll('*', ''),
    statement,
    file: file.replaceAll('`', ''),
  }));

describe('docs/laws.md', () => {
  it('lists every law with its statement, and no other', () => {
    const listed = rows.map(({ key, statement }) => ({ key, statement }));
    const sorted = (all: ReadonlyArray<{ readonly key: string; readonly statement: string }>) =>
      [...all].sort((a, b) => (a.key < b.key ? -1 : 1));
    expect(sorted(listed)).toEqual(sorted(everyLaw));
  });

  it.each(rows)('$key is held by a file that exists', ({ file }) => {
    expect(readFileSync(join(__dirname, '../../../..', file), 'utf8')).toMatch(/laws|search|cheapest/i);
  });
});
