import * as fc from 'fast-check';
import type { Settings } from '../../Settings.js';
import type { Snapshot } from '../../Snapshot.js';
import { accident, type Accident, applyAccident } from '../accidents.js';
import { settings, snapshot } from '../arbitraries.js';
import type { Cloud } from '../cloud.js';
import { applyEdit, edit, type Edit } from '../edits.js';
import { faultless, pass, type Pass } from '../histories.js';
import { publish, scene, type Scene } from '../scene.js';
import { unused } from '../worlds.js';
import { type Board, play } from './pass.js';
import { type Play, real } from './Planner.js';

/**
 * Where a law begins. A `Wild` world is any mixture of what can be at all, several oddities at once. A `Grown` one is what the
 * controller itself has left behind: passes that may have died or lost answers at any call, edits between them, and at most one
 * thing that a person did in the console.
 */
export type Start = { readonly _tag: 'Wild'; readonly scene: Scene } | { readonly _tag: 'Grown'; readonly past: Past };

/** What has happened before. Plain data. */
export interface Past {
  readonly settings: Settings;
  readonly snapshot: Snapshot;
  /** The load balancers of users; none of ours. */
  readonly cloud: Cloud;
  readonly passes: ReadonlyArray<{ readonly script: Pass; readonly edits: ReadonlyArray<Edit> }>;
  readonly oddity?: Accident;
}

const step = fc.record({ script: fc.oneof(fc.constant(faultless), pass), edits: fc.array(edit, { maxLength: 2 }) });

const past: fc.Arbitrary<Past> = fc
  .record({
    settings,
    snapshot,
    cloud: unused,
    passes: fc.array(step, { minLength: 1, maxLength: 3 }),
    oddity: fc.option(accident, { nil: undefined }),
  })
  .map(({ oddity, ...rest }) => (oddity === undefined ? rest : { ...rest, oddity }));

/** Worlds that the controller leaves behind. */
export const grown: fc.Arbitrary<Start> = past.map((one) => ({ _tag: 'Grown', past: one }));

/** Worlds of any kind. */
export const wild: fc.Arbitrary<Start> = scene.map((one) => ({ _tag: 'Wild', scene: one }));

/** The world a start leads to. What happened before was done by the real planner, whichever is looked at now. */
export const arrive = async ({ open }: Play, start: Start): Promise<Scene> => {
  if (start._tag === 'Wild') return start.scene;
  const { settings: behaviour, snapshot: first, cloud, passes, oddity } = start.past;
  const stage = open(cloud);
  const board: Board = new Map();
  const run = play({ planner: real, open }, stage, behaviour, board);
  let at = first;
  for (const { script, edits } of passes) {
    await run(at, script);
    at = edits.reduce(applyEdit, at);
  }
  await stage.wait(600_000)();
  if (oddity !== undefined) stage.disturb((now) => applyAccident(now, oddity));
  const world = stage.cloud();
  return { settings: behaviour, snapshot: publish(at, world, 'first'), cloud: world };
};
