import { Ref, type ProviderError } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { type Call, Clock, perform, type Performed, type World } from '@clbkit/provider-fake';

/** Ids from plain text. */
export const id = Ref.cloudId;

/** What is right, or a failed test. */
export const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left));
  return either.right;
};

/** What is left, or a failed test. */
export const left = <L>(either: E.Either<L, unknown>): L => {
  if (E.isRight(either)) throw new Error(`unexpected success: ${JSON.stringify(either.right)}`);
  return either.left;
};

/** Code and tag of the refusal of a call. */
export const refusal = (call: Call, world: World.World): string => shown(left(perform(call)(world)));

/** An error as its tag and code. */
export const shown = ({ _tag, code }: ProviderError.ProviderError): string => `${_tag} ${code}`;

/** A call that must succeed. */
export const done = (call: Call, world: World.World): Performed => right(perform(call)(world));

/** The world after calls that must succeed, each waited for. */
export const after = (world: World.World, ...calls: ReadonlyArray<Call>): World.World =>
  calls.reduce((now, call) => Clock.settle(done(call, now).world), world);
