import { describe, expect, it } from '@jest/globals';
import { Listener } from '@clbkit/core';
import { Drift, World, worldOf } from '@clbkit/provider-fake';

const world = worldOf({
  quotas: { listenersPerLoadBalancer: 2 },
  loadBalancers: {
    'lb-a': {
      tags: { team: 'edge' },
      listeners: {
        'lbl-web': {
          name: Listener.managedName,
          protocol: 'TCP',
          port: 80,
          backends: [
            { port: 1, addresses: ['ins-1', 'ins-2'] },
            { port: 2, addresses: ['ins-1'] },
          ],
        },
      },
    },
    'lb-b': { status: 'Creating' },
  },
});
const at = { loadBalancer: 'lb-a', listener: 'lbl-web' };
const one = (now: World.World): World.LoadBalancer | undefined => World.loadBalancer('lb-a')(now);
const web = (now: World.World): World.Listener | undefined => World.listener('lb-a', 'lbl-web')(now);

describe('applyEdit', () => {
  it.each<readonly [name: string, edit: Drift.Edit, sees: (now: World.World) => unknown, what: unknown]>([
    [
      'renames a load balancer',
      { _tag: 'RenameLoadBalancer', loadBalancer: 'lb-a', name: 'x' },
      (now) => one(now)?.name,
      'x',
    ],
    [
      'protects one',
      { _tag: 'SetDeletionProtection', loadBalancer: 'lb-a', on: true },
      (now) => one(now)?.deletionProtected,
      true,
    ],
    [
      'sets a tag',
      { _tag: 'SetTag', loadBalancer: 'lb-a', key: 'a', value: 'b' },
      (now) => one(now)?.tags,
      { team: 'edge', a: 'b' },
    ],
    ['removes a tag', { _tag: 'RemoveTag', loadBalancer: 'lb-a', key: 'team' }, (now) => one(now)?.tags, {}],
    [
      'deletes one, with its task',
      { _tag: 'DeleteLoadBalancer', loadBalancer: 'lb-b' },
      (now) => [World.size(now), now.tasks],
      [1, {}],
    ],
    [
      'makes one, running at once',
      { _tag: 'CreateLoadBalancer', name: 'n', network: { _tag: 'Public' }, tags: {} },
      (now) => World.loadBalancer('lb-00000003')(now),
      {
        id: 'lb-00000003',
        name: 'n',
        network: { _tag: 'Public' },
        vpc: 'vpc-default',
        tags: {},
        vips: ['198.18.0.3'],
        status: 'Running',
        deletionProtected: false,
        attributes: {
          securityGroups: [],
          passToTarget: false,
          modificationProtection: false,
          internetMaxBandwidthOut: 10,
        },
        bought: { addressIPVersion: 'IPV4', chargeType: 'TRAFFIC_POSTPAID_BY_HOUR', vipIsp: 'BGP' },
        listeners: {},
      },
    ],
    [
      'adds a listener',
      { _tag: 'AddListener', loadBalancer: 'lb-a', name: 'n', protocol: 'UDP', port: 80 },
      (now) => World.listener('lb-a', 'lbl-00000003')(now),
      {
        id: 'lbl-00000003',
        name: 'n',
        protocol: 'UDP',
        port: 80,
        settings: {
          ...Listener.defaultSettings,
          healthCheck: { ...Listener.defaultSettings.healthCheck, checkType: 'PING' },
        },
        backends: [],
      },
    ],
    ['deletes a listener', { _tag: 'DeleteListener', ...at }, web, undefined],
    ['renames a listener', { _tag: 'RenameListener', ...at, name: 'x' }, (now) => web(now)?.name, 'x'],
    [
      'changes settings and no others',
      { _tag: 'SetSettings', ...at, settings: { healthCheck: { timeout: 3 } } },
      (now) => web(now)?.settings.healthCheck,
      { ...Listener.defaultSettings.healthCheck, checkType: 'TCP', timeout: 3 },
    ],
    [
      'registers a backend',
      { _tag: 'RegisterBackend', ...at, backend: { address: 'ins-3', port: 2, weight: 10 } },
      (now) => web(now)?.backends[1]?.addresses,
      ['ins-1', 'ins-3'],
    ],
    [
      'deregisters a backend',
      { _tag: 'DeregisterBackend', ...at, address: 'ins-1', port: 2 },
      (now) => web(now)?.backends.length,
      1,
    ],
    [
      'changes a weight',
      { _tag: 'SetWeight', ...at, backend: { address: 'ins-1', port: 2, weight: 7 } },
      (now) => web(now)?.backends[1]?.weight,
      7,
    ],
    [
      'takes a destroyed machine off every listener',
      { _tag: 'DestroyInstance', address: 'ins-1' },
      (now) => web(now)?.backends,
      [{ port: 1, weight: 10, addresses: ['ins-2'] }],
    ],
    [
      'finds things by place, round and round',
      { _tag: 'RenameListener', loadBalancer: 2, listener: 5, name: 'x' },
      (now) => web(now)?.name,
      'x',
    ],
  ])('%s', (_, edit, sees, what) => {
    expect(sees(Drift.applyEdit(edit)(world))).toEqual(what);
  });
  it.each<readonly [name: string, edit: Drift.Edit]>([
    ['a load balancer that is not there', { _tag: 'DeleteLoadBalancer', loadBalancer: 'lb-gone' }],
    ['a listener that is not there', { _tag: 'RenameListener', loadBalancer: 'lb-a', listener: 'lbl-gone', name: 'x' }],
    [
      'a listener of a load balancer without any',
      { _tag: 'RenameListener', loadBalancer: 'lb-b', listener: 0, name: 'x' },
    ],
    ['a listener on a taken port', { _tag: 'AddListener', loadBalancer: 'lb-a', name: 'n', protocol: 'TCP', port: 80 }],
    ['a machine that is not bound', { _tag: 'DestroyInstance', address: 'ins-9' }],
  ])('leaves the world as it is, given %s', (_, edit) => {
    expect(Drift.applyEdit(edit)(world)).toBe(world);
  });
  it('leaves an empty world as it is, given a place', () => {
    const nothing = worldOf({});
    expect(Drift.applyEdit({ _tag: 'DeleteLoadBalancer', loadBalancer: 3 })(nothing)).toBe(nothing);
    expect(Drift.applyEdit({ _tag: 'RemoveTag', loadBalancer: 3, key: 'a' })(nothing)).toBe(nothing);
  });
  it('gives every listener it adds an id of its own', () => {
    const add = (port: number): Drift.Edit => ({
      _tag: 'AddListener',
      loadBalancer: 'lb-b',
      name: 'n',
      protocol: 'TCP',
      port,
    });
    const both = [add(1), add(2)].reduce((now, edit) => Drift.applyEdit(edit)(now), world);
    expect(Object.keys(World.loadBalancer('lb-b')(both)?.listeners ?? {})).toHaveLength(2);
  });
  it('does not add listeners beyond the quota', () => {
    const add = (port: number): Drift.Edit => ({
      _tag: 'AddListener',
      loadBalancer: 'lb-a',
      name: 'n',
      protocol: 'TCP',
      port,
    });
    const full = Drift.applyEdit(add(1))(world);
    expect(Drift.applyEdit(add(2))(full)).toBe(full);
  });
});
