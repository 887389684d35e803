import { setTimeout as pause } from 'node:timers/promises';

import { defaultTown } from '#core/account/default-town';
import { timeOrderedIds } from '#core/identity/time-ordered-id';
import { noCheckpoint } from '#core/intake/checkpoint';
import { instantFromIso, MINUTE } from '#core/time/instant';
import { watchClocks } from '#core/watch/watch-clocks';

import type { BenchScale } from './bench-scale.js';
import type { BenchTown } from './bench-town.js';
import { LoadDriver } from './load-driver.js';
import { besideLimit } from './machine-limit.js';
import { openTown } from './open-town.js';
import { atMost, Figures, type Report } from './report.js';
import { quantile } from './statistics.js';

const DUE_AT_ONCE = 100;
const LIMIT_MS = 2_000;

/** The watch over promises: among many open clocks, and when very many are due at once. MariaDB only. */
export async function* slaReports(scale: BenchScale): AsyncIterable<Report> {
  if (!scale.targets.includes('mariadb')) return;
  const town = await openTown('mariadb', { TOWNLINE_WATCH_INTERVAL: '5s' });
  const driver = await LoadDriver.start();
  const bench = { town, driver, scale, figures: new Figures() };
  const notes: string[] = [];
  try {
    for (let round = 0; round < scale.rounds; round += 1) {
      await seedClocks(town, scale.quick ? 20_000 : 1_000_000);
      await oneLook(bench);
      await manyAtOnce(bench);
    }
    notes.push(...(await planOfLook(town)));
    yield { workload: 'sla', database: town.ground.title, figures: bench.figures.all(), notes };
  } finally {
    driver.stop();
    await town.close();
  }
}

interface Bench {
  readonly town: BenchTown;
  readonly driver: LoadDriver;
  readonly scale: BenchScale;
  readonly figures: Figures;
}

/** Open requests whose promises end in years. */
async function seedClocks({ ground, reader }: BenchTown, count: number): Promise<void> {
  await ground.emptyTables();
  await reader.rows(
    'INSERT INTO service_request (id, number, channelAccountId, contactPointId, status, subject, language, ' +
      'channelRef, requestedAt, receivedAt, arrivedLate, unverifiedSender, awaitsReply, nextDeadlineAt, ' +
      'streamKey, lastMessageAt, messageCount) ' +
      "SELECT CONCAT('r-', seq), CONCAT('FM26-', seq, '-0'), 'a', 'p', 'new', 'A street light is out', 'en', " +
      "'ref', '2026-01-05 12:00:00', '2026-01-05 12:00:00', 0, 0, 1, '2046-01-05 12:00:00', " +
      `CONCAT('2046-', seq), '2026-01-05 12:00:00', 1 FROM seq_1_to_${count}`,
  );
  await reader.rows(
    'INSERT INTO sla_clock (id, requestId, kind, state, startedAt, dueAt, targetMs, policyVersion, ' +
      'calendarVersion, createdAt, nextStepAt) ' +
      "SELECT CONCAT('c-', seq), CONCAT('r-', seq), 'first_response', 'running', '2026-01-05 12:00:00', " +
      "'2046-01-05 12:00:00', 43200000, 1, 1, '2026-01-05 12:00:00', '2046-01-05 12:00:00' " +
      `FROM seq_1_to_${count}`,
  );
  await reader.rows('ANALYZE TABLE sla_clock, service_request');
}

async function makeDue({ reader }: BenchTown, count: number, dueAt: string): Promise<void> {
  await reader.rows(
    `UPDATE sla_clock SET dueAt = '${dueAt}', nextStepAt = '${dueAt}', noticedLevel = 90 ` +
      `WHERE nextStepAt > '2040-01-01' ORDER BY id LIMIT ${count}`,
  );
}

