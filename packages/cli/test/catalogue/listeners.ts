import {
  asks,
  certificate,
  decision,
  type Entry,
  held,
  law,
  lint,
  manifest,
  onHosts,
  out,
  protocol,
  scenario,
  test,
} from './Entry.js';

const generated = test(
  'kubernetes/test/autoServiceConfig',
  'keeps what users wrote, and adds segments of new listeners',
);

const twice = (title: string) => test('core/test/sameBackend', title);
const config = (title: string) => test('kubernetes/test/serviceConfig', title);

/** R5: listeners. */
export const listeners: ReadonlyArray<Entry> = [
  held('R5.1', lint('a port that specify-protocol names for nothing'), scenario('3: a Service that became ClusterIP')),
  held(
    'R5.2',
    protocol('says nothing of a port: as declared'),
    protocol('names a number that is no port: a note'),
    manifest('specify-https'),
  ),
  held(
    'R5.3',
    protocol('makes TCP TCP_SSL, on node ports'),
    protocol('makes UDP QUIC, on node ports'),
    protocol('makes TCP two, on the same Pods'),
    protocol('asks a TCP node port for UDP: an error, no listener'),
  ),
  held('R5.4', out('the console is not clbkit')),
  held(
    'R5.5',
    certificate('is that of the Secret its port names'),
    certificate('is lacking: the listener is not made, everything else is'),
    manifest('specify-no-secret'),
    decision('0030'),
  ),
  held('R5.6', out('no key is documented')),
  held(
    'R5.7',
    onHosts('a rule for each host, in order of name'),
    onHosts('a rule for the default domain where no host is named'),
    manifest('specify-https'),
  ),
  held('R5.8', onHosts('no rule for what is no host name'), onHosts('a rule for a wildcard')),
  held('R5.9', out('pages that are shown wrongly')),
  held(
    'R5.10',
    onHosts('switches SNI on where several are wanted from now on'),
    onHosts('keeps SNI where one is enough from now on'),
  ),
  held('R5.11', scenario('22: TCP to UDP on one port'), scenario('21: port 80 to 81, same node port')),
  held('R5.12', out('a Service has no ranges of ports')),
  held('R5.13', test('kubernetes/test/codecs', 'a port too high')),
  held(
    'R5.14',
    twice('TCP twice with one target port: refused'),
    twice('keeps what there is as it is (E4036)'),
    decision('0060'),
  ),
  held('R5.15', twice('the same on node ports: made')),
  held('R5.16', lint('sessionAffinity on node ports'), manifest('postgresql')),
  held('R5.17', config('a timeout not below the interval (R5.17)')),
  held('R5.18', out('what a CLB does by itself')),
];

/** R6: TkeServiceConfig. */
export const configs: ReadonlyArray<Entry> = [
  held('R6.1', config('is read whole, by listener key')),
  held('R6.2', asks('a TkeServiceConfig'), asks('a name that TKE generates (R6.2)')),
  held('R6.3', generated),
  held('R6.4', law('untouched'), config('nothing that is not declared (R6.5)')),
  held('R6.5', law('untouched'), config('nothing that is not declared (R6.5)'), decision('0018')),
  held('R6.6', test('kubernetes/test/status', 'True with a note for what stops nothing')),
  held('R6.7', asks('both ways to name a TkeServiceConfig (R6.7)')),
  held('R6.8', config('are read whole, by listener key, domain and URL')),
  held('R6.9', out('groups of Ingresses')),
  held('R6.10', generated),
];
