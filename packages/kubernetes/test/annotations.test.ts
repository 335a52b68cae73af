import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { annotationsMarkdown } from '../src/annotationsMarkdown.js';
import { annotations } from '../src/index.js';
import { annotated, decodeOne, nounOf } from './support.js';

const lb = 'service.kubernetes.io/tke-existed-lbid';
const subnet = 'service.kubernetes.io/qcloud-loadbalancer-internal-subnetid';
const mode = 'service.cloud.tencent.com/mode';
const direct = 'service.cloud.tencent.com/direct-access';
const config = 'service.cloud.tencent.com/tke-service-config';
const auto = 'service.cloud.tencent.com/tke-service-config-auto';

describe('requestOf', () => {
  it.each([
    ['nothing', {}, {}],
    ['an existing CLB', { [lb]: 'lb-abcd1234' }, { existing: 'lb-abcd1234' }],
    ['no existing CLB where the id is empty (R2.3)', { [lb]: '' }, {}],
    ['an internal CLB', { [subnet]: 'subnet-a1b2c3d4' }, { subnet: 'subnet-a1b2c3d4' }],
    ['a public CLB where the subnet is empty (R2.3)', { [subnet]: '' }, {}],
    ['to be left alone', { [mode]: 'skip' }, { skip: true }],
    ['direct access', { [direct]: 'true' }, { directAccess: true }],
    ['no direct access', { [direct]: 'false' }, { directAccess: false }],
    ['a TkeServiceConfig', { [config]: 'web-config' }, { serviceConfig: 'web-config' }],
    ['no TkeServiceConfig where the name is empty', { [config]: '' }, {}],
    [
      'a TkeServiceConfig where -auto is off',
      { [config]: 'web-config', [auto]: 'false' },
      { serviceConfig: 'web-config', serviceConfigAuto: false },
    ],
    ['a TkeServiceConfig of our making (R6.2)', { [auto]: 'true' }, { serviceConfigAuto: true }],
    [
      'all at once',
      { [lb]: 'lb-a', [subnet]: 'subnet-a', [direct]: 'true', [config]: 'c' },
      { existing: 'lb-a', subnet: 'subnet-a', directAccess: true, serviceConfig: 'c' },
    ],
    [
      'nothing by keys the controller writes',
      { 'service.kubernetes.io/loadbalance-id': 'lb-other', 'service.cloud.tencent.com/client-token': 'x' },
      {},
    ],
    ['nothing by keys nobody knows', { 'example.com/mode': 'skip', constructor: 'x' }, {}],
  ])('asks for %s', (_, written, request) => {
    expect(nounOf(annotated(written))).toMatchObject({ request });
    expect(decodeOne(annotated(written)).decoded).toEqual(
      expect.objectContaining({ right: expect.objectContaining({ request }) }),
    );
  });

  it.each([
    ['a switch in capitals (R2.1)', { [direct]: 'True' }, direct, 'expected "true" or "false", found "True"'],
    ['a switch in other words (R2.1)', { [direct]: 'yes' }, direct, 'expected "true" or "false", found "yes"'],
    ['an empty switch (R2.1)', { [direct]: '' }, direct, 'expected "true" or "false", found ""'],
    [
      'a mode nobody knows',
      { [mode]: 'Skip' },
      mode,
      'expected "skip", found "Skip"; remove the annotation to have the Service synchronised',
    ],
    [
      'an id of another thing',
      { [lb]: 'lbl-abcd1234' },
      lb,
      'expected an id such as lb-abcd1234, found "lbl-abcd1234"; copy the id from the console, without spaces',
    ],
    [
      'an id with a space',
      { [lb]: ' lb-abcd1234' },
      lb,
      'expected an id such as lb-abcd1234, found " lb-abcd1234"; copy the id from the console, without spaces',
    ],
    [
      'a numeric subnet',
      { [subnet]: '123' },
      subnet,
      'expected an id such as subnet-abcd1234, found "123"; copy the id from the console, without spaces',
    ],
    [
      'a name that TKE generates (R6.2)',
      { [config]: 'web-auto-service-config' },
      config,
      'expected a name that does not end in -auto-service-config, found "web-auto-service-config"; give the TkeServiceConfig another name',
    ],
    [
      'a name that TKE generates for an Ingress (R6.2)',
      { [config]: 'web-auto-ingress-config' },
      config,
      'expected a name that does not end in -auto-ingress-config, found "web-auto-ingress-config"; give the TkeServiceConfig another name',
    ],
    [
      'no name at all',
      { [config]: 'Web Config' },
      config,
      'expected the name of a TkeServiceConfig, found "Web Config"',
    ],
    [
      'both ways to name a TkeServiceConfig (R6.7)',
      { [config]: 'c', [auto]: 'true' },
      config,
      `expected no ${config} together with ${auto}, found "c"; remove one of the two`,
    ],
  ])('refuses %s and keeps the uid', (_, written, key, words) => {
    expect(nounOf(annotated(written))).toEqual([`Service shop/web metadata.annotations["${key}"]: ${words}`]);
    expect(decodeOne(annotated(written)).decoded).toMatchObject({ left: { uid: 'uid-web' } });
  });

  it('names every annotation that is wrong', () => {
    expect(nounOf(annotated({ [lb]: 'x', [subnet]: 'y', [mode]: 'z', [direct]: '1' }))).toHaveLength(4);
  });

  it('refuses values that are no text, and says to quote them (R2.4)', () => {
    expect(nounOf(annotated({ [direct]: true }))).toEqual([
      `Service shop/web metadata.annotations["${direct}"]: expected text, found true; put it in quotes: "true"`,
    ]);
  });

  it('gives a request or faults for any texts', () => {
    const keys = fc.oneof(fc.constantFrom(...annotations.map(({ key }) => key)), fc.string());
    const values = fc.oneof(fc.constantFrom('true', 'false', '', 'skip', 'lb-a', 'subnet-a'), fc.string());
    fc.assert(
      fc.property(fc.dictionary(keys, values), (written) => {
        expect(decodeOne(annotated(written)).kind).toBe('Service');
      }),
    );
  });
});

describe('annotations', () => {
  it('have one row for each key', () => {
    expect(new Set(annotations.map(({ key }) => key)).size).toBe(annotations.length);
  });

  it('have a decoder wherever they are acted upon, and never where the controller writes them', () => {
    for (const { key, acted, read, mutability } of annotations) {
      if (acted === 'yes') expect([key, typeof read]).toEqual([key, 'function']);
      if (mutability === 'read-only') expect([key, acted, read]).toEqual([key, 'no', undefined]);
    }
  });

  it('have a decoder wherever a document says what a value means', () => {
    const unread = annotations.filter(({ read, mutability }) => read === undefined && mutability !== 'read-only');
    expect(unread.map(({ key }) => key)).toEqual(['service.kubernetes.io/service.listenerParameters']);
  });

  it('are documented as they are: docs/annotations.md is fresh', () => {
    expect(readFileSync(join(__dirname, '../../../docs/annotations.md'), 'utf8')).toBe(annotationsMarkdown());
  });

  it('stand in exactly one table of the document', () => {
    const lines = annotationsMarkdown().split('\n');
    for (const { key } of annotations)
      expect([key, lines.filter((line) => line.startsWith(`| \`${key}\` `)).length]).toEqual([key, 1]);
  });
});
