import { describe, expect, it } from '@jest/globals';
import { desire, type Service, Settings } from '@clbkit/core';
import { type AutoListener, autoServiceConfig } from '../src/index.js';
import { annotated, decodeOne, fromObjects, nounOf, service } from './support.js';

const auto = { 'service.cloud.tencent.com/tke-service-config-auto': 'true' };
const web = nounOf(annotated(auto)) as Service.Service;

const tcp: AutoListener = { protocol: 'TCP', port: 80 };
const udp: AutoListener = { protocol: 'UDP', port: 53 };
const http: AutoListener = { protocol: 'HTTPS', port: 443, domains: ['a.example.com', '*.b.com', ''] };

const made = (listeners: ReadonlyArray<AutoListener>, existing?: unknown): any =>
  autoServiceConfig(web, listeners, existing);
const segments = (object: any): unknown => object.spec.loadBalancer;

const fresh = {
  protocol: 'TCP',
  port: 80,
  healthCheck: { enable: true, healthNum: 3, unHealthNum: 3, intervalTime: 5, timeout: 2 },
  scheduler: 'WRR',
  session: { enable: false },
};

describe('autoServiceConfig (R6.2, R6.3)', () => {
  it('makes an object of the Service, with the defaults for each listener (R6.10)', () => {
    expect(made([tcp])).toEqual({
      apiVersion: 'cloud.tencent.com/v1alpha1',
      kind: 'TkeServiceConfig',
      metadata: {
        namespace: 'shop',
        name: 'web-auto-service-config',
        ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'web', uid: 'uid-web' }],
      },
      spec: { loadBalancer: { l4Listeners: [fresh] } },
    });
  });

  it('makes segments of layer 7 with a rule for each domain', () => {
    const { l7Listeners } = segments(made([http])) as any;
    expect(l7Listeners).toHaveLength(1);
    expect(
      l7Listeners[0].domains.map(({ domain, rules }: any) => [
        domain,
        rules[0].url,
        rules[0].healthCheck.httpCheckDomain,
      ]),
    ).toEqual([
      ['a.example.com', '/', 'a.example.com'],
      ['*.b.com', '/', undefined],
      ['', '/', undefined],
    ]);
  });

  const edited = {
    ...made([tcp]),
    metadata: { namespace: 'shop', name: 'web-auto-service-config', labels: { a: 'b' }, ownerReferences: [] },
    spec: {
      loadBalancer: {
        internetMaxBandwidthOut: 5,
        l4Listeners: [{ protocol: 'TCP', port: 80, scheduler: 'LEAST_CONN', extra: 1 }],
      },
    },
  };

  it('keeps what users wrote, and adds segments of new listeners', () => {
    expect(segments(made([udp, tcp], edited))).toEqual({
      internetMaxBandwidthOut: 5,
      l4Listeners: [
        { ...fresh, protocol: 'UDP', port: 53 },
        { protocol: 'TCP', port: 80, scheduler: 'LEAST_CONN', extra: 1 },
      ],
    });
    expect(made([tcp], edited).metadata.labels).toEqual({ a: 'b' });
  });

  it('takes out the segments of listeners that are gone', () => {
    expect(segments(made([udp], edited))).toEqual({
      internetMaxBandwidthOut: 5,
      l4Listeners: [{ ...fresh, protocol: 'UDP', port: 53 }],
    });
    expect(segments(made([], edited))).toEqual({ internetMaxBandwidthOut: 5 });
  });

  it.each([
    ['everything', [tcp, udp, http]],
    ['nothing', []],
  ])('stays as it is when it is given back: %s', (_, listeners) => {
    for (const existing of [undefined, edited, 7, { spec: 3 }]) {
      const once = made(listeners, existing);
      expect(made(listeners, once)).toEqual(once);
    }
  });

  it('is readable (R5.17)', () => {
    expect(decodeOne(made([tcp, udp, http])).decoded._tag).toBe('Right');
  });

  it('is the TkeServiceConfig of its Service', () => {
    const { snapshot } = fromObjects(annotated(auto), edited);
    expect(desire(Settings.defaults)(snapshot).wanted['shop/web']?.claims[0].listeners['TCP:80']).toMatchObject({
      settings: { scheduler: 'LEAST_CONN' },
      settingsFrom: { kind: 'TkeServiceConfig', namespace: 'shop', name: 'web-auto-service-config' },
    });
  });

  it('is no missing one where it is not there yet', () => {
    const { notes } = desire(Settings.defaults)(fromObjects(annotated(auto)).snapshot);
    expect(notes.map(({ _tag }) => _tag)).not.toContain('MissingServiceConfig');
  });

  it.each([
    ['the annotation is off', annotated({ 'service.cloud.tencent.com/tke-service-config-auto': 'false' })],
    ['there is no annotation', service()],
    ['the Service is a ClusterIP', service({ type: 'ClusterIP' }, { annotations: auto })],
    ['the Service is being deleted', service({}, { annotations: auto, deletionTimestamp: '2026-01-12T03:14:15Z' })],
  ])('is none where %s (R6.7)', (_, value) => {
    expect(autoServiceConfig(nounOf(value) as Service.Service, [tcp], edited)).toBe(undefined);
  });
});
