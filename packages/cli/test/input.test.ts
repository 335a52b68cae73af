import { describe, expect, it } from '@jest/globals';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { clbkit, folder, nodes, service } from './support.js';

describe('folders', () => {
  it('are read with the folders in them, without other files, hidden names, the cloud and the configuration', async () => {
    const at = folder({
      'm/b/web.yaml': service('web'),
      'm/a.json': JSON.stringify({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'api', namespace: 'shop' },
        spec: { type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30080 }] },
      }),
      'm/C.YML': nodes(1),
      'm/README.md': 'a: [',
      'm/.git/x.yaml': 'a: [',
      'm/clbkit.yaml': 'policy: sync',
      'm/world.json': '{}',
    });
    const { out, code } = await clbkit(at, [
      'plan',
      '-f',
      'm',
      '--cloud',
      'm/world.json',
      '--config',
      'm/clbkit.yaml',
      '-o',
      'json',
    ]);
    const { summary, diagnostics } = JSON.parse(out);
    expect(code).toBe(0);
    expect(summary).toMatchObject({ create: 6, lanes: 2 });
    expect(diagnostics.filter((one: any) => one.severity === 'error')).toEqual([]);
  });

  it('are read once although a link leads back to them', async () => {
    const at = folder({ 'm/web.yaml': service('web') });
    symlinkSync(join(at.path, 'm'), join(at.path, 'm/again'));
    const { out } = await clbkit(at, ['plan', '-f', 'm', 'm/web.yaml', '-o', 'json']);
    expect(JSON.parse(out).summary).toMatchObject({ create: 2, lanes: 1 });
  });
});

describe('input that cannot be read', () => {
  it.each<[string, Readonly<Record<string, string>>, ReadonlyArray<string>, string]>([
    [
      'a file that is not there',
      {},
      ['-f', 'nope.yaml'],
      'error: nope.yaml: cannot be read: no such file or folder; check the path\n',
    ],
    [
      'a folder without manifests',
      { 'm/x.txt': '' },
      ['-f', 'm'],
      'error: m: expected files named *.yaml, *.yml or *.json, found none; name a folder with manifests\n',
    ],
    [
      'a file without objects',
      { 'x.yaml': '# nothing\n' },
      ['-f', 'x.yaml'],
      'error: x.yaml: expected at least one Kubernetes object, found none; with --assume-complete an empty input stands for an empty cluster\n',
    ],
    [
      'an empty standard input',
      {},
      ['-f', '-'],
      'error: (standard input): expected at least one Kubernetes object, found none; with --assume-complete an empty input stands for an empty cluster\n',
    ],
    [
      'a file of which nothing can be parsed',
      { 'x.yaml': 'a: [' },
      ['-f', 'x.yaml', '--assume-complete'],
      'error: x.yaml:1 (document 1): Document x.yaml (whole document): expected YAML or JSON, found ',
    ],
    ['no input', {}, [], "error: required option '-f, --filename <path...>' not specified\n"],
    ['an unknown option', { 'x.yaml': '' }, ['-f', 'x.yaml', '--forse'], "error: unknown option '--forse'\n"],
    [
      'an unknown policy',
      { 'x.yaml': '' },
      ['-f', 'x.yaml', '--policy', 'all'],
      "error: option '--policy <name>' argument 'all' is invalid. Allowed choices are sync, upsert-only, create-only.\n",
    ],
    [
      'a brake that is none',
      { 'x.yaml': '' },
      ['-f', 'x.yaml', '--brake', '7'],
      'error: --brake 7: expected share,absolute such as 0.3,100, or off\n',
    ],
    [
      'a share above 1',
      { 'x.yaml': '' },
      ['-f', 'x.yaml', '--brake', '7,x'],
      'error: --brake share: expected a number from 0 to 1, found 7\nerror: --brake absolute: expected a whole number from 0, found null\n',
    ],
    [
      'a hash that is none',
      { 'x.yaml': '' },
      ['-f', 'x.yaml', '--approve', 'abc'],
      'error: --approve abc: expected the 64 hex digits that the plan printed\n',
    ],
    [
      'a cluster without a name, from a variable that is not set',
      { 'x.yaml': service('web') },
      ['-f', 'x.yaml', '--cluster-id', '', '--vpc', '', '--protect', ''],
      'error: --cluster-id: expected text, found ""\nerror: --vpc: expected text, found ""\nerror: --protect: expected text, found ""\n',
    ],
    [
      'a setting without a value',
      { 'x.yaml': '' },
      ['-f', 'x.yaml', '--set', 'sharing'],
      'error: --set sharing: expected name=value\n',
    ],
    [
      'a setting with a wrong value',
      { 'x.yaml': '' },
      ['-f', 'x.yaml', '--set', 'sharing=perhaps'],
      'error: --set sharing: expected true or false, found "perhaps"\n',
    ],
    [
      'a configuration that is not there',
      { 'x.yaml': '' },
      ['-f', 'x.yaml', '--config', 'c.yaml'],
      'error: c.yaml: cannot be read: no such file or folder; check the path\n',
    ],
  ])('%s is an error, and nothing is written', async (_name, files, flags, message) => {
    const at = folder(files);
    const { code, out, err } = await clbkit(at, ['apply', ...flags]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.slice(0, message.length)).toBe(message);
    expect(at.all()).toEqual(files);
  });

  it('bytes that are no text are an error', async () => {
    const at = folder();
    const fs = await import('node:fs');
    fs.writeFileSync(join(at.path, 'x.yaml'), Buffer.from([0xff, 0xfe, 0x00]));
    const { err } = await clbkit(at, ['plan', '-f', 'x.yaml']);
    expect(err).toBe('error: x.yaml: cannot be read: it is not text in UTF-8; convert it\n');
  });

  it('an empty input stands for an empty cluster when that is meant', async () => {
    const at = folder();
    const { code, out } = await clbkit(at, ['plan', '-f', '-', '--assume-complete']);
    expect(code).toBe(0);
    expect(out).toContain('Nothing to do.');
  });
});

