/** A string that says what it names, so that a Service key is never passed where a cloud id is wanted. */
export type Brand<Name extends string> = string & { readonly __brand: Name };

/** Marks a string as the name of something. The only place in the core where a type is asserted. */
export const brand = <Name extends string>(text: string): Brand<Name> => text as Brand<Name>;
