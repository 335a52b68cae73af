import { readFileSync } from 'node:fs';
import { decodeWorld, type Fake, Journal, make } from '@clbkit/provider-fake';
import * as E from 'fp-ts/lib/Either.js';
import { chapters } from './chapters.js';
import { readShop } from './cluster.js';
import { type Narrator, narratorOf, type Telling } from './narrator.js';
import { pageOf } from './page.js';
import { stageOf } from './stage.js';

const shop = new URL('../shop/', import.meta.url);

/** The account as the story finds it. */
const cloudOf = (text: string): Fake => {
  const world = decodeWorld(JSON.parse(text));
  if (E.isLeft(world)) throw new Error('examples/shop/cloud.json is not a world');
  return make({ world: world.right });
};

/** What came of the story. */
export interface Ending {
  /** Expectations that did not hold; empty when all is well. */
  readonly failures: ReadonlyArray<string>;
  readonly narrator: Narrator;
}

/** Tells the story of the shop, chapter by chapter, and checks what it claims. */
export const tell = async (write: (line: string) => void, telling: Telling): Promise<Ending> => {
  const page = pageOf(write, telling.colour);
  const fake = cloudOf(readFileSync(new URL('cloud.json', shop), 'utf8'));
  const narrator = narratorOf(stageOf(readShop(shop), fake), page, telling);
  for (const { title, prose, play } of chapters) {
    page.chapter(title);
    page.prose(prose);
    await play(narrator);
  }
  page.chapter('The end');
  const calls = fake.calls();
  const made = Journal.countByAction(calls)['CreateLoadBalancer'] ?? 0;
  const looked = Journal.countByAction(calls)['Observe'] ?? 0;
  page.prose(
    `${made} CLBs were ever bought. It took ${Journal.writes(calls).length} writes and ${looked} observations, and ` +
      `${Math.round(fake.world().now / 1000)} seconds on the cloud's own clock.`,
  );
  narrator.expect(
    'after each single step, what is not ours was as before, and no listener had lost its last backend',
    narrator.offences().length === 0,
  );
  if (narrator.offences().length > 0) page.block('What went wrong', narrator.offences());
  return { failures: narrator.failures(), narrator };
};
