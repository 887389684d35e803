import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { CheckpointName } from '#core/intake/checkpoint';

import { removeCompiledProduct } from '../../support/compiled-product.js';
import {
  addressOf,
  clocksIn,
  foundWatchedTown,
  missPromises,
  type Watcher,
} from '../../support/email/watched-town.js';
import { eventually } from '../../support/eventually.js';
import { type MailSink, startMailSink } from '../../support/mail-sink.js';
import { ProductDidNotStart } from '../../support/product-process.js';
import { freshDatabase, redisUrl } from '../../support/services.js';
import { removeTowns, type TestTown } from '../../support/test-town.js';
import { expectCleanLedger } from '../line/expect-whole-line.js';

type WatchStep = Extract<CheckpointName, `watch:${string}`>;

/** Fewer than are told in one message. */
const REQUESTS = 3;
const LEVELS = { 50: 'warning', 100: 'breach', 101: 'escalation', 102: 'escalation' } as const;
/** The escalation to the supervisor speaks for the breach. */
const told = [
  ['Ada', 'escalation'],
  ['Ruth', 'escalation'],
  ['Ruth', 'warning'],
] as const;
const steps: readonly WatchStep[] = ['watch:decided', 'watch:committed'];

let sink: MailSink;

beforeEach(async () => {
  sink = await startMailSink();
});
afterEach(async () => {
  await removeTowns();
  await sink.close();
});
afterAll(removeCompiledProduct);

describe('a broken promise is noticed once and told once', () => {
  it.each(steps)(
    'on MariaDB when the process dies at %s',
    async (step) => {
      const services = { databaseUrl: await freshDatabase(), redisUrl: redisUrl() };
      await survive(await foundWatchedTown(services, sink), step);
    },
    240_000,
  );

  it.each(steps)(
    'on the embedded database when the process dies at %s',
    async (step) => {
      await survive(await foundWatchedTown({ databaseUrl: null, redisUrl: null }, sink), step);
    },
    240_000,
  );

  it('when two workers look at once', async () => {
    const services = { databaseUrl: await freshDatabase(), redisUrl: redisUrl() };
    const town = await foundWatchedTown(services, sink);
    await missPromises(town, REQUESTS);
    const workers = await Promise.all([town.startWorker(), town.startWorker()]);
    await expectToldOnce(town);
    await Promise.all(workers.map((worker) => worker.stop()));
    await expectCleanLedger(town);
  }, 240_000);
});

it('a watch that stands still is an alarm, seen from outside and told once (F41)', async () => {
  const services = { databaseUrl: await freshDatabase(), redisUrl: redisUrl() };
  const settings = { TOWNLINE_WATCH_PATIENCE: '3s' };
  const town = await foundWatchedTown({ ...services, settings }, sink);
  const { process: api, origin } = await town.startApi();
  const worker = await town.startWorker();
  const watched = async () => (await fetch(`${origin}/health/watch`)).status;
  const reader = town.reader();
  await eventually(async () => {
    expect(await reader.number('SELECT COUNT(*) FROM pulse')).toBeGreaterThan(0);
    expect(await watched()).toBe(200);
  });

  worker.signal('SIGSTOP');
  await eventually(async () => expect(await watched()).toBe(503));
  const alarmed = () =>
    reader.rows<{ readonly name: string }>(
      "SELECT s.name FROM alert a JOIN staff s ON s.id = a.staffId WHERE a.kind = 'watch' ORDER BY s.name",
    );
  await eventually(async () => expect(await alarmed()).toHaveLength(2));

  worker.signal('SIGCONT');
  await eventually(async () => expect(await watched()).toBe(200));
  await eventually(() => expect(toldTo('Ada')).toBe(1));
  expect((await alarmed()).map(({ name }) => name)).toEqual(['Ada', 'Ruth']);
  await reader.close();
  await Promise.all([api.stop(), worker.stop()]);
}, 240_000);

async function survive(town: TestTown, step: WatchStep): Promise<void> {
  await missPromises(town, REQUESTS);
  expect(await deathOf(town, step)).toBe('SIGKILL');
  const { process: reborn } = await town.startTown();
  await expectToldOnce(town);
  await reborn.stop();
  await expectCleanLedger(town);
}

/** It may die before it has answered once. */
async function deathOf(town: TestTown, step: WatchStep): Promise<unknown> {
  const preload = ['test/support/crash-at.js'];
  try {
    const started = await town.startTown({ preload, env: { TOWNLINE_TEST_CRASH_AT: step } });
    return await started.process.ended();
  } catch (error) {
    if (error instanceof ProductDidNotStart) return error.endedBy;
    throw error;
  }
}

async function expectToldOnce(town: TestTown): Promise<void> {
  const reader = town.reader();
  await eventually(() => {
    expect(toldTo('Ruth') + toldTo('Ada')).toBe(told.length * REQUESTS);
  });
  const clocks = (await clocksIn(reader)).map(({ id }) => id);
  const notices = await reader.rows<object>(
    'SELECT clockId, level, kind, annulledAt FROM sla_notice ORDER BY clockId, level',
  );
  expect(notices).toEqual(
    clocks.flatMap((clockId) =>
      Object.entries(LEVELS).map(([level, kind]) => ({
        ...{ clockId, level: Number(level), kind, annulledAt: null },
      })),
    ),
  );
  const alerts = await reader.rows<object>(
    'SELECT a.subject, s.name, a.kind FROM alert a JOIN staff s ON s.id = a.staffId ' +
      'ORDER BY a.subject, s.name, a.kind',
  );
  expect(alerts).toEqual(
    clocks.flatMap((id) => told.map(([name, kind]) => ({ subject: `clock:${id}`, name, kind }))),
  );
  expect(toldTo('Ruth')).toBe(2 * REQUESTS);
  expect(toldTo('Ada')).toBe(REQUESTS);
  await reader.close();
}

function toldTo(name: Watcher): number {
  return sink.mails.filter(({ to }) => to.includes(addressOf(name))).length;
}
