import type { Backend } from '@clbkit/core';
import { castDraft, type Draft, produce } from 'immer';
import * as Backends from './internal/backends.js';
import { type Keyed, lookup } from './internal/keyed.js';
import * as Shelf from './internal/shelf.js';
import { modified } from './listenerSettings.js';
import type { LoadBalancer, Rule, Task, World } from './World.js';

/** The task that keeps a load balancer busy, if any. */
export const taskOf =
  (loadBalancer: string) =>
  (world: World): Task | undefined =>
    lookup(world.tasks, loadBalancer);

/** What DescribeTaskStatus says of a request: 0 done, 1 failed, 2 running (clb-api 2.1). */
export const statusOf =
  (requestId: string) =>
  (world: World): 0 | 1 | 2 =>
    Object.hasOwn(world.failures, requestId)
      ? 1
      : Object.values(world.tasks).some((task) => task.requestId === requestId)
        ? 2
        : 0;

const newWeights = (
  one: Draft<LoadBalancer>,
  weights: ReadonlyArray<Backend.Backend & { readonly listener: string; readonly rule?: string }>,
): void => {
  const places = new Map(weights.map(({ listener, rule }) => [`${listener} ${rule ?? ''}`, { listener, rule }]));
  for (const { listener, rule } of places.values()) {
    const found = lookup(one.listeners, listener);
    const bearer = rule === undefined ? found : lookup(found?.rules ?? {}, rule);
    const changes = weights.filter((weight) => weight.listener === listener && weight.rule === rule);
    if (bearer !== undefined) bearer.backends = castDraft(Backends.reweigh(bearer.backends, changes));
  }
};

/** Rules as a task wants them, with the backends that they have now. */
const merged = (there: Keyed<Rule>, rules: Keyed<Rule>): Keyed<Rule> =>
  Object.fromEntries(
    Object.entries(rules).map(([id, rule]) => [
      id,
      { ...rule, backends: lookup(there, id)?.backends ?? rule.backends },
    ]),
  );

/** Carries out what a task was for. Whatever has vanished meanwhile is passed over. */
const effect = (draft: Draft<World>, { effect: work, loadBalancer: id }: Task, partial: 'reset' | 'merge'): void => {
  const one = Shelf.get(draft.loadBalancers, id);
  if (one === undefined) return;
  switch (work._tag) {
    case 'Nothing':
      return;
    case 'Created':
      one.status = 'Running';
      one.vips = [...work.vips];
      return;
    case 'Deleted':
      Shelf.drop(draft.loadBalancers, id);
      return;
    case 'Attributes':
      one.name = work.name ?? one.name;
      one.deletionProtected = work.deletionProtected ?? one.deletionProtected;
      one.attributes.passToTarget = work.passToTarget ?? one.attributes.passToTarget;
      if (work.internetMaxBandwidthOut !== undefined)
        one.attributes.internetMaxBandwidthOut = work.internetMaxBandwidthOut;
      if (work.securityGroups !== undefined) one.attributes.securityGroups = [...work.securityGroups];
      return;
    case 'ListenersMade':
      for (const made of work.listeners) one.listeners[made.id] = castDraft(made);
      return;
    case 'ListenerModified': {
      const found = lookup(one.listeners, work.listener);
      if (found === undefined) return;
      found.name = work.name ?? found.name;
      const { certificate } = found.settings;
      const switchedOn = work.settings.sni === true && found.settings.sni !== true;
      found.settings = modified(partial, found.protocol, found.settings, work.settings);
      if (switchedOn && certificate !== undefined)
        for (const rule of Object.values(found.rules ?? {})) rule.settings.certificate = certificate;
      return;
    }
    case 'Rules': {
      const found = lookup(one.listeners, work.listener);
      if (found !== undefined) found.rules = castDraft(merged(found.rules ?? {}, work.rules));
      return;
    }
    case 'ListenersDeleted':
      for (const listener of work.listeners) Reflect.deleteProperty(one.listeners, listener);
      return;
    case 'Weights':
      newWeights(one, work.weights);
      return;
  }
};

const finish = (draft: Draft<World>, task: Task, partial: 'reset' | 'merge'): void => {
  Reflect.deleteProperty(draft.tasks, task.loadBalancer);
  if (task.failure === undefined) {
    effect(draft, task, partial);
    return;
  }
  draft.failures[task.requestId] = task.failure;
  if (task.effect._tag === 'Created') Shelf.drop(draft.loadBalancers, task.loadBalancer);
};

/**
 * The world at a later instant: every task that ends by then is finished, in any order, since no two share a CLB. An earlier
 * instant changes nothing.
 */
export const advanceTo =
  (instant: number) =>
  (world: World): World => {
    const now = Math.max(world.now, instant);
    const due = Object.values(world.tasks).filter(({ endsAt }) => endsAt <= now);
    if (due.length === 0) return now === world.now ? world : { ...world, now };
    return produce(world, (draft) => {
      draft.now = now;
      for (const task of due) finish(draft, task, world.settings.partialHealthCheck);
    });
  };

/** The world some milliseconds later. */
export const advance =
  (ms: number) =>
  (world: World): World =>
    advanceTo(world.now + Math.max(0, ms))(world);

/** The world when every task is done. */
export const settle = (world: World): World =>
  advanceTo(Object.values(world.tasks).reduce((latest, { endsAt }) => Math.max(latest, endsAt), world.now))(world);
