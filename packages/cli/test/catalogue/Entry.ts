/** What holds a rule: a test, a law of `docs/laws.md`, a manifest with its plan, a decision; or why nothing does. */
export type Holder =
  | { readonly test: string; readonly title: string }
  | { readonly law: string }
  | { readonly manifest: string }
  | { readonly decision: string }
  /** Why it does not concern clbkit. */
  | { readonly out: string }
  /** What is missing. */
  | { readonly open: string };

/** One line of the catalogue. */
export interface Entry {
  readonly id: string;
  /** Absent where the id says it: rules stand in `src/rules.ts`, annotations in `docs/annotations.md`. */
  readonly says?: string;
  readonly held: readonly [Holder, ...ReadonlyArray<Holder>];
}

/** A test that begins with these words, in a file of `packages/`. */
export const test = (file: string, title: string): Holder => ({ test: `packages/${file}.test.ts`, title });

export const law = (key: string): Holder => ({ law: key });

/** A manifest in `packages/cli/test/manifests`, by its name. */
export const manifest = (name: string): Holder => ({ manifest: name });

export const decision = (number: string): Holder => ({ decision: number });

export const out = (because: string): Holder => ({ out: because });

export const open = (missing: string): Holder => ({ open: missing });

/** An entry that says itself what it is. */
export const row = (id: string, says: string, ...held: Entry['held']): Entry => ({ id, says, held });

/** An entry that is described elsewhere. */
export const held = (id: string, ...holders: Entry['held']): Entry => ({ id, held: holders });

/** The test files that hold most, by short names. */
export const scenario = (title: string): Holder => test('core/test/scenarios', title);
export const asks = (title: string): Holder => test('kubernetes/test/annotations', title);
export const attribute = (title: string): Holder => test('core/test/attributes', title);
export const purchase = (title: string): Holder => test('core/test/creation', title);
export const onNodes = (title: string): Holder => test('core/test/backendsNodes', title);
export const value = (title: string): Holder => test('kubernetes/test/annotationValues', title);
export const onPods = (title: string): Holder => test('core/test/backendsPods', title);
export const onHosts = (title: string): Holder => test('core/test/rules', title);
export const protocol = (title: string): Holder => test('core/test/protocols', title);
export const certificate = (title: string): Holder => test('core/test/certificates', title);
export const lint = (title: string): Holder => test('cli/test/lint', title);
