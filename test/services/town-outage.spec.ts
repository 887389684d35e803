import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createDatabase, startPrivateMariadb } from '../support/private-mariadb.js';
import type { PrivateServer } from '../support/private-process.js';
import { type PrivateRedis, startPrivateRedis } from '../support/private-redis.js';
import { RunningTown } from '../support/running-town.js';
import { Citizen, numberIn, StaffClient, until } from '../support/town-client.js';

describe('A town whose servers fail', () => {
  let mariadb: PrivateServer;
  let redis: PrivateRedis;
  let town: RunningTown;

  beforeAll(async () => {
    mariadb = await startPrivateMariadb({ bufferPool: '64M' });
    redis = await startPrivateRedis();
    town = await RunningTown.found({
      settings: {
        TOWNLINE_DATABASE_URL: await createDatabase(mariadb.url, 'outage'),
        TOWNLINE_REDIS_URL: redis.url,
        TOWNLINE_BACK_OFF_UP_TO: '200ms',
      },
    });
  }, 300_000);
  afterAll(async () => {
    await town.remove();
    await Promise.all([mariadb.stop(), redis.stop()]);
  }, 300_000);

  const ready = async () => (await fetch(`${town.url}/health/ready`)).status;
  const reportByProgram = (key: string) =>
    fetch(`${town.url}/webhooks/web`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ text: `Report ${key}.` }),
    });

  it('takes reports, registers and answers them while Redis is away', async () => {
    await redis.kill();
    const citizen = new Citizen(town);
    const { path, page } = await citizen.report({ text: 'Redis is away.' });
    await new StaffClient(town).reply(numberIn(page), { text: 'We are not.' });
    await until(
      () => citizen.get(path),
      ({ body }) => body.includes('We are not.'),
    );
    await until(
      async () => (await fetch(`${town.url}/health/ready`)).json(),
      (health) => (health as { readonly queue: string }).queue === 'away',
    );
    expect(await ready()).toBe(200);
    await redis.restart();
  }, 300_000);

  it('says 503 and when to come again while the database is away, and loses nothing', async () => {
    const before = (await new StaffClient(town).stream()).length;
    await mariadb.kill();
    const refused = await until(
      () => reportByProgram('during-the-outage'),
      ({ status }) => status === 503,
    );
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await refused.json()).toMatchObject({ code: 'unavailable' });
    expect(await ready()).toBe(503);
    const citizen = new Citizen(town);
    const page = await citizen.post('/report', { text: 'Typed during the outage.' });
    expect(page.status).toBe(503);
    expect(page.body).toContain('Typed during the outage.');
    await mariadb.restart();
    await until(ready, (status) => status === 200, 60_000);
    const accepted = await until(
      () => reportByProgram('during-the-outage'),
      ({ status }) => status === 201,
      20_000,
    );
    expect(accepted.status).toBe(201);
    const stream = await new StaffClient(town).stream();
    expect(stream).toHaveLength(before + 1);
  }, 300_000);
});
