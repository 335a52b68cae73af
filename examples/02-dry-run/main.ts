// What would change, as text or as JSON: tsx --conditions=@clbkit/source examples/02-dry-run/main.ts [--json]
import { readFileSync } from 'node:fs';
import { desire, plan, Render, scopeOf, Settings } from '@clbkit/core';
import { readDocuments, toSnapshot } from '@clbkit/kubernetes';
import { decodeWorld, observe } from '@clbkit/provider-fake';
import { isLeft } from 'fp-ts/lib/Either.js';

const shop = new URL('../shop/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, shop), 'utf8');

const names = ['services.yaml', 'nodes.yaml', 'endpointslices.yaml', 'tkeserviceconfigs.yaml'];
const documents = readDocuments(names.map((name) => ({ name, text: read(name) })));
const cluster = { id: 'cls-k3mq7r2d', vpc: 'vpc-9f2xw1ab' };
const { snapshot } = toSnapshot({ cluster, takenAt: Date.parse('2026-11-20T08:16:00Z') })(documents);

const world = decodeWorld(JSON.parse(read('cloud.json')));
if (isLeft(world)) throw new Error('cloud.json is not a world');

// A plan needs to know the CLBs of this cluster, and the existing ones that Services name.
const desired = desire(Settings.defaults)(snapshot);
const observed = observe(scopeOf(desired))(world.right);
const todo = plan(Settings.defaults)(observed, snapshot);

console.log(process.argv.includes('--json') ? JSON.stringify(Render.toJson(todo), null, 2) : Render.toText()(todo));
