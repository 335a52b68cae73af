import { asks, certificate, decision, type Entry, held, law, manifest, scenario, test, value } from './Entry.js';

/** R1 and R2: when the controller looks, and which values annotations take. */
export const when: ReadonlyArray<Entry> = [
  held('R1.1', test('core/test/replan', 'gives after any edits of the cluster what planning from nothing gives')),
  held('R1.2', test('core/test/replan', 'gives after any edits of the cluster what planning from nothing gives')),
  held('R1.3', test('core/test/replan', 'gives after any edits of the cluster what planning from nothing gives')),
  held(
    'R1.4',
    test('cli/test/switches', 'count where their ConfigMap is among the manifests (R1.4)'),
    decision('0041'),
  ),
  held('R1.5', certificate('plans anew for the Services that name it')),
  held('R1.6', law('convergence'), test('core/test/replan', 'gives after any change of the cloud what planning')),
  held('R1.7', law('freeze'), scenario('an unreadable Service keeps what it owns, the others go on')),
  held('R1.8', test('kubernetes/test/switches', 'leaves what is not there as it is in the base (R1.8)')),
  held('R1.9', test('kubernetes/test/switches', 'tells the version (R1.9)')),
  held('R2.1', asks('a switch in capitals (R2.1)'), asks('an empty switch (R2.1)')),
  held('R2.2', manifest('specify-wrong'), manifest('parameters-wrong'), value('names the place inside the JSON')),
  held(
    'R2.3',
    asks('no existing CLB where the id is empty (R2.3)'),
    asks('a public CLB where the subnet is empty (R2.3)'),
  ),
  held('R2.4', asks('refuses values that are no text, and says to quote them (R2.4)')),
];
