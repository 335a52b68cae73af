import { describe, expect, it } from '@jest/globals';
import { PlanError } from '@clbkit/core';
import fc from 'fast-check';
import { readEvent } from '../src/index.js';
import { decodeOne, node, reading, service, slice } from './support.js';

const read = readEvent(reading);

describe('readEvent', () => {
  it.each([
    ['an object that appears', 'ADDED', service()],
    ['an object that changes', 'MODIFIED', node('n')],
    ['an object that cannot be decoded', 'MODIFIED', service({ type: 'X' })],
    ['a slice, with its Service', 'ADDED', slice('web-1')],
  ])('reads %s', (_, type, object) => {
    expect(read({ type, object })).toEqual({ _tag: 'Object', event: decodeOne(object) });
  });

  it.each([
    ['a Service', service(), { kind: 'Service', namespace: 'shop', name: 'web' }],
    ['a Service that cannot be decoded', service({ type: 'X' }), { kind: 'Service', namespace: 'shop', name: 'web' }],
    ['a Node', node('n'), { kind: 'Node', namespace: '', name: 'n' }],
    ['a slice', slice('web-1'), { kind: 'EndpointSlice', namespace: 'shop', name: 'web-1', service: 'web' }],
  ])('reads that %s is gone', (_, object, named) => {
    expect(read({ type: 'DELETED', object })).toEqual({ _tag: 'Object', event: { ...named, decoded: 'deleted' } });
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
    [
      'a kind that does not matter',
      { type: 'ADDED', object: { apiVersion: 'v1', kind: 'ConfigMap' } },
      { _tag: 'Other' },
    ],
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
});
