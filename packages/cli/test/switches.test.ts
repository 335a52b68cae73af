import { describe, expect, it } from '@jest/globals';
import { clbkit, cloud, folder, nodes, service } from './support.js';

const configMap = (data: string): string => `---
apiVersion: v1
kind: ConfigMap
metadata: { namespace: kube-system, name: tke-service-controller-config }
data: ${data}
`;

const shared = (name: string): string =>
  service(name, [name === 'a' ? 80 : 81], '  annotations: { service.kubernetes.io/tke-existed-lbid: lb-user }\n');

const user = JSON.stringify({ loadBalancers: { 'lb-user': { name: 'mine' } } });

const plan = async (files: Readonly<Record<string, string>>, ...more: ReadonlyArray<string>) =>
  clbkit(folder({ 'world.json': user, ...files }), ['plan', '-f', 'm.yaml', '--cloud', 'world.json', ...more]);

describe('the switches of the cluster', () => {
  const both = shared('a') + shared('b') + nodes(1);

  it('count where their ConfigMap is among the manifests (R1.4)', async () => {
    expect((await plan({ 'm.yaml': both })).out).not.toContain('E4016');
    expect((await plan({ 'm.yaml': both + configMap('{ REUSE_LOADBALANCER: "false" }') })).out).toContain(
      'sharing is switched off',
    );
  });

  it('count less than a flag and less than the file', async () => {
    const off = both + configMap('{ REUSE_LOADBALANCER: "false" }');
    expect((await plan({ 'm.yaml': off }, '--set', 'sharing=true')).out).not.toContain('switched off');
    expect((await plan({ 'm.yaml': off, 'clbkit.yaml': 'settings: { sharing: true }' })).out).not.toContain(
      'switched off',
    );
  });

  it('are refused when they are wrong', async () => {
    const { code, err, out } = await plan({ 'm.yaml': both + configMap('{ REUSE_LOADBALANCER: "no" }') });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('data.REUSE_LOADBALANCER: expected "true" or "false", found "no"');
  });

  it('are told where they mean nothing', async () => {
    const { err } = await plan({ 'm.yaml': both + configMap('{ VERSION: v2.11.4, Zebra: x }') });
    expect(err).toContain('ConfigMap kube-system/tke-service-controller-config: Zebra mean nothing here');
  });

  it('name the Services to which a controller would add direct-access', async () => {
    const { err } = await plan({ 'm.yaml': both + configMap('{ EnableDefaultDirectAccess: "true" }') });
    expect(err).toContain('(EnableDefaultDirectAccess): shop/a, shop/b; the plan is for them as they are written');
  });
});

describe('manifests without UIDs', () => {
  const without = (name: string): string => service(name).replace(/ {2}uid: .*\n/, '');
  const warns = async (manifest: string, world: string): Promise<boolean> => {
    const { err } = await plan({ 'm.yaml': manifest + nodes(1), 'world.json': world });
    return err.includes('they may be the same Services');
  };

  it.each([
    ['a CLB of a Service that is not in the input', without('web'), cloud(['ins-00000001']), true],
    ['a CLB of a Service that is there with its UID', service('web') + without('api'), cloud(['ins-00000001']), false],
    ['no CLB of this cluster', without('web'), user, false],
    [
      'a CLB that a user bought',
      without('web'),
      user.replace('"mine"', '"mine","tags":{"tke-clusterId":"cls-local","uid-other":"tke-lb-serviceId"}'),
      false,
    ],
    ['UIDs everywhere', service('api'), cloud(['ins-00000001']), false],
    [
      'a CLB that was planned from manifests',
      without('web'),
      cloud(['ins-00000001']).replaceAll('uid-web', '0a1b2c3d-0a1b-8c2d-a0b1-0a1b2c3d4e5f'),
      false,
    ],
  ])('beside %s', async (_, manifest, world, expected) => {
    expect(await warns(manifest, world)).toBe(expected);
  });
});
