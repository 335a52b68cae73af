// Writes schema/plan.schema.json from the shape of a plan. Run from anywhere:
//   npx tsx --conditions=@clbkit/source packages/core/scripts/plan-schema.mts
import { writeFileSync } from 'node:fs';
import { Render } from '../src/index.js';

const file = new URL('../schema/plan.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(Render.planSchema, null, 2)}\n`);
