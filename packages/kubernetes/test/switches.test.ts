import { describe, expect, it } from '@jest/globals';
import { PlanError, Settings } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import { readDocuments, readSwitches, settingsOfConfigMap } from '../src/index.js';

const configMap = (data: unknown): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'kube-system', name: 'tke-service-controller-config' },
  data,
});

const read = (data: unknown, base = Settings.defaults): unknown => {
  const switches = settingsOfConfigMap(configMap(data), base);
  return E.isRight(switches) ? switches.right : switches.left.map(PlanError.describe);
};

const all = {
  GlobalRouteDirectAccess: 'globalRouteDirectAccess',
  EnablePodGracefulDeletion: 'podGracefulDeletion',
  EnableDefaultModificationProtection: 'defaultModificationProtection',
  EnableDefaultDirectAccess: 'defaultDirectAccess',
  REUSE_LOADBALANCER: 'sharing',
} as const;

describe('settingsOfConfigMap (1.6)', () => {
  it.each(Object.entries(all))('%s sets %s', (key, setting) => {
    for (const on of [true, false])
      expect(read({ [key]: String(on) })).toEqual({ settings: { ...Settings.defaults, [setting]: on }, unknown: [] });
  });

  it.each([
    ['true', 'drain'],
    ['false', 'unbind'],
  ])('EnableNodeGracefulDeletion %p makes the backends of deleted nodes %s', (value, deletedNodes) => {
    expect(read({ EnableNodeGracefulDeletion: value })).toMatchObject({ settings: { deletedNodes } });
  });

  it('leaves what is not there as it is in the base (R1.8)', () => {
    const base = { ...Settings.defaults, defaultDirectAccess: true, sharing: false, podGracefulDeletion: true };
    expect(read({ REUSE_LOADBALANCER: 'true' }, base)).toEqual({ settings: { ...base, sharing: true }, unknown: [] });
    for (const data of [{}, null, undefined]) expect(read(data, base)).toEqual({ settings: base, unknown: [] });
  });

  it('tells the version (R1.9) and the keys that mean nothing here', () => {
    expect(read({ VERSION: 'v2.11.4', Zebra: '1', EnableIngressController: 'false', Apple: 'x' })).toEqual({
      settings: Settings.defaults,
      version: 'v2.11.4',
      unknown: ['Apple', 'Zebra'],
    });
  });

  it.each([
    [
      'capitals',
      { EnableDefaultDirectAccess: 'True' },
      'data.EnableDefaultDirectAccess: expected "true" or "false", found "True"',
    ],
    [
      'empty text',
      { GlobalRouteDirectAccess: '' },
      'data.GlobalRouteDirectAccess: expected "true" or "false", found ""',
    ],
    [
      'no text',
      { GlobalRouteDirectAccess: true },
      'data.GlobalRouteDirectAccess: expected "true" or "false", found true; put it in quotes: "true"',
    ],
    ['a version that is no text', { VERSION: 2 }, 'data.VERSION: expected text, found 2'],
    ['a list', [], 'data: expected an object of texts, found []'],
  ])('is refused with %s', (_, data, words) => {
    expect(read(data)).toEqual([`Settings kube-system/tke-service-controller-config ${words}`]);
  });

  it('names everything that is wrong', () => {
    expect(read({ GlobalRouteDirectAccess: 'x', REUSE_LOADBALANCER: 'y' })).toHaveLength(2);
  });

  it('gives settings or errors for any value', () => {
    fc.assert(fc.property(fc.anything(), (value) => typeof settingsOfConfigMap(value, Settings.defaults) === 'object'));
  });
});

describe('readSwitches', () => {
  const found = (...texts: ReadonlyArray<string>): unknown => {
    const switches = readSwitches(Settings.defaults)(
      readDocuments(texts.map((text, index) => ({ name: `${index}.yaml`, text }))),
    );
    return E.isRight(switches) ? switches.right.settings : switches.left.map(PlanError.describe);
  };
  const yaml = (name: string, value: string): string => `apiVersion: v1
kind: ConfigMap
metadata: { namespace: kube-system, name: ${name} }
data:
  EnableDefaultDirectAccess: ${value}
`;

  it('finds the ConfigMap by kind, namespace and name', () => {
    expect(found(yaml('tke-service-controller-config', '"true"'))).toMatchObject({ defaultDirectAccess: true });
    expect(found(yaml('other', '"true"'))).toEqual(Settings.defaults);
    expect(found()).toEqual(Settings.defaults);
  });

  it('says in which line it is wrong', () => {
    expect(found(yaml('tke-service-controller-config', 'yes'))).toEqual([
      '0.yaml:5 (document 1): Settings kube-system/tke-service-controller-config data.EnableDefaultDirectAccess: expected "true" or "false", found "yes"',
    ]);
  });

  it('refuses two of them', () => {
    const one = yaml('tke-service-controller-config', '"true"');
    expect(found(one, one)).toEqual([expect.stringContaining('expected one ConfigMap of this name')]);
  });
});
