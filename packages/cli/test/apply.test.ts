import { decodeWorld, World } from '@clbkit/provider-fake';
import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type FileError, type FileSystem, nodeFiles } from '../src/index.js';
import { clbkit, cloud, folder, instances, nodes, service } from './support.js';

const worldIn = (text: string): World.World => {
  const world = decodeWorld(JSON.parse(text));
  if (E.isLeft(world)) throw new Error(JSON.stringify(world.left));
  return world.right;
};

const full: FileError = { code: 'ENOSPC', message: 'no space left on device' };

describe('clbkit apply', () => {
  const input = { 'in.yaml': service('web') + nodes(2) };

  it('carries out the plan, makes the cloud file, and tells the addresses', async () => {
    const at = folder(input);
    const { code, out, err } = await clbkit(at, ['apply', '-f', 'in.yaml', '--assume-complete']);
    expect(out).toBe(`Service shop/web · new cls-local_shop_web
  done    + create load balancer cls-local_shop_web (public)
  done    + create listener TCP:80
  done    + register 2 backends on TCP:80
  made lb-00000001

Done: 3 of 3 steps

Addresses
  Service shop/web  198.18.0.1
`);
    expect(err).toBe('note: clbkit-world.json does not exist: the cloud is an empty account\n');
    expect(code).toBe(0);
    expect(Object.keys(at.all())).toEqual(['clbkit-world.json', 'in.yaml']);
    expect(World.loadBalancers(worldIn(at.read('clbkit-world.json')))).toHaveLength(1);
  });

  it('does nothing the second time, and leaves the file as it is', async () => {
    const at = folder({ ...input, 'world.json': '{}' });
    await clbkit(at, ['apply', '-f', 'in.yaml', '--cloud', 'world.json']);
    const before = at.read('world.json');
    const writes: Array<string> = [];
    const fs: FileSystem = { ...nodeFiles, create: (path) => TE.fromIO(() => void writes.push(path)) };
    const again = await clbkit(at, ['apply', '-f', 'in.yaml', '--cloud', 'world.json'], { fs });
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toContain('Nothing was to be done.');
    expect(at.read('world.json')).toBe(before);
    expect(writes).toEqual([]);
  });

  it('does what the readable documents ask for, and fails because of the others', async () => {
    const at = folder({ 'in.yaml': `${service('web')}${nodes(1)}---\na: [\n` });
    const { code, out } = await clbkit(at, ['apply', '-f', 'in.yaml']);
    expect(code).toBe(1);
    expect(out).toContain('Done: 3 of 3 steps');
    expect(out).toContain('Document in.yaml (whole document): expected YAML or JSON');
  });

  it('brings a hand-written cloud to what is asked for, and keeps what is not ours', async () => {
    const foreign = { 'lb-other': { tags: { team: 'x' }, listeners: { 'lbl-o': { protocol: 'TCP', port: 1 } } } };
    const at = folder({
      ...input,
      'world.json': cloud(['ins-gone0001']).replace(
        '"loadBalancers":{',
        `"loadBalancers":{${JSON.stringify(foreign).slice(1, -1)},`,
      ),
    });
    const { out } = await clbkit(at, ['apply', '-f', 'in.yaml', '--cloud', 'world.json']);
    expect(out).toContain('done    + register 2 backends on TCP:80\n  done    - deregister 1 backend from TCP:80');
    const all = World.loadBalancers(worldIn(at.read('world.json')));
    expect(all.map(({ id }) => id)).toEqual(['lb-other', 'lb-web']);
    expect(all[0]?.tags).toEqual({ team: 'x' });
  });

  it('prints one JSON document', async () => {
    const { out } = await clbkit(folder(input), ['apply', '-f', 'in.yaml', '-o', 'json']);
    expect(JSON.parse(out)).toMatchObject({ kind: 'Report', summary: { done: 3, failed: 0, notRun: 0, withheld: 0 } });
  });

  it('prints a picture of the cloud afterwards', async () => {
    const { out } = await clbkit(folder(input), ['apply', '-f', 'in.yaml', '-o', 'mermaid']);
    expect(out).toContain('  n3["TCP:80"]\n  n4["ins-00000001:30080<br/>ins-00000002:30080"]\n');
  });

  it('counts the steps on a terminal only', async () => {
    const { err } = await clbkit(folder(input), ['apply', '-f', 'in.yaml'], { tty: true });
    expect(err.split('\r').slice(1)).toEqual(['1 of 3 steps', '2 of 3 steps', '3 of 3 steps\n']);
  });
});

describe('when a step fails', () => {
  const files = {
    'in.yaml': service('api') + service('web') + nodes(1),
    'world.json': JSON.stringify({ quotas: { publicLoadBalancers: 1 } }),
  };

  it('the file holds the cloud that was reached, and the exit code is 1', async () => {
    const at = folder(files);
    const { code, out } = await clbkit(at, ['apply', '-f', 'in.yaml', '--cloud', 'world.json']);
    expect(code).toBe(1);
    expect(out).toContain('  failed  + create load balancer cls-local_shop_web (public)\n            QuotaExceeded: ');
    expect(out).toContain('  not run + register 1 backend on TCP:80');
    expect(out).toContain('Done: 3 of 6 steps, 1 failed, 2 not run');
    expect(World.loadBalancers(worldIn(at.read('world.json'))).map(({ name }) => name)).toEqual(['cls-local_shop_api']);
  });
});

