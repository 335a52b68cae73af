import type { ProviderError } from '@clbkit/core';

type Tag = ProviderError.ProviderError['_tag'];

/** What each code of the API means for the caller (clb-api 5). A code also stands for those that begin with it and a dot. */
const meanings: ReadonlyArray<readonly [code: string, tag: Tag]> = [
  ['RequestLimitExceeded', 'Throttled'],
  ['FailedOperation.ResourceInOperating', 'Busy'],
  ['FailedOperation.ResourceInCloning', 'Busy'],
  ['FailedOperation.InvalidLBStatus', 'Busy'],
  ['FailedOperation.ResourceTagProcessing', 'Busy'],
  ['FailedOperation.TargetNumCheckRisk', 'Refused'],
  ['FailedOperation.TrafficCheckRisk', 'Refused'],
  ['FailedOperation.EipTrafficCheckRisk', 'Refused'],
  ['FailedOperation.FrequencyCheckRisk', 'Refused'],
  ['FailedOperation.InsufficientBalance', 'QuotaExceeded'],
  ['FailedOperation.NoListenerInLB', 'Invalid'],
  ['OperationDenied', 'Refused'],
  ['ResourceInUse', 'Busy'],
  ['InvalidParameter.LBIdNotFound', 'NotFound'],
  ['InvalidParameter.ListenerIdNotFound', 'NotFound'],
  ['InvalidParameter.LocationNotFound', 'NotFound'],
  ['ResourceNotFound', 'NotFound'],
  ['InvalidParameter.PortCheckFailed', 'Conflict'],
  ['InvalidParameter.RewriteAlreadyExist', 'Conflict'],
  ['InvalidParameter.ClientTokenLimitExceeded', 'Conflict'],
  ['InvalidParameterValue.Duplicate', 'Conflict'],
  ['InvalidParameter', 'Invalid'],
  ['InvalidParameterValue', 'Invalid'],
  ['InvalidParameterCombination', 'Invalid'],
  ['MissingParameter', 'Invalid'],
  ['UnknownParameter', 'Invalid'],
  ['UnsupportedOperation', 'Invalid'],
  ['UnsupportedRegion', 'Invalid'],
  ['InvalidAction', 'Invalid'],
  ['NoSuchVersion', 'Invalid'],
  ['DryRunOperation', 'Invalid'],
  ['LimitExceeded', 'QuotaExceeded'],
  ['ResourceInsufficient', 'QuotaExceeded'],
  ['ResourcesSoldOut', 'QuotaExceeded'],
  ['AuthFailure', 'Denied'],
  ['UnauthorizedOperation', 'Denied'],
  ['IpInBlacklist', 'Denied'],
  ['IpNotInWhitelist', 'Denied'],
  ['ClientError', 'Unreachable'],
];

/** What a code means. Whatever is not in the table is `Unknown`: nobody can tell whether something happened. */
export const meaningOf = (code: string): Tag =>
  meanings.find(([known]) => code === known || code.startsWith(`${known}.`))?.[1] ?? 'Unknown';

/** The error behind a code of the API. */
export const fromCode = (code: string, message: string): ProviderError.ProviderError => ({
  _tag: meaningOf(code),
  code,
  message,
});

/** No answer: the call may have been carried out. */
export const noAnswer: ProviderError.ProviderError = {
  _tag: 'Unreachable',
  code: 'NoAnswer',
  message: 'the connection was lost before an answer came',
};

/** The load balancer is not there. */
export const noLoadBalancer = (id: string): ProviderError.ProviderError =>
  fromCode('InvalidParameter.LBIdNotFound', `LB not exist: ${id}`);

/** Listeners are not there, in the words of calls without a code of their own for it (clb-api 2.9). */
export const noListeners = (ids: ReadonlyArray<string>): ProviderError.ProviderError => ({
  _tag: 'NotFound',
  code: 'InvalidParameter',
  message: `some ListenerId [${ids.join(', ')}] not found`,
});

/** Another write is under way on the load balancer (clb-api 3.2). */
export const busy = (id: string): ProviderError.ProviderError =>
  fromCode(
    'FailedOperation.ResourceInOperating',
    `${id} is not in normal desState, maybe some tasks are being processed`,
  );

/** What a destructive step was planned on no longer holds. */
export const refused = (message: string): ProviderError.ProviderError => ({
  _tag: 'Refused',
  code: 'ProofFailed',
  message,
});
