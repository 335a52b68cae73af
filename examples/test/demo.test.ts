import { readFileSync } from 'node:fs';
import { decodeWorld, Drift, emptyWorld, Journal, World } from '@clbkit/provider-fake';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as E from 'fp-ts/lib/Either.js';
import { chapters } from '../demo/chapters.js';
import { foreign, lent, skipped, touched } from '../demo/foreign.js';
import { loadBalancersOf } from '../demo/picture.js';
import { type Ending, tell } from '../demo/story.js';

interface Told extends Ending {
  readonly lines: ReadonlyArray<string>;
}

const listen = async (mermaid = false): Promise<Told> => {
  const lines: Array<string> = [];
  const ending = await tell((line) => lines.push(line), { colour: false, mermaid });
  return { ...ending, lines };
};

describe('the demo', () => {
  let told: Told;
  beforeAll(async () => {
    told = await listen();
  }, 60_000);

  const world = (): World.World => told.narrator.fake.world();

  it('holds everything it claims', () => {
    expect(told.failures).toEqual([]);
    expect(told.narrator.offences()).toEqual([]);
    expect(told.lines.filter((line) => line.startsWith('✓')).length).toBeGreaterThan(20);
    expect(told.lines.filter((line) => line.startsWith('✗'))).toEqual([]);
  });

  it('tells every chapter, in order', () => {
    const titles = told.lines.filter((line) => line.startsWith('── ')).map((line) => line.replaceAll('─', '').trim());
    expect(titles).toEqual([...chapters.map(({ title }) => title), 'The end']);
  });

  it('fits in 100 columns', () => {
    expect(told.lines.filter((line) => line.length > 100)).toEqual([]);
  });

  it('leaves no space at the end of a line', () => {
    expect(told.lines.filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  it('is the same every time', async () => {
    expect((await listen()).lines).toEqual(told.lines);
  }, 60_000);

  it('draws one plan as a flowchart when asked', async () => {
    expect(told.lines).not.toContain('  flowchart LR');
    expect((await listen(true)).lines.filter((line) => line === '  flowchart LR')).toHaveLength(1);
  }, 60_000);

  it('buys seven CLBs and deletes two', () => {
    const by = Journal.countByAction(told.narrator.fake.calls());
    expect({ bought: by['CreateLoadBalancer'], deleted: by['DeleteLoadBalancer'] }).toEqual({ bought: 7, deleted: 2 });
  });

  it.each([
    { name: 'storefront is served', service: 'shop/storefront', count: 1 },
    { name: 'the internal API is served by one CLB', service: 'shop/api', count: 1 },
    { name: 'reviews is served by one CLB although an answer was lost', service: 'shop/reviews', count: 1 },
    { name: 'voice is gone', service: 'shop/voice', count: 0 },
    { name: 'the Service of another class has none', service: 'shop/search', count: 0 },
    { name: 'the headless Service has none', service: 'shop/db', count: 0 },
  ])('$name', ({ service, count }) => {
    expect(loadBalancersOf(told.narrator, service)).toHaveLength(count);
  });

  it('leaves on the lent CLB what people put there, and one listener of ours', () => {
    const listeners = Object.values(World.loadBalancer(lent)(world())?.listeners ?? {});
    expect(listeners.map(({ name, protocol, port }) => `${protocol}:${port} ${name}`).sort()).toEqual([
      'TCP:443 marketing site, ask Li before touching',
      'TCP:53 TKE-DEDICATED-LISTENER',
    ]);
  });

  it('has never written to the skipped CLB or to the one of another cluster', () => {
    const written = Journal.writes(told.narrator.fake.calls()).flatMap(({ resources }) => resources);
    expect(written.filter((id) => id === skipped || id === 'lb-q2w8r5ty')).toEqual([]);
  });
});

describe('what the demo watches over', () => {
  const json: unknown = JSON.parse(readFileSync(new URL('../shop/cloud.json', import.meta.url), 'utf8'));
  const world = E.getOrElse(() => emptyWorld)(decodeWorld(json));
  const person = { loadBalancer: lent, listener: 'lbl-3c8d0x1e' };

  it.each<{ name: string; edit: Drift.Edit; found: ReadonlyArray<string> }>([
    {
      name: "a person's listener on the lent CLB is renamed",
      edit: { _tag: 'RenameListener', ...person, name: 'mine now' },
      found: [`${lent}/lbl-3c8d0x1e`],
    },
    {
      name: "a person's listener on the lent CLB is deleted",
      edit: { _tag: 'DeleteListener', ...person },
      found: [`${lent}/lbl-3c8d0x1e`],
    },
    {
      name: "a tag of the lent CLB's owner is removed",
      edit: { _tag: 'RemoveTag', loadBalancer: lent, key: 'team' },
      found: [`${lent} tags`],
    },
    {
      name: 'the CLB of the skipped Service loses a backend',
      edit: {
        _tag: 'DeregisterBackend',
        loadBalancer: skipped,
        listener: 'lbl-6w2s9d4f',
        address: 'ins-retired1',
        port: 30980,
      },
      found: [skipped],
    },
    {
      name: 'the CLB of another cluster is deleted',
      edit: { _tag: 'DeleteLoadBalancer', loadBalancer: 'lb-q2w8r5ty' },
      found: ['lb-q2w8r5ty'],
    },
    {
      name: 'a tag of ours on the lent CLB is no offence',
      edit: { _tag: 'SetTag', loadBalancer: lent, key: 'tke-clusterId', value: 'cls-k3mq7r2d' },
      found: [],
    },
  ])('$name', ({ edit, found }) => {
    expect(touched(foreign(world), foreign(Drift.applyEdit(edit)(world)))).toEqual(found);
  });
});
