import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';

import { removeCompiledProduct } from '../../support/compiled-product.js';
import { eventually } from '../../support/eventually.js';
import { contentsOf, conversationsOf, untilDrained } from '../../support/line-watch.js';
import { type PrivateRedis, startPrivateRedis } from '../../support/private-redis.js';
import { sendOnce } from '../../support/retrying-provider.js';
import { freshDatabase } from '../../support/services.js';
import { removeTowns, TestTown, WEBHOOK_PATH } from '../../support/test-town.js';
import { expectCleanLedger } from './expect-whole-line.js';

let redis: PrivateRedis;

beforeAll(async () => {
  redis = await startPrivateRedis();
});

afterEach(removeTowns);

afterAll(async () => {
  await redis.stop();
  await removeCompiledProduct();
});

it('goes on without Redis, at the start and later, and hears the bell again by itself', async () => {
  await redis.kill();
  const town = await TestTown.found({ databaseUrl: await freshDatabase(), redisUrl: redis.url });
  const api = await town.startApi();
  const worker = await town.startWorker();
  const reader = town.reader();
  const people = conversationsOf(4, 1).flat();
  const registers = async (person: number) => {
    const message = people[person];
    if (message === undefined) throw new Error('There are not so many people.');
    expect(await sendOnce(api.origin, WEBHOOK_PATH, message, town.secret)).toBe(200);
    await untilDrained(reader, 60_000);
  };

  await registers(0);
  await redis.restart();
  await eventually(() => expect(worker.output()).toContain('queue_back'));
  await registers(1);
  await redis.kill();
  await registers(2);
  await redis.restart();
  await eventually(() => expect(worker.output().split('queue_back')).toHaveLength(3));
  await registers(3);

  expect((await contentsOf(town)).requests).toBe(4);
  await reader.close();
  await expectCleanLedger(town);
}, 600_000);

it('makes one request of ten first messages that reach two api processes within 50 ms', async () => {
  const town = await TestTown.found({ databaseUrl: await freshDatabase(), redisUrl: redis.url });
  const apis = await Promise.all([town.startApi(), town.startApi()]);
  await Promise.all([town.startWorker(), town.startWorker()]);
  const [album = []] = conversationsOf(1, 10);
  const startedAt = performance.now();
  const statuses = await Promise.all(
    album.map((photo, index) =>
      sendOnce(apis[index % 2]?.origin ?? '', WEBHOOK_PATH, photo, town.secret),
    ),
  );
  console.info(`sent and acknowledged within ${Math.round(performance.now() - startedAt)} ms`);
  const reader = town.reader();
  await untilDrained(reader);
  await reader.close();

  expect(new Set(statuses)).toEqual(new Set([200]));
  const contents = await contentsOf(town);
  expect(contents.requests).toBe(1);
  expect([...contents.registered].sort()).toEqual(album.map(({ id }) => id).sort());
  expect([...contents.arrivals.values()]).toEqual([1]);
  await expectCleanLedger(town);
}, 600_000);
