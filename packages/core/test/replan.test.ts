import { applyEvent, ObservedState, Plan, plan, Planning, type Snapshot, type SnapshotEvent } from '@clbkit/core';
import { Edits, Scene, Worlds } from '@clbkit/core/testing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

const cluster = { id: 'cls-test' };

type Nested<A> = Readonly<Record<string, Readonly<Record<string, A>>>>;

/** What changed between two nested records, by identity. */
const changes = <A>(before: Nested<A>, after: Nested<A>): ReadonlyArray<readonly [string, string, A | undefined]> =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((outer) => {
    const [old, now] = [before[outer] ?? {}, after[outer] ?? {}];
    return [...new Set([...Object.keys(old), ...Object.keys(now)])]
      .filter((inner) => old[inner] !== now[inner])
      .map((inner) => [outer, inner, now[inner]] as const);
  });

const objectOf = <A>(object: A | undefined): { readonly object?: A } => (object === undefined ? {} : { object });

/** The events that lead from one snapshot to another; whole collections where one of them is unknown. */
const eventsBetween = (before: Snapshot.Snapshot, after: Snapshot.Snapshot): ReadonlyArray<SnapshotEvent> => {
  const events: Array<SnapshotEvent> = [];
  if (before.strays !== after.strays) events.push({ _tag: 'Collections', collections: { strays: after.strays } });
  if (before.services._tag === 'Known' && after.services._tag === 'Known') {
    for (const [namespace, name, object] of changes(before.services.items, after.services.items))
      events.push({ _tag: 'Service', namespace, name, ...objectOf(object) });
  } else events.push({ _tag: 'Collections', collections: { services: after.services } });
  if (before.nodes._tag === 'Known' && after.nodes._tag === 'Known') {
    for (const [, name, object] of changes({ '': before.nodes.items }, { '': after.nodes.items }))
      events.push({ _tag: 'Node', name, ...objectOf(object) });
  } else events.push({ _tag: 'Collections', collections: { nodes: after.nodes } });
  if (before.endpointSlices._tag === 'Known' && after.endpointSlices._tag === 'Known') {
    const [old, now] = [before.endpointSlices.items, after.endpointSlices.items];
    for (const namespace of new Set([...Object.keys(old), ...Object.keys(now)]))
      for (const [service, name, object] of changes(old[namespace] ?? {}, now[namespace] ?? {}))
        events.push({ _tag: 'EndpointSlice', namespace, service, name, ...objectOf(object) });
  } else events.push({ _tag: 'Collections', collections: { endpointSlices: after.endpointSlices } });
  if (before.pods._tag === 'Known' && after.pods._tag === 'Known') {
    for (const [namespace, name, object] of changes(before.pods.items, after.pods.items))
      events.push({ _tag: 'Pod', namespace, name, ...objectOf(object) });
  } else events.push({ _tag: 'Collections', collections: { pods: after.pods } });
  if (before.serviceConfigs._tag === 'Known' && after.serviceConfigs._tag === 'Known') {
    for (const [namespace, name, object] of changes(before.serviceConfigs.items, after.serviceConfigs.items))
      events.push({ _tag: 'ServiceConfig', namespace, name, ...objectOf(object) });
  } else events.push({ _tag: 'Collections', collections: { serviceConfigs: after.serviceConfigs } });
  if (before.certificates._tag === 'Known' && after.certificates._tag === 'Known') {
    for (const [namespace, name, object] of changes(before.certificates.items, after.certificates.items))
      events.push({ _tag: 'Certificate', namespace, name, ...objectOf(object) });
  } else events.push({ _tag: 'Collections', collections: { certificates: after.certificates } });
  return events;
};

const observedOf = (clusterId: string, world: Iterable<ObservedState.LoadBalancerFacts>): ObservedState.ObservedState =>
  ObservedState.make(clusterId, world);

const run = (events: ReadonlyArray<SnapshotEvent>, from: Planning.Planning): Planning.Planning =>
  events.reduce((planning, event) => Planning.update(event)(planning), from);

