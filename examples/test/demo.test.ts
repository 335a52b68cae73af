import { Journal, World } from '@clbkit/provider-fake';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { chapters } from '../demo/chapters.js';
import { lent, skipped } from '../demo/foreign.js';
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
  });

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
  });

  it('draws one plan as a flowchart when asked', async () => {
    expect(told.lines).not.toContain('  flowchart LR');
    expect((await listen(true)).lines.filter((line) => line === '  flowchart LR')).toHaveLength(1);
  });

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
