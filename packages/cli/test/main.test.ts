import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clbkit, folder, service } from './support.js';

describe('help', () => {
  it.each<[string, ReadonlyArray<string>, string]>([
    ['clbkit --help', ['--help'], 'kubectl get svc,nodes,endpointslices -A -o json | clbkit plan -f -'],
    ['clbkit help plan', ['help', 'plan'], 'clbkit plan -f manifests/ -o mermaid > plan.mmd'],
    ['clbkit plan --help', ['plan', '--help'], 'One bad Service never stops the others'],
    ['clbkit apply --help', ['apply', '--help'], 'The cloud file is replaced as a whole'],
    ['clbkit explain --help', ['explain', '--help'], "clbkit explain shop/web -f manifests/ -o json | jq '.ignored"],
    ['clbkit lint --help', ['lint', '--help'], 'clbkit lint -f manifests/ --fail-on warning'],
    ['clbkit show --help', ['show', '--help'], 'clbkit show --cloud cloud.json -o json'],
    ['clbkit --version', ['--version'], '1.2.3\n'],
  ])('%s prints examples and exits with 0', async (_name, argv, text) => {
    const { code, out, err } = await clbkit(folder(), argv);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(text);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('is printed on standard error when no command is given, with exit code 1', async () => {
    const { code, out, err } = await clbkit(folder(), []);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('Usage: clbkit [options] [command]');
  });

  it('is pointed to when a command is unknown', async () => {
    const { code, err } = await clbkit(folder(), ['plam']);
    expect(code).toBe(1);
    expect(err).toContain("error: unknown command 'plam'\n");
    expect(err).toContain('(clbkit --help tells what there is)\n');
  });
});

describe('colours', () => {
  const escape = String.fromCharCode(27);

  it.each<[string, boolean, Readonly<Record<string, string>>, boolean]>([
    ['are used on a terminal', true, {}, true],
    ['are not used in a file', false, {}, false],
    ['are not used with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['are used with an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['are not used on a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('%s', async (_name, tty, env, coloured) => {
    const at = folder({ 'in.yaml': service('web') });
    const { out, err } = await clbkit(at, ['plan', '-f', 'in.yaml'], { tty, env });
    expect([out.includes(escape), err.includes(escape)]).toEqual([coloured, coloured]);
  });
});

describe('a fault of our own', () => {
  it('is an exit code and a message, not a crash', async () => {
    const now = (): number => {
      throw new Error('the clock is broken');
    };
    const { code, err } = await clbkit(folder({ 'in.yaml': service('web') }), ['plan', '-f', 'in.yaml'], { now });
    expect(code).toBe(1);
    expect(err).toContain('error: this is a fault of clbkit: Error: the clock is broken');
  });
});

describe('the program', () => {
  const root = join(__dirname, '../../..');
  const argv = [join(root, 'packages/cli/src/bin.ts'), 'plan', '-f', 'in.yaml', '-o', 'json'];

  it('runs from source with nothing but its own output', async () => {
    const at = folder({ 'in.yaml': service('web') });
    const options = { cwd: at.path, env: { PATH: process.env['PATH'] } };
    const tsx = ['--conditions=@clbkit/source', '--import', join(root, 'node_modules/tsx/dist/loader.mjs')];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [...tsx, ...argv], options);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'Plan', summary: { create: 2 } });
    expect(stderr).toBe('note: clbkit-world.json does not exist: the cloud is an empty account\n');
  }, 30_000);
});