describe('replanning', () => {
  it('gives after any edits of the cluster what planning from nothing gives', () => {
    fc.assert(
      fc.property(Scene.scene, fc.array(Edits.edit, { maxLength: 6 }), ({ settings, snapshot, cloud }, edits) => {
        const observed = observedOf(snapshot.cluster.id, cloud);
        let planning = Planning.start(settings)(observed, snapshot);
        let current = snapshot;
        for (const edit of edits) {
          const next = Edits.applyEdit(current, edit);
          planning = run(eventsBetween(current, next), planning);
          current = next;
          expect(JSON.stringify(Planning.planOf(planning))).toBe(JSON.stringify(plan(settings)(observed, current)));
        }
        expect(Plan.hash(Planning.planOf(planning))).toBe(Plan.hash(plan(settings)(observed, current)));
      }),
    );
  });

  it('gives after any change of the cloud what planning from nothing gives', () => {
    fc.assert(
      fc.property(Scene.scene, Worlds.cloud, ({ settings, snapshot, cloud }, later) => {
        const [before, after] = [observedOf(snapshot.cluster.id, cloud), observedOf(snapshot.cluster.id, later)];
        const ids = [...new Set([...Object.keys(before.loadBalancers), ...Object.keys(after.loadBalancers)])];
        let planning = Planning.start(settings)(before, snapshot);
        for (const id of ids) {
          const now = after.loadBalancers[id];
          planning = Planning.observe(
            now === undefined ? { _tag: 'Vanished', id } : { _tag: 'Observed', loadBalancer: now },
          )(planning);
        }
        expect(JSON.stringify(Planning.planOf(planning))).toBe(JSON.stringify(plan(settings)(after, snapshot)));
      }),
    );
  });

  it('leaves an older planning valid', () => {
    fc.assert(
      fc.property(Scene.scene, Edits.edit, ({ settings, snapshot, cloud }, edit) => {
        const observed = observedOf(snapshot.cluster.id, cloud);
        const planning = Planning.start(settings)(observed, snapshot);
        const before = Planning.planOf(planning);
        run(eventsBetween(snapshot, Edits.applyEdit(snapshot, edit)), planning);
        expect(Planning.planOf(planning)).toEqual(before);
      }),
    );
  });
});

describe('applyEvent', () => {
  it('keeps the identity of what an event does not name', () => {
    fc.assert(
      fc.property(Scene.scene, Edits.edit, ({ snapshot }, edit) => {
        for (const event of eventsBetween(snapshot, Edits.applyEdit(snapshot, edit))) {
          if (event._tag !== 'Service' || snapshot.services._tag === 'Unknown') continue;
          const after = applyEvent(event)(snapshot);
          expect(after.nodes).toBe(snapshot.nodes);
          expect(after.endpointSlices).toBe(snapshot.endpointSlices);
          for (const [namespace, names] of Object.entries(snapshot.services.items))
            for (const [name, object] of Object.entries(names))
              if (after.services._tag === 'Known' && (namespace !== event.namespace || name !== event.name))
                expect(after.services.items[namespace]?.[name]).toBe(object);
        }
      }),
    );
  });

  it('drops a change to a collection that has not arrived', () => {
    const unknown: Snapshot.Snapshot = {
      cluster,
      takenAt: 0,
      services: { _tag: 'Unknown', because: 'not listed yet' },
      nodes: { _tag: 'Unknown', because: 'not listed yet' },
      endpointSlices: { _tag: 'Unknown', because: 'not listed yet' },
      pods: { _tag: 'Unknown', because: 'not listed yet' },
      serviceConfigs: { _tag: 'Unknown', because: 'not listed yet' },
      certificates: { _tag: 'Unknown', because: 'not listed yet' },
      strays: [],
    };
    const events: ReadonlyArray<SnapshotEvent> = [
      { _tag: 'Service', namespace: 'a', name: 'b' },
      { _tag: 'Node', name: 'n' },
      { _tag: 'EndpointSlice', namespace: 'a', service: 'b', name: 'c' },
      { _tag: 'Pod', namespace: 'a', name: 'b' },
      { _tag: 'ServiceConfig', namespace: 'a', name: 'b' },
      { _tag: 'Certificate', namespace: 'a', name: 'b' },
    ];
    for (const event of events) expect(applyEvent(event)(unknown)).toEqual(unknown);
  });
});
