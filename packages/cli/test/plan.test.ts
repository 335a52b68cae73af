import { Plan, Render } from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import { clbkit, cloud, folder, instances, nodes, service } from './support.js';

const broken = service('bad').replace('port: 80', 'port: eighty');

describe('clbkit plan', () => {
  it('prints what would be done and why, and writes nothing', async () => {
    const at = folder({ 'm/web.yaml': service('web'), 'm/nodes.yml': nodes(2) });
    const before = at.all();
    const { code, out, err } = await clbkit(at, ['plan', '-f', 'm', '--assume-complete']);
    expect(out.slice(0, out.indexOf('Hash:'))).toBe(`Service shop/web · new cls-local_shop_web
  + create load balancer cls-local_shop_web (public)
      Service shop/web spec.type: none → LoadBalancer (R3.1)
  + create listener TCP:80
      Service shop/web spec.ports[0]: none → TCP:80
  + register 2 backends on TCP:80
      Service shop/web nodes behind TCP:80: none → n1:30080@10, n2:30080@10 (R7.2)

Plan: 3 to create, 0 to update, 0 to delete, in 1 lane
`);
    expect(err).toBe('note: clbkit-world.json does not exist: the cloud is an empty account\n');
    expect(code).toBe(0);
    expect(at.all()).toEqual(before);
  });

  it('prints exactly one JSON document, from which the plan can be read back', async () => {
    const at = folder({ 'web.yaml': service('web') + nodes(1) });
    const { out } = await clbkit(at, ['plan', '-f', 'web.yaml', '-o', 'json']);
    const read = Render.fromJson(JSON.parse(out));
    expect(E.isRight(read) && Plan.size(read.right)).toEqual({ create: 3, update: 0, delete: 0, wait: 0 });
  });

  it('prints a picture', async () => {
    const at = folder({ 'web.yaml': service('web') });
    const { out } = await clbkit(at, ['plan', '-f', 'web.yaml', '-o', 'mermaid']);
    expect(out).toMatch(/^flowchart LR\n {2}n1\["Service shop\/web"\]\n/);
  });

  it('gives the same plan for the same files', async () => {
    const at = folder({ 'm/a.yaml': service('web') + service('api'), 'm/b.yaml': nodes(3) });
    const once = await clbkit(at, ['plan', '-f', 'm', '-o', 'json']);
    const again = await clbkit(at, ['plan', '-f', 'm/b.yaml', 'm/a.yaml', '-o', 'json']);
    expect(again.out).toBe(once.out);
  });
});

describe('exit codes of clbkit plan', () => {
  const inSync = cloud(['ins-00000001']);
  const held = ['--policy', 'create-only'];

  it.each<[string, string, ReadonlyArray<string>, string, number]>([
    ['0 when there is something to do and nobody asked', service('api') + nodes(1), [], inSync, 0],
    ['2 when there is something to do', service('api') + nodes(1), ['--detailed-exitcode'], '{}', 2],
    ['0 when there is nothing to do', service('web') + nodes(1), ['--detailed-exitcode'], inSync, 0],
    [
      '2 when a policy withholds all of it',
      nodes(1) + service('api', [], '').replace('LoadBalancer', 'ClusterIP'),
      ['--detailed-exitcode', ...held],
      inSync,
      2,
    ],
    ['0 when a Service is broken', service('web') + nodes(1) + broken, [], inSync, 0],
    [
      '0 when a Service is broken and the rest is in sync',
      service('web') + nodes(1) + broken,
      ['--detailed-exitcode'],
      inSync,
      0,
    ],
    ['1 when a Service is broken and --strict asks', service('web') + nodes(1) + broken, ['--strict'], inSync, 1],
    [
      '1 when a Service is broken, something is to be done and both ask',
      service('api') + broken,
      ['--strict', '--detailed-exitcode'],
      '{}',
      1,
    ],
    ['0 when one document of several cannot be parsed', `${service('web') + nodes(1)}---\na: [\n`, [], inSync, 0],
    [
      '1 when one document cannot be parsed and --detailed-exitcode asks',
      `${service('web')}---\na: [\n`,
      ['--detailed-exitcode'],
      inSync,
      1,
    ],
  ])('%s', async (_name, input, flags, world, code) => {
    const at = folder({ 'in.yaml': input, 'world.json': world });
    const ran = await clbkit(at, ['plan', '-f', 'in.yaml', '--cloud', 'world.json', ...flags]);
    expect(ran).toMatchObject({ code });
  });
});

