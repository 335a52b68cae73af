import * as fc from 'fast-check';
import { canonicalJson } from '../../internal/canonicalJson.js';
import { type Lane, type Plan, steps } from '../../Plan.js';
import { show } from '../../Ref.js';
import { effectOf, refsOf } from '../../Step.js';
import { place } from '../arbitraries.js';
import { applyEdit, collectionNames, type Edit, serviceEditAt } from '../edits.js';
import { mapServices, scene, type Scene } from '../scene.js';
import { type Place, keyAt, places, uidAt } from '../vocabulary.js';
import { read } from '../wish.js';
import { componentOf } from './component.js';
import { ownerOf, see } from '../cloud.js';
import { situation } from '../situation.js';
import { isTaken, namesIn, observe, planFor, takenBy } from './facts.js';
import { type Law, law } from './Law.js';
import type { Planner } from './Planner.js';
import { shuffled } from './shuffle.js';

const text = (value: unknown): string => JSON.stringify(value);

const odd = fc.constantFrom('__proto__', 'constructor', 'toString', '', 'a/b', 'lb-e1', '💥');

/** The scene with strange words in it: names that every object inherits, nothing at all, what looks like an id. */
const estranged = ({ settings, snapshot, cloud }: Scene, word: string): Scene => ({
  settings,
  snapshot: mapServices(snapshot, (service) => ({
    ...service,
    request: { ...service.request, serviceConfig: word },
    published: [word],
    ports: service.ports.map((port) => ({ ...port, name: word, port: port.port === 53 ? -1 : port.port })),
  })),
  cloud: cloud.map((one) => ({
    ...one,
    tags: { ...one.tags, [word]: word, 'clbkit-replaces': word },
    addresses: [word],
  })),
});

const totality = law<Planner, readonly [Scene, string]>(
  'totality',
  'whatever the facts, there is a plan, and nothing throws',
  400,
  fc.tuple(scene, odd),
  (planner) =>
    ([at, word]) => {
      const plans = [planFor(planner, at), planFor(planner, estranged(at, word))];
      return plans.every(({ lanes }) => Array.isArray(lanes)) ? [] : ['there is no plan'];
    },
);

const determinism = law<Planner, readonly [Scene, number]>(
  'determinism',
  'the same facts in any order give the same plan, byte for byte',
  400,
  fc.tuple(scene, fc.nat({ max: 1000 })),
  (planner) =>
    ([at, seed]) => {
      const [one, other] = [text(planFor(planner, at)), text(planFor(planner, shuffled(seed, at)))];
      return one === other ? [] : ['the plans differ', one, other];
    },
);

/** Whether some Service uses several load balancers: a move was broken off, or a person has given it another. */
const isCrowded = ({ snapshot, cloud }: Scene): boolean => {
  const clbs = see(snapshot.cluster.id, cloud);
  const users = clbs.flatMap((one) => one.users);
  return new Set(users).size < users.length;
};

/** Listeners of who is known to be gone. They go sooner or later: at once when nobody takes them over. */
const orphans = ({ settings, snapshot, cloud }: Scene): ReadonlySet<string> => {
  const { clbs, caseOf } = situation(settings)(snapshot, cloud);
  return new Set(
    clbs.flatMap((clb) =>
      clb.listeners.flatMap((listener) => {
        const owner = ownerOf(clb, listener);
        return owner !== undefined && caseOf(owner)._tag === 'Released' ? [`delete ${clb.id} ${listener.id}`] : [];
      }),
    ),
  );
};

const unknownIsNotEmpty = (scenes: fc.Arbitrary<Scene>): Law<Planner> =>
  law<Planner, readonly [Scene, number]>(
    'unknown is not empty',
    'a collection that is unknown, or a node or slice that cannot be read, takes nothing away that stayed before',
    500,
    fc.tuple(scenes, fc.nat({ max: 30 })),
    (planner) =>
      ([at, choice]) => {
        const before = new Set([...takenBy(planFor(planner, at)), ...orphans(at)]);
        return forgotten(at, choice).flatMap(([what, snapshot]) =>
          [...takenBy(planFor(planner, { ...at, snapshot }))]
            .filter((one) => !isTaken(before, one))
            .map((one) => `${what}: ${one}`),
        );
      },
  );

