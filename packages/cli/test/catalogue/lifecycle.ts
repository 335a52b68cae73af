import { attribute, decision, type Entry, held, law, manifest, out, purchase, scenario, test } from './Entry.js';

const lost = test('core/test/nouns', 'another cluster');

/** R3: the life of a CLB. */
export const lifecycle: ReadonlyArray<Entry> = [
  held('R3.1', law('release'), scenario('3: a Service that became ClusterIP: its load balancer goes')),
  held('R3.2', out('a purchase is always paid as used: the create call has no other way')),
  held(
    'R3.3',
    test('core/test/nouns', 'cuts long names and keeps them apart'),
    purchase('by another name where the annotation gives one'),
    decision('0015'),
  ),
  held('R3.4', scenario('12: public to internal: the new one made and filled')),
  held('R3.5', test('core/test/nouns', 'is the same for the same wish, another for another'), decision('0011')),
  held('R3.6', out('the create call makes application CLBs only')),
  held(
    'R3.7',
    scenario('1: a Service and an empty cloud'),
    test('provider-fake/test/perform', 'more tags than a creation'),
  ),
  held('R3.8', law('no foreign touch'), scenario('15: a person’s listener on 443 of an existing one')),
  held('R3.9', scenario('a person’s listener on our own load balancer: our listeners go, it stays')),
  held('R3.10', law('release'), scenario('17: an existing one let go: our listeners and marks go, it stays')),
  held('R3.11', out('advice to people who run a controller')),
  held(
    'R3.12',
    scenario('18: the existing one does not exist'),
    scenario('18: the existing one is another Service’s own'),
    scenario('18: the existing one is in another VPC'),
  ),
  held('R3.13', out('advice; other traffic on the CLB is left alone in any case')),
  held('R3.14', law('release'), scenario('17: an existing one let go: our listeners and marks go, it stays')),
  held('R3.15', manifest('existing-and-subnet')),
  held('R3.16', law('release'), scenario('17: an existing one let go: our listeners and marks go, it stays')),
  held('R3.17', scenario('15: a person’s listener on 443 of an existing one: only ours is made')),
  held('R3.18', manifest('own-to-existing-same')),
  held('R3.19', out('Ingresses are not planned; a CLB with the mark of an Ingress is refused')),
  held('R3.20', scenario('12: public to internal under refuse: a diagnostic and nothing else'), decision('0009')),
  held(
    'R3.21',
    scenario('12: public to internal: the new one made and filled, the address published'),
    decision('0009'),
  ),
  held('R3.22', test('core/test/nouns', 'on a bought CLB, ours by name')),
  held('R3.23', test('core/test/nouns', 'on a bought CLB, renamed'), law('no foreign touch')),
  held('R3.24', out('advice; classic CLBs are not made')),
  held('R3.25', manifest('marks-lost')),
  held('R3.26', scenario('4: a Service that is being deleted and whose load balancer is gone: nothing')),
];

/** R4: one CLB for several Services. */
export const sharing: ReadonlyArray<Entry> = [
  held('R4.1', out('advice; sharing on other ports works as well')),
  held('R4.2', manifest('dns-sharing-off')),
  held('R4.3', scenario('18: the existing one is another Service’s own')),
  held('R4.4', test('core/test/nouns', 'recorded'), decision('0005')),
  held('R4.5', test('core/test/nouns', 'puts TCP-like and UDP-like protocols in two port spaces')),
  held(
    'R4.6',
    scenario('19: two Services, one port: the older wins'),
    scenario('19: the holder of a port keeps it against an older Service (R4.6)'),
    decision('0008'),
  ),
  held('R4.7', lost, scenario('another cluster’s load balancer is nobody’s business of ours')),
  held('R4.8', test('core/test/verbs', 'records no listener that a quota leaves out'), decision('0017')),
  held('R4.9', out('a restriction of classic CLBs, which are not made')),
  held(
    'R4.10',
    attribute('the oldest that declares it decides'),
    attribute('the same holds when it already is so: nothing flaps'),
  ),
  held(
    'R4.11',
    decision('0002'),
    test('provider-fake/test/perform', 'keeps the load balancer busy meanwhile, and no other'),
  ),
  held('R4.12', manifest('dns-shared')),
];
