/**
 * All a cloud can answer, by what it means for the caller (clb-api 5). `code` and `message` are the cloud's own words; never
 * branch on the message.
 */
export type ProviderError = {
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
} & (
  | { readonly _tag: 'Busy' }
  | { readonly _tag: 'Throttled'; readonly retryAfterMs?: number }
  | { readonly _tag: 'NotFound' }
  | { readonly _tag: 'Conflict' }
  | { readonly _tag: 'QuotaExceeded' }
  | { readonly _tag: 'Refused' }
  | { readonly _tag: 'Denied' }
  | { readonly _tag: 'Invalid' }
  | { readonly _tag: 'Partial' }
  | { readonly _tag: 'Unreachable' }
  | { readonly _tag: 'Undecodable' }
  | { readonly _tag: 'Unknown' }
);

/**
 * What may help:
 *
 * | tag | nothing happened for sure | what helps |
 * |---|---|---|
 * | Busy, Throttled | yes | the same call after a while |
 * | Unreachable, Unknown, Partial, Undecodable | no | look again, then plan anew |
 * | NotFound, Conflict | yes | look again, then plan anew |
 * | QuotaExceeded | yes | a change outside, then the same plan |
 * | Refused | yes | a person's decision |
 * | Denied, Invalid | yes | other credentials, another wish |
 */
export type Remedy = 'wait' | 'look-again' | 'outside-change' | 'person';

/** What may help against an error. */
export const remedy = (error: ProviderError): Remedy => {
  switch (error._tag) {
    case 'Busy':
    case 'Throttled':
      return 'wait';
    case 'NotFound':
    case 'Conflict':
    case 'Partial':
    case 'Unreachable':
    case 'Undecodable':
    case 'Unknown':
      return 'look-again';
    case 'QuotaExceeded':
      return 'outside-change';
    case 'Refused':
    case 'Denied':
    case 'Invalid':
      return 'person';
  }
};

/** Whether the same call may be sent again at once after waiting: only when it is sure that nothing happened. */
export const isTransient = (error: ProviderError): boolean => remedy(error) === 'wait';

/** An error in one line. */
export const describe = (error: ProviderError): string => `${error._tag}: ${error.code}: ${error.message}`;
