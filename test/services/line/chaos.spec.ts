import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';

import { type Chance, chanceOfThisRun } from '../../support/chance.js';
import { removeCompiledProduct } from '../../support/compiled-product.js';
import { underFire } from '../../support/kept-alive.js';
import { conversationsOf, untilDrained } from '../../support/line-watch.js';
import { freePort } from '../../support/private-process.js';
import { type PrivateRedis, startPrivateRedis } from '../../support/private-redis.js';
import { sendLikeAProvider } from '../../support/retrying-provider.js';
import { freshDatabase } from '../../support/services.js';
import { removeTowns, TestTown, WEBHOOK_PATH } from '../../support/test-town.js';
import { expectWholeLine } from './expect-whole-line.js';

const IDENTITIES = 500;
const MESSAGES_EACH = 4;

let redis: PrivateRedis;

beforeAll(async () => {
  redis = await startPrivateRedis();
});

afterEach(removeTowns);

afterAll(async () => {
  await redis.stop();
  await removeCompiledProduct();
});

it('loses, doubles and disorders nothing while api and worker processes are killed and Redis forgets everything', async () => {
  const chance = chanceOfThisRun();
  console.info(`TOWNLINE_TEST_SEED=${chance.seed}`);
  const town = await TestTown.found({ databaseUrl: await freshDatabase(), redisUrl: redis.url });
  const ports = [await freePort(), await freePort()];
  const apis = await Promise.all(
    ports.map((port) =>
      town.keep(`api ${port}`, async () => (await town.startApi({ port })).process),
    ),
  );
  const workers = await Promise.all(
    [1, 2].map((n) => town.keep(`worker ${n}`, () => town.startWorker())),
  );
  const conversations = conversationsOf(IDENTITIES, MESSAGES_EACH);
  const provider = {
    origins: ports.map((port) => `http://127.0.0.1:${port}`),
    path: WEBHOOK_PATH,
    secret: town.secret,
    chance,
    sentTwice: 0.08,
    thinkMs: 12_000,
    patienceMs: 600_000,
  };
  const flushing = flushTwice(chance);
  const tally = await underFire([...apis, ...workers], { chance, everyMs: 2_500 }, () =>
    sendLikeAProvider(conversations, provider),
  );
  await flushing;
  const reader = town.reader();
  await untilDrained(reader);
  await reader.close();
  await Promise.all([...apis, ...workers].map((process) => process.stop()));

  const deaths = [...apis, ...workers].map((process) => process.deaths);
  console.info({ deaths, attempts: tally.attempts, answers: Object.fromEntries(tally.answers) });
  expect(tally.acknowledged.size).toBe(IDENTITIES * MESSAGES_EACH);
  expect(Math.min(...deaths)).toBeGreaterThan(0);
  await expectWholeLine(town, conversations);
  await town.remove();
}, 900_000);

async function flushTwice(chance: Chance): Promise<void> {
  for (let flushes = 0; flushes < 2; flushes += 1) {
    await new Promise((resolve) => setTimeout(resolve, chance.between(4_000, 10_000)));
    await redis.flush();
  }
}
