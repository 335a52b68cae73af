import { planLaws, real } from '@clbkit/core/testing';
const only = process.argv[2]; const runs = Number(process.argv[3] ?? 100);
(async () => { for (const l of planLaws) { if (only && only !== 'all' && l.key !== only) continue; const t = Date.now(); const v = await l.check(real, { runs, quick: true, ...(process.argv[4] ? {seed: Number(process.argv[4])} : {}) }); console.log(l.key, v.runs, Date.now()-t, 'ms', (v.failure ?? 'ok').slice(0, Number(process.argv[5] ?? 1200))); } })();
