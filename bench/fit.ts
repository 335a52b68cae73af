import { ObservedState, plan, Planning, Settings } from '@clbkit/core';
import { inSync, nodeAt, snapshotOf } from './worlds.js';

/**
 * Ten thousand Services on five thousand nodes, in a process that may not use more than its heap allows: a cold plan, a plan
 * in sync, and the plan after a node is gone. Prints the heap in use while all of it is held.
 */
const size = { services: 10_000, nodes: 5_000, endpoints: 0 };
const snapshot = snapshotOf('node port', size);
const observed = inSync('node port', size);
const cold = plan(Settings.defaults)(ObservedState.empty, snapshot);
const planning = Planning.start(Settings.defaults)(observed, snapshot);
const drained = Planning.planOf(Planning.update({ _tag: 'Node', name: nodeAt(7).name })(planning));
const lanes = [cold, Planning.planOf(planning), drained].map((one) => one.lanes.length);
if (lanes.join() !== '10000,0,10000') throw new Error(`unexpected lanes: ${lanes.join()}`);
globalThis.gc?.();
const used = process.memoryUsage();
console.log(
  `\n10,000 Services, 5,000 nodes: fits; heap in use ${String(Math.round(used.heapUsed / 2 ** 20))} MiB, resident ${String(Math.round(used.rss / 2 ** 20))} MiB at the end`,
);
