/** As much of JSON Schema (2020-12) as the shapes of this product need. */
export interface Schema {
  readonly description?: string;
  readonly type?: string | ReadonlyArray<string>;
  readonly const?: string;
  readonly enum?: ReadonlyArray<string | number>;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: ReadonlyArray<string>;
  readonly additionalProperties?: false | Schema;
  readonly anyOf?: ReadonlyArray<Schema>;
  readonly $ref?: string;
}

/** Schemas that others refer to by name. */
export type Definitions = Readonly<Record<string, Schema>>;

/**
 * A JSON Schema that is tied to a type: shapes are built from members by name, so a member or a case that the type has and
 * the shape has not does not compile.
 */
export interface Shape<A> {
  readonly schema: Schema;
  readonly definitions: Definitions;
  /** Never called; it ties the shape to its type. */
  readonly of: (value: A) => A;
}

/** A member that may be absent. */
export interface Optional<A> {
  readonly optional: Shape<A>;
}

type Absentable<A, K extends keyof A> =
  Partial<Pick<A, K>> extends Pick<A, K> ? true : undefined extends A[K] ? true : false;

/** The shapes of all members of a type. */
export type Members<A> = {
  readonly [K in keyof A]-?: Absentable<A, K> extends true ? Optional<Exclude<A[K], undefined>> : Shape<A[K]>;
};

/** The shapes of all cases of a union, without their tags. */
export type Cases<A extends { readonly _tag: string }> = {
  readonly [T in A['_tag']]: Members<Omit<Extract<A, { readonly _tag: T }>, '_tag'>>;
};

type Untied = Pick<Shape<never>, 'schema' | 'definitions'>;

/** A shape by its schema alone: the caller vouches that the schema describes the type. */
export const vouched = <A>(schema: Schema, definitions: Definitions = {}): Shape<A> => ({
  schema,
  definitions,
  of: (value) => value,
});

/** A member that may be absent. */
export const optional = <A>(shape: Shape<A>): Optional<A> => ({ optional: shape });

/** Any text, branded or not. */
export const text = <A extends string = string>(): Shape<A> => vouched({ type: 'string' });

/** Text of one of these values. */
export const oneOf = <A extends string>(...values: ReadonlyArray<A>): Shape<A> => vouched({ enum: values });

export const boolean: Shape<boolean> = vouched({ type: 'boolean' });
export const number: Shape<number> = vouched({ type: 'number' });

/** A whole number within bounds. */
export const integer = (minimum?: number, maximum?: number): Shape<number> =>
  vouched({
    type: 'integer',
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  });

const listOf = <A>({ schema, definitions }: Untied, minItems: number): Shape<A> =>
  vouched({ type: 'array', items: schema, ...(minItems === 0 ? {} : { minItems }) }, definitions);

/** A list. */
export const list = <A>(item: Shape<A>): Shape<ReadonlyArray<A>> => listOf(item, 0);

/** A list of at least one. */
export const many = <A>(item: Shape<A>): Shape<readonly [A, ...ReadonlyArray<A>]> => listOf(item, 1);

/** A record of any keys. */
export const record = <A>({ schema, definitions }: Shape<A>): Shape<Readonly<Record<string, A>>> =>
  vouched({ type: 'object', additionalProperties: schema }, definitions);

type Member = Untied | { readonly optional: Untied };

const shapeOf = (member: Member): Untied => ('optional' in member ? member.optional : member);

const merged = (all: ReadonlyArray<Untied>): Definitions =>
  Object.fromEntries(all.flatMap(({ definitions }) => Object.entries(definitions)));

const object = (members: Readonly<Record<string, Member>>, tag?: string): Untied => {
  const entries = Object.entries(members);
  const tagged: ReadonlyArray<readonly [string, Schema]> = tag === undefined ? [] : [['_tag', { const: tag }]];
  const properties = [...tagged, ...entries.map(([name, member]) => [name, shapeOf(member).schema] as const)];
  const needed = entries.flatMap(([name, member]) => ('optional' in member ? [] : [name]));
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(properties),
      required: [...tagged.map(([name]) => name), ...needed],
      additionalProperties: false,
    },
    definitions: merged(entries.map(([, member]) => shapeOf(member))),
  };
};

/** A record of just these members. */
export const struct = <A extends object>(members: Members<A>): Shape<A> => {
  const { schema, definitions } = object(members);
  return vouched(schema, definitions);
};

/** A union that `_tag` tells apart. */
export const tagged = <A extends { readonly _tag: string }>(cases: Cases<A>): Shape<A> => {
  const each = Object.entries<Readonly<Record<string, Member>>>(cases).map(([tag, members]) => object(members, tag));
  return vouched({ anyOf: each.map(({ schema }) => schema) }, merged(each));
};

/** A shape that others refer to by name. */
export const named = <A>(name: string, { schema, definitions }: Shape<A>): Shape<A> =>
  vouched({ $ref: `#/$defs/${name}` }, { ...definitions, [name]: schema });
