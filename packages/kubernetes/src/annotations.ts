import type { Request } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import type { Fault, Faults } from './fieldPath.js';
import { type Annotation, type Asked, pathOf } from './annotations/Annotation.js';
import { backends } from './annotations/backends.js';
import { behaviour } from './annotations/behaviour.js';
import { creation } from './annotations/creation.js';
import { contradictions } from './annotations/exclusive.js';
import { listeners } from './annotations/listeners.js';
import { whichLoadBalancer } from './annotations/whichLoadBalancer.js';
import { written as byController } from './annotations/written.js';

/** The annotations of a Service that TKE documents, by the chapters of the documentation. */
export const chapters = {
  'Which CLB': whichLoadBalancer,
  'How it is bought': creation,
  'How it behaves': behaviour,
  Listeners: listeners,
  Backends: backends,
  'Written by the controller': byController,
} as const satisfies Readonly<Record<string, ReadonlyArray<Annotation>>>;

/** Every annotation of a Service that TKE documents. `docs/annotations.md` is made from it. */
export const annotations: ReadonlyArray<Annotation> = Object.values(chapters).flat();

/** Two asks as one; what the first asks for counts. */
const merge = (first: Asked, second: Asked): Asked => ({
  ...second,
  ...first,
  ...(second.creation === undefined ? {} : { creation: { ...second.creation, ...first.creation } }),
  ...(second.attributes === undefined ? {} : { attributes: { ...second.attributes, ...first.attributes } }),
  ...(second.crossRegion === undefined ? {} : { crossRegion: { ...second.crossRegion, ...first.crossRegion } }),
});

const toRequest = ({ crossRegion, ...rest }: Asked): Request.LoadBalancerRequest =>
  crossRegion?.region === undefined ? rest : { ...rest, crossRegion: { ...crossRegion, region: crossRegion.region } };

/**
 * What the annotations of a Service ask for, or everything that is wrong with them. Total: any texts give one or the other.
 * Where two ask for the same, the upper row of the table counts.
 */
export const requestOf = (written: Readonly<Record<string, string>>): E.Either<Faults, Request.LoadBalancerRequest> => {
  let asked: Asked = {};
  const faults: Array<Fault> = [];
  for (const { key, read, code } of annotations) {
    const value = Object.hasOwn(written, key) ? written[key] : undefined;
    if (read === undefined || value === undefined) continue;
    const one = read(value);
    if (E.isRight(one)) asked = merge(asked, one.right);
    else
      for (const fault of one.left)
        faults.push({ ...fault, path: [...pathOf(key), ...fault.path], ...(code === undefined ? {} : { code }) });
  }
  const [first, ...rest] = [...contradictions(written, asked), ...faults];
  return first === undefined ? E.right(toRequest(asked)) : E.left([first, ...rest]);
};
