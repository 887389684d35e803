import type { Moment } from '../support/moments-probe.js';
import type { ProductProcess } from '../support/product-process.js';
import type { ServingProcess } from '../support/test-town.js';
import type { BenchScale, Target } from './bench-scale.js';
import type { BenchTown } from './bench-town.js';
import type { LoadResult } from './load.js';
import { LoadDriver } from './load-driver.js';
import { openTown } from './open-town.js';
import { measureOutbox, STAGED_FOR_OUTBOX } from './outbox.js';
import { describePlans } from './plans.js';
import { CpuMeter } from './process-usage.js';
import { atMost, Figures, type Report } from './report.js';
import { stageEnvelopes } from './staged-envelopes.js';
import { quantile } from './statistics.js';

const PER_SECOND = 200;
const MOMENTS = { preload: ['test/support/moments-probe.js'] };
/** Nobody listens there: the queue is away from the start. */
const NO_REDIS = { env: { TOWNLINE_REDIS_URL: 'redis://127.0.0.1:9' } };

/** Accept, register and send: at a steady rate, in a drain, and the outbox alone. */
export async function* wholeReports(scale: BenchScale): AsyncIterable<Report> {
  for (const target of scale.targets) {
    const town = await openTown(target);
    const driver = await LoadDriver.start();
    const bench: Bench = { target, town, driver, scale, figures: new Figures() };
    try {
      await stageEnvelopes(town, STAGED_FOR_OUTBOX, scale.quick ? 200 : 4_000);
      for (let round = 0; round < scale.rounds; round += 1) await oneRound(bench);
      const notes = describePlans(await town.ground.plansDuring(() => wholeSome(bench)));
      const figures = bench.figures.all();
      yield { workload: 'whole', database: town.ground.title, figures, notes };
    } finally {
      driver.stop();
      await town.close();
    }
  }
}

interface Bench {
  readonly target: Target;
  readonly town: BenchTown;
  readonly driver: LoadDriver;
  readonly scale: BenchScale;
  readonly figures: Figures;
}

/** The processes of a town: one that accepts and one that works, or one that does both. */
interface Running {
  readonly intake: ServingProcess;
  readonly worker: ProductProcess;
}

async function oneRound(bench: Bench): Promise<void> {
  await steady(bench, 'with the bell', {}, atMost(100));
  if (bench.target === 'mariadb') await steady(bench, 'without Redis', NO_REDIS, atMost(1_200));
  await drain(bench);
  await measureOutbox(bench.town, bench.figures);
}

async function steady(
  bench: Bench,
  name: string,
  options: typeof NO_REDIS | Record<string, never>,
  goal: ReturnType<typeof atMost>,
): Promise<void> {
  const { town, driver, scale, figures } = bench;
  await town.ground.emptyTables();
  const running = await start(bench, { ...options, ...MOMENTS });
  const forMs = scale.quick ? 2_000 : 20_000;
  const open = {
    ...town.nextTarget(running.intake),
    kind: 'open-loop',
    perSecond: PER_SECOND,
  } as const;
  await driver.run({ ...open, prefix: `${open.prefix}-warm`, forMs: forMs / 10 });
  await town.untilSent();
  await running.worker.ask<Moment[]>('moments');
  const known = await newestAudit(town);
  const meter = town.meter(...processesOf(running));
  const redis = new CpuMeter(town.ground.redisPids);
  const result = await driver.run({ ...open, forMs });
  await town.untilRegistered();
  await town.untilSent();
  const count = result.acknowledged;
  const cpuMs = { node: meter.node.usedMs() / count, database: meter.database.usedMs() / count };
  const waits = await waitsOf(town, running.worker, result, known);
  const add = (what: string, unit: string, value: number, wanted = null as typeof goal | null) =>
    figures.add(`steady ${PER_SECOND}/s ${name}: ${what}`, unit, value, wanted);
  add('acknowledged → registered p50', 'ms', quantile(waits, 0.5));
  add('acknowledged → registered p99', 'ms', quantile(waits, 0.99), goal);
  add('request → acknowledged p99', 'ms', quantile(result.latenciesMs, 0.99));
  add('CPU node + database', 'ms/message', cpuMs.node + cpuMs.database, atMost(5));
  add('CPU node', 'ms/message', cpuMs.node);
  add('CPU Redis', 'ms/message', redis.usedMs() / count);
  add('refused', '', result.refused, atMost(0));
  await stop(running);
}

