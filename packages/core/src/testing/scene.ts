import * as fc from 'fast-check';
import { right } from 'fp-ts/lib/Either.js';
import type { Service } from '../Service.js';
import type { Settings } from '../Settings.js';
import { type Decoded, known, type Snapshot } from '../Snapshot.js';
import { settings, snapshot } from './arbitraries.js';
import { type Cloud, see } from './cloud.js';
import { cloud } from './worlds.js';

/** All that a planner sees: how it shall behave, what the cluster says, what the cloud holds. */
export interface Scene {
  readonly settings: Settings;
  readonly snapshot: Snapshot;
  readonly cloud: Cloud;
}

/** The snapshot with every readable Service changed. */
export const mapServices = (at: Snapshot, change: (service: Service) => Service): Snapshot => {
  if (at.services._tag === 'Unknown') return at;
  const one = (decoded: Decoded<Service>): Decoded<Service> =>
    decoded._tag === 'Left' ? decoded : right(change(decoded.right));
  const items = Object.entries(at.services.items).map(([namespace, names]) => [
    namespace,
    Object.fromEntries(Object.entries(names).map(([name, decoded]) => [name, one(decoded)])),
  ]);
  return { ...at, services: known(Object.fromEntries(items)) };
};

/**
 * The snapshot as its Services' status would have it: each publishes the address of a load balancer that it uses, the first or
 * the last, or nothing yet.
 */
export const publish = (at: Snapshot, world: Cloud, choice: 'first' | 'last' | 'none'): Snapshot => {
  const clbs = see(at.cluster.id, world);
  return mapServices(at, (service) => {
    const used = clbs.filter(({ users }) => users.includes(service.uid));
    const one = choice === 'first' ? used[0] : choice === 'last' ? used.at(-1) : undefined;
    return { ...service, published: one?.facts.addresses ?? [] };
  });
};

/** A cluster and a cloud that meet. */
export const scene: fc.Arbitrary<Scene> = fc
  .record({ settings, snapshot, cloud, choice: fc.constantFrom('first' as const, 'last' as const, 'none' as const) })
  .map(({ choice, ...all }) => ({ ...all, snapshot: publish(all.snapshot, all.cloud, choice) }));
