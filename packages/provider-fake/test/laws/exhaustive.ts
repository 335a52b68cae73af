// Visits every interleaving of a tiny world on the real code: no model, no sampling. States are compared by what they hold, so the
// search ends. See docs/laws.md, "exhaustive".
import { createHash } from 'node:crypto';
import { type ProviderError, Ref, type Settings, type Snapshot, Step } from '@clbkit/core';
import { Accidents, type Cloud, Edits, judge, type Planner, showComplaint, Witness } from '@clbkit/core/testing';
import { Clock, type Fake, make, World, worldOfFacts } from '@clbkit/provider-fake';
import * as E from 'fp-ts/lib/Either.js';

type PlannedStep = Step.Step<Ref.Ref>;

/** What may happen, and how often at most. */
export interface Bounds {
  readonly edits: number;
  readonly foreign: number;
  readonly crashes: number;
  readonly lost: number;
}

/** A tiny world: what it begins with, and what people may do to it. */
export interface TinyWorld {
  readonly settings: Settings.Settings;
  readonly snapshot: Snapshot.Snapshot;
  readonly cloud: Cloud;
  readonly edits: ReadonlyArray<Edits.Edit>;
  readonly accidents: ReadonlyArray<Accidents.Accident>;
}

interface Flight {
  /** What the plan was made for, and the cloud it was made on. */
  readonly snapshot: Snapshot.Snapshot;
  readonly start: Witness.Moment;
  /** Whether people have interfered since. */
  readonly disturbed: boolean;
  readonly lanes: ReadonlyArray<{
    readonly steps: ReadonlyArray<PlannedStep>;
    readonly made: Readonly<Record<string, Ref.CloudId>>;
  }>;
}

interface State {
  readonly world: World.World;
  readonly published: ReadonlyArray<readonly [string, Ref.CloudId]>;
  readonly snapshot: Snapshot.Snapshot;
  readonly flight: Flight | undefined;
  readonly left: Bounds;
  readonly path: string;
}

/** What a search saw. */
export interface Search {
  readonly states: number;
  readonly transitions: number;
  /** What is wrong, with the events that lead there; empty when every law held everywhere. */
  readonly findings: ReadonlyArray<string>;
  /** Whether everything within the bounds was seen. */
  readonly complete: boolean;
}

/** A world without its clock and its diary. */
const worldOnly = ({ nextId, loadBalancers, orders, tasks }: World.World): unknown => [
  nextId,
  loadBalancers,
  orders,
  tasks,
];

const nameOf = ({ world, published, snapshot, flight, left }: State): string =>
  createHash('sha1')
    .update(
      JSON.stringify([
        worldOnly(world),
        published,
        snapshot,
        flight?.lanes,
        flight?.disturbed,
        flight === undefined,
        left,
      ]),
    )
    .digest('base64');

const momentOf = (state: State): Witness.Moment => ({
  cloud: World.facts(state.world),
  published: new Map(state.published.map(([key, id]) => [key as never, id])),
});

const resolved = (made: Readonly<Record<string, Ref.CloudId>>, step: PlannedStep): Step.Step<Ref.CloudId> =>
  Step.map((ref: Ref.Ref) => (ref._tag === 'Existing' ? ref.id : (made[ref.key] ?? Ref.cloudId(ref.key))))(step);

interface Moved {
  readonly state: State;
  readonly error?: ProviderError.ProviderError;
}

/** Carries out the next step of one lane. A lane whose step fails is over. */
const advance = async (state: State, flight: Flight, lane: number, answer: 'Done' | 'Lost'): Promise<Moved> => {
  const { steps, made } = flight.lanes[lane] ?? { steps: [], made: {} };
  const [step, ...rest] = steps;
  if (step === undefined) return { state };
  const fake: Fake = make({ world: state.world, reportLimits: false });
  const concrete = resolved(made, step);
  let { published } = state;
  let outcome: E.Either<ProviderError.ProviderError, { readonly made: Readonly<Record<string, Ref.CloudId>> }> =
    E.right({ made: {} });
  if (concrete._tag === 'PublishAddress')
    published = [
      ...published.filter(([key]) => key !== concrete.service),
      [concrete.service, concrete.loadBalancer] as const,
    ];
  else outcome = await fake.provider.execute(concrete)();
  const over = answer === 'Lost' || E.isLeft(outcome);
  const next = over
    ? { steps: [], made }
    : { steps: rest, made: { ...made, ...(E.isRight(outcome) ? outcome.right.made : {}) } };
  const lanes = flight.lanes.map((one, index) => (index === lane ? next : one));
  const flown = lanes.some((one) => one.steps.length > 0) ? { ...flight, lanes } : undefined;
  const moved = { ...state, world: Clock.settle(fake.world()), published, flight: flown };
  return E.isLeft(outcome) ? { state: moved, error: outcome.left } : { state: moved };
};

const plans = async (planner: Planner, settings: Settings.Settings, state: State): Promise<Flight> => {
  const fake = make({ world: state.world, reportLimits: false });
  const observed = await fake.provider.observe(planner.scope(settings)(state.snapshot))();
  const lanes = E.isLeft(observed) ? [] : planner.plan(settings)(observed.right, state.snapshot).lanes;
  return {
    snapshot: state.snapshot,
    start: momentOf(state),
    disturbed: false,
    lanes: lanes.map(({ steps }) => ({ steps, made: {} })),
  };
};

