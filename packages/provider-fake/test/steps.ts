import {
  Backend,
  Listener,
  LoadBalancer,
  type ProviderError,
  type Provider,
  Ref,
  type Step,
  type Why,
} from '@clbkit/core';
import type * as E from 'fp-ts/lib/Either.js';
import type { Fake } from '@clbkit/provider-fake';
import { id } from './support.js';

const why: readonly [Why.Why] = [
  { object: { kind: 'Service', namespace: 'a', name: 'b' }, path: 'spec.ports' } as never,
];
const owner = LoadBalancer.loadBalancerKey('a/b');

export const cluster = 'cls-1';
export const mine = { 'tke-clusterId': cluster, 'tke-createdBy-flag': 'yes', 'tke-lb-serviceuuid': 'uid-1' };
export const proof: Step.Proof = { tags: mine };
export const web = Listener.keyOf('TCP', 80);

export const create = (clientToken = 'token', name = 'front'): Step.CloudStep => ({
  _tag: 'CreateLoadBalancer',
  key: owner,
  network: { _tag: 'Public' },
  name,
  tags: mine,
  clientToken,
  why,
});
export const listeners = (loadBalancer: string, ...ports: ReadonlyArray<number>): Step.CloudStep => ({
  _tag: 'CreateListeners',
  loadBalancer: id(loadBalancer),
  loadBalancerKey: owner,
  protocol: 'TCP',
  ports: ports as never,
  name: Listener.managedName,
  settings: {},
  why,
});
const on = (loadBalancer: string, listener: string, addresses: ReadonlyArray<string>, weight: number) =>
  ({
    loadBalancer: id(loadBalancer),
    listeners: [{ listener: id(listener), key: web, backends: Backend.uniform(addresses, 30080, weight) }],
    why,
  }) as const;
export const register = (loadBalancer: string, listener: string, addresses: ReadonlyArray<string>): Step.CloudStep => ({
  _tag: 'RegisterBackends',
  ...on(loadBalancer, listener, addresses, 10),
});
export const weigh = (
  loadBalancer: string,
  listener: string,
  addresses: ReadonlyArray<string>,
  weight: number,
): Step.CloudStep => ({ _tag: 'SetBackendWeights', ...on(loadBalancer, listener, addresses, weight) });
export const deregister = (
  loadBalancer: string,
  listener: string,
  addresses: ReadonlyArray<string>,
): Step.CloudStep => ({ _tag: 'DeregisterBackends', ...on(loadBalancer, listener, addresses, 10), proof });
export const modify = (
  loadBalancer: string,
  listener: string,
  settings: Listener.ListenerSettings,
): Step.CloudStep => ({
  _tag: 'ModifyListener',
  loadBalancer: id(loadBalancer),
  listener: id(listener),
  key: web,
  settings,
  changes: [{ field: 'scheduler', from: 'WRR', to: 'LEAST_CONN' }],
  why,
});
export const deleteListeners = (loadBalancer: string, ...ids: ReadonlyArray<string>): Step.CloudStep => ({
  _tag: 'DeleteListeners',
  loadBalancer: id(loadBalancer),
  listeners: ids.map((one) => ({ listener: id(one), key: web, name: Listener.managedName })) as never,
  proof,
  why,
});
export const remove = (loadBalancer: string): Step.CloudStep => ({
  _tag: 'DeleteLoadBalancer',
  loadBalancer: id(loadBalancer),
  proof,
  force: true,
  why,
});
export const waitFor = (loadBalancer: string): Step.CloudStep => ({
  _tag: 'AwaitLoadBalancer',
  loadBalancer: id(loadBalancer),
  why,
});
export const retag = (
  loadBalancer: string,
  set: Record<string, string>,
  removed: ReadonlyArray<string> = [],
): Step.CloudStep => ({
  _tag: 'ModifyTags',
  loadBalancer: id(loadBalancer),
  set,
  records: [],
  remove: removed,
  why,
});

export const run = (
  fake: Fake,
  step: Step.CloudStep,
): Promise<E.Either<ProviderError.ProviderError, Provider.StepResult>> => fake.provider.execute(step)();
export const planned = Ref.plannedLoadBalancer(owner);
export const plannedListener = (key: string): string => Ref.plannedListener(owner, key);