const forgotten = ({ snapshot }: Scene, choice: number): ReadonlyArray<readonly [string, Scene['snapshot']]> => {
  const { nodes, endpointSlices } = snapshot;
  const out: Array<readonly [string, Scene['snapshot']]> = collectionNames.map((collection) => [
    `${collection} unknown`,
    applyEdit(snapshot, { _tag: 'Forget', collection }),
  ]);
  const pick = <A>(all: ReadonlyArray<A>): ReadonlyArray<A> =>
    all.length === 0 ? [] : all.slice(choice % all.length).slice(0, 1);
  if (nodes._tag === 'Known')
    for (const name of pick(Object.keys(nodes.items)))
      out.push([`Node ${name} unreadable`, applyEdit(snapshot, { _tag: 'BreakNode', name })]);
  const at = ([0, 1, 2, 3] as const)[choice % 4] ?? 0;
  const { namespace, name: service } = places[at];
  if (endpointSlices._tag === 'Known')
    for (const name of pick(Object.keys(endpointSlices.items[namespace]?.[service] ?? {})))
      out.push([`slice ${name} unreadable`, applyEdit(snapshot, { _tag: 'BreakSlice', place: at, name })]);
  return out;
};

const outside = (plan: Plan, component: ReadonlySet<string>): ReadonlyArray<Lane> =>
  plan.lanes.filter((lane) => !namesIn(lane).some((name) => component.has(name)));

const sameOutside = (planner: Planner, at: Scene, snapshot: Scene['snapshot'], where: Place): ReadonlyArray<string> => {
  const start = [keyAt(where), uidAt(where, 0), uidAt(where, 1), uidAt(where, 2)];
  const component = componentOf(at.settings, [at.snapshot, snapshot], at.cloud, start);
  const one = text(outside(planFor(planner, at), component));
  const other = text(outside(planFor(planner, { ...at, snapshot }), component));
  return one === other ? [] : ['other lanes differ', one, other];
};

const sameGoneness = (at: Scene, snapshot: Scene['snapshot']): boolean =>
  read(at.settings)(at.snapshot).complete === read(at.settings)(snapshot).complete;

const locality = law<Planner, readonly [Scene, Place, Edit]>(
  'locality',
  'an edit to one Service leaves the lanes of all others as they are',
  400,
  place.chain((where) => fc.tuple(scene, fc.constant(where), serviceEditAt(where))),
  (planner) =>
    ([at, where, edit]) => {
      const snapshot = applyEdit(at.snapshot, edit);
      return sameGoneness(at, snapshot) ? sameOutside(planner, at, snapshot, where) : [];
    },
);

const freeze = law<Planner, readonly [Scene, Place]>(
  'freeze',
  'a Service that cannot be followed has no step on what it owns, and all other lanes stay as they are',
  400,
  fc.tuple(scene, place),
  (planner) =>
    ([at, where]) => {
      const { namespace, name } = places[where];
      if (at.snapshot.services._tag === 'Unknown' || at.snapshot.services.items[namespace]?.[name]?._tag !== 'Right')
        return [];
      const uid = at.snapshot.services.items[namespace][name].right.uid;
      const broken = applyEdit(at.snapshot, { _tag: 'BreakService', place: where, generation: Number(uid.at(-1)) });
      const plan = planFor(planner, { ...at, snapshot: broken });
      const observed = observe(planner.scope(at.settings)(broken), at.cloud);
      const owned = Object.values(observed.loadBalancers).flatMap((one) =>
        one.ownership._tag === 'Mine' && one.ownership.uid === uid
          ? [one.id, ...one.listeners.map(({ id }) => id)]
          : one.listeners.flatMap(({ id, owner }) => (owner._tag === 'Service' && owner.uid === uid ? [id] : [])),
      );
      const named = steps(plan).flatMap((step) =>
        refsOf(step)
          .map(show)
          .filter((id) => owned.some((one) => one === id))
          .map((id) => `${step._tag} names ${id}`),
      );
      const made = steps(plan).some(
        (step) => step._tag === 'CreateLoadBalancer' && step.key === `${namespace}/${name}`,
      );
      return [
        ...named,
        ...(made ? ['a load balancer is made for it'] : []),
        ...sameOutside(planner, at, broken, where),
      ];
    },
);

