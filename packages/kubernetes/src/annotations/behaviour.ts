import type { Request } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { type Annotation, bool, cloud, type Read, wrong } from './Annotation.js';

const skip: Read = (value) =>
  value === 'skip'
    ? E.right({ skip: true })
    : wrong(value, '"skip"', 'remove the annotation to have the Service synchronised');

type Switch = 'modificationProtection' | 'deletionProtection' | 'passToTarget';

const attribute = (name: Switch): Read =>
  bool((value): { readonly attributes: Request.Attributes } => ({ attributes: { [name]: value } }));

const maxSecurityGroups = 5;

/** Ids with commas between, in order of priority; empty text unbinds all (R2.3, 8.2). */
const securityGroups: Read = (value) => {
  const ids = value.trim() === '' ? [] : value.split(',').map((one) => one.trim());
  const bad = ids.find((one) => !/^sg-[0-9A-Za-z]+$/.test(one));
  if (bad !== undefined) return wrong(value, 'ids such as sg-abcd1234 with commas between', `correct "${bad}"`);
  if (ids.length > maxSecurityGroups) return wrong(value, `at most ${maxSecurityGroups} security groups`);
  return new Set(ids).size === ids.length
    ? E.right({ attributes: { securityGroups: ids } })
    : wrong(value, 'each security group once');
};

/** Annotations that say how the CLB as a whole behaves (tke-service 2.4). */
export const behaviour: ReadonlyArray<Annotation> = [
  {
    key: `${cloud}/mode`,
    meaning: 'Nothing that the Service owns is changed or released.',
    values: '`skip`',
    default: 'the Service is synchronised',
    since: 'v2.10.0',
    mutability: 'mutable',
    acted: 'yes',
    rules: '1.3, 2.4',
    read: skip,
  },
  {
    key: `${cloud}/modification-protection`,
    meaning: 'Protects the CLB against changes in the console.',
    values: '`true`, `false`',
    default: "the cluster's switch",
    since: 'v1.7.3',
    mutability: 'mutable',
    acted: 'yes',
    rules: '2.4, 3.8',
    read: attribute('modificationProtection'),
  },
  {
    key: `${cloud}/deletion-protection`,
    meaning: 'Protects the CLB against deletion. Documented for Ingress only.',
    values: '`true`, `false`',
    default: 'not protected',
    since: 'v2.5.3',
    mutability: 'mutable',
    acted: 'yes',
    rules: '2.4',
    read: attribute('deletionProtection'),
  },
  {
    key: `${cloud}/loadbalance-retain`,
    meaning: 'Keeps the CLB when its Service goes. Documented for Ingress only.',
    values: '`true`, `false`',
    default: 'released with the Service',
    since: 'v2.9.0',
    mutability: 'mutable',
    acted: 'yes',
    rules: '2.4',
    read: bool((retain) => ({ retain })),
  },
  {
    key: `${cloud}/security-groups`,
    meaning: 'Security groups of the CLB, in order of priority; empty text unbinds all.',
    values: 'at most 5 ids `sg-…`, with commas between',
    default: 'not touched',
    since: 'v1.8.3',
    mutability: 'mutable',
    acted: 'yes',
    rules: '8.2, R2.3',
    read: securityGroups,
  },
  {
    key: `${cloud}/pass-to-target`,
    meaning: "Traffic is checked by the CLB's security groups alone.",
    values: '`true`, `false`',
    default: 'not touched',
    since: 'v1.8.3',
    mutability: 'mutable',
    acted: 'yes',
    rules: '2.4',
    read: attribute('passToTarget'),
  },
  {
    key: `${cloud}/prevent-loopback`,
    meaning: 'Nodes bind the VIP locally and the CLB probes from 100.64.0.0/10.',
    values: '`true`, `false`',
    default: '`false`',
    mutability: 'mutable',
    acted: 'yes',
    rules: '2.4',
    read: bool((preventLoopback) => ({ preventLoopback })),
  },
];
