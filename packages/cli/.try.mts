import { plan, Plan, Policy} from '@clbkit/core';
import { Scene } from '@clbkit/core/testing';
import * as C from '@clbkit/core';
import { toText } from '../core/src/renderText.js';
import * as fc from 'fast-check';
const scenes = fc.sample(Scene.scene, { numRuns: 40, seed: 7 }).slice(-14);
for (const s of scenes) {
  const obs = C.ObservedState.make(s.snapshot.cluster.id, s.cloud);
  const p = plan(s.settings)(obs, s.snapshot);
  console.log('=====');
  console.log(toText({colour:false})(Policy.brake({share:.3,atLeast:2,absolute:1})(obs)(p)));
}
