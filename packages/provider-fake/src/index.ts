export { type Answer, perform, type Performed, performWith } from './perform.js';
export { type Twist } from './actions/Change.js';
export { type Action, type Call, type CallOf, loadBalancersOf, resourcesOf, type Target } from './calls.js';
export { type Fake, make, type Options } from './provider.js';
export { requests } from './requests.js';
export { objection } from './proof.js';
export * as Clock from './clock.js';
export * as Cloud from './cloud.js';
export * as Drift from './drift.js';
export * as Errors from './errors.js';
export * as Faults from './faults.js';
export * as Journal from './journal.js';
export * as Limits from './limits.js';
export * as World from './World.js';
export {
  emptyWorld,
  type ListenerSketch,
  type LoadBalancerSketch,
  worldOf,
  worldOfFacts,
  type WorldSketch,
} from './sketch.js';
export { observe } from './observe.js';
export { suffer, type Suffered } from './suffer.js';
export { decodeWorld, encodeWorld, showTrouble, type Trouble, worldSchema } from './worldFile.js';
