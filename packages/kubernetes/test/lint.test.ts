import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { annotations, lintOf } from '../src/index.js';
import { unofficial } from '../src/annotations/unofficial.js';
import { annotated, config, service } from './support.js';

const tke = (name: string): string => `service.cloud.tencent.com/${name}`;
const kube = (name: string): string => `service.kubernetes.io/${name}`;

/** A Service that was never in a cluster. */
const manifest = (
  written: Readonly<Record<string, string>>,
  spec: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => service(spec, { annotations: written, uid: undefined });

const idle = 'it is checked, and does nothing here';

/** Findings but for those that say that clbkit does not act upon it yet. */
const shown = (object: unknown): ReadonlyArray<string> =>
  lintOf(object)
    .filter(({ message }) => message !== idle)
    .map(({ severity, key, instead }) => `${severity} ${key}${instead === undefined ? '' : ` → ${instead}`}`);

describe('lintOf', () => {
  it.each<readonly [string, string, string]>([
    ['an existing CLB by a guessed name', tke('exist-lb-id'), kube('tke-existed-lbid')],
    ['backends by a guessed name', tke('local-backend-endpoints'), kube('local-svc-only-bind-node-with-pod')],
    ['a health check by a guessed name', tke('health-check-interval'), tke('tke-service-config')],
    [
      'a health check by another guessed name',
      kube('qcloud-loadbalancer-health-check-flag'),
      tke('tke-service-config'),
    ],
    [
      'the network of the old controller',
      'service.beta.kubernetes.io/tencentcloud-loadbalancer-type',
      kube('qcloud-loadbalancer-internal-subnetid'),
    ],
    [
      'the subnet of the old controller',
      'service.beta.kubernetes.io/tencentcloud-loadbalancer-type-internal-subnet-id',
      kube('qcloud-loadbalancer-internal-subnetid'),
    ],
    [
      'the name of the old controller',
      'service.beta.kubernetes.io/tencentcloud-loadbalancer-name',
      kube('service.extensiveParameters'),
    ],
    ['the id that the controller writes', kube('loadbalance-id'), kube('tke-existed-lbid')],
    ['an annotation under another prefix', tke('tke-existed-lbid'), kube('tke-existed-lbid')],
    ['an annotation of an Ingress', 'ingress.cloud.tencent.com/direct-access', tke('direct-access')],
    ['a letter left out', tke('direct-acces'), tke('direct-access')],
    ['a letter put in', tke('direct-accesss'), tke('direct-access')],
    ['a letter changed', tke('direct_access'), tke('direct-access')],
    ['two letters swapped', tke('direct-acecss'), tke('direct-access')],
  ])('warns of %s and names the right key', (_, key, instead) => {
    expect(shown(manifest({ [key]: 'x' }))).toEqual([`warning ${key} → ${instead}`]);
  });

  it.each<readonly [string, string]>([
    ['a copied client token', tke('client-token')],
    ['the kind of the old controller', 'service.beta.kubernetes.io/tencentcloud-loadbalancer-kind'],
    ['a key of TKE that nobody knows', tke('frobnicate')],
  ])('warns of %s', (_, key) => {
    expect(shown(manifest({ [key]: 'x' }))).toEqual([`warning ${key}`]);
  });

  it.each<
    readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, unknown>>, ReadonlyArray<string>]
  >([
    [
      'a subnet beside an existing CLB (R3.15)',
      { [kube('tke-existed-lbid')]: 'lb-a', [kube('qcloud-loadbalancer-internal-subnetid')]: 'subnet-a' },
      {},
      [`hint ${kube('qcloud-loadbalancer-internal-subnetid')}`],
    ],
    [
      'Pod filters without Local (7.3)',
      { [kube('local-svc-only-bind-node-with-pod')]: 'true' },
      {},
      [`warning ${kube('local-svc-only-bind-node-with-pod')}`],
    ],
    [
      'Pod filters with Local',
      { [kube('local-svc-only-bind-node-with-pod')]: 'true' },
      { externalTrafficPolicy: 'Local' },
      [],
    ],
    [
      'a balance by Pods alone (7.3)',
      { [tke('local-svc-weighted-balance')]: 'true' },
      { externalTrafficPolicy: 'Local' },
      [`warning ${tke('local-svc-weighted-balance')} → ${kube('local-svc-only-bind-node-with-pod')}`],
    ],
    [
      'weights of Pods on Nodes (7.8)',
      { [tke('lb-rs-weight')]: '{}' },
      {},
      [`warning ${tke('lb-rs-weight')} → ${tke('direct-access')}`],
    ],
    [
      'skip on an existing CLB (1.3)',
      { [tke('mode')]: 'skip', [kube('tke-existed-lbid')]: 'lb-a' },
      {},
      [`warning ${tke('mode')}`],
    ],
    [
      'retain and protection (3.8)',
      { [tke('loadbalance-retain')]: 'true', [tke('modification-protection')]: 'true' },
      {},
      [`warning ${tke('loadbalance-retain')}`],
    ],
    [
      'a protocol of a port that is not there (R5.2)',
      { [tke('specify-protocol')]: '{"81":{"protocol":["TCP"]}}' },
      {},
      [`warning ${tke('specify-protocol')}`],
    ],
    [
      'a charge said twice (R8.2)',
      {
        [kube('qcloud-loadbalancer-internet-max-bandwidth-out')]: '1',
        [kube('service.extensiveParameters')]: '{"InternetAccessible":{}}',
      },
      {},
      [`warning ${kube('service.extensiveParameters')}`],
    ],
    [
      'parameters that the controller sets (8.1)',
      { [kube('service.extensiveParameters')]: '{"VpcId":"vpc-a"}' },
      {},
      [`warning ${kube('service.extensiveParameters')}`],
    ],
    ['a wrong value (2.9)', { [tke('direct-access')]: 'yes' }, {}, [`error ${tke('direct-access')}`]],
    [
      'an older name',
      { 'kubernetes.io/service.internetMaxBandwidthOut': '1' },
      {},
      [
        `hint kubernetes.io/service.internetMaxBandwidthOut → ${kube('qcloud-loadbalancer-internet-max-bandwidth-out')}`,
      ],
    ],
    ['what the controller writes', { [tke('sync-end-time')]: 'x' }, {}, [`hint ${tke('sync-end-time')}`]],
    [
      'what no document explains',
      { [kube('service.listenerParameters')]: '{}' },
      {},
      [`hint ${kube('service.listenerParameters')}`],
    ],
    ['annotations of others', { 'example.com/mode': 'skip', 'kubernetes.io/description': 'x' }, {}, []],
    ['what is in order', { [tke('direct-access')]: 'true', [tke('tke-service-config')]: 'web' }, {}, []],
  ])('finds in a manifest: %s', (_, written, spec, findings) => {
    expect(shown(manifest(written, spec))).toEqual(findings);
  });

  it('says of every annotation that is not acted upon that it does nothing here', () => {
    for (const { key, acted, read, mutability } of annotations)
      if (mutability !== 'read-only' && read !== undefined) {
        const words = lintOf(manifest({ [key]: '' })).map(({ message }) => message);
        expect([key, words.includes(idle)]).toEqual([
          key,
          acted === 'no' && words[0] !== undefined && !/deprecated|older|before 2019/.test(words[0]),
        ]);
      }
  });

  it('finds nothing in what the controller wrote on an object of a cluster', () => {
    expect(
      shown(annotated({ [kube('loadbalance-id')]: 'lb-a', [tke('client-token')]: 'x', [tke('sync-end-time')]: 'y' })),
    ).toEqual([]);
  });

  it('names object, place inside the JSON and rule', () => {
    expect(lintOf(manifest({ [tke('specify-protocol')]: '{"80":{"protocol":[]}}' }))).toContainEqual({
      severity: 'error',
      object: { kind: 'Service', namespace: 'shop', name: 'web' },
      key: tke('specify-protocol'),
      message: '["80"].protocol: expected at least one protocol, found []',
      rule: '2.9',
    });
  });

  it('knows right keys that are annotations themselves', () => {
    for (const { instead } of unofficial)
      if (instead !== undefined) expect(annotations.map(({ key }) => key)).toContain(instead);
  });

  it('finds nothing in other kinds', () => {
    expect(lintOf(config({}))).toEqual([]);
    expect(lintOf(undefined)).toEqual([]);
  });

  it('comes to an end for any annotations', () => {
    const keys = fc.oneof(fc.constantFrom(...annotations.map(({ key }) => key)), fc.string());
    fc.assert(
      fc.property(fc.dictionary(keys, fc.oneof(fc.string(), fc.json())), (written) =>
        Array.isArray(lintOf(annotated(written))),
      ),
    );
  });
});
