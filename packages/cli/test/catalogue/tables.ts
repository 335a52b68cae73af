import {
  asks,
  attribute,
  certificate,
  decision,
  type Entry,
  law,
  manifest,
  onNodes,
  onPods,
  onHosts,
  open,
  out,
  protocol,
  purchase,
  row,
  scenario,
  test,
  value,
} from './Entry.js';

/** Table 1.3: when nothing is done, or something released. */
export const silences: ReadonlyArray<Entry> = [
  row('1.3/1', 'a type that never was LoadBalancer', scenario('4: a Service that is being deleted')),
  row('1.3/2', 'LoadBalancer becomes ClusterIP or NodePort', scenario('3: a Service that became ClusterIP')),
  row('1.3/3', 'mode: skip', scenario('7: mode skip'), decision('0012')),
  row('1.3/4', 'another value of mode', asks('a mode nobody knows')),
  row('1.3/5', 'loadBalancerClass', scenario('6: the class of another controller: nothing'), decision('0013')),
  row('1.3/6', 'no selector: endpoints by hand', scenario('36: slices made by hand, without targetRef: used')),
  row('1.3/7', 'the same again', law('quiet'), scenario('2: the cloud already matches: nothing')),
];

const own = '12: own to existing: claimed and filled first, then the own one goes';

/** Table 3.5: changes of a CLB. */
export const changes: ReadonlyArray<Entry> = [
  row(
    '3.5/1',
    'public ↔ internal',
    scenario('12: public to internal:'),
    scenario('12: public to internal under refuse'),
  ),
  row('3.5/2', 'another subnet', manifest('other-subnet')),
  row('3.5/3', 'another zone or VPC', purchase('another zone')),
  row('3.5/4', 'own → existing', scenario(own)),
  row('3.5/5', 'existing → own', manifest('existing-to-own')),
  row('3.5/6', 'existing A → existing B', manifest('existing-to-other')),
  row('3.5/7', 'classic ↔ application', out('classic CLBs are not made')),
  row('3.5/8', 'by way of ClusterIP', scenario('3: a Service that became ClusterIP')),
  row(
    '3.5/9',
    'charging, bandwidth, extensiveParameters later',
    purchase('another bandwidth'),
    manifest('parameters-later'),
  ),
  row(
    '3.5/10',
    'ports, protocols, targetPort, selector',
    scenario('21: port 80 to 81'),
    scenario('22: TCP to UDP on one port'),
  ),
];

/** Table 13.2: an edit, and what it comes to. */
export const edits: ReadonlyArray<Entry> = [
  row('13.2/1', 'a port more', scenario('10: made, but its listener is missing'), law('convergence')),
  row('13.2/2', 'a port less', law('convergence')),
  row('13.2/3', 'another port', scenario('21: port 80 to 81, same node port: 81 is made before 80 goes')),
  row('13.2/4', 'another protocol', scenario('22: TCP to UDP on one port: both exist for a moment')),
  row('13.2/5', 'another target port or node port', scenario('24: another node port: the new backends join')),
  row('13.2/6', 'another name of a port', manifest('renamed-port')),
  row(
    '13.2/7',
    'hosts of specify-protocol',
    onHosts('a host more: its rule is made and filled'),
    onHosts('a host less: its rule goes'),
  ),
  row('13.2/8', 'another Secret or certificate', certificate('is changed in place when the Secret names another')),
  row('13.2/9', 'direct-access on or off', law('serving')),
  row('13.2/10', 'backends-label or labels of Nodes', onNodes('R7.2: a node whose labels no longer match is unbound')),
  row(
    '13.2/11',
    'externalTrafficPolicy',
    onNodes('does so under Local alone'),
    onNodes('binds all nodes unless asked otherwise'),
  ),
  row('13.2/12', 'tke-service-config set', test('core/test/nouns', 'names settings that are declared and differ')),
  row('13.2/13', 'tke-service-config cleared', law('untouched')),
  row(
    '13.2/14',
    'an edit of a TkeServiceConfig',
    test('core/test/replan', 'gives after any edits of the cluster what'),
  ),
  row('13.2/15', 'an attribute less in a segment', law('untouched')),
  row(
    '13.2/16',
    'security groups edited, emptied, removed',
    attribute('their order is their priority'),
    attribute('an empty list unbinds all'),
    attribute('nothing declared is nothing changed'),
  ),
  row('13.2/17', 'lb-rs-weight set or removed', onPods('7.8: without the annotation all have weight 10 again')),
  row('13.2/18', 'prevent-loopback', protocol('yields to a TkeServiceConfig that says otherwise'), decision('0031')),
  row('13.2/19', 'a Pod ready, not ready, terminating, gone', scenario('34: ready absent is used')),
  row(
    '13.2/20',
    'a Node not ready, cordoned, removed',
    scenario('28: a node is not Ready'),
    scenario('29: a cordoned node'),
  ),
  row('13.2/21', 'another selector', scenario('38: a rolling update in direct mode')),
  row('13.2/22', 'no endpoints left', scenario('33: scaled to zero: drained')),
  row('13.2/23', 'the Service deleted', law('release')),
  row('13.2/24', 'a newer controller', out('clbkit has settings, and no generations of behaviour')),
];

