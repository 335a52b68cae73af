import {
  Accidents,
  Arbitraries as A,
  type Cloud,
  Edits,
  Histories,
  Scene,
  type Scene as S,
  Vocabulary as V,
  Worlds,
} from '@clbkit/core/testing';
import type { Node, Service } from '@clbkit/core';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns = 500): ReadonlyArray<T> =>
  fc.sample(arbitrary, { numRuns, seed: 7 });

/** How many of a hundred values have a property. */
const rate = <T>(values: ReadonlyArray<T>, has: (value: T) => boolean): number =>
  (100 * values.filter(has).length) / values.length;

const readable = ({ services }: S.Scene['snapshot']): ReadonlyArray<Service.Service> =>
  services._tag === 'Unknown'
    ? []
    : Object.values(services.items).flatMap((names) =>
        Object.values(names).flatMap((one) => (one._tag === 'Right' ? [one.right] : [])),
      );

const wanting = (scene: S.Scene): ReadonlyArray<Service.Service> =>
  readable(scene.snapshot).filter(
    ({ type, deleting, request }) => type === 'LoadBalancer' && !deleting && request.skip !== true,
  );

const exists =
  (some: (one: Cloud[number]) => boolean) =>
  (scene: S.Scene): boolean =>
    scene.cloud.some(some);
const uses = (one: Cloud[number], uid: string): boolean =>
  one.tags['tke-lb-serviceuuid'] === uid || one.tags[uid] === 'tke-lb-serviceId';

const twoWant = (scene: S.Scene): boolean => {
  const slots = wanting(scene).flatMap(({ request, ports }) =>
    [...new Set(ports.map(({ protocol, port }) => `${request.existing ?? ''} ${protocol}/${port}`))].filter((slot) =>
      slot.startsWith('lb-'),
    ),
  );
  return new Set(slots).size < slots.length;
};

describe('scene', () => {
  const scenes = sample(Scene.scene);

  it.each<{ readonly name: string; readonly has: (scene: S.Scene) => boolean; readonly atLeast: number }>([
    { name: 'some Service wants a load balancer', has: (scene) => wanting(scene).length > 0, atLeast: 80 },
    {
      name: 'a Service has one of its own already',
      has: (scene) => wanting(scene).some(({ uid }) => exists((one) => uses(one, uid))(scene)),
      atLeast: 50,
    },
    {
      name: 'a Service is to move to another place',
      has: (scene) =>
        wanting(scene).some(({ uid, request }) =>
          exists(
            (one) =>
              uses(one, uid) &&
              one.tags['tke-createdBy-flag'] === 'yes' &&
              (request.existing !== undefined || (one.network._tag === 'Public') !== (request.subnet === undefined)),
          )(scene),
        ),
      atLeast: 30,
    },
    { name: 'two Services want one port of one load balancer', has: twoWant, atLeast: 1 },
    {
      name: 'a listener of a person is on a load balancer of ours',
      has: exists(
        ({ tags, listeners }) =>
          tags['tke-clusterId'] === V.cluster.id && listeners.some(({ name }) => name === 'made-by-hand'),
      ),
      atLeast: 30,
    },
    {
      name: 'a load balancer has several users',
      has: exists(({ tags }) => Object.values(tags).filter((value) => value === 'tke-lb-serviceId').length > 1),
      atLeast: 20,
    },
    { name: 'a handover is under way', has: exists(({ tags }) => tags['clbkit-replaces'] !== undefined), atLeast: 15 },
    {
      name: 'marks are lost',
      has: exists(({ id, tags }) => id.startsWith('lb-own') && tags['tke-clusterId'] === undefined),
      atLeast: 5,
    },
    {
      name: 'a load balancer belongs to another cluster',
      has: exists(({ tags }) => tags['tke-clusterId'] === 'cls-other'),
      atLeast: 5,
    },
    { name: 'a load balancer is protected', has: exists(({ deletionProtected }) => deletionProtected), atLeast: 10 },
    {
      name: 'a collection is unknown',
      has: ({ snapshot: s }) =>
        [s.services, s.nodes, s.endpointSlices, s.pods, s.serviceConfigs].some(({ _tag }) => _tag === 'Unknown'),
      atLeast: 10,
    },
    {
      name: 'a Service cannot be read',
      has: ({ snapshot: { services: s } }) =>
        s._tag === 'Known' &&
        Object.values(s.items).some((names) => Object.values(names).some(({ _tag }) => _tag === 'Left')),
      atLeast: 5,
    },
    {
      name: 'a Service declares attributes that its load balancer has otherwise',
      has: (scene) =>
        wanting(scene).some(({ uid, request: { attributes = {} } }) =>
          exists(
            (one) =>
              uses(one, uid) &&
              Object.entries(attributes).some(
                ([name, value]) =>
                  Object.hasOwn(one.attributes ?? {}, name) &&
                  JSON.stringify(Reflect.get(one.attributes ?? {}, name)) !== JSON.stringify(value),
              ),
          )(scene),
        ),
      atLeast: 4,
    },
    {
      name: 'a Service keeps what it lets go',
      has: ({ snapshot: s }) => readable(s).some(({ request }) => request.retain === true),
      atLeast: 4,
    },
    { name: 'transitions are refused', has: ({ settings }) => settings.transitions === 'refuse', atLeast: 5 },
    {
      name: 'a Service publishes an address it has',
      has: (scene) => wanting(scene).some(({ published }) => published.length > 0),
      atLeast: 30,
    },
  ])('$name in at least $atLeast of a hundred', ({ has, atLeast }) => {
    expect(rate(scenes, has)).toBeGreaterThanOrEqual(atLeast);
  });
});

