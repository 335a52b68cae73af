import type { Cloud, Stage } from '@clbkit/core/testing';
import { Clock, make, World, worldOfFacts } from '@clbkit/provider-fake';

/** A stage in memory: the fake cloud with these load balancers, and work that is done at once when somebody looks. */
export const open = (cloud: Cloud): Stage => {
  const fake = make({ world: worldOfFacts(cloud), reportLimits: false });
  const look = (): Cloud => World.facts(Clock.settle(fake.world()));
  return {
    provider: fake.provider,
    cloud: look,
    wait: fake.wait,
    disturb: (change) => {
      fake.edit((world) => {
        const settled = Clock.settle(world);
        const { loadBalancers } = worldOfFacts(change(World.facts(settled)));
        return { ...settled, loadBalancers };
      });
    },
  };
};
