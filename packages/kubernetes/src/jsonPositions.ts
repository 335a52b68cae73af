import type { FieldPath } from './fieldPath.js';

const isSpace = (unit: number): boolean => unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;

/** The offset of the first character from there on that is no space. */
export const skipSpace = (json: string, from: number): number => {
  let at = from;
  while (isSpace(json.charCodeAt(at))) at++;
  return at;
};

/** The offset behind the string that begins at `from`. */
const endOfString = (json: string, from: number): number => {
  let at = from + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
};

/** The offset behind the value that begins at `from`; as deep as it may be, no recursion. */
export const endOfValue = (json: string, from: number): number => {
  let at = from;
  let depth = 0;
  while (at < json.length) {
    const char = json[at];
    if (char === '"') at = endOfString(json, at);
    else if (depth === 0 && (char === ',' || char === '}' || char === ']')) return at;
    else {
      if (char === '{' || char === '[') depth++;
      if (char === '}' || char === ']') depth--;
      at++;
    }
    if (depth === 0 && (char === '}' || char === ']' || char === '"')) return at;
  }
  return at;
};

interface Child {
  /** Where its key begins, or itself in a list. */
  readonly start: number;
  readonly value: number;
}

/** What a container holds, by member name or position. */
const childrenOf = (json: string, container: number): ReadonlyMap<string, Child> => {
  const children = new Map<string, Child>();
  const inObject = json[container] === '{';
  if (!inObject && json[container] !== '[') return children;
  let at = skipSpace(json, container + 1);
  for (let index = 0; at < json.length && json[at] !== '}' && json[at] !== ']'; index++) {
    const start = at;
    let key = String(index);
    if (inObject) {
      const end = endOfString(json, at);
      key = String(JSON.parse(json.slice(at, end)));
      at = skipSpace(json, skipSpace(json, end) + 1);
    }
    children.set(key, { start, value: at });
    at = skipSpace(json, endOfValue(json, at));
    if (json[at] === ',') at = skipSpace(json, at + 1);
  }
  return children;
};

/**
 * Finds where in a JSON text the value at a path begins, or the nearest value around it. The text must be valid JSON. Each
 * container on the way is read once, however many paths are asked for.
 */
export const jsonPositions = (json: string): ((path: FieldPath) => number) => {
  const known = new Map<number, ReadonlyMap<string, Child>>();
  const children = (container: number): ReadonlyMap<string, Child> => {
    const found = known.get(container) ?? childrenOf(json, container);
    known.set(container, found);
    return found;
  };
  return (path) => {
    let start = skipSpace(json, 0);
    let value = start;
    for (const step of path) {
      const child = children(value).get(String(step));
      if (child === undefined) break;
      ({ start, value } = child);
    }
    return start;
  };
};