const isSubsequence = (kept: ReadonlyArray<string>, all: ReadonlyArray<string>): boolean => {
  let at = 0;
  for (const one of all) if (at < kept.length && kept[at] === one) at += 1;
  return at === kept.length;
};

const policy = law<Planner, Scene>(
  'policy',
  'a policy only removes steps and says which and why; sync removes none',
  300,
  scene,
  (planner) => (at) => {
    const observed = observe(planner.scope(at.settings)(at.snapshot), at.cloud);
    const plan = planner.plan(at.settings)(observed, at.snapshot);
    return Object.entries(planner.policies).flatMap(([name, make]) => {
      const allowed = make(observed)(plan);
      const broken = allowed.lanes.filter((lane) => {
        const before = plan.lanes.find(({ key }) => key === lane.key);
        return before === undefined || !isSubsequence(lane.steps.map(canonicalJson), before.steps.map(canonicalJson));
      });
      const sorted = (all: ReadonlyArray<unknown>): string => text(all.map(canonicalJson).sort());
      const waits = (some: Plan): Plan => ({ ...some, lanes: some.lanes.map((lane) => lane) });
      const accounted = sorted(
        [...steps(waits(allowed)), ...allowed.withheld.map(({ step }) => step)].filter(
          ({ _tag }) => _tag !== 'AwaitLoadBalancer',
        ),
      );
      const all = sorted(steps(plan).filter(({ _tag }) => _tag !== 'AwaitLoadBalancer'));
      const takes = steps(allowed).some(
        (step) => effectOf(step._tag) === 'delete' || (step._tag === 'ModifyTags' && step.remove.length > 0),
      );
      const changes = steps(allowed).some(({ _tag }) => _tag === 'ModifyListener' || _tag === 'SetBackendWeights');
      return [
        ...broken.map(({ key }) => `${name} changes or adds steps of lane ${key}`),
        ...(accounted === all ? [] : [`${name} does not account for every step`]),
        ...(allowed.withheld.every(({ because }) => because !== '') ? [] : [`${name} does not say why`]),
        ...(name === 'sync' && text(allowed) !== text(plan) ? ['sync changes the plan'] : []),
        ...(name === 'upsert-only' && takes ? ['upsert-only takes something away'] : []),
        ...(name === 'create-only' && (takes || changes) ? ['create-only changes what is there'] : []),
      ];
    });
  },
);

const data = law<Planner, Scene>(
  'data',
  'a plan survives JSON, and a recorded snapshot and observation give the same plan',
  300,
  scene,
  (planner) => (at) => {
    const observed = observe(planner.scope(at.settings)(at.snapshot), at.cloud);
    const plan = planner.plan(at.settings)(observed, at.snapshot);
    const again = planner.plan(revived(at.settings))(revived(observed), revived(at.snapshot));
    return [
      ...(hasUndefined(plan) ? ['the plan has an undefined member'] : []),
      ...(canonicalJson(revived(plan)) === canonicalJson(plan) ? [] : ['the plan does not survive JSON']),
      ...(text(again) === text(plan) ? [] : ['recorded facts give another plan']),
    ];
  },
);

/** What JSON makes of a value. */
function revived<A>(value: A): A;
function revived(value: unknown): unknown {
  const out: unknown = JSON.parse(JSON.stringify(value));
  return out;
}

const hasUndefined = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).some((member) => member === undefined || hasUndefined(member));

const over = (scenes: fc.Arbitrary<Scene>): ReadonlyArray<Law<Planner>> => [
  totality,
  determinism,
  unknownIsNotEmpty(scenes),
  freeze,
  locality,
  policy,
  data,
];

/** The laws that need no cloud: they look at plans alone. What is unknown is tried where each Service uses one load balancer at most. */
export const planLaws: ReadonlyArray<Law<Planner>> = over(scene.filter((one) => !isCrowded(one)));

/** The same laws over scenes of any kind. */
export const wildPlanLaws: ReadonlyArray<Law<Planner>> = over(scene);
