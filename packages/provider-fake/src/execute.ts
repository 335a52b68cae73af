import {
  type Listener,
  Listener as L,
  type Ownership,
  Provider,
  type ProviderError,
  Ref,
  Rule,
  type Step,
} from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import type { Call } from './calls.js';
import { type Cell, type Result, turn } from './cell.js';
import { taskOf } from './clock.js';
import { send } from './cloud.js';
import { busy, noLoadBalancer, refused } from './errors.js';
import type { Answer } from './perform.js';
import { lookup } from './internal/keyed.js';
import { objection } from './proof.js';
import { requests } from './requests.js';
import { clientTokens } from './tokens.js';
import * as World from './World.js';

/** After part of a step is done, no error may claim that nothing happened. */
const afterSome = (error: ProviderError.ProviderError): ProviderError.ProviderError =>
  error._tag === 'Unreachable' || error._tag === 'Unknown'
    ? error
    : { _tag: 'Partial', code: error.code, message: error.message };

const finished = async (cell: Cell, answer: Answer): Promise<Result<Answer>> => {
  if (answer.tasks.length > 0) await cell.until(Math.max(...answer.tasks.map(({ endsAt }) => endsAt)));
  const failed = answer.tasks.find(({ requestId }) => Object.hasOwn(cell.world().failures, requestId));
  const { requestId, failedListeners } = answer;
  if (failed !== undefined)
    return E.left({ _tag: 'Unknown', code: 'TaskFailed', message: failed.failure ?? '', requestId });
  return failedListeners.length > 0
    ? E.left({ _tag: 'Partial', code: 'FailListenerIdSet', message: failedListeners.join(', '), requestId })
    : E.right(answer);
};

const carriedOut = async (cell: Cell, step: Step.CloudStep, call: Call): Promise<Result<Answer>> => {
  await turn();
  const refusal = objection(step)(cell.world());
  const reply = refusal === undefined ? cell.take(send(call)) : E.left(refusal);
  return E.isLeft(reply) ? reply : finished(cell, reply.right);
};

/** All calls of a step, in order, up to the first that fails. */
const inOrder = async (
  cell: Cell,
  step: Step.CloudStep,
  calls: ReadonlyArray<Call>,
): Promise<Result<ReadonlyArray<Ref.CloudId>>> => {
  const ids: Array<Ref.CloudId> = [];
  for (const [index, call] of calls.entries()) {
    const reply = await carriedOut(cell, step, call);
    if (E.isLeft(reply)) return index === 0 ? reply : E.left(afterSome(reply.left));
    ids.push(...reply.right.ids);
  }
  return E.right(ids);
};

const running = async (cell: Cell, id: Ref.CloudId): Promise<Result<World.LoadBalancer>> => {
  for (;;) {
    const one = World.loadBalancer(id)(cell.world());
    if (one === undefined) return E.left(noLoadBalancer(id));
    if (one.status === 'Running') return E.right(one);
    const task = taskOf(id)(cell.world());
    if (task === undefined) return E.left(busy(id));
    await cell.until(task.endsAt);
  }
};

/** Whether a load balancer, if it is there at all, bears the tags it was to be born with; without them it is not the one asked for. */
const bears = (cell: Cell, id: Ref.CloudId, tags: Ownership.Tags): boolean => {
  const one = World.loadBalancer(id)(cell.world());
  return one === undefined || Object.keys(tags).every((key) => lookup(one.tags, key) === tags[key]);
};

/**
 * Buys a load balancer. A stale client token is followed by the next, and so is one that answers with a load balancer whose
 * marks somebody took off: it belongs to nobody we know any more.
 */
