import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../src/rules.js';
import { citationOf } from '../src/ruleDocuments.js';
import { manifestsAt, manifestText, setUp } from './manifestFiles.js';
import { clbkit, folder, nodes, service } from './support.js';

const explained = async (manifest: string, name: string, ...more: ReadonlyArray<string>) => {
  const { given, flags } = setUp(manifest);
  return clbkit(given, ['explain', name, ...flags, ...more]);
};

describe('clbkit explain', () => {
  it.each([
    ['a Service that gets a CLB with settings from a TkeServiceConfig', 'redis-config', 'db/redis'],
    ['an existing CLB, which brings its own network', 'existing-and-subnet', 'web'],
    ['a dump of what the TKE controller left', 'ingress-nginx-dump', 'gateway-nginx'],
    ['a roll-out in direct mode', 'direct-grace', 'web'],
    ['a move to another CLB', 'existing-to-other', 'api'],
    ['a move that the settings refuse', 'to-internal-refused', 'api'],
    ['a Service that cannot be read', 'unquoted', 'web'],
    ['a CLB that is bought and guarded as its annotations say', 'security-groups', 'cube-proxy'],
    ['protection, which a CLB has or has not', 'protection', 'api'],
    ['rules of layer 7', 'specify-https', 'web'],
    ['keys that nobody reads', 'traefik-unofficial', 'traefik'],
    ['where probes come from', 'prevent-loopback', 'web'],
    ['a Service that shares a CLB', 'dns-shared', 'coredns-udp'],
  ])('tells of %s', async (_what, manifest, name) => {
    const { out, err, code } = await explained(manifest, name);
    const golden = `${manifest}.explain.txt`;
    if (process.env['UPDATE'] === '1') writeFileSync(join(manifestsAt, golden), out);
    expect(out).toBe(manifestText(golden));
    expect({ err, code }).toEqual({ err: '', code: 0 });
    for (const line of out.split('\n')) expect(line.length <= 100 || !line.trim().includes(' ')).toBe(true);
  });

  it.each([
    ['has what it asks for', 'renamed-port', 'api', 'It has what it asks for: there is nothing to do.'],
    ['is released', 'mixed-list', 'back-to-cluster-ip', 'It asks for no load balancer: what it has is released.'],
    ['asks for none', 'mixed-list', 'node-port', 'It asks for no load balancer and has none.'],
    ['is skipped', 'mixed-list', 'frozen', 'It is not followed: what it has stays as it is.'],
    ['is of another class', 'mixed-list', 'tailscale', 'It is not followed: what it has stays as it is.'],
    ['is refused', 'existing-refused', 'c-other-cluster', 'It is not followed: what it has stays as it is.'],
  ])('says in one sentence that a Service %s', async (_what, manifest, name, summary) => {
    const { out } = await explained(manifest, name);
    expect(out.split('\n')[1]).toBe(summary);
  });

  it('shows the codes of TKE', async () => {
    expect((await explained('existing-refused', 'shop/c-other-cluster')).out).toContain(
      'Errors\n  E4013 Service shop/c-other-cluster: CLB lb-other000 cannot be used, another cluster uses it',
    );
  });

  it('says what a policy withholds', async () => {
    const { out } = await explained('to-internal', 'api', '--policy', 'upsert-only');
    expect(out).toContain('A policy withholds a part of what it asks for.');
    expect(out).toContain('  - delete load balancer lb-api00001\n');
    expect(out).toContain('withheld by upsert-only');
  });

  it('prints one JSON document with the same facts', async () => {
    const { out } = await explained('existing-and-subnet', 'web', '-o', 'json');
    expect(JSON.parse(out)).toMatchObject({
      apiVersion: 'clbkit.dev/v1alpha1',
      kind: 'Explanation',
      service: 'shop/web',
      asked: expect.arrayContaining([expect.objectContaining({ field: 'spec.type', rules: ['R3.1'] })]),
      gets: { id: 'lb-bought01', listeners: [{ key: 'TCP:80' }] },
      ignored: expect.arrayContaining([expect.objectContaining({ rules: ['R3.15'] })]),
      rules: expect.arrayContaining([{ id: 'R3.10', says: rules['R3.10']?.[1], documents: '457/45491' }]),
    });
  });

  it.each([
    ['nothing of the name', 'wob', 'error: wob: no such Service in the input; there are a/web, b/web, shop/api\n'],
    ['a name that several have', 'web', 'error: web: several Services have this name; say a/web or b/web\n'],
  ])('refuses %s', async (_what, name, message) => {
    const text = ['a', 'b'].map((namespace) => service('web').replace('shop', namespace).replace('uid-web', namespace));
    const at = folder({ 'in.yaml': text.join('') + service('api') });
    const { code, err } = await clbkit(at, ['explain', name, '-f', 'in.yaml']);
    expect({ code, err }).toEqual({ code: 1, err: message });
  });

  it('exits with 1 for a broken Service when --strict asks', async () => {
    expect((await explained('unquoted', 'web', '--strict')).code).toBe(1);
    expect((await explained('renamed-port', 'api', '--strict')).code).toBe(0);
  });

  it('writes no file, and lets no name forge a line', async () => {
    const at = folder({
      'in.yaml':
        service('web', [80], '  annotations: { \'service.cloud.tencent.com/client-token\': "x\\n  - delete" }\n') +
        nodes(1),
    });
    const before = at.all();
    const { out } = await clbkit(at, ['explain', 'web', '-f', 'in.yaml']);
    expect(out).toContain('client-token: x\\u{a}  - delete\n');
    expect(at.all()).toEqual(before);
  });
});

describe('citations', () => {
  it.each([...Object.keys(rules), '1.3', '2.2', '3.3', '5.2', '7.11', '8.1'])('%s has a line and a document', (id) => {
    expect(citationOf(id)).toMatchObject({
      id,
      says: expect.stringMatching(/\w/),
      documents: expect.stringMatching(/\d+\/\d+/),
    });
  });

  it('do not exist for what is no rule', () => {
    expect(citationOf('99.1')).toBeUndefined();
  });
});
