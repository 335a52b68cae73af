import { arrive, type Board, grown, judge, law, play, type Play, showComplaint, Witness } from '@clbkit/core/testing';
import { Faults } from '@clbkit/provider-fake';
import * as fc from 'fast-check';
import { openWith } from './stage.js';

/** Longer than any work that is still under way. */
const aWhile = 600_000;

/** Faults of single calls, drawn from a seed by the fake itself; the last pass is faultless. */
export const faultyCalls = law(
  'faulty calls',
  'whatever befalls single calls (half a batch, a failed task, a lost answer, a busy CLB), later passes converge',
  300,
  fc.tuple(grown, fc.nat({ max: 100_000 }), fc.integer({ min: 1, max: 3 })),
  (subject: Play) =>
    async ([start, seed, passes]) => {
      const { settings, snapshot, cloud } = await arrive(subject, start);
      const { stage, setFaults } = openWith(cloud, Faults.drawFaults(seed, 60, 0.3));
      const board: Board = new Map();
      const run = play(subject, stage, settings, board);
      for (let pass = 1; pass <= passes; pass++) {
        const {
          snapshot: seen,
          before,
          moments,
        } = await run(snapshot, {
          _tag: 'Pass',
          answers: [],
          concurrency: pass % 2 === 0 ? 8 : 1,
        });
        const touched = moments.flatMap((moment) =>
          Witness.untouchedTheirs(settings)(seen, before.cloud, moment.cloud),
        );
        if (touched.length > 0) return touched.map(showComplaint);
      }
      setFaults([]);
      await stage.wait(aWhile)();
      const last = await run(snapshot);
      return judge(settings)(last.snapshot, stage.cloud(), board).map(showComplaint);
    },
);
