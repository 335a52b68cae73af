import type { Plan, Provider, Ref, Step } from '@clbkit/core';
import { describe, it } from '@jest/globals';
import { expectTypeOf } from 'expect-type';

describe('types', () => {
  it('keep planned names away from a provider', () => {
    type Taken = Parameters<Provider.Provider['execute']>[0];
    expectTypeOf<Step.Step<Ref.CloudId>>().not.toExtend<Taken>();
    expectTypeOf<Exclude<Step.Step<Ref.CloudId>, { readonly _tag: 'PublishAddress' }>>().toExtend<Taken>();
    expectTypeOf<Extract<Step.Step<Ref.Ref>, { readonly _tag: 'DeleteLoadBalancer' }>>().not.toExtend<Taken>();
  });

  it('let no lane and no reason be empty', () => {
    expectTypeOf<readonly []>().not.toExtend<Plan.Lane['steps']>();
    expectTypeOf<readonly []>().not.toExtend<Step.Step<Ref.Ref>['why']>();
  });

  it('demand a proof of every step that takes something away', () => {
    type Destructive = Extract<
      Step.CloudStep,
      { readonly _tag: 'DeregisterBackends' | 'DeleteListeners' | 'DeleteLoadBalancer' }
    >;
    expectTypeOf<Destructive>().toExtend<{ readonly proof: Step.Proof }>();
  });
});
