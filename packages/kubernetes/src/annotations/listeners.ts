import * as E from 'fp-ts/lib/Either.js';
import { type Annotation, bool, cloud, type Read, unlessEmpty, wrong } from './Annotation.js';
import { specifyProtocol } from './specifyProtocol.js';
import { targetGroups } from './targetGroups.js';

const forbiddenSuffixes = ['-auto-service-config', '-auto-ingress-config'] as const;

/** The name of a user's TkeServiceConfig (R6.2). */
const configName: Read = unlessEmpty((value) => {
  const suffix = forbiddenSuffixes.find((one) => value.endsWith(one));
  if (suffix !== undefined)
    return wrong(value, `a name that does not end in ${suffix}`, 'give the TkeServiceConfig another name');
  return /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(value) && value.length <= 253
    ? E.right({ serviceConfig: value })
    : wrong(value, 'the name of a TkeServiceConfig');
});

const configKey = `${cloud}/tke-service-config`;
const autoConfigKey = `${cloud}/tke-service-config-auto`;

/** Annotations that say what the listeners are (tke-service 2.5). */
export const listeners: ReadonlyArray<Annotation> = [
  {
    key: `${cloud}/specify-protocol`,
    meaning: 'Protocols of listeners, port by port, with certificates and hosts.',
    values: 'JSON',
    default: 'the protocol of the Service port',
    mutability: 'mutable',
    acted: 'yes',
    rules: '5.2',
    read: specifyProtocol,
  },
  {
    key: configKey,
    meaning:
      'The TkeServiceConfig of the same namespace that holds the settings of the listeners. Not together with `tke-service-config-auto`.',
    values: `name that does not end in ${forbiddenSuffixes.map((suffix) => `\`${suffix}\``).join(' or ')}`,
    default: 'settings of listeners are not touched',
    since: 'v1.3.0',
    mutability: 'mutable',
    acted: 'yes',
    rules: 'R6.1, R6.2, R6.4',
    read: configName,
  },
  {
    key: autoConfigKey,
    meaning: 'Makes a TkeServiceConfig named `<service>-auto-service-config`. Not together with `tke-service-config`.',
    values: '`true`, `false`',
    default: '`false`',
    since: 'v1.3.0',
    mutability: 'mutable',
    acted: 'yes',
    rules: 'R6.2, R6.3',
    read: bool((serviceConfigAuto) => ({ serviceConfigAuto })),
  },
  {
    key: `${cloud}/target-groups`,
    meaning: 'Binds target groups in place of backends.',
    values: 'JSON list',
    default: 'none',
    since: 'v2.8.0',
    mutability: 'mutable',
    acted: 'refused',
    rules: '7.11',
    read: targetGroups,
  },
];
