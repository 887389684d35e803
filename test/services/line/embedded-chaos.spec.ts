import { afterAll, afterEach, expect, it } from '@jest/globals';

import { chanceOfThisRun } from '../../support/chance.js';
import { removeCompiledProduct } from '../../support/compiled-product.js';
import { underFire } from '../../support/kept-alive.js';
import { conversationsOf, untilDrained } from '../../support/line-watch.js';
import { freePort } from '../../support/private-process.js';
import { sendLikeAProvider } from '../../support/retrying-provider.js';
import { removeTowns, TestTown, WEBHOOK_PATH } from '../../support/test-town.js';
import { expectWholeLine } from './expect-whole-line.js';

const IDENTITIES = 500;
const MESSAGES_EACH = 4;

afterEach(removeTowns);
afterAll(removeCompiledProduct);

it('loses, doubles and disorders nothing while the one process of an embedded town is killed', async () => {
  const chance = chanceOfThisRun();
  console.info(`TOWNLINE_TEST_SEED=${chance.seed}`);
  const town = await TestTown.found({ databaseUrl: null, redisUrl: null });
  const port = await freePort();
  const process = await town.keep('town', async () => (await town.startTown({ port })).process);
  const conversations = conversationsOf(IDENTITIES, MESSAGES_EACH);
  const provider = {
    origins: [`http://127.0.0.1:${port}`],
    path: WEBHOOK_PATH,
    secret: town.secret,
    chance,
    sentTwice: 0.08,
    thinkMs: 8_000,
    patienceMs: 600_000,
  };
  const tally = await underFire([process], { chance, everyMs: 4_000 }, () =>
    sendLikeAProvider(conversations, provider),
  );
  const reader = town.reader();
  await untilDrained(reader);
  await reader.close();
  await process.stop();

  const { attempts, answers } = tally;
  console.info({ deaths: process.deaths, attempts, answers: Object.fromEntries(answers) });
  expect(process.deaths).toBeGreaterThan(2);
  expect(tally.acknowledged.size).toBe(IDENTITIES * MESSAGES_EACH);
  await expectWholeLine(town, conversations);
  await town.remove();
}, 900_000);
