// Is there a shorter way? Tries every series of calls that could make sense on a small world, shortest first. The calls are made up
// from the wish and the world, not from the plan. Only the order rules "claim first" and "marks last" hold for
// them as well.
import { createHash } from 'node:crypto';
import { Listener, LoadBalancer, type ObservedState, Ownership, type Ref, type Request } from '@clbkit/core';
import { followed, judge, type Scene, Vocabulary as V, Wish, Witness } from '@clbkit/core/testing';
import { type Call, Clock, perform, type Target, World } from '@clbkit/provider-fake';
import * as E from 'fp-ts/lib/Either.js';

type Facts = ObservedState.LoadBalancerFacts;
type Wants = Extract<Wish.Stand, { readonly _tag: 'Wants' }>;

const uid = V.uidAt(3, 1);

const weightsOf = ({ backends }: ObservedState.ListenerFacts): ReadonlyMap<string, number> =>
  new Map(
    'canonical' in backends
      ? backends.canonical.flatMap(({ addresses, port, weight }) =>
          addresses.map((address) => [`${address} ${port}`, weight] as const),
        )
      : [],
  );

const target = (listener: Ref.CloudId, key: string): Target => {
  const [address = '', port = ''] = key.split(' ');
  return { listener, address, port: Number(port) };
};

const ours = ({ name }: { readonly name: string }): boolean => name === Listener.managedName;

const settingsOf = (need: Wish.Need): Listener.ListenerSettings => {
  const plain = Object.fromEntries(need.declared.filter(([path]) => !path.includes('.')));
  const check = need.declared.flatMap(([path, value]) =>
    path.startsWith('healthCheck.') ? [[path.slice(12), value] as const] : [],
  );
  return { ...plain, ...(check.length === 0 ? {} : { healthCheck: Object.fromEntries(check) }) };
};

const onListeners = (clb: Facts, needs: ReadonlyArray<Wish.Need>): ReadonlyArray<Call> => {
  const loadBalancer = clb.id;
  const keyOf = (one: ObservedState.ListenerFacts): string => `${one.protocol}:${one.port}`;
  const missing = needs.filter(({ key }) => !clb.listeners.some((one) => keyOf(one) === key));
  const kinds = new Map<string, Array<Wish.Need>>();
  for (const need of missing) {
    const kind = JSON.stringify([need.key.split(':')[0], need.declared]);
    kinds.set(kind, [...(kinds.get(kind) ?? []), need]);
  }
  const creations = [...kinds.values()].map((some): Call => ({
    action: 'CreateListener',
    loadBalancer,
    protocol: some[0]?.key.startsWith('UDP') === true ? 'UDP' : 'TCP',
    ports: some.map(({ port }) => port),
    names: some.map(() => Listener.managedName),
    settings: some[0] === undefined ? {} : settingsOf(some[0]),
  }));
  const pairs = clb.listeners.flatMap((one) => {
    const need = needs.find(({ key }) => key === keyOf(one));
    return need === undefined || !ours(one) ? [] : [{ one, need, weights: weightsOf(one) }];
  });
  const changes = pairs.flatMap(({ one, need }): ReadonlyArray<Call> =>
    need.declared.length === 0
      ? []
      : [
          {
            action: 'ModifyListener',
            loadBalancer,
            listener: one.id,
            settings: Listener.overlay(one.settings, settingsOf(need)),
          },
        ],
  );
  const register = pairs.flatMap(({ one, need, weights }) =>
    [...need.expected.must]
      .filter(([key]) => !weights.has(key))
      .map(([key, weight]) => ({ ...target(one.id, key), weight })),
  );
  const deregister = pairs.flatMap(({ one, need, weights }) =>
    [...weights.keys()]
      .filter((key) => !need.expected.must.has(key) && !need.expected.draining.has(key))
      .map((key) => target(one.id, key)),
  );
  const rules = pairs.map(({ one, need, weights }) => ({
    listener: one.id,
    targets: [...weights].flatMap(([key, weight]) => {
      const wanted = need.expected.must.get(key) ?? (need.expected.draining.has(key) ? 0 : weight);
      return wanted === weight ? [] : [{ ...target(one.id, key), weight: wanted }];
    }),
  }));
  const unwanted = clb.listeners
    .filter((one) => ours(one) && !pairs.some((pair) => pair.one === one))
    .map(({ id }) => id);
  const heavy = rules.filter(({ targets }) => targets.length > 0);
  return [
    ...creations,
    ...changes,
    ...(register.length === 0 ? [] : [{ action: 'BatchRegisterTargets', loadBalancer, targets: register } as const]),
    ...(deregister.length === 0
      ? []
      : [{ action: 'BatchDeregisterTargets', loadBalancer, targets: deregister } as const]),
    ...(heavy.length === 0 ? [] : [{ action: 'BatchModifyTargetWeight', loadBalancer, rules: heavy } as const]),
    ...(unwanted.length === 0
      ? []
      : [{ action: 'DeleteLoadBalancerListeners', loadBalancer, listeners: unwanted } as const]),
  ];
};