/** Everything accepted as fast as 32 clients can, then until the last acknowledgement is sent. */
async function drain({ target, town, driver, scale, figures }: Bench): Promise<void> {
  await town.ground.emptyTables();
  const running = await start({ target, town }, {});
  const meter = town.meter(...processesOf(running));
  const messages = scale.quick ? 300 : 10_000;
  const startedAt = performance.now();
  const load = {
    ...town.nextTarget(running.intake),
    kind: 'count',
    clients: 32,
    messages,
  } as const;
  const result = await driver.run(load);
  await town.untilRegistered();
  await town.untilSent();
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpuMs = (meter.node.usedMs() + meter.database.usedMs()) / result.acknowledged;
  figures.add('drain: accepted, registered and sent', 'messages/s', result.acknowledged / seconds);
  figures.add('drain: CPU node + database', 'ms/message', cpuMs, atMost(2.5));
  await stop(running);
}

async function start(
  { target, town }: Pick<Bench, 'target' | 'town'>,
  options: Parameters<BenchTown['town']['startWorker']>[0],
): Promise<Running> {
  if (target === 'embedded') {
    const intake = await town.town.startTown(options);
    return { intake, worker: intake.process };
  }
  const worker = await town.town.startWorker(options);
  return { intake: await town.town.startApi(options), worker };
}

async function stop(running: Running): Promise<void> {
  for (const process of processesOf(running)) await process.stop();
}

function processesOf({ intake, worker }: Running): ProductProcess[] {
  return [...new Set([intake.process, worker])];
}

async function newestAudit({ reader }: BenchTown): Promise<number> {
  return (await reader.number('SELECT MAX(id) FROM audit_entry')) || 0;
}

/**
 * From each acknowledgement to the commit of its registration, in milliseconds. One worker commits
 * one batch after the other, so the audit rows in the order of their ids are cut by batch sizes.
 */
async function waitsOf(
  { reader }: BenchTown,
  worker: ProductProcess,
  { acknowledgements }: LoadResult,
  afterAudit: number,
): Promise<number[]> {
  const names = await reader.rows<{ readonly id: number; readonly providerId: Uint8Array }>(
    'SELECT id, providerId FROM inbound_envelope',
  );
  const nameOf = new Map(
    names.map(({ id, providerId }) => [id, Buffer.from(providerId).toString()]),
  );
  const created = await reader.rows<{ readonly detail: string }>(
    `SELECT detail FROM audit_entry WHERE action = 'request.created' AND id > ${afterAudit} ORDER BY id`,
  );
  const registeredAt = new Map<string | undefined, number>();
  let taken = 0;
  for (const [at, envelopes] of await worker.ask<Moment[]>('moments')) {
    for (const { detail } of created.slice(taken, taken + envelopes)) {
      const { envelope } = JSON.parse(detail) as { readonly envelope: number };
      registeredAt.set(nameOf.get(envelope), at);
    }
    taken += envelopes;
  }
  return acknowledgements.map(([id, at]) => Math.max(0, (registeredAt.get(id) ?? Number.NaN) - at));
}

async function wholeSome(bench: Bench): Promise<void> {
  const running = await start(bench, {});
  const target = bench.town.nextTarget(running.intake);
  await bench.driver.run({ ...target, kind: 'count', clients: 8, messages: 300 });
  await bench.town.untilRegistered();
  await bench.town.untilSent();
  await stop(running);
}
