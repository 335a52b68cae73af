import {
  decision,
  type Entry,
  held,
  law,
  manifest,
  onNodes,
  onPods,
  out,
  purchase,
  scenario,
  test,
  value,
} from './Entry.js';

/** R7: backends. */
export const backends: ReadonlyArray<Entry> = [
  held(
    'R7.1',
    onNodes('R7.1: only nodes that the selector matches are bound'),
    test('kubernetes/test/labelSelector', 'one of some values'),
  ),
  held(
    'R7.2',
    onNodes('R7.2: a node whose labels no longer match is unbound'),
    onNodes('R7.2: with emptySelection drain it unbinds all'),
  ),
  held('R7.3', test('core/test/nouns', 'a TKE id')),
  held('R7.4', test('provider-fake/test/perform', 'are bound at once, with weight 10 unless they say otherwise')),
  held(
    'R7.5',
    onNodes('R7.5: selected nodes must be eligible too'),
    onNodes('needs the node to be selected and eligible besides (R7.5)'),
  ),
  held('R7.6', scenario('36: slices made by hand, without targetRef: used')),
  held('R7.7', onPods('R7.7: when only such Pods are left, nobody is unbound, and E4033 says so')),
  held('R7.8', law('serving')),
  held('R7.9', law('fixpoint')),
  held('R7.10', manifest('no-node-ports'), onPods('R7.10: no node port is needed with direct access')),
  held(
    'R7.11',
    onPods('R7.11: with enable-grace-shutdown-tkex it gets weight 0'),
    onPods('R7.11: a Pod that waits only'),
  ),
  held('R7.12', scenario('34: ready absent is used; terminating and serving gets weight 0')),
  held('R7.13', onPods('R7.13: a Pod that has ended is unbound, whatever its slice says')),
];

/** R8: creation parameters. */
export const creation: ReadonlyArray<Entry> = [
  held('R8.1', manifest('parameters-wrong'), purchase('an address with NAT64')),
  held('R8.2', value('give the newer name of a charge before the older one')),
  held('R8.3', out('limits of a region, which the cloud holds by itself')),
];

/** R12: roll-outs. */
export const rollouts: ReadonlyArray<Entry> = [
  held(
    'R12.1',
    test('provider-fake/test/rollout', '100 Pods that stop at once, but wait for leave'),
    test('provider-fake/test/rollout', 'Pods that stop at once'),
  ),
  held('R12.2', out('advice to people who write Pods')),
  held('R12.3', test('provider-fake/test/rollout', '100 Pods with direct access, replaced 25 at a time')),
  held('R12.4', out('advice; lb-rs-weight is the means')),
  held(
    'R12.5',
    law('serving'),
    test('provider-fake/test/rollout', '100 Pods with direct access, replaced 25 at a time'),
    scenario('38: a rolling update in direct mode: the new Pod joins before the old leaves'),
  ),
  held('R12.6', decision('0007'), scenario('27: the only node is about to be deleted: it stays')),
];