/** What may be set on a load balancer as a whole: what the wish declares. */
const onAttributes = ({ id: loadBalancer }: Facts, wish: Wants | undefined): ReadonlyArray<Call> => {
  const declared = wish?.attributes.declared ?? new Map<string, unknown>();
  const groups = declared.get('securityGroups');
  const bandwidth = declared.get('internetMaxBandwidthOut');
  const pass = declared.get('passToTarget');
  const guard = declared.get('deletionProtection');
  const rest = {
    ...(typeof bandwidth === 'number' ? { internetMaxBandwidthOut: bandwidth } : {}),
    ...(typeof pass === 'boolean' ? { passToTarget: pass } : {}),
    ...(typeof guard === 'boolean' ? { deletionProtected: guard } : {}),
  };
  return [
    ...(Array.isArray(groups)
      ? [{ action: 'SetLoadBalancerSecurityGroups', loadBalancer, securityGroups: groups.map(String) } as const]
      : []),
    ...(Object.keys(rest).length === 0
      ? []
      : [{ action: 'ModifyLoadBalancerAttributes', loadBalancer, ...rest } as const]),
  ];
};

const paid = ({ name: _, ignored: __, ...rest }: Request.Creation = {}): LoadBalancer.Purchase => rest;

/** What a purchase may say of attributes, where the network has them. */
const purchaseOf = (network: Wish.Where, { attributes, service }: Wants): LoadBalancer.Purchase => {
  const bandwidth = attributes.declared.get('internetMaxBandwidthOut');
  const isPublic = network._tag === 'Own' && network.network._tag === 'Public';
  const plain = isPublic ? paid(service.request.creation) : {};
  return {
    ...plain,
    ...(isPublic && typeof bandwidth === 'number' && bandwidth > 0 ? { bandwidth } : {}),
    ...(attributes.declared.get('passToTarget') === true ? { passToTarget: true } : {}),
  };
};

const marks = (clb: Facts, needs: ReadonlyArray<Wish.Need> | undefined): Call => {
  const listeners =
    needs === undefined
      ? []
      : clb.listeners.filter((one) => ours(one) && needs.some(({ key }) => key === `${one.protocol}:${one.port}`));
  const claim = needs === undefined ? {} : Ownership.claimTags(V.cluster.id, [uid]);
  const replace = { ...claim, ...Object.fromEntries(listeners.map(({ id }) => [Ownership.recordKey(uid, id), id])) };
  const early = (key: string): boolean =>
    clb.listeners.some((one) => ours(one) && (needs === undefined || key.endsWith(one.id)));
  const mine = Object.keys(clb.tags).filter((key) => key.startsWith(uid) || key === Ownership.tag.cluster);
  return {
    action: 'ModifyResourceTags',
    loadBalancer: clb.id,
    replace,
    remove: mine.filter((key) => !Object.hasOwn(replace, key) && !early(key)),
  };
};

