import type { ProviderError, Ref, Step } from '@clbkit/core';

/** What may help against a code (tke-service 9.5). */
export type Retry =
  /** Trying again after a while. */
  | 'retry'
  /** An edit by a user. */
  | 'user'
  /** A change outside: a quota, money, free addresses, a role. */
  | 'outside'
  /** Nothing is needed: the rest goes on. */
  | 'continue';

/** One code of TKE's Service Controller. */
export interface Code {
  readonly code: string;
  readonly meaning: string;
  /** How far it reaches. */
  readonly reach: 'controller' | 'service' | 'none';
  readonly retry: Retry;
}

const row = (code: string, reach: Code['reach'], retry: Retry, meaning: string): Code => ({
  code,
  meaning,
  reach,
  retry,
});

/**
 * Every code that is told for a Service (tke-service 9.3, 9.5). The numbers of Ingresses stand for other things and are not used;
 * E4000 and the E5… have the same meaning there.
 */
export const codes: ReadonlyArray<Code> = [
  row('E4000', 'service', 'retry', 'too many calls to the API'),
  row('E4001', 'controller', 'outside', 'the role of the controller is missing'),
  row('E4004', 'service', 'outside', 'the quota of CLBs is reached'),
  row('E4005', 'service', 'user', 'parameters of the purchase are wrong'),
  row('E4008', 'service', 'outside', 'the subnet has no address left'),
  row('E4009', 'service', 'outside', 'the account is overdue'),
  row('E4011', 'service', 'user', 'the existing CLB does not exist'),
  row('E4012', 'service', 'user', 'the existing CLB was made by TKE'),
  row('E4013', 'service', 'user', 'another cluster uses the existing CLB'),
  row('E4014', 'service', 'user', 'a port of the existing CLB is taken'),
  row('E4016', 'service', 'user', 'CLBs are not shared in this cluster'),
  row('E4026', 'none', 'continue', 'the TkeServiceConfig does not exist'),
  row('E4033', 'none', 'continue', 'direct access, and no backend can be bound'),
  row('E4036', 'service', 'user', 'two listeners have one backend'),
  row('E4037', 'service', 'user', 'the subnet does not exist'),
  row('E4062', 'service', 'user', 'the certificate has expired'),
  row('E4075', 'service', 'user', 'the region is wrong'),
  row('E5003', 'service', 'retry', 'the CLB service has failed'),
  row('E5009', 'service', 'retry', 'a part of the backends is not bound'),
];

type Planned = Step.Step<Ref.Ref>;

const isCode = (code: string, known: string): boolean => code === known || code.startsWith(`${known}.`);

/** What an answer to the purchase of a CLB means. */
const ofPurchase = (
  { network }: Extract<Planned, { readonly _tag: 'CreateLoadBalancer' }>,
  { _tag, code }: ProviderError.ProviderError,
): string | undefined => {
  const internal = network._tag === 'Internal';
  if (isCode(code, 'LimitExceeded')) return 'E4004';
  if (isCode(code, 'ResourceInsufficient')) return internal ? 'E4008' : undefined;
  if (isCode(code, 'InvalidParameter.RegionNotFound') || isCode(code, 'UnsupportedRegion')) return 'E4075';
  if (_tag === 'NotFound') return internal ? 'E4037' : undefined;
  return _tag === 'Invalid' ? 'E4005' : undefined;
};

/**
 * The code TKE shows for an answer of the cloud to a step, where it publishes one.
 *
 * | step | answer | code |
 * |---|---|---|
 * | any | too many calls | E4000 |
 * | any | no role, no permission | E4001 |
 * | any | no money | E4009 |
 * | any | `InternalError` | E5003 |
 * | buys a CLB | a quota | E4004 |
 * | buys an internal CLB | nothing left | E4008 |
 * | buys an internal CLB | not found | E4037 |
 * | buys a CLB | no such region | E4075 |
 * | buys a CLB | parameters are wrong | E4005 |
 * | registers backends | done in part | E5009 |
 */
export const codeOf = (step: Planned, error: ProviderError.ProviderError): string | undefined => {
  const { _tag, code } = error;
  if (_tag === 'Throttled') return 'E4000';
  if (isCode(code, 'UnauthorizedOperation') || isCode(code, 'AuthFailure')) return 'E4001';
  if (isCode(code, 'FailedOperation.InsufficientBalance')) return 'E4009';
  if (isCode(code, 'InternalError')) return 'E5003';
  if (step._tag === 'RegisterBackends') return _tag === 'Partial' ? 'E5009' : undefined;
  return step._tag === 'CreateLoadBalancer' ? ofPurchase(step, error) : undefined;
};
