import * as fc from 'fast-check';
import { isEmpty, type Plan, steps } from '../../Plan.js';
import { describe } from '../../PlanError.js';
import type { Settings } from '../../Settings.js';
import type { Snapshot } from '../../Snapshot.js';
import { serviceConfig } from '../arbitraries.js';
import { accident, type Accident, applyAccident } from '../accidents.js';
import type { Cloud } from '../cloud.js';
import { applyEdit, edit, type Edit } from '../edits.js';
import { type Event, faultless, history, pass, type Pass } from '../histories.js';
import { type Complaint, judge, showComplaint } from '../judge.js';
import { mapServices, publish } from '../scene.js';
import { followed, stranded } from '../situation.js';
import type { Witness } from '../witness.js';
import * as W from '../witness.js';
import { anonymous } from './anonymous.js';
import { type Findings, type Law, law } from './Law.js';
import { type Board, type Course, play } from './pass.js';
import type { Play, Stage } from './Planner.js';
import { arrive, grown, type Start, wild } from './start.js';

type Starts = fc.Arbitrary<Start>;

const words = (complaints: ReadonlyArray<Complaint>): Findings => complaints.map(showComplaint);

const shown = ({ plan, errors }: Course): Findings => [
  `plan: ${text(plan)}`,
  ...plan.diagnostics.map((error) => `it says: ${describe(error)}`),
  ...errors.map((error) => `the cloud answered ${error._tag} ${error.code}: ${error.message}`),
];

/** Complaints, with the course of events beside them when there are any. */
const found = (course: Course, complaints: ReadonlyArray<Complaint>): Findings =>
  complaints.length === 0 ? [] : [...words(complaints), ...shown(course)];

interface Opened {
  readonly stage: Stage;
  readonly board: Board;
  readonly run: (snapshot: Snapshot, script?: Pass, policy?: string) => Promise<Course>;
}

const open = (subject: Play, settings: Settings, cloud: Cloud): Opened => {
  const stage = subject.open(cloud);
  const board: Board = new Map();
  return {
    stage,
    board,
    run: (snapshot, script, policy) => play(subject, stage, settings, board, policy)(snapshot, script),
  };
};

const wide: Pass = { ...faultless, concurrency: 8 };

/** From one instant to the next over a whole course. */
const stepwise = (
  witness: Witness,
  settings: Settings,
  { snapshot, before, moments }: Course,
): ReadonlyArray<Complaint> =>
  moments.flatMap((moment, index) => witness(settings)(snapshot, (moments[index - 1] ?? before).cloud, moment.cloud));

/** From the first instant to each later one. */
const throughout = (
  witness: Witness,
  settings: Settings,
  { snapshot, before, moments }: Course,
): ReadonlyArray<Complaint> => moments.flatMap((moment) => witness(settings)(snapshot, before.cloud, moment.cloud));

const convergence = (starts: Starts): Law<Play> =>
  law<Play, readonly [Start, boolean]>(
    'convergence',
    'from any world, one faultless pass satisfies the wish',
    300,
    fc.tuple(starts, fc.boolean()),
    (subject) =>
      async ([start, many]) => {
        const { settings, snapshot, cloud } = await arrive(subject, start);
        const { stage, board, run } = open(subject, settings, cloud);
        const course = await run(snapshot, many ? wide : faultless);
        return found(course, judge(settings)(course.snapshot, stage.cloud(), board));
      },
  );

type Touch = { readonly edits: ReadonlyArray<Edit>; readonly accidents: ReadonlyArray<Accident> };

const touch: fc.Arbitrary<Touch> = fc.record({
  edits: fc.array(edit, { maxLength: 2 }),
  accidents: fc.array(accident, { maxLength: 1 }),
});

const fixpoint = (starts: Starts): Law<Play> =>
  law<Play, readonly [Start, Touch]>(
    'fixpoint',
    'the plan is empty exactly when the world satisfies the wish, as judged by code that is not the planner',
    300,
    fc.tuple(starts, touch),
    (subject) =>
      async ([start, { edits, accidents }]) => {
        const { settings, snapshot, cloud } = await arrive(subject, start);
        const { stage, run } = open(subject, settings, cloud);
        const agree = (plan: Plan, complaints: ReadonlyArray<Complaint>, when: string): Findings =>
          isEmpty(plan) === (complaints.length === 0)
            ? []
            : [
                `${when}: the plan is ${
                  isEmpty(plan)
                    ? 'empty'
                    : `not (${steps(plan)
                        .map(({ _tag }) => _tag)
                        .join(', ')})`
                }`,
                ...words(complaints),
              ];
        const first = await run(snapshot);
        const before = agree(first.plan, judge(settings)(snapshot, cloud), 'at first');
        const later = edits.reduce(applyEdit, snapshot);
        stage.disturb((now) => accidents.reduce(applyAccident, now));
        const disturbed = stage.cloud();
        const republished = publish(later, disturbed, 'last');
        const second = await run(republished);
        return [...before, ...agree(second.plan, judge(settings)(second.snapshot, disturbed), 'after an edit')];
      },
  );

