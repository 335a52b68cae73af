import { defaultOptions, type Pass, Policy, type Publication, reconcile, Settings } from '@clbkit/core';
import { decodeObject, type Documents, readServiceStatus, statusAfter, toSnapshot } from '@clbkit/kubernetes';
import { type Fake, World } from '@clbkit/provider-fake';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { mergePatch } from '../support/mergePatch.js';
import { at, cluster, decoded, edit } from './cluster.js';
import type { Edit } from './edits.js';
import { foreign, touched } from './foreign.js';
import { observed } from './picture.js';

/** When the story begins. */
const begin = Date.parse('2026-11-20T08:16:00Z');

const settings = Settings.defaults;

/** The moment at which the address of a Service is switched. */
export interface Handover {
  readonly service: string;
  /** Whether the old and the new CLB both had a backend behind every listener. */
  readonly bothServed: boolean;
}

/** A cluster, a cloud, and a controller between them. */
export interface Stage {
  readonly fake: Fake;
  readonly documents: () => Documents;
  /** Somebody changes the cluster. */
  readonly edit: (...edits: ReadonlyArray<Edit>) => void;
  /** The controller looks, plans, applies the plan and writes the status of the Services. */
  readonly pass: () => Promise<Pass>;
  /** What the controller may not do and did: after every single step the world was looked at. */
  readonly offences: () => ReadonlyArray<string>;
  /** The moments at which an address was switched from one CLB to another. */
  readonly handovers: () => ReadonlyArray<Handover>;
  /** Service by UID, also when it is gone. */
  readonly nameOf: (uid: string) => string;
}

/** Listeners of ours that had somebody to answer, and have nobody now. */
const silenced = (before: World.World, after: World.World): ReadonlyArray<string> => {
  const answering = (world: World.World): ReadonlySet<string> =>
    new Set(
      Object.values(observed(world).loadBalancers).flatMap(({ listeners }) =>
        listeners.flatMap(({ id, owner, backends }) =>
          owner._tag === 'Service' && backends.some(({ weight }) => weight > 0) ? [id] : [],
        ),
      ),
    );
  const there = new Set(World.loadBalancers(after).flatMap(({ listeners }) => Object.keys(listeners)));
  const now = answering(after);
  return [...answering(before)].filter((id) => there.has(id) && !now.has(id));
};

/** Sets the stage for this cluster and this cloud. */
export const stageOf = (documents: Documents, fake: Fake): Stage => {
  let current = documents;
  let known = foreign(fake.world());
  let last = fake.world();
  const offences: Array<string> = [];
  const handovers: Array<Handover> = [];
  const names = new Map<string, string>();

  const now = (): number => begin + fake.world().now;

  const serves = (id: string): boolean => {
    const listeners = Object.values(World.loadBalancer(id)(fake.world())?.listeners ?? {});
    return listeners.length > 0 && listeners.every(({ backends }) => backends.some(({ weight }) => weight > 0));
  };

  const publish = ({ service, loadBalancer, replaces }: Publication): void => {
    handovers.push({ service, bothServed: serves(replaces) && serves(loadBalancer) });
    const [namespace = '', name = ''] = service.split('/');
    const ingress = (World.loadBalancer(loadBalancer)(fake.world())?.vips ?? []).map((ip) => ({ ip, ipMode: 'VIP' }));
    current = edit(
      ['Service', namespace, name],
      at(['status', 'loadBalancer', 'ingress'], () => ingress),
    )(current);
  };

  const watch = (): void => {
    const world = fake.world();
    offences.push(...touched(known, foreign(world)).map((one) => `${one} was touched`));
    offences.push(...silenced(last, world).map((one) => `${one} lost its last backend`));
    last = world;
  };

  const writeStatus = (report: Pass['report']): void => {
    const after = statusAfter({ settings, observed: observed(fake.world()), report, now: now() });
    for (const raw of current.objects) {
      const sighting = decodeObject({ clusterId: cluster.id, takenAt: now() })(raw);
      if (sighting._tag !== 'Decoded' || sighting.object.kind !== 'Service') continue;
      const { kind, namespace, name } = sighting.object;
      const { patch } = after(sighting.object, readServiceStatus(raw.value));
      if (patch !== undefined) current = edit([kind, namespace, name], mergePatch(patch))(current);
    }
  };

  const pass = async (): Promise<Pass> => {
    known = foreign(fake.world());
    last = fake.world();
    const { snapshot } = toSnapshot({ cluster, takenAt: now() })(current);
    const options = {
      settings,
      policy: Policy.brake(Policy.brakeDefaults),
      apply: {
        ...defaultOptions,
        wait: fake.wait,
        publish: (publication: Publication) =>
          TE.fromIO(() => {
            publish(publication);
          }),
        progress: () => () => {
          watch();
          return Promise.resolve();
        },
      },
    };
    const result = await reconcile(options)(snapshot)(fake.provider)();
    if (E.isLeft(result)) throw new Error(`the fake cloud cannot be observed: ${result.left.message}`);
    writeStatus(result.right.report);
    return result.right;
  };

  const remember = (): void => {
    for (const raw of current.objects) {
      const found = decoded(raw);
      if (found?.kind === 'Service' && E.isRight(found.decoded))
        names.set(found.decoded.right.uid, found.decoded.right.key);
    }
  };
  remember();

  return {
    fake,
    documents: () => current,
    edit: (...edits) => {
      current = edits.reduce((after, change) => change(after), current);
      remember();
    },
    pass,
    offences: () => offences,
    handovers: () => handovers,
    nameOf: (uid) => names.get(uid) ?? uid,
  };
};