describe('the count of steps on a terminal', () => {
  it('ends its line when a step fails, too', async () => {
    const quotas = JSON.stringify({ quotas: { publicLoadBalancers: 0 } });
    const at = folder({ 'in.yaml': service('web') + nodes(1), 'world.json': quotas });
    const { code, err } = await clbkit(at, ['apply', '-f', 'in.yaml', '--cloud', 'world.json'], { tty: true });
    expect({ code, err }).toEqual({ code: 1, err: '\r1 of 3 steps\n' });
  });
});

describe('the cloud file', () => {
  const files = { 'in.yaml': service('web') + nodes(2), 'world.json': cloud(instances(1)) };
  const apply = ['apply', '-f', 'in.yaml', '--cloud', 'world.json'];

  it.each<[string, Partial<FileSystem>, RegExp]>([
    ['the rename fails', { rename: () => TE.left(full) }, /no space left on device; the file is as it was/],
    [
      'the new file cannot be written',
      { create: () => TE.left(full) },
      /no space left on device; the file is as it was/,
    ],
  ])('is as it was when %s, with nothing beside it', async (_name, fs, message) => {
    const at = folder(files);
    const { code, out, err } = await clbkit(at, apply, { fs: { ...nodeFiles, ...fs } });
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(out).toBe('');
    expect(at.all()).toEqual(files);
  });

  it('is not overwritten when somebody else changes it meanwhile', async () => {
    const at = folder(files);
    let reads = 0;
    const fs: FileSystem = {
      ...nodeFiles,
      read: (path) => async () => {
        if (path.endsWith('world.json') && (reads += 1) === 2) at.write('world.json', '{"now":7}');
        return nodeFiles.read(path)();
      },
    };
    const { code, err } = await clbkit(at, apply, { fs });
    expect(code).toBe(1);
    expect(err).toContain('somebody else has changed it since it was read; run the command again');
    expect(at.read('world.json')).toBe('{"now":7}');
  });

  it.each<[string, string, string]>([
    ['is in a folder that does not exist', 'no/world.json', 'its folder does not exist; make it first; the file is as'],
    ['is a folder', '.', 'error: .: cannot be read: it is a folder; name a file\n'],
    ['is under a file', 'in.yaml/world.json', 'a part of the path is no folder; check the path\n'],
  ])('is said what is wrong with when it %s', async (_name, path, message) => {
    const at = folder(files);
    const { code, err } = await clbkit(at, ['apply', '-f', 'in.yaml', '--cloud', path]);
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(at.all()).toEqual(files);
  });

  it('may be a link, which stays one', async () => {
    const at = folder({ 'in.yaml': service('web') + nodes(1), 'real/world.json': '{}' });
    symlinkSync(join(at.path, 'real/world.json'), join(at.path, 'world.json'));
    await clbkit(at, apply);
    expect(Object.keys(at.all())).toEqual(['in.yaml', 'real/world.json']);
    expect(World.size(worldIn(at.read('real/world.json')))).toBe(1);
  });

  it.each<[string, string, string]>([
    ['is not JSON', '{', 'world.json: not a cloud: expected what clbkit apply writes, or {} for an empty account'],
    [
      'has a wrong field',
      '{"loadBalancers":{"lb-1":{"status":"Gone"}}}',
      '  loadBalancers["lb-1"].status: expected "Creating" or "Running", found "Gone"',
    ],
    ['is something else', '[]', '  the file: expected'],
  ])('is refused and untouched when it %s', async (_name, text, message) => {
    const at = folder({ ...files, 'world.json': text });
    for (const command of ['apply', 'plan']) {
      const { code, out, err } = await clbkit(at, [command, ...apply.slice(1)]);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain(message);
    }
    expect(at.read('world.json')).toBe(text);
  });
});

describe('clbkit show', () => {
  const at = () => folder({ 'clbkit-world.json': cloud(['ins-00000001']) });

  it('prints the cloud as its only cluster sees it', async () => {
    expect((await clbkit(at(), ['show'])).out).toBe(`lb-web  cls-local_shop_web
  public · 198.18.0.1 · ours, for Service uid-web
  TCP:80  lbl-web  ins-00000001:30080

1 load balancer, 1 listener
`);
  });

  it('prints it as another cluster sees it', async () => {
    expect((await clbkit(at(), ['show', '--cluster-id', 'cls-2'])).out).toContain("another cluster's");
  });

  it('says which cluster it took when there are several', async () => {
    const two = cloud(['ins-00000001']).replace(
      '"loadBalancers":{',
      '"loadBalancers":{"lb-a":{"tags":{"tke-clusterId":"cls-a"}},',
    );
    const { err } = await clbkit(folder({ 'w.json': two }), ['show', '--cloud', 'w.json']);
    expect(err).toBe('note: this is how cls-a sees it; --cluster-id cls-local shows it as another cluster does\n');
  });

  it('prints the whole file as JSON, which is the same cloud', async () => {
    const { out } = await clbkit(at(), ['show', '-o', 'json']);
    expect(worldIn(out)).toEqual(worldIn(cloud(['ins-00000001'])));
  });

  it('prints a picture', async () => {
    expect((await clbkit(at(), ['show', '-o', 'mermaid'])).out).toContain('  n1["Service uid-web"]\n');
  });

  it('says that there is no file', async () => {
    expect(await clbkit(folder(), ['show'])).toEqual({
      code: 1,
      out: '',
      err: 'error: clbkit-world.json: no such file; clbkit apply makes it, or name another with --cloud\n',
    });
  });
});
