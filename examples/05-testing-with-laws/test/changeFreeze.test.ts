import { Backend, defaultOptions, reconcile, type Settings, type Snapshot } from '@clbkit/core';
import { judge, Scene, showComplaint } from '@clbkit/core/testing';
import { type Fake, make, World, worldOfFacts } from '@clbkit/provider-fake';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { changeFreeze } from '../changeFreeze.js';

const campaign = { from: 1_000, until: 2_000 };

/** Your controller: a pass at a certain time, under the rule. */
const passAt = async (now: number, settings: Settings.Settings, at: Snapshot.Snapshot, cloud: Fake): Promise<void> => {
  const snapshot = { ...at, takenAt: now };
  const apply = { ...defaultOptions, concurrency: 8, wait: cloud.wait };
  await reconcile({ settings, policy: () => changeFreeze(campaign)(snapshot), apply })(snapshot)(cloud.provider)();
};

/** Everything somebody could miss: CLBs, listeners and backends, by name. */
const inventory = (world: World.World): ReadonlyArray<string> =>
  World.loadBalancers(world).flatMap(({ id, listeners }) => [
    id,
    ...Object.values(listeners).flatMap((listener) => [
      listener.id,
      ...[...Backend.each(listener.backends)].map(({ address, port }) => `${listener.id} ${address}:${port}`),
    ]),
  ]);

describe('changeFreeze', () => {
  it('takes nothing away during the campaign, whatever is asked and whatever the cloud holds', async () => {
    await fc.assert(
      fc.asyncProperty(Scene.scene, async ({ settings, snapshot, cloud: facts }) => {
        const cloud = make({ world: worldOfFacts(facts) });
        const before = inventory(cloud.world());
        await passAt(campaign.from, settings, snapshot, cloud);
        const after = new Set(inventory(cloud.world()));
        expect(before.filter((name) => !after.has(name))).toEqual([]);
      }),
    );
  }, 60_000);

  it('costs nothing later: after the campaign all is as well as if there had been none', async () => {
    await fc.assert(
      fc.asyncProperty(Scene.scene, async ({ settings, snapshot, cloud: facts }) => {
        const complaintsAfter = async (...passes: ReadonlyArray<number>): Promise<ReadonlyArray<string>> => {
          const cloud = make({ world: worldOfFacts(facts) });
          for (const now of passes) await passAt(now, settings, snapshot, cloud);
          return judge(settings)(snapshot, World.facts(cloud.world())).map(showComplaint);
        };
        const without = await complaintsAfter(campaign.until);
        const complaints = await complaintsAfter(campaign.from, campaign.until);
        expect(complaints.length).toBeLessThanOrEqual(without.length);
      }),
    );
  }, 60_000);
});
