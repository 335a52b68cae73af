import { Backend, Listener } from '@clbkit/core';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { CallOf } from '../calls.js';
import { keysOf, lookup } from '../internal/keyed.js';
import { batch, range } from '../limits.js';
import { full, lacksCertificate, modified, wrong } from '../listenerSettings.js';
import * as World from '../World.js';
import { type Change, type Checked, fail, having, mint, repeats, starting, unless, whole, writable } from './Change.js';
import { Ref } from '@clbkit/core';

const wrongName = (name: string): boolean => name.length < 1 || name.length > range.nameLength;

const unnamed = 'unnamed';

const noCertificate = 'Certificate: no such CertId';

const made = (call: CallOf<'CreateListener'>, world: World.World): Change => {
  const ids = mint('lbl', call.ports.length, world);
  const listeners = call.ports.flatMap((port, index): ReadonlyArray<World.Listener> => {
    const id = ids[index];
    if (id === undefined) return [];
    const name = call.names[index] ?? unnamed;
    const { protocol } = call;
    const rules = protocol === 'HTTP' || protocol === 'HTTPS' ? { rules: {} } : {};
    return [{ id, name, protocol, port, settings: full(protocol, call.settings), backends: Backend.none, ...rules }];
  });
  const task = { effect: { _tag: 'ListenersMade', listeners }, ms: world.settings.listenerMs } as const;
  return {
    ...starting([{ loadBalancer: call.loadBalancer, ...task }]),
    ids,
    edit: (draft) => {
      draft.nextId += ids.length;
    },
  };
};

/** CreateListener (clb-api 2.8): one listener for each port, all or none. */
export const createListeners = (call: CallOf<'CreateListener'>, world: World.World): Checked => {
  const { protocol, ports, names } = call;
  const complaint = wrong(protocol, full(protocol, call.settings));
  return pipe(
    unless(
      [ports.length === 0, 'MissingParameter', 'Ports'],
      [ports.length > batch.portsPerCreate, 'InvalidParameterValue.Length', 'Ports'],
      [ports.some((port) => !whole(port, range.port.min, range.port.max)), 'InvalidParameterValue.Range', 'Ports'],
      [repeats(ports), 'InvalidParameterValue.Duplicate', 'Ports'],
      [names.length > 0 && names.length !== ports.length, 'InvalidParameterValue.Length', 'ListenerNames'],
      [names.some(wrongName), 'InvalidParameterValue.Length', 'ListenerNames'],
      [complaint !== undefined, 'InvalidParameterValue', complaint ?? ''],
      [lacksCertificate(protocol, call.settings), 'MissingParameter', 'Certificate'],
      [!World.hasCertificate(call.settings.certificate)(world), 'InvalidParameterValue', noCertificate],
    ),
    E.flatMap(() => writable(call.loadBalancer, world)),
    E.flatMap((one) => {
      const slots = World.slots(one);
      const clash = ports.find((port) => slots.has(Listener.slotOf({ protocol, port })));
      if (clash !== undefined) return fail('InvalidParameter.PortCheckFailed', `port ${String(clash)} is taken`);
      const count = slots.size + ports.length;
      return count > world.quotas.listenersPerLoadBalancer
        ? fail('LimitExceeded', `${String(count)} listeners on ${one.id}`)
        : E.right(made(call, world));
    }),
  );
};

/** Only what is sent is looked at; a health check with what it comes to. */
const wrongChange = (
  found: World.Listener,
  sent: Listener.ListenerSettings,
  world: World.World,
): string | undefined => {
  const { protocol, settings } = found;
  const { healthCheck } = modified(world.settings.partialHealthCheck, protocol, settings, sent);
  if (sent.sni === false && settings.sni === true) return 'SniSwitch cannot be switched off';
  const comesTo = sent.healthCheck === undefined || healthCheck === undefined ? {} : { healthCheck };
  return wrong(protocol, { ...sent, ...comesTo });
};

/** ModifyListener (clb-api 2.9): what is absent stays. */
export const modifyListener = (call: CallOf<'ModifyListener'>, world: World.World): Checked => {
  const { name, settings, listener } = call;
  return pipe(
    unless(
      [name !== undefined && wrongName(name), 'InvalidParameterValue.Length', 'ListenerName'],
      [!World.hasCertificate(settings.certificate)(world), 'InvalidParameterValue', noCertificate],
    ),
    E.flatMap(() => writable(call.loadBalancer, world)),
    E.flatMap((one) => having(one, [listener])),
    E.flatMap((one) => {
      const found = lookup(one.listeners, listener);
      const complaint = found === undefined ? undefined : wrongChange(found, settings, world);
      return complaint === undefined ? E.right(one) : fail('InvalidParameterValue', complaint);
    }),
    E.map(({ id }) => {
      const effect = { _tag: 'ListenerModified', listener, settings, ...(name === undefined ? {} : { name }) } as const;
      return starting([{ loadBalancer: id, effect, ms: world.settings.listenerMs }]);
    }),
  );
};

/** DeleteLoadBalancerListeners (clb-api 2.9): without ids every listener goes; one unknown id fails the whole call. */
export const deleteListeners = (call: CallOf<'DeleteLoadBalancerListeners'>, world: World.World): Checked => {
  const named = call.listeners ?? [];
  return pipe(
    unless(
      [named.length > batch.listenersPerDelete, 'InvalidParameterValue.Length', 'ListenerIds'],
      [repeats(named), 'InvalidParameterValue.Duplicate', 'ListenerIds'],
    ),
    E.flatMap(() => writable(call.loadBalancer, world)),
    E.flatMap((one) => having(one, named)),
    E.map((one) => {
      const listeners = named.length > 0 ? named : keysOf(one.listeners).map(Ref.cloudId);
      const effect = { _tag: 'ListenersDeleted', listeners } as const;
      return starting([{ loadBalancer: one.id, effect, ms: world.settings.listenerMs }]);
    }),
  );
};
