import { cheapest } from "./cheapestLaw.js";
import { planLaws, worldLaws } from '@clbkit/core/testing';
import { mutants } from './mutants.js';
import { open } from './stage.js';
import { search } from './exhaustive.js';
import { bounds, tinyWorld } from './tiny.js';
void (async () => {
  for (const { name, planner, breaks } of mutants) for (const key of breaks) {
    if (process.argv[2] && !key.includes(process.argv[2])) continue;
    const t = Date.now();
    const v = (await planLaws.find((l) => l.key === key)?.check(planner, { quick: true })) ?? (await [...worldLaws, cheapest].find((l) => l.key === key)?.check({ planner, open }, { quick: true }));
    const f = v?.failure ?? (key === 'exhaustive' ? (await search(planner, tinyWorld, bounds)).findings.join(' ') : undefined);
    console.log(f === undefined ? 'SURVIVED' : 'caught', '|', key, '|', name, '|', v?.runs, Date.now() - t, 'ms', f?.split('\n')[1]?.slice(0, 90));
  }
})();
