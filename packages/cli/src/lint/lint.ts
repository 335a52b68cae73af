import { desire, PlanError, Render, type Settings, Why } from '@clbkit/core';
import { lintOf } from '@clbkit/kubernetes';
import type { Input } from '../input.js';
import { type Finding, inOrder } from './Finding.js';
import { inSpec } from './inSpec.js';
import { type ServiceRead, servicesRead } from './ServiceRead.js';
import { together } from './together.js';

/** Said of facts that a manifest need not have, or said better by a check of the spec; no mistake by itself. */
const passedOver: ReadonlySet<PlanError.PlanError['_tag']> = new Set([
  'Unknown',
  'NoNodePort',
  'NoBackends',
  'UnsupportedProtocol',
  'Skipped',
  'OtherClass',
]);

const objectOf = (error: PlanError.PlanError): Why.ObjectRef => {
  if ('object' in error) return error.object;
  if ('service' in error) return Why.service(error.service);
  return 'node' in error ? { kind: 'Node', name: error.node } : { kind: 'Snapshot', name: 'input' };
};

/** What deciding on the wishes says, without any cloud. */
const ofDesire = (
  settings: Settings.Settings,
  { snapshot, diagnostics }: Input,
): ReadonlyArray<PlanError.PlanError> => {
  const { frozen, notes } = desire(settings)(snapshot);
  return [...Object.values(frozen).flatMap(({ errors }) => errors), ...notes, ...diagnostics];
};

const fieldOf = (error: PlanError.PlanError): string | undefined =>
  error._tag === 'InvalidField' ? error.path : 'field' in error ? error.field : undefined;

const wordsOf = (error: PlanError.PlanError, object: Why.ObjectRef): string => {
  if (error._tag === 'InvalidField')
    return `expected ${error.expected}, found ${error.found}${error.remedy === undefined ? '' : `; ${error.remedy}`}`;
  const words = PlanError.describe(error);
  const begin = Why.showObject(object);
  return words.startsWith(begin) ? words.slice(begin.length).replace(/^:? /, '') : words;
};

const ofError =
  (services: ReadonlyArray<ServiceRead>) =>
  (error: PlanError.PlanError): Finding => {
    const object = objectOf(error);
    const of = services.find((one) => Why.showObject(one.object) === Why.showObject(object));
    const place = error._tag === 'InvalidField' ? error.place : of?.locate(['metadata', 'name']);
    const code = PlanError.code(error);
    const field = fieldOf(error);
    return {
      severity: Render.severity(error),
      object,
      ...(field === undefined ? {} : { field }),
      message: wordsOf(error, object),
      rules: [],
      ...(place === undefined ? {} : { place }),
      ...(code === undefined ? {} : { code }),
    };
  };

/** What annotations say by themselves. What is wrong with their values is told by decoding already. */
const ofAnnotations = ({ documents }: Input): ReadonlyArray<Finding> =>
  documents.objects.flatMap(({ value, locate }) =>
    lintOf(value)
      .filter(({ severity }) => severity !== 'error')
      .map(({ severity, object, key, message, instead, rule }): Finding => {
        const place = locate(['metadata', 'annotations', key]);
        return {
          severity: severity === 'hint' ? 'note' : severity,
          object,
          field: key,
          message: instead === undefined ? message : `${message}; use ${instead}`,
          rules: rule.split(', '),
          ...(place === undefined ? {} : { place }),
        };
      }),
  );

const about = ({ object, field }: Finding): string => JSON.stringify([object, field]);

/** Findings that say something of what no better one of the same object speaks of. */
const unlike = (better: ReadonlyArray<Finding>, all: ReadonlyArray<Finding>): ReadonlyArray<Finding> =>
  all.filter(
    ({ object, field }) =>
      field === undefined ||
      !better.some(
        (one) =>
          Why.showObject(one.object) === Why.showObject(object) && (one.field === field || one.message.includes(field)),
      ),
  );

const identity = (one: Finding): string => JSON.stringify([about(one), one.message]);

/**
 * Every mistake that can be seen in the input without a cloud: what cannot be read or followed, annotations without effect,
 * fields and Services that say things against each other. In the order of the input.
 */
export const lint = (settings: Settings.Settings, input: Input): ReadonlyArray<Finding> => {
  const services = servicesRead(input.snapshot.cluster.id, input.documents.objects);
  const errors = ofDesire(settings, input).filter(({ _tag }) => !passedOver.has(_tag));
  const among = together(services);
  const annotations = unlike(among, ofAnnotations(input));
  const all = [
    ...unlike(annotations, errors.map(ofError(services))),
    ...annotations,
    ...services.flatMap(inSpec),
    ...among,
  ];
  return [...new Map(all.map((one) => [identity(one), one])).values()].sort(inOrder);
};
