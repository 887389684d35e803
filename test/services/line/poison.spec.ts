import { afterAll, afterEach, expect, it } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { createConnection } from 'mysql2/promise';

import { chanceFrom } from '../../support/chance.js';
import { removeCompiledProduct } from '../../support/compiled-product.js';
import { contentsOf, conversationsOf, untilDrained } from '../../support/line-watch.js';
import type { LoopbackMessage } from '../../support/loopback-events.js';
import { DEADLY, UNREADABLE } from '../../support/poisonous-words.js';
import { freePort } from '../../support/private-process.js';
import { sendLikeAProvider } from '../../support/retrying-provider.js';
import { freshDatabase, redisUrl } from '../../support/services.js';
import { removeTowns, TestTown, WEBHOOK_PATH } from '../../support/test-town.js';
import { expectCleanLedger } from './expect-whole-line.js';

const REFUSED = 'POISON refused';
const poisonous = { preload: ['test/support/poisonous-loopback.js'] };

afterEach(removeTowns);
afterAll(removeCompiledProduct);

it('sets poison aside on MariaDB, whatever it does, and registers everything else', async () => {
  const databaseUrl = await freshDatabase();
  const town = await TestTown.found({ databaseUrl, redisUrl: redisUrl() });
  const connection = await createConnection({ uri: databaseUrl });
  await connection.query(
    `ALTER TABLE message ADD CONSTRAINT no_poison CHECK (text <> '${REFUSED}')`,
  );
  await connection.end();
  const api = await town.startApi();
  const workers = await Promise.all(
    [1, 2].map((n) => town.keep(`worker ${n}`, () => town.startWorker(poisonous))),
  );
  await expectPoisonSetAside(town, api.port, () =>
    workers.reduce((sum, { deaths }) => sum + deaths, 0),
  );
  await expectCleanLedger(town);
}, 900_000);

it('sets poison aside in an embedded town, whatever it does, and registers everything else', async () => {
  const town = await TestTown.found({ databaseUrl: null, redisUrl: null });
  const database = new DatabaseSync(town.databaseFile);
  database.exec(
    `CREATE TRIGGER no_poison BEFORE INSERT ON message WHEN NEW.text = '${REFUSED}' ` +
      "BEGIN SELECT RAISE(ABORT, 'poison'); END",
  );
  database.close();
  const port = await freePort();
  const process = await town.keep(
    'town',
    async () => (await town.startTown({ ...poisonous, port })).process,
  );
  await expectPoisonSetAside(town, port, () => process.deaths);
  await process.stop();
  await expectCleanLedger(town);
}, 900_000);

/** 0.5 % refused by the database, 0.5 % unreadable, one that kills whoever reads it. */
async function expectPoisonSetAside(
  town: TestTown,
  port: number,
  deaths: () => number,
): Promise<void> {
  const healthy = conversationsOf(200, 2);
  const poison = [REFUSED, UNREADABLE, REFUSED, UNREADABLE, DEADLY].map(poisonOf);
  // In the middle of a conversation, so that what comes after it must not wait for it.
  const conversations = healthy.map(([first, second], index) =>
    [first, poison[index % 40 === 7 ? Math.trunc(index / 40) : -1], second].flatMap((m) => m ?? []),
  );
  await sendLikeAProvider(conversations, {
    origins: [`http://127.0.0.1:${port}`],
    path: WEBHOOK_PATH,
    secret: town.secret,
    chance: chanceFrom(2),
    sentTwice: 0,
    thinkMs: 2_000,
    patienceMs: 600_000,
  });
  const reader = town.reader();
  await untilDrained(reader, 90_000);
  await reader.close();

  const contents = await contentsOf(town);
  expect([...contents.quarantined].sort()).toEqual([
    'normalise-failed',
    'normalise-failed',
    'refused-by-database',
    'refused-by-database',
    'stopped-the-process',
  ]);
  const expected = healthy.flat().map(({ id }) => id);
  expect([...contents.registered].sort()).toEqual(expected.sort());
  expect(contents.requests).toBe(healthy.length);
  expect(deaths()).toBeGreaterThanOrEqual(3);
  console.info(`the deadly one killed ${deaths()} times`);
}

function poisonOf(text: string, index: number): LoopbackMessage {
  return { id: `poison-${index}`, from: `person-${index * 40 + 7}`, text };
}