describe('clbkit.yaml', () => {
  const input = { 'in.yaml': service('web') + nodes(1) };

  it('sets the cluster, the policy and the rest; a flag counts before it', async () => {
    const at = folder({
      ...input,
      'clbkit.yaml': `cluster: { id: cls-conf, vpc: vpc-1 }
settings: { transitions: refuse, loadBalancerClasses: [a, b] }
policy: upsert-only
protect: [shop/web]
brake: off
`,
    });
    expect((await clbkit(at, ['plan', '-f', 'in.yaml'])).out).toContain('new cls-conf_shop_web');
    const flags = ['--cluster-id', 'cls-flag', '--set', 'loadBalancerClasses=c'];
    expect((await clbkit(at, ['plan', '-f', 'in.yaml', ...flags])).out).toContain('new cls-flag_shop_web');
  });

  it('may be empty', async () => {
    const at = folder({ ...input, 'clbkit.yaml': '# nothing yet\n' });
    expect(await clbkit(at, ['plan', '-f', 'in.yaml'])).toMatchObject({ code: 0 });
  });

  it.each<[string, string, string]>([
    ['not YAML', 'a: [', '  not YAML: '],
    ['a second document', 'policy: sync\n---\nprotect: [shop/web]\n', '  expected one document, found 2; merge them'],
    ['an alias of nothing', 'cluster: *none', '  not YAML: Unresolved alias'],
    [
      'aliases that blow up',
      'a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n',
      '  not YAML: Excessive alias count',
    ],
    ['a list', '[]', '  the file: expected names and values, found []'],
    [
      'an unknown name',
      'polcy: sync',
      '  polcy: unknown name; known here: apiVersion, kind, cluster, settings, policy, protect, brake',
    ],
    ['an unknown setting', 'settings: { x: 1 }', '  settings.x: unknown name; known here: transitions, '],
    [
      'a setting of the wrong kind',
      'settings: { sharing: maybe }',
      '  settings.sharing: expected true or false, found "maybe"',
    ],
    ['a cluster without text', 'cluster: { id: 7 }', '  cluster.id: expected text, found 7'],
    ['a list that is none', 'protect: shop/web', '  protect: expected a list of texts, found "shop/web"'],
    ['an item that is no text', 'protect: [7]', '  protect[0]: expected text, found 7'],
    ['settings that are none', 'settings: strict', '  settings: expected names and values, found "strict"'],
    ['a share above 1', 'brake: { share: 2 }', '  brake.share: expected a number from 0 to 1, found 2'],
    ['half a load balancer', 'brake: { atLeast: 0.5 }', '  brake.atLeast: expected a whole number from 1, found 0.5'],
  ])('with %s is refused', async (_name, config, message) => {
    const at = folder({ ...input, 'clbkit.yaml': config });
    for (const command of ['plan', 'apply']) {
      const { code, err } = await clbkit(at, [command, '-f', 'in.yaml']);
      expect(code).toBe(1);
      expect(err).toContain(`error: clbkit.yaml: not a configuration\n${message}`);
    }
    expect(at.has('clbkit-world.json')).toBe(false);
  });
});
