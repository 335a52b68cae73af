// The exhaustive search with wider bounds, and every law a hundred times over. Not part of the tests: minutes to hours.
//
//   tsx --conditions=@clbkit/source packages/provider-fake/test/soak/main.ts [factor] [states]
import { planLaws, real, worldLaws } from '@clbkit/core/testing';
import { search } from '../laws/exhaustive.js';
import { open } from '../laws/stage.js';
import { tinyWorld } from '../laws/tiny.js';

const [factor = 100, states = 1_000_000] = process.argv.slice(2).map(Number);

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const main = async (): Promise<boolean> => {
  let sound = true;
  for (const law of planLaws) {
    const { runs, failure } = await law.check(real, { runs: law.runs * factor });
    say(`law ${law.key}: ${runs} runs${failure === undefined ? '' : `\n${failure}`}`);
    sound &&= failure === undefined;
  }
  for (const law of worldLaws) {
    const { runs, failure } = await law.check({ planner: real, open }, { runs: law.runs * factor });
    say(`law ${law.key}: ${runs} runs${failure === undefined ? '' : `\n${failure}`}`);
    sound &&= failure === undefined;
  }
  const found = await search(real, tinyWorld, { edits: 2, foreign: 1, crashes: 1, lost: 1 }, states);
  say(
    `law exhaustive: ${found.states} states, ${found.transitions} transitions${found.complete ? ', all there are' : ''}`,
  );
  for (const finding of found.findings) say(finding);
  return sound && found.findings.length === 0;
};

process.exitCode = (await main()) ? 0 : 1;
