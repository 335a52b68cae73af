import * as E from 'fp-ts/lib/Either.js';
import {
  Composer,
  type CST,
  type Document,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  type YAMLParseError,
} from 'yaml';
import { type FieldPath, showValue } from './fieldPath.js';

/** A value, and the line of the field at a path in it. */
export interface ParsedDocument {
  readonly value: unknown;
  readonly lineOf: (path: FieldPath) => number;
}

/** Why a document cannot be parsed, and at which line. */
export interface ParseFailure {
  readonly line: number;
  readonly message: string;
}

/** How deep a document may be. The composer of the library calls itself for each level, and a stack has an end. */
const maxDepth = 1000;

const keyIs =
  (step: string | number) =>
  ({ key }: { readonly key: unknown }): boolean =>
    isScalar(key) && String(key.value) === String(step);

/** Where in a document the field at a path begins, or the nearest field around it. */
const offsetOf = (document: Document.Parsed, path: FieldPath): number => {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? document.range[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(keyIs(step));
      if (pair === undefined) break;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)];
      if (!isMap(item) && !isSeq(item) && !isScalar(item)) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else break;
  }
  return offset;
};

/** The tokens of a text, up to where it nests too deep. */
function* tokensOf(text: string, parser: Parser, tooDeep: () => void): Generator<CST.Token, void> {
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > maxDepth) {
      tooDeep();
      return;
    }
  }
  yield* parser.end();
}

const oneLine = (message: string): string => message.replace(/\s+/g, ' ').trim();

const wordsOf = (cause: unknown): string => oneLine(cause instanceof Error ? cause.message : showValue(cause));

const failureOf = (lines: LineCounter, error: Pick<YAMLParseError, 'pos' | 'message'>): ParseFailure => ({
  line: lines.linePos(error.pos[0]).line,
  message: oneLine(error.message),
});

const readDocument = (lines: LineCounter, document: Document.Parsed): E.Either<ParseFailure, ParsedDocument> => {
  const [error] = document.errors;
  if (error !== undefined) return E.left(failureOf(lines, error));
  const lineOf = (path: FieldPath): number => lines.linePos(offsetOf(document, path)).line;
  try {
    return E.right({ value: document.toJS() as unknown, lineOf });
  } catch (cause) {
    return E.left({ line: lineOf([]), message: wordsOf(cause) });
  }
};

/** Every document of a YAML text, in order. Never throws; after a document that ends the parser there are no more. */
export const parseYaml = (text: string): ReadonlyArray<E.Either<ParseFailure, ParsedDocument>> => {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({ schema: 'core', merge: true, prettyErrors: false, logLevel: 'silent' });
  const out: Array<E.Either<ParseFailure, ParsedDocument>> = [];
  const fail = (message: string): void => {
    out.push(E.left({ line: lines.lineStarts.length, message }));
  };
  const seen: { tooDeep: boolean } = { tooDeep: false };
  const tooDeep = (): void => {
    seen.tooDeep = true;
  };
  try {
    for (const document of composer.compose(tokensOf(text, parser, tooDeep))) out.push(readDocument(lines, document));
    if (seen.tooDeep) fail(`values nested more than ${maxDepth} deep`);
    const [error] = out.length === 0 ? composer.streamInfo().errors : [];
    if (error !== undefined) out.push(E.left(failureOf(lines, error)));
  } catch (cause) {
    fail(wordsOf(cause));
  }
  return out;
};
