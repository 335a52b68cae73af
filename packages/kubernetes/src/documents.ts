import type { PlanError } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { LineCounter } from 'yaml';
import type { FieldPath } from './fieldPath.js';
import { endOfValue, jsonPositions, skipSpace } from './jsonPositions.js';
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

/** The JSON value between two offsets. */
const jsonValue = (text: string, from: number, to: number, lineAt: (offset: number) => number): ParsedDocument => {
  const json = text.slice(from, to);
  const value: unknown = JSON.parse(json);
  let positions: ((path: FieldPath) => number) | undefined;
  return { value, lineOf: (path) => lineAt(from + (positions ??= jsonPositions(json))(path)) };
};

/** A JSON value, or several one after another, as several runs of kubectl print them; nothing for what is no JSON. */
const parseJson = (text: string): ReadonlyArray<ParsedDocument> | undefined => {
  const lineAt = linesOf(text);
  try {
    return [jsonValue(text, 0, text.length, lineAt)];
  } catch {
    return parseJsonStream(text, lineAt);
  }
};

const parseJsonStream = (
  text: string,
  lineAt: (offset: number) => number,
): ReadonlyArray<ParsedDocument> | undefined => {
  const values: Array<ParsedDocument> = [];
  try {
    for (let at = skipSpace(text, 0); at < text.length;) {
      const end = endOfValue(text, at);
      values.push(jsonValue(text, at, end, lineAt));
      at = skipSpace(text, end);
    }
    return values;
  } catch {
    return undefined;
  }
};

const parse = (text: string): ReadonlyArray<E.Either<ParseFailure, ParsedDocument>> => {
  const json = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
  return json === undefined ? parseYaml(text) : json.map(E.right);
};

/** Byte order marks, which editors put at the beginning of a file: of each, where files were put together. */
const marks = /^\uFEFF/gm;

/**
 * The Kubernetes objects in files, as `kubectl get -o yaml|json` prints them or as a person writes them: JSON or YAML with
 * one or more documents; lists are taken apart. Empty documents are passed over. Never throws: what cannot be read is an
 * error that says where. JSON is read much faster than YAML, and is the better choice for large dumps.
 */
export const readDocuments = (files: ReadonlyArray<TextFile>): Documents => {
  const objects: Array<RawObject> = [];
  const errors: Array<PlanError.PlanError> = [];
  for (const { name: file, text } of files)
    for (const [index, parsed] of parse(text.replace(marks, '')).entries()) {
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
