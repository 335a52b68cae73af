// What the bundled tests find in place of '@jest/globals': they only declare themselves here, and mutation-runner.mjs runs them.
import { expect } from 'expect';

const path = [];
const declared = [];

const titled = (title, row) =>
  title.replace(/\$(\w+)/g, (whole, name) =>
    row !== null && typeof row === 'object' && name in row ? String(row[name]) : whole,
  );

const eachOf =
  (declare) =>
  (rows) =>
  (title, body, ...rest) => {
    rows.forEach((row, index) => {
      const values = Array.isArray(row) ? row : [row];
      declare(`${titled(title, row)} (${index})`, () => body(...values), ...rest);
    });
  };

const describe = (title, body) => {
  path.push(title);
  body();
  path.pop();
};

const it = (title, body) => {
  declared.push({ name: [...path, title].join(' › '), body });
};

describe.each = eachOf(describe);
it.each = eachOf(it);

const afterAll = () => undefined;

export { afterAll, declared, describe, expect, it };