const crashSafety = (starts: Starts): Law<Play> =>
  law<Play, readonly [Start, ReadonlyArray<Pass>]>(
    'crash safety',
    'wherever a pass stops and whichever answers are lost, the next faultless pass gives the world that an undisturbed one gives',
    300,
    fc.tuple(starts, fc.array(pass, { minLength: 1, maxLength: 3 })),
    (subject) =>
      async ([start, scripts]) => {
        const { settings, snapshot, cloud } = await arrive(subject, start);
        const calm = open(subject, settings, cloud);
        await calm.run(snapshot);
        const { stage, board, run } = open(subject, settings, cloud);
        for (const script of scripts) await run(snapshot, script);
        const last = await run(snapshot);
        const complaints = judge(settings)(last.snapshot, stage.cloud(), board);
        const [one, other] = [calm.stage.cloud(), stage.cloud()].map((at) => anonymous(snapshot.cluster.id, at));
        return [
          ...found(last, complaints),
          ...(complaints.length > 0 || one === other || stranded(settings)(snapshot, stage.cloud())
            ? []
            : ['another world came of it', one ?? '', other ?? '']),
        ];
      },
  );

const crashAnywhere = (starts: Starts): Law<Play> =>
  law<Play, readonly [Start, boolean]>(
    'crash anywhere',
    'after each single call of a pass: the controller dies, with or without the answer, and the next pass converges',
    50,
    fc.tuple(starts, fc.boolean()),
    (subject) =>
      async ([start, lost]) => {
        const { settings, snapshot, cloud } = await arrive(subject, start);
        const calls = (await open(subject, settings, cloud).run(snapshot)).moments.length;
        for (let diesAfter = 1; diesAfter <= calls; diesAfter++) {
          const { stage, board, run } = open(subject, settings, cloud);
          const answers = Array.from({ length: diesAfter }, (_, index) =>
            lost && index === diesAfter - 1 ? ('Lost' as const) : ('Done' as const),
          );
          await run(snapshot, { ...faultless, answers, diesAfter });
          const last = await run(snapshot);
          const findings = found(last, judge(settings)(last.snapshot, stage.cloud(), board));
          if (findings.length > 0) return [`died after call ${diesAfter}`, ...findings];
        }
        return [];
      },
  );

/** A law of all that happens during passes with accidents. */
const during = (
  starts: Starts,
  key: string,
  statement: string,
  runs: number,
  look: (settings: Settings, course: Course) => ReadonlyArray<Complaint>,
  changes: fc.Arbitrary<Edit> = edit,
): Law<Play> =>
  law<Play, readonly [Start, ReadonlyArray<Pass>, Edit]>(
    key,
    statement,
    runs,
    fc.tuple(starts, fc.array(pass, { minLength: 1, maxLength: 3 }), changes),
    (subject) =>
      async ([start, scripts, change]) => {
        const { settings, snapshot, cloud } = await arrive(subject, start);
        const { run } = open(subject, settings, cloud);
        const later = applyEdit(snapshot, change);
        for (const [index, script] of [...scripts, faultless].entries()) {
          const at = index === 0 ? snapshot : later;
          const course = await run(at, script);
          const findings = found(course, look(settings, course));
          if (findings.length > 0) return [`pass ${index + 1}`, ...findings];
        }
        return [];
      },
  );

const atMostOne = (starts: Starts): Law<Play> =>
  during(
    starts,
    'at most one',
    'at no instant are there two load balancers for one Service, but while a replacement hands over, and never three',
    300,
    (settings, course) => stepwise(W.atMostOne, settings, course),
  );

const noForeignTouch = (starts: Starts): Law<Play> =>
  during(
    starts,
    'no foreign touch',
    "what is others' is bit for bit the same at every instant, on shared load balancers too",
    300,
    (settings, course) => throughout(W.untouchedTheirs, settings, course),
  );

