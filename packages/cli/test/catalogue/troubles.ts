import { decision, type Entry, law, lint, manifest, open, out, row, scenario, test } from './Entry.js';

/** 9.3: the codes that TKE shows for Services. */
export const codes: ReadonlyArray<Entry> = [
  row('E4001', 'the role of the controller is missing', open('codes of answers of the cloud are not shown')),
  row('E4004', 'the quota of CLBs is reached', open('codes of answers of the cloud are not shown')),
  row('E4005', 'creation parameters are wrong', open('creation parameters are not acted upon')),
  row('E4008', 'a subnet has no address left', open('codes of answers of the cloud are not shown')),
  row('E4009', 'the account is overdue', open('codes of answers of the cloud are not shown')),
  row('E4011', 'the existing CLB does not exist', scenario('18: the existing one does not exist')),
  row('E4012', 'the existing CLB was made by TKE', scenario('18: the existing one is another Service’s own')),
  row('E4013', 'the existing CLB is used by another cluster', manifest('existing-refused')),
  row(
    'E4014',
    'a port of the existing CLB is taken',
    test('kubernetes/test/status', 'False with the TKE code of what'),
  ),
  row('E4016', 'CLBs cannot be shared in this cluster', manifest('dns-sharing-off')),
  row(
    'E4026',
    'the TkeServiceConfig does not exist',
    test('kubernetes/test/status', 'of a note and of success together'),
  ),
  row('E4033', 'direct access, and no Pod can be bound', open('E4033 is not told')),
  row('E4036', 'two listeners have one backend', open('E4036 is not told')),
  row('E4037', 'the subnet does not exist', open('codes of answers of the cloud are not shown')),
  row('E4062', 'the certificate has expired', open('certificates are not acted upon')),
  row('E4075', 'the region is wrong', open('cross-region-id is not acted upon')),
  row('S2000', 'success', test('kubernetes/test/status', 'of success when it becomes ready')),
];

/** 10.2: what users stumble over. */
export const pitfalls: ReadonlyArray<Entry> = [
  row('10.2/1', 'a copied client-token', lint('a copied token'), decision('0011')),
  row('10.2/2', 'loadbalance-id to choose a CLB', lint('keys that select nothing'), manifest('id-as-input')),
  row('10.2/3', 'charging or parameters edited later', open('creation parameters are not acted upon')),
  row(
    '10.2/4',
    'a renamed listener, edited tags',
    law('no foreign touch'),
    test('core/test/nouns', 'on a bought CLB, renamed'),
  ),
  row('10.2/5', 'a backends-label that nothing matches', open('backends-label is not acted upon')),
  row('10.2/6', 'every node port is probed in big clusters', open('backends-label is not acted upon')),
  row('10.2/7', 'cordoned Nodes left no backend', scenario('29: a cordoned node stays')),
  row('10.2/8', 'one target port twice with direct access', lint('one target port twice with direct access (E4036)')),
  row(
    '10.2/9',
    'the quota of backends during a roll-out',
    test('core/test/verbs', 'never exceeds a quota, never empties'),
  ),
  row('10.2/10', 'an internal CLB that loops back', open('prevent-loopback is not acted upon')),
  row('10.2/11', 'roll-outs at once on a shared CLB', decision('0002'), law('serving')),
  row('10.2/12', 'success says synchronised, not serving', scenario('33: scaled to zero: drained')),
  row(
    '10.2/13',
    'what the controller writes is drift for others',
    test('kubernetes/test/status', 'a patch says exactly what'),
  ),
  row('10.2/14', 'security groups of Nodes stop clients', open('pass-to-target is not acted upon')),
  row('10.2/15', 'a deleted Secret is noticed late', open('Secrets have no place in a snapshot')),
  row('10.2/16', 'modification protection against skip and retain', open('modification-protection is not acted upon')),
  row(
    '10.2/17',
    'hands on LoadBalancerResource objects',
    out('clbkit keeps its records in tags and makes no such objects'),
  ),
  row('10.2/18', 'prepaid CLBs only as existing ones', out('a purchase is always paid as used')),
  row('10.2/19', 'an upgraded cluster lacks new switches', open('the ConfigMap of the switches is not read')),
  row('10.2/20', 'direct access became the default of new Services', open('the ConfigMap of the switches is not read')),
];
