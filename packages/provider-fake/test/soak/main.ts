// The laws far beyond the tests: many more cases, over worlds of any kind with several oddities at once (the tests look at worlds that
// the controller leaves behind), and the exhaustive search within wider bounds. Not part of the tests: minutes to hours.
//
//   tsx --conditions=@clbkit/source packages/provider-fake/test/soak/main.ts [factor] [states]
import { real, wildLaws, wildPlanLaws, worldLaws } from '@clbkit/core/testing';
import { cheapest } from '../laws/cheapestLaw.js';
import { search } from '../laws/exhaustive.js';
import { faultyCalls } from '../laws/faultyCalls.js';
import { open } from '../laws/stage.js';
import { tinyWorld } from '../laws/tiny.js';

const [factor = 10, states = 200_000] = process.argv.slice(2).map(Number);

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const main = async (): Promise<number> => {
  let broken = 0;
  const tell = (
    of: string,
    key: string,
    { runs, failure }: { readonly runs: number; readonly failure?: string },
  ): void => {
    say(`law ${key}, ${of}: ${runs} runs${failure === undefined ? '' : `\n${failure}`}`);
    if (failure !== undefined) broken += 1;
  };
  const subject = { planner: real, open };
  for (const law of wildPlanLaws)
    tell('plans', law.key, await law.check(real, { runs: law.runs * factor, quick: true }));
  for (const law of [...worldLaws, faultyCalls, cheapest])
    tell('worlds left behind', law.key, await law.check(subject, { runs: law.runs * factor, quick: true }));
  for (const law of wildLaws)
    tell('wild worlds', law.key, await law.check(subject, { runs: law.runs * factor, quick: true }));
  const found = await search(real, tinyWorld, { edits: 2, foreign: 1, crashes: 1, lost: 1 }, states);
  say(
    `law exhaustive: ${found.states} states, ${found.transitions} transitions${found.complete ? ', all there are' : ''}`,
  );
  for (const finding of found.findings) say(finding);
  return broken + found.findings.length;
};

process.exitCode = (await main()) === 0 ? 0 : 1;
