import type { PlanError, Settings, Why } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { showPath, showValue } from './fieldPath.js';
import type { Documents, Locate, RawObject } from './RawObject.js';
import { nowhere } from './RawObject.js';
import { isRecord } from './wire.js';

/** Where the switches of a cluster stand (tke-service 1.6). */
export const switchesName = { namespace: 'kube-system', name: 'tke-service-controller-config' } as const;

/** The switches of a cluster, read. */
export interface Switches {
  readonly settings: Settings.Settings;
  /** The version of TKE's controller, where it is written (R1.9). */
  readonly version?: string;
  /** Keys that mean nothing here. */
  readonly unknown: ReadonlyArray<string>;
}

/** At least one thing that is wrong. */
type Errors = readonly [PlanError.PlanError, ...ReadonlyArray<PlanError.PlanError>];

type Turn = (on: boolean) => Partial<Settings.Settings>;

/**
 * What each key sets. A key that is not there leaves the base as it is: an upgrade adds no keys (R1.8).
 *
 * | key | setting |
 * |---|---|
 * | `GlobalRouteDirectAccess` | `globalRouteDirectAccess` |
 * | `EnableNodeGracefulDeletion` | `deletedNodes`: `drain` or `unbind` |
 * | `EnablePodGracefulDeletion` | `podGracefulDeletion` |
 * | `EnableDefaultModificationProtection` | `defaultModificationProtection` |
 * | `EnableDefaultDirectAccess` | `defaultDirectAccess` |
 * | `REUSE_LOADBALANCER`, which the cluster writes | `sharing` |
 * | `EnableIngressController` | nothing: Ingresses are not planned |
 * | `VERSION`, which the cluster writes | nothing; it is told |
 */
const turns: Readonly<Record<string, Turn>> = {
  GlobalRouteDirectAccess: (globalRouteDirectAccess) => ({ globalRouteDirectAccess }),
  EnableNodeGracefulDeletion: (on) => ({ deletedNodes: on ? 'drain' : 'unbind' }),
  EnablePodGracefulDeletion: (podGracefulDeletion) => ({ podGracefulDeletion }),
  EnableDefaultModificationProtection: (defaultModificationProtection) => ({ defaultModificationProtection }),
  EnableDefaultDirectAccess: (defaultDirectAccess) => ({ defaultDirectAccess }),
  REUSE_LOADBALANCER: (sharing) => ({ sharing }),
  EnableIngressController: () => ({}),
};

const versionKey = 'VERSION';

const object: Why.ObjectRef = { kind: 'Settings', ...switchesName };

const fault = (
  locate: Locate,
  path: ReadonlyArray<string>,
  expected: string,
  found: unknown,
  remedy?: string,
): PlanError.PlanError => {
  const place = locate(path);
  return {
    _tag: 'InvalidField',
    object,
    path: showPath(path),
    expected,
    found: showValue(found),
    ...(place === undefined ? {} : { place }),
    ...(remedy === undefined ? {} : { remedy }),
  };
};

/** The settings that the switches of a cluster give, over a base; or everything that is wrong with them. */
export const settingsOfConfigMap = (
  configMap: unknown,
  base: Settings.Settings,
  locate: Locate = nowhere,
): E.Either<Errors, Switches> => {
  const data = isRecord(configMap) ? (configMap['data'] ?? {}) : undefined;
  if (!isRecord(data)) return E.left([fault(locate, ['data'], 'an object of texts', data)]);
  const errors: Array<PlanError.PlanError> = [];
  const unknown: Array<string> = [];
  let settings = base;
  for (const [key, value] of Object.entries(data)) {
    const turn = Object.hasOwn(turns, key) ? turns[key] : undefined;
    if (key === versionKey) {
      if (typeof value !== 'string') errors.push(fault(locate, ['data', key], 'text', value));
    } else if (turn === undefined) unknown.push(key);
    else if (value === 'true' || value === 'false') settings = { ...settings, ...turn(value === 'true') };
    else
      errors.push(
        fault(
          locate,
          ['data', key],
          '"true" or "false"',
          value,
          typeof value === 'boolean' ? `put it in quotes: "${String(value)}"` : undefined,
        ),
      );
  }
  const version = data[versionKey];
  const [first, ...rest] = errors;
  return first === undefined
    ? E.right({ settings, unknown: unknown.sort(), ...(typeof version === 'string' ? { version } : {}) })
    : E.left([first, ...rest]);
};

const isSwitches = ({ value }: RawObject): boolean => {
  if (!isRecord(value) || value['kind'] !== 'ConfigMap' || value['apiVersion'] !== 'v1') return false;
  const { metadata } = value;
  return (
    isRecord(metadata) && metadata['name'] === switchesName.name && metadata['namespace'] === switchesName.namespace
  );
};

/**
 * The switches of the cluster among what was read: those of the ConfigMap, or the base when there is none; an error when there
 * are two, because which one counts cannot be told.
 */
export const readSwitches =
  (base: Settings.Settings) =>
  ({ objects }: Documents): E.Either<Errors, Switches> => {
    const [first, second] = objects.filter(isSwitches);
    if (first === undefined) return E.right({ settings: base, unknown: [] });
    return second === undefined
      ? settingsOfConfigMap(first.value, base, first.locate)
      : E.left([
          fault(second.locate, ['metadata', 'name'], 'one ConfigMap of this name', 'another one', 'remove all but one'),
        ]);
  };
