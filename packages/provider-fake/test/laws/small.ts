import { type Node, Settings, Snapshot } from '@clbkit/core';
import { Arbitraries as A, Scene, Vocabulary as V, Worlds } from '@clbkit/core/testing';
import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';

const node = (number: number): Node.Node => ({
  name: `n${number}`,
  providerID: `qcloud:///800001/${V.instanceOf(number, 0)}`,
  ready: true,
  cordoned: false,
  deleting: false,
  taints: [],
  labels: {},
});

const nodes = { n1: E.right(node(1)), n2: E.right(node(2)) };

/** One Service, two nodes, its own load balancer and one that a user bought. */
export const small: fc.Arbitrary<Scene.Scene> = fc
  .record({
    service: A.serviceAt(3),
    config: A.serviceConfig('shop', 'tuned'),
    own: Worlds.boughtAt(3),
    bought: A.absentOr(70, Worlds.boughtByUser('lb-e1', 1)),
  })
  .map(({ service, config, own, bought }) => {
    const request = Object.fromEntries(Object.entries(service.request).filter(([name]) => name !== 'skip'));
    const wanted = {
      ...service,
      ports: service.ports.slice(0, 2),
      request: { ...request, ...(service.request.serviceConfig === undefined ? {} : { serviceConfig: 'tuned' }) },
    };
    const cloud = [...own, ...(bought === undefined ? [] : [bought])];
    const snapshot: Snapshot.Snapshot = {
      ...Snapshot.empty(V.cluster),
      services: Snapshot.known({ shop: { web: E.right(wanted) } }),
      nodes: Snapshot.known(nodes),
      serviceConfigs: Snapshot.known({ shop: { tuned: E.right(config) } }),
    };
    return { settings: Settings.defaults, snapshot: Scene.publish(snapshot, cloud, 'first'), cloud };
  });