const bought = async (
  cell: Cell,
  step: Extract<Step.CloudStep, { readonly _tag: 'CreateLoadBalancer' }>,
): Promise<Result<Provider.StepResult>> => {
  let reply: Result<ReadonlyArray<Ref.CloudId>> = E.right([]);
  for (const clientToken of clientTokens(step.clientToken)) {
    reply = await inOrder(cell, step, requests({ ...step, clientToken }));
    if (E.isRight(reply) && reply.right.every((id) => bears(cell, id, step.tags))) break;
    if (E.isLeft(reply) && reply.left.code !== 'InvalidParameter.ClientTokenLimitExceeded') break;
  }
  if (E.isLeft(reply)) return reply;
  const [id = Ref.cloudId('')] = reply.right;
  if (!bears(cell, id, step.tags))
    return E.left(refused(`no client token gives a load balancer of our own, ${id} has lost its tags`));
  const made = await running(cell, id);
  if (E.isLeft(made)) return E.left({ ...made.left, _tag: 'Unknown' });
  return E.right({ made: { [Ref.plannedLoadBalancer(step.key)]: id }, addresses: made.right.vips });
};

const listenersMade = (
  step: Extract<Step.CloudStep, { readonly _tag: 'CreateListeners' }>,
  ids: ReadonlyArray<Ref.CloudId>,
): Provider.StepResult => {
  const pairs = step.ports.flatMap((port, index): ReadonlyArray<readonly [string, Ref.CloudId]> => {
    const key: Listener.ListenerKey = L.keyOf(step.protocol, port);
    const id = ids[index];
    return id === undefined ? [] : [[Ref.plannedListener(step.loadBalancerKey, key), id]];
  });
  return { made: Object.fromEntries(pairs) };
};

/** The domain that a load balancer has by itself: its first address, or the name of a domain-based one. */
const ownDomain = (cell: Cell, id: Ref.CloudId): string => {
  const one = World.loadBalancer(id)(cell.world());
  return one?.vips[0] ?? one?.hostname ?? '';
};

const rulesMade = (
  { loadBalancerKey, key, rules }: Extract<Step.CloudStep, { readonly _tag: 'CreateRules' }>,
  ids: ReadonlyArray<Ref.CloudId>,
): Provider.StepResult => {
  const pairs = rules.flatMap((rule, index): ReadonlyArray<readonly [string, Ref.CloudId]> => {
    const id = ids[index];
    return id === undefined ? [] : [[Ref.plannedRule(loadBalancerKey, key, rule.key), id]];
  });
  return { made: Object.fromEntries(pairs) };
};

/**
 * Carries out a step: its calls in order, each waited for on the virtual clock, up to the first that fails. A destructive step
 * has its proof checked again before every call.
 */
export const execute = async (cell: Cell, step: Step.CloudStep): Promise<Result<Provider.StepResult>> => {
  switch (step._tag) {
    case 'CreateLoadBalancer':
      return bought(cell, step);
    case 'AwaitLoadBalancer': {
      const reply = await running(cell, step.loadBalancer);
      return E.isLeft(reply) ? reply : E.right(Provider.nothingMade);
    }
    case 'CreateListeners': {
      const reply = await inOrder(cell, step, requests(step));
      return E.isLeft(reply) ? reply : E.right(listenersMade(step, reply.right));
    }
    case 'CreateRules': {
      const [first, ...rest] = step.rules;
      const named = ({ domain, ...rule }: Step.NewRule): Step.NewRule => ({
        ...rule,
        domain: domain === Rule.defaultDomain ? ownDomain(cell, step.loadBalancer) : domain,
      });
      const reply = await inOrder(cell, step, requests({ ...step, rules: [named(first), ...rest.map(named)] }));
      return E.isLeft(reply) ? reply : E.right(rulesMade(step, reply.right));
    }
    case 'DeleteRules': {
      const isOwn = step.newDefault === Rule.defaultDomain;
      const whole = isOwn ? { ...step, newDefault: ownDomain(cell, step.loadBalancer) } : step;
      const reply = await inOrder(cell, step, requests(whole));
      return E.isLeft(reply) ? reply : E.right(Provider.nothingMade);
    }
    case 'ModifyRule':
    case 'ModifyTags':
    case 'SetSecurityGroups':
    case 'ModifyLoadBalancer':
    case 'ModifyListener':
    case 'RegisterBackends':
    case 'SetBackendWeights':
    case 'DeregisterBackends':
    case 'DeleteListeners':
    case 'DeleteLoadBalancer': {
      const reply = await inOrder(cell, step, requests(step));
      return E.isLeft(reply) ? reply : E.right(Provider.nothingMade);
    }
  }
};