const freezeWorld = (starts: Starts): Law<Play> =>
  during(
    starts,
    'freeze at every instant',
    'what a frozen Service owns is as it was at every instant of every pass',
    300,
    (settings, course) => throughout(W.frozenUntouched, settings, course),
  );

const declared = (snapshot: Snapshot): Snapshot =>
  mapServices(snapshot, (service) => ({ ...service, request: { ...service.request, serviceConfig: 'tuned' } }));

/** Worlds in which every Service has its settings declared under one name. */
const declaring = (starts: Starts): Starts =>
  starts.map((start) =>
    start._tag === 'Wild'
      ? { ...start, scene: { ...start.scene, snapshot: declared(start.scene.snapshot) } }
      : { ...start, past: { ...start.past, snapshot: declared(start.past.snapshot) } },
  );

const declarations: fc.Arbitrary<Edit> = fc
  .constantFrom('ops', 'shop')
  .chain((namespace) => serviceConfig(namespace, 'tuned'))
  .map((config) => ({ _tag: 'PutConfig', config }));

const untouched = (starts: Starts): Law<Play> =>
  during(
    declaring(starts),
    'untouched',
    'a setting absent from the wish is the same before and after',
    300,
    (settings, course) => throughout(W.untouchedSettings, settings, course),
    declarations,
  );

const guarded = (starts: Starts): Law<Play> =>
  during(
    starts,
    'guarded',
    'where nothing was served yet, no listener is made before the security groups that are declared',
    300,
    (settings, course) => stepwise(W.guarded, settings, course),
  );

const serving = (starts: Starts): Law<Play> =>
  during(
    starts,
    'serving',
    'if a listener had and shall have a usable backend, no instant leaves it with none',
    300,
    (settings, course) => W.serving(settings)(course.snapshot, course.before, course.moments),
  );

const release = (starts: Starts): Law<Play> =>
  law<Play, readonly [Start, Edit]>(
    'release',
    'what nobody needs is let go as its owner demands: our own deleted, a user’s kept without our listeners and marks',
    300,
    fc.tuple(starts, edit),
    (subject) =>
      async ([start, change]) => {
        const { settings, snapshot, cloud } = await arrive(subject, start);
        const { stage, run } = open(subject, settings, cloud);
        const first = await run(snapshot);
        const findings = found(first, W.released(settings)(snapshot, cloud, stage.cloud()));
        const later = applyEdit(snapshot, change);
        const second = await run(later);
        return [...findings, ...found(second, W.released(settings)(later, second.before.cloud, stage.cloud()))];
      },
  );

const quiet = (starts: Starts): Law<Play> =>
  law<Play, readonly [Start, number]>(
    'quiet',
    'in sync means zero writes, however often it is looked at',
    300,
    fc.tuple(starts, fc.integer({ min: 1, max: 3 })),
    (subject) =>
      async ([start, times]) => {
        const { settings, snapshot, cloud } = await arrive(subject, start);
        const { run } = open(subject, settings, cloud);
        await run(snapshot);
        for (let time = 1; time <= times; time++) {
          const course = await run({ ...snapshot, takenAt: time * 60_000 }, time % 2 === 0 ? wide : faultless);
          if (course.writes.length > 0)
            return [`pass ${time + 1} writes ${course.writes.map(({ _tag }) => _tag).join(', ')}`, ...shown(course)];
        }
        return [];
      },
  );

const policies = (starts: Starts): Law<Play> =>
  law<Play, readonly [Start, string]>(
    'policy in force',
    'under any policy and any accident, nothing is touched that may not be, and what follows without it satisfies the wish',
    200,
    fc.tuple(starts, fc.constantFrom('upsert-only', 'create-only', 'brake', 'protect', 'all')),
    (subject) =>
      async ([start, policy]) => {
        const { settings, snapshot, cloud } = await arrive(subject, start);
        const { stage, board, run } = open(subject, settings, cloud);
        const held = await run(snapshot, faultless, policy);
        const safe = [W.untouchedTheirs, W.frozenUntouched, W.untouchedSettings].flatMap((witness) =>
          throughout(witness, settings, held),
        );
        const dark = W.serving(settings)(held.snapshot, held.before, held.moments);
        const many = [W.atMostOne, W.guarded].flatMap((witness) => stepwise(witness, settings, held));
        const findings = found(held, [...safe, ...dark, ...many]);
        if (findings.length > 0) return findings;
        const free = await run(snapshot);
        return found(free, judge(settings)(free.snapshot, stage.cloud(), board));
      },
  );