describe('one bad Service', () => {
  const list = (items: ReadonlyArray<unknown>): string =>
    JSON.stringify({ apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items }, null, 4);
  const item = (name: string, port: unknown): unknown => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'shop', name, uid: `uid-${name}` },
    spec: { type: 'LoadBalancer', ports: [{ port, nodePort: 30080, protocol: 'TCP' }] },
  });

  it('never stops the others in kubectl get -o json, and keeps what it has', async () => {
    const at = folder({ 'world.json': cloud(['ins-00000001']) });
    const stdin = list([item('web', 'eighty'), item('api', 80)]);
    const { code, out } = await clbkit(at, ['plan', '-f', '-', '--cloud', 'world.json'], { stdin });
    expect(code).toBe(0);
    expect(out).toContain('+ create load balancer cls-local_shop_api (public)');
    expect(out).not.toContain('lb-web');
    expect(out).toMatch(/Errors\n {2}\(standard input\):\d+ \(document 1\): Service shop\/web spec\.ports\[0\]\.port/);
  });
});

describe('what the input does not say', () => {
  const plan = async (input: string, ...flags: ReadonlyArray<string>): Promise<string> => {
    const at = folder({ 'in.yaml': input, 'world.json': cloud(instances(2)) });
    return (await clbkit(at, ['plan', '-f', 'in.yaml', '--cloud', 'world.json', ...flags])).out;
  };

  it.each<[string, string, ReadonlyArray<string>, boolean]>([
    ['no Node is not known: nothing is deregistered', service('web'), [], false],
    ['no Node and --assume-complete: all are deregistered', service('web'), ['--assume-complete'], true],
    [
      'an empty NodeList in YAML is known to be empty',
      `${service('web')}---\napiVersion: v1\nkind: NodeList\nitems: []\n`,
      [],
      true,
    ],
    [
      'an empty NodeList in compact JSON is known to be empty',
      `${service('web')}---\n{"kind":"NodeList","apiVersion":"v1","items":[]}\n`,
      [],
      true,
    ],
    ['a NodeList in a comment says nothing', `${service('web')}# kind: NodeList\n`, [], false],
    [
      'a NodeList in an annotation says nothing',
      service('web', [80], `  annotations: { x: '{\\"kind\\":\\"NodeList\\"}' }\n`),
      [],
      false,
    ],
    ['other Nodes are known', service('web') + nodes(1), [], true],
  ])('%s', async (_name, input, flags, deregistered) => {
    const out = await plan(input, ...flags);
    expect(out.includes('deregister 2 backends from TCP:80')).toBe(deregistered);
    expect(out.includes('Nodes are not known (no Node in the input)')).toBe(!deregistered);
  });

  it('no Service means that all are gone, and a note says so', async () => {
    const at = folder({ 'in.yaml': nodes(1), 'world.json': cloud(['ins-00000001']) });
    const { out, err } = await clbkit(at, ['plan', '-f', 'in.yaml', '--cloud', 'world.json']);
    expect(out).toContain('- delete load balancer lb-web');
    expect(err).toContain(
      'note: there is no Service in the input: whatever this cluster owns in the cloud is released',
    );
  });
});

describe('policies', () => {
  const at = () =>
    folder({ 'in.yaml': service('web') + nodes(1), 'none.yaml': nodes(1), 'world.json': cloud(instances(12)) });
  const flags = ['--cloud', 'world.json'];

  it('the brake holds back what is too much, and an approval lets exactly that plan pass', async () => {
    const files = at();
    const plan = await clbkit(files, ['plan', '-f', 'in.yaml', ...flags]);
    expect(plan.out).toContain('Withheld by brake: 12 of 12 backends would go, at most 30 % may at once');
    const hash = /approve ([0-9a-f]{64})/.exec(plan.out)?.[1] ?? '';
    const approved = await clbkit(files, ['plan', '-f', 'in.yaml', ...flags, '--approve', hash]);
    expect(approved.out).toContain('  - deregister 12 backends from TCP:80\n');
    expect(approved.err).toBe('');
    const other = await clbkit(files, ['plan', '-f', 'in.yaml', ...flags, '--approve', '0'.repeat(64)]);
    expect(other.out).toBe(plan.out);
    expect(other.err).toContain('note: --approve names another plan than this; it lets nothing pass');
  });

  it.each<[string, ReadonlyArray<string>, boolean]>([
    ['--brake off holds nothing back', ['--brake', 'off'], true],
    ['--brake 1,12 leaves room', ['--brake', '1,12'], true],
    ['--brake 1,11 does not', ['--brake', '1,11'], false],
    ['--policy upsert-only takes nothing away', ['--brake', 'off', '--policy', 'upsert-only'], false],
    ['--protect keeps what a Service has', ['--brake', 'off', '--protect', 'shop/web'], false],
    ['--protect keeps what a load balancer has', ['--brake', 'off', '--protect', 'lb-web'], false],
  ])('%s', async (_name, more, goes) => {
    const { out } = await clbkit(at(), ['plan', '-f', 'in.yaml', ...flags, ...more]);
    expect(/^ {2}- deregister/m.test(out.split('Withheld by')[0] ?? '')).toBe(goes);
  });
});
