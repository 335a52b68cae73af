import { PlanError, Settings, type Snapshot } from '@clbkit/core';
import { defaultAnnotations, noStatus, readSwitches, switchesName } from '@clbkit/kubernetes';
import * as E from 'fp-ts/lib/Either.js';
import type { Input } from './input.js';
import type { Refusal } from './Io.js';
import type { Options } from './options.js';

/** Settings with the switches of the cluster in them, and what to say about them. */
export interface Switched {
  readonly settings: Settings.Settings;
  readonly notes: ReadonlyArray<string>;
}

const shown = 3;

const some = (names: ReadonlyArray<string>): string =>
  names.length > shown ? `${names.slice(0, shown).join(', ')} and ${names.length - shown} more` : names.join(', ');

/** The Services to which the controller would add an annotation before it plans them. */
const changed = (settings: Settings.Settings, { services }: Snapshot.Snapshot): ReadonlyArray<string> => {
  const add = defaultAnnotations(settings);
  const items = services._tag === 'Known' ? services.items : {};
  return Object.entries(items)
    .flatMap(([namespace, names]) =>
      Object.entries(names).flatMap(([name, decoded]) =>
        E.isRight(decoded) && Object.keys(add(decoded.right, noStatus)).length > 0 ? [`${namespace}/${name}`] : [],
      ),
    )
    .sort();
};

/**
 * The settings of a pass: flags and file over the switches of the cluster, where its ConfigMap is among the manifests, over the
 * defaults. Refused when the ConfigMap cannot be read.
 */
export const switchesOf = ({ chosen }: Options, { documents, snapshot }: Input): E.Either<Refusal, Switched> => {
  const read = readSwitches(Settings.defaults)(documents);
  if (E.isLeft(read)) {
    const [first, ...more] = read.left;
    return E.left([PlanError.describe(first), ...more.map(PlanError.describe)]);
  }
  const settings = { ...read.right.settings, ...chosen };
  const { unknown } = read.right;
  const direct = changed(settings, snapshot);
  return E.right({
    settings,
    notes: [
      ...(unknown.length === 0
        ? []
        : [`ConfigMap ${switchesName.namespace}/${switchesName.name}: ${unknown.join(', ')} mean nothing here`]),
      ...(direct.length === 0
        ? []
        : [
            `a controller adds direct-access: "true" to new Services (EnableDefaultDirectAccess): ${some(direct)}; ` +
              'the plan is for them as they are written',
          ]),
    ],
  });
};
