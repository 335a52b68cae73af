import type { PlanError } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { LineCounter } from 'yaml';
import type { FieldPath } from './fieldPath.js';
import { jsonPositions } from './jsonPositions.js';
import { expand } from './lists.js';
import type { Documents, RawObject } from './RawObject.js';
import { type ParsedDocument, type ParseFailure, parseYaml } from './yamlDocuments.js';

/** A file that was read, by name. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

const unparsed = (file: string, document: number, { line, message }: ParseFailure): PlanError.PlanError => ({
  _tag: 'InvalidField',
  object: { kind: 'Document', name: file },
  path: '(whole document)',
  expected: 'YAML or JSON',
  found: message,
  place: { file, document, line },
  remedy: 'correct the document, or leave it out',
});

/** Line numbers of offsets; the text is read for line ends at the first question only. */
const linesOf = (text: string): ((offset: number) => number) => {
  const counter = new LineCounter();
  return (offset) => {
    if (counter.lineStarts.length === 0) {
      counter.addNewLine(0);
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) counter.addNewLine(at + 1);
    }
    return counter.linePos(offset).line;
  };
};

const parseJson = (text: string): ParsedDocument | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    const lineAt = linesOf(text);
    let positions: ((path: FieldPath) => number) | undefined;
    const lineOf = (path: FieldPath): number => lineAt((positions ??= jsonPositions(text))(path));
    return { value, lineOf };
  } catch {
    return undefined;
  }
};

const parse = (text: string): ReadonlyArray<E.Either<ParseFailure, ParsedDocument>> => {
  const json = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
  return json === undefined ? parseYaml(text) : [E.right(json)];
};

/**
 * The Kubernetes objects in files, as `kubectl get -o yaml|json` prints them or as a person writes them: JSON, or YAML with
 * one or more documents; lists are taken apart. Empty documents are passed over. Never throws: what cannot be read is an
 * error that says where. JSON is read much faster than YAML, and is the better choice for large dumps.
 */
export const readDocuments = (files: ReadonlyArray<TextFile>): Documents => {
  const objects: Array<RawObject> = [];
  const errors: Array<PlanError.PlanError> = [];
  for (const { name: file, text } of files)
    for (const [index, parsed] of parse(text.replace(/^\uFEFF/, '')).entries()) {
      const document = index + 1;
      if (E.isLeft(parsed)) {
        errors.push(unparsed(file, document, parsed.left));
        continue;
      }
      const { value, lineOf } = parsed.right;
      const parts = expand({ value, locate: (path) => ({ file, document, line: lineOf(path) }) }, file);
      for (const object of parts.objects) objects.push(object);
      errors.push(...parts.errors);
    }
  return { objects, errors };
};