describe('nodes', () => {
  const nodes = sample(A.nodeAt(1));

  it.each<{ readonly name: string; readonly has: (node: Node.Node) => boolean; readonly atLeast: number }>([
    {
      name: 'ordinary',
      has: (node) =>
        node.ready &&
        !node.cordoned &&
        !node.deleting &&
        node.taints.length === 0 &&
        Object.keys(node.labels).length === 0,
      atLeast: 25,
    },
    { name: 'not ready', has: ({ ready }) => !ready, atLeast: 5 },
    { name: 'cordoned', has: ({ cordoned }) => cordoned, atLeast: 5 },
    { name: 'without a machine', has: ({ providerID }) => providerID === undefined || providerID === '', atLeast: 3 },
    { name: 'leaving', has: ({ taints }) => taints.includes('ToBeDeletedByClusterAutoscaler'), atLeast: 5 },
    { name: 'labelled', has: ({ labels }) => Object.keys(labels).length > 0, atLeast: 20 },
  ])('are $name in at least $atLeast of a hundred', ({ has, atLeast }) => {
    expect(rate(nodes, has)).toBeGreaterThanOrEqual(atLeast);
  });
});

describe('edits, accidents and histories', () => {
  it('an edit changes the snapshot in at least 60 of a hundred', () => {
    const changed = ([{ snapshot }, edit]: readonly [S.Scene, Edits.Edit]): boolean =>
      JSON.stringify(Edits.applyEdit(snapshot, edit)) !== JSON.stringify(snapshot);
    expect(rate(sample(fc.tuple(Scene.scene, Edits.edit)), changed)).toBeGreaterThanOrEqual(60);
  });

  it('an accident changes the cloud in at least 60 of a hundred', () => {
    const changed = ([cloud, accident]: readonly [Cloud, Accidents.Accident]): boolean =>
      JSON.stringify(Accidents.applyAccident(cloud, accident)) !== JSON.stringify(cloud);
    expect(rate(sample(fc.tuple(Worlds.cloud, Accidents.accident)), changed)).toBeGreaterThanOrEqual(60);
  });

  it.each<{ readonly name: string; readonly has: (event: Histories.Event) => boolean }>([
    { name: 'loses an answer', has: (event) => event._tag === 'Pass' && event.answers.includes('Lost') },
    { name: 'dies', has: (event) => event._tag === 'Pass' && event.diesAfter !== undefined },
    { name: 'works on several lanes at a time', has: (event) => event._tag === 'Pass' && event.concurrency === 8 },
  ])('a pass $name in at least 8 of a hundred events', ({ has }) => {
    expect(rate(sample(Histories.event), has)).toBeGreaterThanOrEqual(8);
  });

  it('what is generated is plain data: it survives JSON', () => {
    const plain = (value: unknown): boolean =>
      JSON.stringify(JSON.parse(JSON.stringify(value))) === JSON.stringify(value);
    fc.assert(fc.property(fc.tuple(Scene.scene, Histories.history()), plain), { numRuns: 100 });
  });
});
