import type { Cloud, Stage } from '@clbkit/core/testing';
import { Clock, type Fake, type Faults, make, World, worldOfFacts } from '@clbkit/provider-fake';

/** A number that no id in these facts has, tags that speak of things long gone included: a cloud never gives an id twice. */
const fresh = (cloud: Cloud): number => {
  const numbers = JSON.stringify(cloud).matchAll(/lbl?-(0[0-9a-z]{7})/g);
  return [...numbers].reduce((most, [, digits = '0']) => Math.max(most, parseInt(digits, 36)), 0) + 1;
};

/** A stage in memory with a script of faults, which can be changed. */
export const openWith = (
  cloud: Cloud,
  faults: ReadonlyArray<Faults.Fault>,
): { readonly stage: Stage; readonly setFaults: Fake['setFaults'] } => {
  const fake = make({ world: worldOfFacts(cloud, { nextId: fresh(cloud) }), faults, reportLimits: false });
  const look = (): Cloud => World.facts(Clock.settle(fake.world()));
  const stage: Stage = {
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
  return { stage, setFaults: fake.setFaults };
};

/** A stage in memory: the fake cloud with these load balancers, where nothing goes wrong. Work is done when somebody looks. */
export const open = (cloud: Cloud): Stage => openWith(cloud, []).stage;
