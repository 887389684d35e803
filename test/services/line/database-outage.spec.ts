import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';

import { chanceFrom } from '../../support/chance.js';
import { removeCompiledProduct } from '../../support/compiled-product.js';
import { conversationsOf, untilDrained } from '../../support/line-watch.js';
import {
  createDatabase,
  type PrivateMariadb,
  startPrivateMariadb,
} from '../../support/private-mariadb.js';
import { sendLikeAProvider, sendOnce } from '../../support/retrying-provider.js';
import { redisUrl } from '../../support/services.js';
import { removeTowns, TestTown, WEBHOOK_PATH } from '../../support/test-town.js';
import { expectWholeLine } from './expect-whole-line.js';

let mariadb: PrivateMariadb;

beforeAll(async () => {
  mariadb = await startPrivateMariadb({ bufferPool: '64M' });
});

afterEach(removeTowns);

afterAll(async () => {
  await mariadb.stop();
  await removeCompiledProduct();
});

it('answers 503 while MariaDB is gone and goes on by itself when it is back', async () => {
  const databaseUrl = await createDatabase(mariadb.url, 'outage');
  const town = await TestTown.found({ databaseUrl, redisUrl: redisUrl() });
  const api = await town.startApi();
  const worker = await town.startWorker();
  const conversations = conversationsOf(200, 3);
  const providing = sendLikeAProvider(conversations, {
    origins: [api.origin],
    path: WEBHOOK_PATH,
    secret: town.secret,
    chance: chanceFrom(1),
    sentTwice: 0.1,
    thinkMs: 6_000,
    patienceMs: 600_000,
  });
  for (let outages = 0; outages < 3; outages += 1) {
    await pause(1_500);
    await mariadb.kill();
    const stranger = { id: `nobody-${outages}`, from: 'nobody', text: 'lost' };
    expect(await sendOnce(api.origin, WEBHOOK_PATH, stranger, town.secret)).toBe(503);
    await mariadb.restart();
  }
  const tally = await providing;
  const reader = town.reader();
  await untilDrained(reader);
  await reader.close();

  expect([...tally.answers.keys()].sort()).toEqual([200, 503]);
  expect([api.process.hasEnded(), worker.hasEnded()]).toEqual([false, false]);
  await expectWholeLine(town, conversations);
}, 900_000);
