import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Render } from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';

const examples = new URL('../', import.meta.url);
const tsx = createRequire(import.meta.url).resolve('tsx');

/** What an example prints, run as a reader would run it. */
const run = (path: string, ...options: ReadonlyArray<string>): string => {
  const file = new URL(path, examples).pathname;
  const result = spawnSync(process.execPath, ['--conditions=@clbkit/source', '--import', tsx, file, ...options], {
    encoding: 'utf8',
  });
  expect(result.stderr).toBe('');
  expect(result.status).toBe(0);
  return result.stdout;
};

describe('01-quick-start', () => {
  it('prints the plan, what came of it, and the cloud', () => {
    const printed = run('01-quick-start/main.ts');
    expect(printed).toContain('+ create load balancer cls-quick_shop_web (public)');
    expect(printed).toContain('Done: 3 of 3 steps');
    expect(printed).toMatch(/TCP:80 +\S+ +ins-5fj2k8aq:30080/);
  });
});

describe('02-dry-run', () => {
  it('prints the plan for people', () => {
    const printed = run('02-dry-run/main.ts');
    expect(printed).toContain('Plan: 19 to create, 2 to update, 0 to delete, in 6 lanes');
    expect(printed).toMatch(/services\.yaml:\d+ \(document 1\): Service shop\/reviews/);
  });

  it('prints the same plan for machines, and it can be read back', () => {
    const document: unknown = JSON.parse(run('02-dry-run/main.ts', '--json'));
    const plan = Render.fromJson(document);
    expect(E.isRight(plan) && plan.right.lanes.length).toBe(6);
  });
});

describe('03-controller-loop', () => {
  it('makes one pass for each event, and tells the Service its address once', () => {
    const lines = run('03-controller-loop/main.ts').trimEnd().split('\n');
    expect(lines.filter((line) => /^(ADDED|MODIFIED|DELETED)/.test(line))).toEqual([
      'ADDED Node node-1: Nothing to do.',
      'ADDED Node node-2: Nothing to do.',
      'ADDED Service web: Plan: 3 to create, 0 to update, 0 to delete, in 1 lane',
      'MODIFIED Service web: Plan: 2 to create, 0 to update, 0 to delete, in 1 lane',
      'DELETED Node node-2: Plan: 0 to create, 0 to update, 1 to delete, in 1 lane',
      'DELETED Service web: Plan: 0 to create, 0 to update, 1 to delete, in 1 lane',
    ]);
    expect(lines.filter((line) => line.includes('"ingress"'))).toHaveLength(1);
  });
});

describe('every example', () => {
  const numbered = readdirSync(examples).filter((name) => /^\d\d-/.test(name));
  const sources = numbered.flatMap((name) =>
    readdirSync(new URL(`${name}/`, examples), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => ({ name: `${name}/${file}` })),
  );

  it.each(sources)('$name has at most sixty lines of code', ({ name }) => {
    const lines = readFileSync(new URL(name, examples), 'utf8').split('\n');
    expect(lines.filter((line) => line.trim() !== '' && !/^\s*(\/\/|\/?\*)/.test(line)).length).toBeLessThanOrEqual(60);
  });
});