/** One look in this process, beside what the machine commits. */
async function oneLook({ town, figures }: Bench): Promise<void> {
  await makeDue(town, DUE_AT_ONCE, '2026-01-06 12:00:00');
  await town.town.withDatabase(async ({ watch }) => {
    const now = instantFromIso('2026-01-06T12:00:01Z');
    const look = () =>
      watchClocks(
        {
          ...{ watch, clock: { now: () => now }, town: () => defaultTown },
          ...{ checkpoint: noCheckpoint, linkOf: (number: string) => number },
          ...{ accounts: { enabled: () => [] }, newId: timeOrderedIds({ now: () => now }) },
          tellableAt: (at) => at,
        },
        new AbortController().signal,
      );
    const limit = () => town.ground.limit.singleRowCommits(LIMIT_MS);
    const { limit: commits, value } = await besideLimit(limit, async () => {
      const counting = await rowsRead(town);
      const before = await rowsRead(town);
      const startedAt = performance.now();
      const { breaches } = await look();
      const tookMs = performance.now() - startedAt;
      // The question itself reads the list of counters.
      const rows = (await rowsRead(town)) - before - (before - counting);
      return { breaches, tookMs, rows };
    });
    figures.add('one look: breaches noticed', '', value.breaches);
    figures.add('one look', 'ms', value.tookMs);
    figures.add('one look ÷ one commit', 'commits', (value.tookMs * commits) / 1_000);
    figures.add('one look: rows read', '', value.rows, atMost(1_000));
    figures.add('single-row commits of the machine', '/s', commits);
    const startedAt = performance.now();
    await look();
    figures.add('a look at which nothing is due', 'ms', performance.now() - startedAt);
  });
}

/** Rows that the server touched for anybody: nothing else runs. */
async function rowsRead({ reader }: BenchTown): Promise<number> {
  return reader.number(
    'SELECT SUM(VARIABLE_VALUE) FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME IN ' +
      "('HANDLER_READ_FIRST', 'HANDLER_READ_KEY', 'HANDLER_READ_LAST', 'HANDLER_READ_NEXT', " +
      "'HANDLER_READ_PREV', 'HANDLER_READ_RND', 'HANDLER_READ_RND_NEXT')",
  );
}

/** Very many are due in the same second while messages come in. */
async function manyAtOnce({ town, driver, scale, figures }: Bench): Promise<void> {
  const many = scale.quick ? 2_000 : 50_000;
  const noticed = () => town.reader.number("SELECT COUNT(*) FROM sla_notice WHERE kind = 'breach'");
  const before = await noticed();
  const api = await town.town.startApi();
  const worker = await town.town.startWorker();
  await makeDue(town, many, '2026-01-07 12:00:00');
  const dueAt = performance.now();
  let noticedMs = Number.NaN;
  const counting = (async () => {
    while ((await noticed()) < before + many) {
      if (performance.now() - dueAt > 10 * MINUTE)
        throw new Error('The watch does not come to an end.');
      await pause(250);
    }
    noticedMs = performance.now() - dueAt;
  })();
  const forMs = scale.quick ? 3_000 : 30_000;
  const load = { ...town.nextTarget(api), kind: 'open-loop', perSecond: 50, forMs } as const;
  const [result] = await Promise.all([driver.run(load), counting]);
  figures.add(`${many} due at once: all noticed after`, 's', noticedMs / 1_000, atMost(60));
  figures.add('meanwhile: request → acknowledged p99', 'ms', quantile(result.latenciesMs, 0.99));
  figures.add('meanwhile: refused', '', result.refused, atMost(0));
  await worker.stop();
  await api.process.stop();
}

async function planOfLook({ reader }: BenchTown): Promise<string[]> {
  const rows = await reader.rows<Readonly<Record<string, unknown>>>(
    "EXPLAIN SELECT id FROM sla_clock WHERE nextStepAt <= '2026-01-06 12:00:00' ORDER BY nextStepAt, id LIMIT 250 FOR UPDATE SKIP LOCKED",
  );
  return rows.map(
    ({ table, type, key, rows: read, Extra }) =>
      `The look: ${String(table)} by ${String(key)} (${String(type)}, about ${String(read)} rows; ${String(Extra)})`,
  );
}
