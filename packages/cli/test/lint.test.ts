import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestsAt, manifestText, setUp } from './manifestFiles.js';
import { clbkit, folder, nodes, service } from './support.js';

const linted = async (manifest: string, ...flags: ReadonlyArray<string>) => {
  const { given } = setUp(manifest);
  const [file = ''] = Object.keys(given.all()).filter((name) => !/^(nodes.yaml|cloud.json)$/.test(name));
  return clbkit(given, ['lint', '-f', file, 'nodes.yaml', '--cluster-id', 'cls-1a2b3c4d', ...flags]);
};

const spec = (more: string, ports = '{ port: 80 }', annotations = ''): string =>
  `apiVersion: v1\nkind: Service\nmetadata: { namespace: shop, name: web${annotations === '' ? '' : `, annotations: { ${annotations} }`} }\nspec:\n  type: LoadBalancer\n  ports: [${ports}]\n${more === '' ? '' : `  ${more}\n`}`;

const direct = "service.cloud.tencent.com/direct-access: 'true'";
const on = (id: string): string => `service.kubernetes.io/tke-existed-lbid: ${id}`;

const found = async (text: string): Promise<ReadonlyArray<Record<string, unknown>>> => {
  const { out } = await clbkit(folder({ 'in.yaml': text }), ['lint', '-f', 'in.yaml', '-o', 'json']);
  const { findings } = JSON.parse(out) as { readonly findings: ReadonlyArray<Record<string, unknown>> };
  return findings;
};

describe('clbkit lint', () => {
  it.each([
    ['keys of unofficial texts', 'traefik-unofficial', 0],
    ['keys that select nothing, and a key with the wrong prefix', 'id-as-input', 0],
    ['a copied token', 'copied-token', 0],
    ['keys nobody knows and a value out of range', 'bandwidth-wrong', 2],
    ['annotations of an older controller', 'old-controller', 2],
    ['one target port for two ports', 'direct-same-target', 2],
    ['one port of a CLB for two Services', 'kafka-brokers', 2],
    ['a session that the CLB does not know', 'postgresql', 0],
    ['what an existing CLB brings itself', 'existing-and-subnet', 0],
    ['a switch without its companion', 'local-plain', 0],
    ['parameters that the controller sets itself', 'parameters-zone', 0],
    ['no node ports', 'no-node-ports', 2],
    ['a value without quotes', 'unquoted', 2],
    ['JSON that does not parse', 'specify-wrong', 2],
    ['a port that specify-protocol names for nothing', 'specify-https', 0],
    ['what a dump of a cluster carries', 'ingress-nginx-dump', 0],
  ])('finds %s', async (_what, manifest, code) => {
    const ran = await linted(manifest);
    const golden = `${manifest}.lint.txt`;
    if (process.env['UPDATE'] === '1') writeFileSync(join(manifestsAt, golden), ran.out);
    expect(ran.out).toBe(manifestText(golden));
    expect(ran).toMatchObject({ code, err: '' });
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['SCTP', spec('', '{ port: 80, protocol: SCTP }'), { severity: 'error', field: 'spec.ports[0]' }],
    ['no node ports', spec('allocateLoadBalancerNodePorts: false'), { severity: 'error', rules: ['R7.10'] }],
    [
      'sessionAffinity on node ports',
      spec('sessionAffinity: ClientIP'),
      {
        severity: 'note',
        field: 'spec.sessionAffinity',
        rules: ['R5.16'],
        place: { file: 'in.yaml', document: 1, line: 7 },
      },
    ],
    [
      'sessionAffinity with direct access',
      spec('sessionAffinity: ClientIP', undefined, direct),
      { severity: 'warning' },
    ],
    [
      'Local with direct access',
      spec('externalTrafficPolicy: Local', undefined, direct),
      { severity: 'note', rules: ['5.7'] },
    ],
    ['source ranges', spec('loadBalancerSourceRanges: [10.0.0.0/8]'), { field: 'spec.loadBalancerSourceRanges' }],
    ['an address', spec('loadBalancerIP: 1.2.3.4'), { field: 'spec.loadBalancerIP', rules: ['R3.21'] }],
    [
      'one target port twice with direct access (E4036)',
      spec('', '{ name: a, port: 80, targetPort: 8080 }, { name: b, port: 81, targetPort: 8080 }', direct),
      { severity: 'error', code: 'E4036' },
    ],
    [
      'the target port of a port that says none',
      spec('', '{ name: a, port: 80, targetPort: 81 }, { name: b, port: 81 }', direct),
      { code: 'E4036' },
    ],
    [
      'one client-token in two Services',
      ['web', 'api']
        .map((name) => service(name, [80], '  annotations: { service.cloud.tencent.com/client-token: t }\n'))
        .join(''),
      { severity: 'warning', object: { kind: 'Service', namespace: 'shop', name: 'api' }, rules: ['2.1', 'R3.5'] },
    ],
    [
      'one port of an existing CLB in two Services (E4014)',
      ['web', 'api'].map((name) => service(name, [80], `  annotations: { ${on('lb-1')} }\n`)).join(''),
      { severity: 'error', code: 'E4014', object: { kind: 'Service', namespace: 'shop', name: 'web' } },
    ],
    [
      'two lists of security groups for one existing CLB (R4.10)',
      ['web', 'api']
        .map((name, at) =>
          service(
            name,
            [80 + at],
            `  annotations: { ${on('lb-1')}, service.cloud.tencent.com/security-groups: sg-${name} }\n`,
          ),
        )
        .join(''),
      { severity: 'warning', rules: ['R4.10'] },
    ],
    [
      'a TkeServiceConfig that is not there',
      spec('', undefined, 'service.cloud.tencent.com/tke-service-config: x') +
        `---\napiVersion: v1\nkind: List\nitems: []\n---\napiVersion: cloud.tencent.com/v1alpha1\nkind: TkeServiceConfig\nmetadata: { name: y, namespace: shop }\nspec: { loadBalancer: {} }\n`,
      { severity: 'warning', code: 'E4026' },
    ],
    ['a port twice', spec('', '{ name: a, port: 80 }, { name: b, port: 80 }'), { severity: 'error' }],
    [
      'a document that does not parse',
      `${spec('')}---\na: [\n`,
      { severity: 'error', object: { kind: 'Document', name: 'in.yaml' } },
    ],
  ])('finds %s', async (_what, text, finding) => {
    expect(await found(text)).toEqual(expect.arrayContaining([expect.objectContaining(finding)]));
  });

  it.each<[string, string]>([
    ['a plain Service that was never in a cluster', spec('')],
    ['TCP and UDP on one port', spec('', '{ name: a, port: 53 }, { name: b, port: 53, protocol: UDP }')],
    [
      'one target port for TCP and UDP',
      spec('', '{ name: a, port: 53 }, { name: b, port: 53, protocol: UDP }', direct),
    ],
    [
      'one target port on node ports',
      spec('', '{ name: a, port: 80, targetPort: 1 }, { name: b, port: 81, targetPort: 1 }'),
    ],
    ['an affinity that is none', spec('sessionAffinity: None')],
    ['a ClusterIP with an affinity', spec('sessionAffinity: ClientIP').replace('LoadBalancer', 'ClusterIP')],
    ['mode skip', spec('', undefined, 'service.cloud.tencent.com/mode: skip')],
    ['another class', spec('loadBalancerClass: example.com/other')],
    ['a Service and its Nodes', service('web') + nodes(2)],
    ['annotations of others', spec('', undefined, 'external-dns.alpha.kubernetes.io/hostname: a.example.com')],
  ])('finds nothing in %s', async (_what, text) => {
    const { code, out, err } = await clbkit(folder({ 'in.yaml': text }), ['lint', '-f', 'in.yaml']);
    expect({ code, out, err }).toEqual({ code: 0, out: 'Nothing found.\n', err: '' });
  });

  it('finds nothing twice', async () => {
    for (const manifest of ['specify-wrong', 'unquoted', 'kafka-brokers']) {
      const { out } = await linted(manifest, '-o', 'json');
      const { findings } = JSON.parse(out) as { readonly findings: ReadonlyArray<unknown> };
      expect(new Set(findings.map((one) => JSON.stringify(one))).size).toBe(findings.length);
    }
  });
});

