import { describe, expect, it } from '@jest/globals';
import { applyEvent, PlanError, Snapshot } from '@clbkit/core';
import fc from 'fast-check';
import { readEvent } from '../src/index.js';
import {
  annotated,
  config,
  decodeOne,
  fixture,
  fromObjects,
  node,
  options,
  reading,
  service,
  slice,
  snapshotOf,
} from './support.js';

const read = readEvent(reading);

const pod = (spec: unknown): unknown => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'shop' },
  spec,
});
const secret = (data: unknown): unknown => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', namespace: 'shop' },
  data,
});

describe('readEvent', () => {
  it.each([
    ['a Service', service(), { _tag: 'Service', namespace: 'shop', name: 'web' }],
    ['a Service that cannot be decoded', service({ type: 'X' }), { _tag: 'Service', namespace: 'shop', name: 'web' }],
    ['a Node', node('n'), { _tag: 'Node', name: 'n' }],
    ['a TkeServiceConfig', config({}), { _tag: 'ServiceConfig', namespace: 'shop', name: 'web-config' }],
    ['a Secret', secret({}), { _tag: 'Certificate', namespace: 'shop', name: 's' }],
    ['a Secret that cannot be read', secret(5), { _tag: 'Certificate', namespace: 'shop', name: 's' }],
    ['a slice', slice('web-1'), { _tag: 'EndpointSlice', namespace: 'shop', name: 'web-1', service: 'web' }],
  ])('reads that %s has appeared, has changed, is gone', (_, object, named) => {
    const there = { _tag: 'Change', event: { ...named, object: decodeOne(object).decoded }, diagnostics: [] };
    expect(read({ type: 'ADDED', object })).toEqual(there);
    expect(read({ type: 'MODIFIED', object })).toEqual(there);
    expect(read({ type: 'DELETED', object })).toEqual({ _tag: 'Change', event: named, diagnostics: [] });
  });

  it('reads a Pod, and takes one that cannot be read for gone', () => {
    const named = { _tag: 'Pod', namespace: 'shop', name: 'p' };
    expect(read({ type: 'ADDED', object: pod({}) })).toMatchObject({
      event: { ...named, object: { phase: 'Pending' } },
    });
    expect(read({ type: 'DELETED', object: pod({}) })).toEqual({ _tag: 'Change', event: named, diagnostics: [] });
    const broken = read({ type: 'MODIFIED', object: pod({ hostNetwork: 1 }) });
    expect(broken).toMatchObject({ _tag: 'Change', event: named, diagnostics: [{ path: 'spec.hostNetwork' }] });
    expect(broken).not.toHaveProperty('event.object');
  });

  it.each([
    [
      'a slice of no Service',
      'ADDED',
      slice('a', null),
      [expect.objectContaining({ expected: 'the name of a Service' })],
    ],
    ['a slice of no Service that is gone', 'DELETED', slice('a', null), []],
    ['a kind that does not matter', 'ADDED', { apiVersion: 'v1', kind: 'ConfigMap' }, []],
  ])('reads that %s changes nothing', (_, type, object, diagnostics) => {
    expect(read({ type, object })).toEqual({ _tag: 'Nothing', diagnostics });
  });

  it.each([
    [
      'a bookmark',
      { type: 'BOOKMARK', object: { kind: 'Service', metadata: { resourceVersion: '12' } } },
      { _tag: 'Bookmark', resourceVersion: '12' },
    ],
    [
      'a failure',
      { type: 'ERROR', object: { kind: 'Status', code: 410, message: 'too old' } },
      { _tag: 'Failed', code: 410, message: 'too old' },
    ],
    ['a failure that says nothing', { type: 'ERROR' }, { _tag: 'Failed', message: 'nothing' }],
  ])('reads %s', (_, event, expected) => {
    expect(read(event)).toEqual(expected);
  });

  it.each([
    [
      'no event at all',
      null,
      'Document watch event type: expected one of ADDED, MODIFIED, DELETED, BOOKMARK, ERROR, found nothing',
    ],
    [
      'an event nobody knows',
      { type: 'added', object: service() },
      'Document watch event type: expected one of ADDED, MODIFIED, DELETED, BOOKMARK, ERROR, found "added"',
    ],
    [
      'a bookmark without version',
      { type: 'BOOKMARK' },
      'Document watch event object.metadata.resourceVersion: expected text, found nothing',
    ],
    [
      'an object without name',
      { type: 'DELETED', object: service({}, { name: '' }) },
      'Document object metadata.name: expected the name of an object, found ""',
    ],
  ])('cannot tell what %s is about', (_, event, words) => {
    const watched = read(event);
    expect(watched._tag === 'Unreadable' ? watched.unreadable.errors.map(PlanError.describe) : watched).toEqual([
      words,
    ]);
  });

  it('never throws', () => {
    const type = fc.constantFrom('ADDED', 'DELETED', 'BOOKMARK', 'ERROR');
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ type, object: fc.anything() })), (event) => {
        expect(typeof read(event)._tag).toBe('string');
      }),
    );
  });

  const replay = (objects: ReadonlyArray<unknown>): Snapshot.Snapshot =>
    objects.reduce<Snapshot.Snapshot>(
      (snapshot, object) => {
        const watched = read({ type: 'ADDED', object });
        return watched._tag === 'Change' ? applyEvent(watched.event)(snapshot) : snapshot;
      },
      Snapshot.empty(options.cluster, options.takenAt),
    );

  it('gives the snapshot of a list, event by event', () => {
    const { items } = JSON.parse(fixture('json')) as { readonly items: ReadonlyArray<unknown> };
    expect(replay(items)).toEqual(snapshotOf({ name: 'dump', text: fixture('json') }).snapshot);
  });

  it('gives the snapshot of any list, in any order', () => {
    const objects = [
      service(),
      service({}, { name: 'db' }),
      { ...annotated({}), metadata: { name: 'other', namespace: 'else' } },
      node('n1'),
      node('n2'),
      slice('a'),
      slice('b'),
      slice('c', { 'kubernetes.io/service-name': 'db' }),
      config({}),
      pod({}),
      secret({}),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(objects), (some) => {
        expect(replay(some)).toEqual(fromObjects(...some).snapshot);
      }),
    );
  });

  it('that takes everything away leaves no object', () => {
    const objects = [service(), node('n'), slice('a'), config({}), pod({})];
    const after = objects.reduce<Snapshot.Snapshot>((snapshot, object) => {
      const watched = read({ type: 'DELETED', object });
      return watched._tag === 'Change' ? applyEvent(watched.event)(snapshot) : snapshot;
    }, replay(objects));
    expect(JSON.stringify(after)).not.toContain('_tag":"Right');
    expect(after.nodes).toEqual(Snapshot.known({}));
  });
});
