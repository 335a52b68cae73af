import type { PlanError } from '@clbkit/core';
import { type FieldPath, showPath, showValue } from './fieldPath.js';
import type { Documents, Locate, RawObject } from './RawObject.js';
import { isRecord } from './wire.js';

/** How deep a list in a list is taken apart; nobody writes more than two. */
const maxDepth = 8;

const within =
  (locate: Locate, prefix: FieldPath): Locate =>
  (path) =>
    locate([...prefix, ...path]);

/** `Service` for `ServiceList`; nothing for what is no list. */
const itemKind = (value: Readonly<Record<string, unknown>>): string | undefined => {
  const { kind } = value;
  if (typeof kind !== 'string' || !kind.endsWith('List')) return undefined;
  return kind === 'List' || 'items' in value || isRecord(value['metadata']) ? kind.slice(0, -'List'.length) : undefined;
};

/** Items of a typed list leave out what the list has said. */
const withKind = (kind: string, apiVersion: unknown, item: unknown): unknown =>
  kind !== '' && isRecord(item) && item['kind'] === undefined ? { apiVersion, kind, ...item } : item;

const problem = (
  file: string,
  place: PlanError.Place | undefined,
  path: FieldPath,
  expected: string,
  found: unknown,
): PlanError.PlanError => ({
  _tag: 'InvalidField',
  object: { kind: 'Document', name: file },
  path: showPath(path),
  expected,
  found: showValue(found),
  ...(place === undefined ? {} : { place }),
});

const continueOf = (value: Readonly<Record<string, unknown>>): unknown => {
  const metadata = value['metadata'];
  return isRecord(metadata) ? metadata['continue'] : undefined;
};

/**
 * A document taken apart: `v1 List`, typed lists such as `ServiceList` and plain JSON lists give their items; `items: null`
 * gives none. A list without `items`, or one page of a longer list, is an error: it must not pass for all there is.
 */
export const expand = (root: RawObject, file: string): Documents => {
  const objects: Array<RawObject> = [];
  const errors: Array<PlanError.PlanError> = [];
  const waiting: Array<RawObject & { readonly depth: number }> = [{ ...root, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, locate, depth } = next;
    const enqueue = (items: ReadonlyArray<unknown>, prefix: FieldPath): void => {
      for (let index = items.length - 1; index >= 0; index--)
        waiting.push({ value: items[index], locate: within(locate, [...prefix, index]), depth: depth + 1 });
    };
    const kind = isRecord(value) ? itemKind(value) : undefined;
    if (value === undefined || value === null) continue;
    if (Array.isArray(value) && depth < maxDepth) enqueue(value, []);
    else if (isRecord(value) && kind !== undefined && depth < maxDepth) {
      const { items, apiVersion } = value;
      if (Array.isArray(items))
        enqueue(
          items.map((item: unknown) => withKind(kind, apiVersion, item)),
          ['items'],
        );
      else if (items !== null) errors.push(problem(file, locate(['items']), ['items'], 'a list', items));
      const more = continueOf(value);
      if (more !== undefined && more !== null && more !== '')
        errors.push(
          problem(
            file,
            locate(['metadata', 'continue']),
            ['metadata', 'continue'],
            'a whole list, not one page of it',
            more,
          ),
        );
    } else objects.push({ value, locate });
  }
  return { objects, errors };
};