/** Every call that could make sense now. */
const calls = (cloud: ReadonlyArray<Facts>, wish: Wants | undefined, made: number): ReadonlyArray<Call> => {
  const where = wish?.where;
  const used = (clb: Facts): boolean =>
    clb.tags[Ownership.tag.serviceUid] === uid || clb.tags[uid] === Ownership.sharedUser;
  // What serves the Service and fits stays: another one in its place would change the address for nothing.
  const fits = (clb: Facts): boolean =>
    where?._tag === 'Own' &&
    used(clb) &&
    clb.tags[Ownership.tag.createdBy] === 'yes' &&
    LoadBalancer.sameNetwork(clb.network, where.network);
  const buy: ReadonlyArray<Call> =
    where?._tag === 'Own' && !cloud.some(fits)
      ? [
          {
            action: 'CreateLoadBalancer',
            network: where.network,
            purchase: wish === undefined ? {} : purchaseOf(where, wish),
            tags: Ownership.birthTags(V.cluster.id, uid),
            clientToken: `try-${made}`,
          },
        ]
      : [];
  return [
    ...buy,
    ...cloud
      .filter((clb) => used(clb) || (where?._tag === 'Existing' && where.id === clb.id))
      .flatMap((clb): ReadonlyArray<Call> => {
        const bought = clb.tags[Ownership.tag.createdBy] === 'yes';
        const needs =
          where?._tag === 'Existing'
            ? where.id === clb.id
              ? wish?.needs
              : undefined
            : bought
              ? wish?.needs
              : undefined;
        const gone: ReadonlyArray<Call> = fits(clb)
          ? []
          : bought
            ? [{ action: 'DeleteLoadBalancer', loadBalancers: [clb.id], force: true }]
            : [marks(clb, needs)];
        return used(clb) ? [...gone, ...onListeners(clb, needs ?? []), ...onAttributes(clb, needs && wish)] : gone;
      }),
  ];
};

const nameOf = (world: World.World): string =>
  createHash('sha1')
    .update(JSON.stringify(World.facts(world)))
    .digest('base64');

/** The shortest series of calls, of at most `depth`, after which the judge is content; undefined when there is none. */
export const shorter = (scene: Scene.Scene, start: World.World, depth: number): ReadonlyArray<string> | undefined => {
  const { settings, snapshot } = scene;
  const stand = Wish.read(settings)(snapshot).stands.get(uid);
  const wish = stand?._tag === 'Wants' ? stand : undefined;
  const before = World.facts(start);
  const content = (world: World.World): boolean => {
    const after = World.facts(world);
    const witnesses = [
      Witness.untouchedTheirs,
      Witness.frozenUntouched,
      Witness.untouchedSettings,
      Witness.released,
      Witness.atMostOne,
    ];
    if (followed(settings)(snapshot, before).has(uid) !== followed(settings)(snapshot, after).has(uid)) return false;
    return (
      judge(settings)(snapshot, after).length === 0 &&
      witnesses.every((witness) => witness(settings)(snapshot, before, after).length === 0)
    );
  };
  const seen = new Set([nameOf(start)]);
  let frontier: ReadonlyArray<{ readonly world: World.World; readonly path: ReadonlyArray<string> }> = [
    { world: start, path: [] },
  ];
  for (let length = 0; length <= depth; length++) {
    const done = frontier.find(({ world }) => content(world));
    if (done !== undefined) return done.path;
    frontier =
      length === depth
        ? []
        : frontier.flatMap(({ world, path }) =>
            calls(World.facts(world), wish, length).flatMap((call) => {
              const reply = perform(call)(world);
              if (E.isLeft(reply)) return [];
              const next = Clock.settle(reply.right.world);
              if (seen.has(nameOf(next))) return [];
              seen.add(nameOf(next));
              return [{ world: next, path: [...path, call.action] }];
            }),
          );
  }
  return undefined;
};