describe('exit codes of clbkit lint', () => {
  const note = spec('sessionAffinity: ClientIP');
  const warning = spec('loadBalancerIP: 1.2.3.4');
  const error = spec('allocateLoadBalancerNodePorts: false');

  it.each<[string, string, ReadonlyArray<string>, number]>([
    ['0 for a clean input', spec(''), [], 0],
    ['2 for an error', error, [], 2],
    ['0 for a warning', warning, [], 0],
    ['2 for a warning, when asked', warning, ['--fail-on', 'warning'], 2],
    ['0 for a note, when warnings are asked for', note, ['--fail-on', 'warning'], 0],
    ['2 for a note, when asked', note, ['--fail-on', 'note'], 2],
    ['2 for an error, when warnings are asked for', error, ['--fail-on', 'warning'], 2],
    ['0 for an error, when nothing is to fail', error, ['--fail-on', 'never'], 0],
    ['1 for an input without objects', '', [], 1],
    ['1 for an option nobody knows', spec(''), ['--fail-on', 'all'], 1],
    ['1 for a setting nobody knows', spec(''), ['--set', 'x=y'], 1],
  ])('are %s', async (_what, text, flags, code) => {
    const at = folder({ 'in.yaml': text });
    expect(await clbkit(at, ['lint', '-f', 'in.yaml', ...flags])).toMatchObject({ code });
    expect(at.all()).toEqual({ 'in.yaml': text });
  });

  it('tell of a configuration that is none, and pass over the cloud in a folder', async () => {
    const at = folder({ 'in.yaml': spec(''), 'clbkit-world.json': '{}', 'clbkit.yaml': 'settings: { x: 1 }\n' });
    expect(await clbkit(at, ['lint', '-f', '.'])).toMatchObject({ code: 1, out: '' });
    at.write('clbkit.yaml', 'settings: { sharing: false }\n');
    expect(await clbkit(at, ['lint', '-f', '.'])).toEqual({ code: 0, out: 'Nothing found.\n', err: '' });
  });
});

describe('what clbkit lint prints', () => {
  it('is one JSON document with counts', async () => {
    const { out } = await linted('kafka-brokers', '-o', 'json');
    expect(JSON.parse(out)).toMatchObject({
      apiVersion: 'clbkit.dev/v1alpha1',
      kind: 'Findings',
      summary: { error: 1 },
      findings: [{ severity: 'error', code: 'E4014', place: { file: 'kafka-brokers.yaml' } }],
    });
  });

  it('lets no name forge a line', async () => {
    const text = spec('', undefined, '"service.cloud.tencent.com/x\\n  y": "1"');
    const { out } = await clbkit(folder({ 'in.yaml': text }), ['lint', '-f', 'in.yaml']);
    expect(out.split('\n').filter((line) => /^ {2}y/.test(line))).toEqual([]);
  });
});
