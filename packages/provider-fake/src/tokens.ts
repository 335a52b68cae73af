import { ClientToken } from '@clbkit/core';

/** A client token and those that may follow it when the cloud says that its order is over. */
export const clientTokens = (token: string): ReadonlyArray<string> =>
  Array.from({ length: ClientToken.attempts + 1 }, (_, number) => ClientToken.attempt(token, number));
