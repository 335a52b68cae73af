import { describe, expect, it } from '@jest/globals';
import { PlanError, type ProviderError, type Ref, type Step } from '@clbkit/core';
import { codeOf, codes } from '../src/index.js';

type Planned = Step.Step<Ref.Ref>;

const buy = (network: object): Planned => ({ _tag: 'CreateLoadBalancer', why: [], network }) as unknown as Planned;
const openly = buy({ _tag: 'Public' });
const inside = buy({ _tag: 'Internal', subnet: 'subnet-a' });
const register = { _tag: 'RegisterBackends', why: [] } as unknown as Planned;
const listeners = { _tag: 'CreateListeners', why: [] } as unknown as Planned;

const answer = (_tag: ProviderError.ProviderError['_tag'], code: string): ProviderError.ProviderError => ({
  _tag,
  code,
  message: '',
});

describe('codeOf (9.3)', () => {
  it.each<readonly [string, Planned, ProviderError.ProviderError, string | undefined]>([
    ['too many calls', listeners, answer('Throttled', 'RequestLimitExceeded'), 'E4000'],
    ['no role', listeners, answer('Denied', 'UnauthorizedOperation'), 'E4001'],
    ['wrong credentials', openly, answer('Denied', 'AuthFailure.TokenFailure'), 'E4001'],
    ['the quota of CLBs', openly, answer('QuotaExceeded', 'LimitExceeded'), 'E4004'],
    ['another quota', listeners, answer('QuotaExceeded', 'LimitExceeded'), undefined],
    ['parameters of a purchase', openly, answer('Invalid', 'InvalidParameterValue'), 'E4005'],
    ['other parameters', listeners, answer('Invalid', 'InvalidParameterValue'), undefined],
    ['a full subnet', inside, answer('QuotaExceeded', 'ResourceInsufficient'), 'E4008'],
    ['nothing left in public', openly, answer('QuotaExceeded', 'ResourceInsufficient'), undefined],
    ['no money', openly, answer('QuotaExceeded', 'FailedOperation.InsufficientBalance'), 'E4009'],
    ['a subnet that is not there', inside, answer('NotFound', 'ResourceNotFound'), 'E4037'],
    ['a region that is none', openly, answer('Invalid', 'UnsupportedRegion'), 'E4075'],
    ['a failure of the cloud', listeners, answer('Unknown', 'InternalError'), 'E5003'],
    ['backends bound in part', register, answer('Partial', 'PartialSuccess'), 'E5009'],
    ['backends not bound', register, answer('Invalid', 'InvalidParameter'), undefined],
    ['what nobody knows', openly, answer('Unknown', 'LimitExceededNot'), undefined],
  ])('gives the code of %s', (_, step, error, code) => {
    expect(codeOf(step, error)).toBe(code);
  });
});

describe('codes', () => {
  const known = codes.map(({ code }) => code);

  it('stand once each, in order', () => {
    expect(known).toEqual([...new Set(known)].sort());
  });

  it('have every code that TKE publishes for Services, and two more of the same meaning everywhere', () => {
    const published = '4001 4004 4005 4008 4009 4011 4012 4013 4014 4016 4026 4033 4036 4037 4062 4075'.split(' ');
    expect(known.filter((code) => !code.startsWith('E5') && code !== 'E4000')).toEqual(
      published.map((one) => `E${one}`),
    );
  });

  it('never take a number that only Ingresses have', () => {
    const ingress =
      '4003 4006 4007 4010 4017 4018 4019 4020 4021 4022 4023 4024 4025 4027 4030 4031 4032 4034 4035 4038 4039 4040 4041 4042 4043 4044 4045 4046 4047 4048 4049 4050 4051 4052 4053 4054 4055 4060 4066 4068 4071 4074 4081 4082 4084 4091 4098 4101 4406';
    expect(known.filter((code) => ingress.split(' ').includes(code.slice(1)))).toEqual([]);
  });

  it('have every code the planner tells, with the same reach', () => {
    const service = 'shop/web' as never;
    const loadBalancer = 'lb-a' as never;
    const told: ReadonlyArray<PlanError.PlanError> = [
      { _tag: 'LoadBalancerNotFound', service, loadBalancer },
      { _tag: 'NotOurs', service, loadBalancer, because: 'MadeByTke', found: '' },
      { _tag: 'NotOurs', service, loadBalancer, because: 'OtherCluster', found: '' },
      { _tag: 'NotOurs', service, loadBalancer, because: 'SharingOff', found: '' },
      { _tag: 'PortConflict', service, loadBalancer, listener: 'TCP:80' as never, holder: '' },
      { _tag: 'MissingServiceConfig', service, name: 'x' },
    ];
    for (const error of told) {
      const row = codes.find(({ code }) => code === PlanError.code(error));
      expect([error._tag, row?.reach]).toEqual([error._tag, PlanError.reach(error)]);
    }
  });

  it('are of the classes of 9.5', () => {
    const by = (retry: string): ReadonlyArray<string> =>
      codes.filter((one) => one.retry === retry).map(({ code }) => code);
    expect(by('continue')).toEqual(['E4026', 'E4033']);
    expect(by('outside')).toEqual(['E4001', 'E4004', 'E4008', 'E4009']);
    expect(by('retry')).toEqual(['E4000', 'E5003', 'E5009']);
  });
});
