import { real } from '@clbkit/core/testing';
import { search } from './exhaustive.js';
import { tinyWorld } from './tiny.js';
const [e, f, c, l, lim] = process.argv.slice(2).map(Number);
void (async () => { const t = Date.now(); const r = await search(real, tinyWorld, { edits: e!, foreign: f!, crashes: c!, lost: l! }, lim ?? Infinity); console.log(JSON.stringify(r, null, 1), Date.now() - t, 'ms'); })();