/** The plan without one step, counted over all lanes. */
const without = (plan: Plan, number: number): Plan => {
  let count = -1;
  const lanes = plan.lanes.flatMap((lane): Plan['lanes'] => {
    const [first, ...rest] = lane.steps.filter(() => (count += 1) !== number);
    return first === undefined ? [] : [{ ...lane, steps: [first, ...rest] }];
  });
  return { ...plan, lanes };
};

const need = (starts: Starts): Law<Play> =>
  law<Play, readonly [Start, number]>(
    'need',
    'drop any one step, and the world does not satisfy the wish',
    300,
    fc.tuple(starts, fc.nat({ max: 1000 })),
    (subject) =>
      async ([start, choice]) => {
        const { settings, snapshot, cloud } = await arrive(subject, start);
        const whole = open(subject, settings, cloud);
        const { plan } = await whole.run(snapshot);
        const all = steps(plan).map((step, number) => ({ step, number }));
        const changing = all.filter(({ step: { _tag } }) => _tag !== 'AwaitLoadBalancer' && _tag !== 'PublishAddress');
        const chosen = changing[choice % Math.max(1, changing.length)];
        if (chosen === undefined) return [];
        const lame = { ...subject.planner, plan: () => () => without(plan, chosen.number) };
        const { stage, run } = open({ ...subject, planner: lame }, settings, cloud);
        await run(snapshot);
        const complaints = [
          ...judge(settings)(snapshot, stage.cloud()),
          ...W.released(settings)(snapshot, cloud, stage.cloud()),
        ];
        const still = followed(settings)(snapshot, stage.cloud());
        const lost = [...followed(settings)(snapshot, whole.stage.cloud())].some((uid) => !still.has(uid));
        return complaints.length > 0 || lost || stranded(settings)(snapshot, stage.cloud())
          ? []
          : [`step ${chosen.number}, ${chosen.step._tag}, is not needed`, text(plan)];
      },
  );

const text = (plan: Plan): string =>
  plan.lanes.map(({ key, steps: all }) => `${key}: ${all.map(({ _tag }) => _tag).join(', ')}`).join('; ');

const histories = (starts: Starts): Law<Play> =>
  law<Play, readonly [Start, ReadonlyArray<Event>]>(
    'histories',
    'over any history of edits, accidents and broken passes every safety law holds at every instant, and a faultless pass ends it well',
    300,
    fc.tuple(starts, history()),
    (subject) =>
      async ([start, events]) => {
        const { settings, snapshot, cloud } = await arrive(subject, start);
        const { stage, board, run } = open(subject, settings, cloud);
        let at = snapshot;
        for (const [index, event] of [...events, faultless].entries()) {
          if (event._tag === 'Cluster') at = applyEdit(at, event.edit);
          else if (event._tag === 'Cloud') stage.disturb((now) => applyAccident(now, event.accident));
          else {
            const course = await run(at, event);
            const safe = [W.untouchedTheirs, W.frozenUntouched, W.untouchedSettings].flatMap((witness) =>
              throughout(witness, settings, course),
            );
            const dark = W.serving(settings)(course.snapshot, course.before, course.moments);
            const many = stepwise(W.atMostOne, settings, course);
            const findings = found(course, [...safe, ...dark, ...many]);
            if (findings.length > 0) return [`event ${index + 1}`, ...findings];
            if (index === events.length) return found(course, judge(settings)(course.snapshot, stage.cloud(), board));
          }
        }
        return [];
      },
  );

/** The laws that need a cloud to play on, over worlds of one kind. */
const over = (starts: Starts): ReadonlyArray<Law<Play>> =>
  [
    fixpoint,
    convergence,
    crashSafety,
    crashAnywhere,
    atMostOne,
    noForeignTouch,
    freezeWorld,
    untouched,
    guarded,
    serving,
    release,
    need,
    quiet,
    policies,
    histories,
  ].map((make) => make(starts));

/** The laws that need a cloud to play on, over worlds that the controller leaves behind. */
export const worldLaws: ReadonlyArray<Law<Play>> = over(grown);

/** The same laws over worlds of any kind, several oddities at once. */
export const wildLaws: ReadonlyArray<Law<Play>> = over(wild);