/** Faultless passes from a state: at most two, and the judge must be content. */
const settles = async (planner: Planner, settings: Settings.Settings, from: State): Promise<ReadonlyArray<string>> => {
  let state: State = { ...from, flight: undefined };
  for (let pass = 0; pass < 2; pass++) {
    let flight: Flight | undefined = await plans(planner, settings, state);
    while (flight !== undefined) {
      const lane: number = flight.lanes.findIndex(({ steps }) => steps.length > 0);
      if (lane < 0) break;
      const moved = await advance(state, flight, lane, 'Done');
      state = moved.state;
      flight = state.flight;
    }
  }
  return judge(settings)(state.snapshot, World.facts(state.world)).map(showComplaint);
};

/**
 * What is wrong with a step. Where people interfered with a plan under way, a step that takes something away must notice; one that
 * adds something may still reach what has just become somebody else's.
 */
const safety = (
  settings: Settings.Settings,
  flight: Flight,
  before: State,
  after: State,
  effect: Step.Effect,
): ReadonlyArray<string> => {
  const [was, is] = [World.facts(before.world), World.facts(after.world)];
  const witnesses =
    flight.disturbed && effect !== 'delete' ? [Witness.atMostOne] : [Witness.untouchedTheirs, Witness.atMostOne];
  const always = witnesses.flatMap((witness) => witness(settings)(flight.snapshot, was, is));
  if (flight.disturbed) return always.map(showComplaint);
  const calm = [Witness.frozenUntouched, Witness.untouchedSettings].flatMap((witness) =>
    witness(settings)(flight.snapshot, flight.start.cloud, is),
  );
  return [...always, ...calm, ...Witness.serving(settings)(flight.snapshot, flight.start, [momentOf(after)])].map(
    showComplaint,
  );
};

const begun = ({ cloud, snapshot }: TinyWorld, left: Bounds): State => ({
  world: worldOfFacts(cloud),
  published: [],
  snapshot,
  flight: undefined,
  left,
  path: '',
});

/** Every state that can follow a state, with what is wrong on the way there. */
const following = async (
  planner: Planner,
  tiny: TinyWorld,
  state: State,
): Promise<ReadonlyArray<{ readonly state: State; readonly findings: ReadonlyArray<string> }>> => {
  const { settings } = tiny;
  const { flight, left } = state;
  const out: Array<{ readonly state: State; readonly findings: ReadonlyArray<string> }> = [];
  const add = (next: State, event: string, findings: ReadonlyArray<string> = []): void => {
    out.push({ state: { ...next, path: `${state.path} ${event}` }, findings });
  };
  if (flight === undefined) {
    const made = await plans(planner, settings, state);
    const complaints = judge(settings)(state.snapshot, World.facts(state.world)).map(showComplaint);
    const empty = made.lanes.length === 0;
    if (empty !== (complaints.length === 0))
      add(state, 'look', [empty ? 'the plan is empty' : 'the plan is not empty', ...complaints]);
    else if (!empty) add({ ...state, flight: made }, 'look');
  } else {
    for (const [lane, { steps }] of flight.lanes.entries()) {
      const [step] = steps;
      if (step === undefined) continue;
      const done = await advance(state, flight, lane, 'Done');
      const surprise =
        done.error !== undefined && !flight.disturbed
          ? [`the cloud answers ${done.error._tag} ${done.error.code}`]
          : [];
      add(done.state, step._tag, [
        ...safety(settings, flight, state, done.state, Step.effectOf(step._tag)),
        ...surprise,
      ]);
      if (left.lost > 0 && step._tag !== 'AwaitLoadBalancer') {
        const lost = await advance(state, flight, lane, 'Lost');
        add({ ...lost.state, left: { ...left, lost: left.lost - 1 } }, `${step._tag}?`);
      }
    }
    if (left.crashes > 0) add({ ...state, flight: undefined, left: { ...left, crashes: left.crashes - 1 } }, 'crash');
  }
  const disturbed = flight === undefined ? undefined : { ...flight, disturbed: true };
  if (left.edits > 0)
    for (const [index, edit] of tiny.edits.entries())
      add(
        { ...state, snapshot: Edits.applyEdit(state.snapshot, edit), left: { ...left, edits: left.edits - 1 } },
        `edit${index}`,
      );
  if (left.foreign > 0)
    for (const [index, accident] of tiny.accidents.entries()) {
      const { loadBalancers } = worldOfFacts(Accidents.applyAccident(World.facts(state.world), accident));
      add(
        {
          ...state,
          flight: disturbed,
          world: { ...state.world, loadBalancers },
          left: { ...left, foreign: left.foreign - 1 },
        },
        `foreign${index}`,
      );
    }
  return out;
};

/** Visits every state within the bounds, breadth first, and stops at the first thing that is wrong. */
export const search = async (planner: Planner, tiny: TinyWorld, bounds: Bounds, limit = Infinity): Promise<Search> => {
  const start = begun(tiny, bounds);
  const seen = new Set([nameOf(start)]);
  const settled = new Set<string>();
  let frontier: ReadonlyArray<State> = [start];
  let transitions = 0;
  const result = (findings: ReadonlyArray<string>, complete: boolean): Search => ({
    states: seen.size,
    transitions,
    findings,
    complete,
  });
  while (frontier.length > 0) {
    const next: Array<State> = [];
    for (const state of frontier) {
      const place = JSON.stringify([worldOnly(state.world), state.snapshot]);
      if (!settled.has(place)) {
        settled.add(place);
        const unsettled = await settles(planner, tiny.settings, state);
        if (unsettled.length > 0) return result([`does not settle after:${state.path}`, ...unsettled], false);
      }
      for (const { state: found, findings } of await following(planner, tiny, state)) {
        transitions += 1;
        if (findings.length > 0) return result([`after:${found.path}`, ...findings], false);
        const name = nameOf(found);
        if (seen.has(name)) continue;
        seen.add(name);
        next.push(found);
        if (seen.size >= limit) return result([], false);
      }
    }
    frontier = next;
  }
  return result([], true);
};