/** Table 13.3: input that is wrong or impossible. */
export const mistakes: ReadonlyArray<Entry> = [
  row(
    '13.3/1',
    'an existing CLB that is unknown, made by TKE or of another cluster',
    scenario('18: the existing one does'),
  ),
  row('13.3/2', 'an existing CLB in use while sharing is off', manifest('dns-sharing-off')),
  row('13.3/3', 'a port that is taken', scenario('16: the wanted port is a person’s: a conflict, nothing written')),
  row(
    '13.3/4',
    'a subnet that is unknown or full',
    test('kubernetes/test/codes', 'a subnet that is not there'),
    test('kubernetes/test/codes', 'a full subnet'),
  ),
  row('13.3/5', 'extensiveParameters that are wrong', manifest('parameters-wrong')),
  row('13.3/6', 'charging or bandwidth out of range', manifest('bandwidth-wrong'), value('too much bandwidth')),
  row(
    '13.3/7',
    'a region that is wrong',
    manifest('cross-region'),
    test('kubernetes/test/codes', 'a region that is none'),
  ),
  row('13.3/8', 'specify-protocol that does not parse', manifest('specify-wrong')),
  row('13.3/9', 'specify-protocol for a port that is not there', protocol('names a number that is no port: a note')),
  row('13.3/10', 'a protocol nobody knows', test('kubernetes/test/codecs', 'a protocol nobody knows')),
  row('13.3/11', 'TCP and UDP on node ports', scenario('23: TCP and UDP 53 together: two listeners')),
  row('13.3/12', 'a certificate that has expired', open('certificates are not acted upon')),
  row(
    '13.3/13',
    'a TkeServiceConfig that is not there',
    test('kubernetes/test/status', 'True with a note for what stops'),
  ),
  row(
    '13.3/14',
    'both ways to a TkeServiceConfig, a forbidden suffix',
    asks('both ways to name a TkeServiceConfig (R6.7)'),
  ),
  row(
    '13.3/15',
    'direct access without Pods that can be bound',
    onPods('R7.7: when only such Pods are left, nobody is unbound, and E4033 says so'),
  ),
  row('13.3/16', 'two ports, one backend', manifest('direct-same-target')),
  row(
    '13.3/17',
    'local-svc-weighted-balance alone',
    onNodes('weighs nobody without the companion annotation'),
    manifest('local-plain'),
  ),
  row(
    '13.3/18',
    'target groups with weights, node ports or the like',
    value('refuse target groups with weights (7.11)'),
    manifest('target-groups'),
  ),
  row('13.3/19', 'mode: skip on a shared or protected CLB', decision('0012')),
  row('13.3/20', 'a forbidden transition', scenario('12: public to internal under refuse'), decision('0009')),
  row(
    '13.3/21',
    'more backends than the quota',
    test('core/test/verbs', 'never exceeds a quota, never empties'),
    decision('0017'),
  ),
  row('13.3/22', 'no money, no role, too many calls', test('core/test/nouns', 'knows what helps against each answer')),
];
