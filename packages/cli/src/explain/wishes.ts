import type { Service } from '@clbkit/core';
import { type Annotation, annotations, lintOf } from '@clbkit/kubernetes';
import * as E from 'fp-ts/lib/Either.js';
import type { Asked, Ignored } from './Explanation.js';
import type { Subject } from './subject.js';

const existingKey = 'service.kubernetes.io/tke-existed-lbid';
const subnetKey = 'service.kubernetes.io/qcloud-loadbalancer-internal-subnetid';

const rulesOf = ({ rules }: Annotation): ReadonlyArray<string> => rules.split(', ');

/** What stands in the way of an annotation; nothing where it counts. */
type Obstacle = { readonly because: string; readonly rules: ReadonlyArray<string> } | undefined;

/**
 * Why an annotation of the table changes nothing for a Service:
 *
 * | annotation | why |
 * |---|---|
 * | of a Service that asks for no load balancer | the type decides |
 * | written by the controller | it is no wish |
 * | not acted upon | clbkit reads and checks it, and no more |
 * | empty text, but for `security-groups` | it asks for nothing (R2.3) |
 * | about the network or the purchase, beside an existing CLB | that one brings its own (R3.15) |
 * | about the purchase, when there is a CLB already | it is read once (2.3) |
 */
const obstacleTo = (row: Annotation, value: string, subject: Subject, hasOwn: boolean): Obstacle => {
  const { decoded, annotations: written } = subject;
  if (row.mutability === 'read-only')
    return { because: `written by the controller, never read as a wish. ${row.meaning}`, rules: rulesOf(row) };
  if (E.isRight(decoded) && decoded.right.type !== 'LoadBalancer')
    return { because: `the type is ${decoded.right.type}, which asks for no load balancer`, rules: ['R3.1'] };
  if (row.acted === 'no')
    return { because: 'clbkit reads and checks it, and does not act upon it', rules: rulesOf(row) };
  if (value.trim() === '' && !row.key.endsWith('/security-groups'))
    return { because: 'empty text asks for nothing', rules: ['R2.3'] };
  const existing = (written[existingKey] ?? '').trim() !== '';
  if (existing && (row.key === subnetKey || row.mutability === 'create-only'))
    return { because: 'an existing CLB is named, which brings its own', rules: ['R3.15'] };
  if (hasOwn && row.mutability === 'create-only')
    return { because: 'it counts when the CLB is bought, and there is one already', rules: rulesOf(row) };
  return undefined;
};

const portsOf = ({ ports }: Service.Service): string =>
  ports
    .map(({ protocol, port, targetPort, nodePort }) => {
      const node = nodePort === undefined ? '' : ` by node port ${String(nodePort)}`;
      return `${protocol} ${String(port)}${targetPort === undefined ? '' : ` to ${String(targetPort)}`}${node}`;
    })
    .join(', ');

const specOf = (service: Service.Service): ReadonlyArray<Asked> => {
  if (service.type !== 'LoadBalancer')
    return [{ field: 'spec.type', value: service.type, means: 'No load balancer.', rules: ['R3.1'] }];
  const asked: ReadonlyArray<Asked> = [
    { field: 'spec.type', value: service.type, means: 'A load balancer.', rules: ['R3.1'] },
    { field: 'spec.ports', value: portsOf(service), means: 'A listener for each port.', rules: ['R1.7'] },
  ];
  if (service.loadBalancerClass === undefined) return asked;
  const means = 'The controller that answers to this class.';
  return [...asked, { field: 'spec.loadBalancerClass', value: service.loadBalancerClass, means, rules: ['1.3'] }];
};

/** Keys that look like annotations of TKE and are none: nobody reads them. */
const strangers = ({ annotations: written, written: value }: Subject): ReadonlyArray<Ignored> =>
  lintOf(value)
    .filter(({ key }) => !annotations.some((row) => row.key === key))
    .map(({ key, message, instead, rule }) => ({
      field: key,
      value: written[key] ?? '',
      because: instead === undefined ? message : `${message}; use ${instead}`,
      rules: rule.split(', '),
    }));

/** What a Service asks for, and what of it changes nothing. `hasOwn` says whether a CLB was bought for it already. */
export const wishesOf = (
  subject: Subject,
  hasOwn: boolean,
): { readonly asked: ReadonlyArray<Asked>; readonly ignored: ReadonlyArray<Ignored> } => {
  const asked: Array<Asked> = E.isRight(subject.decoded) ? [...specOf(subject.decoded.right)] : [];
  const ignored: Array<Ignored> = [];
  for (const row of annotations) {
    const value = Object.hasOwn(subject.annotations, row.key) ? subject.annotations[row.key] : undefined;
    if (value === undefined) continue;
    const written = { field: row.key, value };
    const obstacle = obstacleTo(row, value, subject, hasOwn);
    if (obstacle === undefined) asked.push({ ...written, means: row.meaning, rules: rulesOf(row) });
    else ignored.push({ ...written, ...obstacle });
  }
  return { asked, ignored: [...ignored, ...strangers(subject)] };
};
