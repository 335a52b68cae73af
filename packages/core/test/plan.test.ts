import { desire, diff, ObservedState, plan, schedule } from '@clbkit/core';
import { Scene } from '@clbkit/core/testing';
import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';

it('plan is schedule after diff after desire', () => {
  fc.assert(
    fc.property(Scene.scene, ({ settings, snapshot, cloud }) => {
      const observed = ObservedState.make(snapshot.cluster.id, cloud);
      const step = schedule(diff(settings)(observed, desire(settings)(snapshot)));
      expect(JSON.stringify(plan(settings)(observed, snapshot))).toBe(JSON.stringify(step));
    }),
  );
});
