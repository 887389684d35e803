import type { Measured } from '../support/measuring-probe.js';
import type { ProductProcess } from '../support/product-process.js';
import type { BenchScale } from './bench-scale.js';
import type { BenchTown } from './bench-town.js';
import { openTown } from './open-town.js';
import { describePlans } from './plans.js';
import { memoryMibOf } from './process-usage.js';
import { atLeast, atMost, Figures, type Report } from './report.js';
import { stageEnvelopes } from './staged-envelopes.js';

/** A worker looks again so soon that the moment of pouring hardly counts. */
const settings = { TOWNLINE_LOOK_INTERVAL: '20ms' };

/** Drains stored envelopes. Acknowledgements are written but held back: nothing else goes on. */
export async function* registerReports(scale: BenchScale): AsyncIterable<Report> {
  for (const target of scale.targets) {
    const town = await openTown(target, settings);
    const figures = new Figures();
    const count = scale.quick ? 500 : 20_000;
    const limitMs = scale.quick ? 200 : 2_000;
    try {
      await stageEnvelopes(town, 'distinct', count);
      await stageEnvelopes(town, 'one', count);
      for (let round = 0; round < scale.rounds; round += 1) {
        const limit = await town.ground.limit.fiveTableMessages(limitMs);
        figures.add('five-table inserts, k = 128, one client', 'messages/s', limit);
        if (target === 'mariadb') await oneRoundOfWorkers(town, figures, { count, limit });
        else await oneRoundEmbedded(town, figures, { count, limit });
      }
      const notes = describePlans(await town.ground.plansDuring(() => registerSome(town)));
      yield { workload: 'register', database: town.ground.title, figures: figures.all(), notes };
    } finally {
      await town.close();
    }
  }
}

interface Round {
  readonly count: number;
  readonly limit: number;
}

async function oneRoundOfWorkers(town: BenchTown, figures: Figures, round: Round): Promise<void> {
  const { limit, count } = round;
  const one = await drain(town, 'distinct', 1, count);
  const two = await drain(town, 'distinct', 2, count);
  const single = await drain(town, 'one', 1, count);
  const ratio = single.perSecond / one.perSecond;
  figures.add('distinct senders, 1 worker', 'messages/s', one.perSecond);
  figures.add('distinct senders, 1 worker ÷ limit', '', one.perSecond / limit, atLeast(0.25));
  figures.add('distinct senders, 1 worker: CPU', 'ms/message', one.cpuMs, atMost(0.8));
  figures.add('distinct senders, 1 worker: CPU node', 'ms/message', one.nodeCpuMs);
  figures.add('distinct senders, 1 worker: statements', '/message', one.statements);
  figures.add('distinct senders, 2 workers ÷ limit', '', two.perSecond / limit);
  figures.add('distinct senders, 2 workers: CPU', 'ms/message', two.cpuMs);
  figures.add('2 workers ÷ 1 worker', '', two.perSecond / one.perSecond, atLeast(1.2));
  figures.add('one sender ÷ limit', '', single.perSecond / limit);
  figures.add('one sender: CPU', 'ms/message', single.cpuMs);
  figures.add('one sender ÷ distinct senders', '', ratio, atLeast(1));
  figures.add('memory of one worker (PSS)', 'MiB', one.memoryMib);
  figures.add('start of one worker', 'ms', one.startedInMs);
}

async function drain(town: BenchTown, senders: 'distinct' | 'one', workers: number, count: number) {
  const { ground } = town;
  await ground.emptyTables();
  await town.letLeave(false);
  const started: ProductProcess[] = [];
  while (started.length < workers) started.push(await town.town.startWorker());
  const meter = town.meter(...started);
  const statementsBefore = await ground.counted('QUESTIONS');
  await ground.pour(senders);
  const pourCpuMs = meter.database.usedMs();
  const startedAt = performance.now();
  await town.untilRegistered();
  const seconds = (performance.now() - startedAt) / 1_000;
  const nodeCpuMs = meter.node.usedMs() / count;
  const drained = {
    perSecond: count / seconds,
    nodeCpuMs,
    cpuMs: nodeCpuMs + (meter.database.usedMs() - pourCpuMs) / count,
    statements: ((await ground.counted('QUESTIONS')) - statementsBefore) / count,
    memoryMib: Math.max(...started.map(({ pid }) => memoryMibOf(pid))),
    startedInMs: Math.max(...started.map(({ startedInMs }) => startedInMs)),
  };
  for (const worker of started) await worker.stop();
  return drained;
}

async function oneRoundEmbedded(town: BenchTown, figures: Figures, round: Round): Promise<void> {
  const distinct = await drainEmbedded(town, 'distinct');
  const one = await drainEmbedded(town, 'one');
  const add = (name: string, drained: typeof one) => {
    const block = drained.longestBlockMs;
    figures.add(name, 'messages/s', drained.perSecond);
    figures.add(`${name} ÷ limit`, '', drained.perSecond / round.limit, atLeast(0.2));
    figures.add(`${name}: CPU`, 'ms/message', drained.cpuMs);
    figures.add(`${name}: longest block of the event loop`, 'ms', block, atMost(50));
  };
  add('distinct senders', distinct);
  add('one sender', one);
  figures.add('memory (PSS)', 'MiB', distinct.memoryMib);
  figures.add('start', 'ms', distinct.startedInMs);
}

/** The town begins to drain while it starts: what is done before it serves is not measured. */
async function drainEmbedded(town: BenchTown, senders: 'distinct' | 'one') {
  await town.ground.pour(senders);
  await town.letLeave(false);
  const { process } = await town.town.startTown({ preload: ['test/support/measuring-probe.js'] });
  const before = await process.ask<Measured>('reset');
  const startedAt = performance.now();
  const pending = await town.pendingCount();
  await town.untilRegistered();
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = await process.ask<Measured>('measure');
  const drained = {
    perSecond: pending / seconds,
    cpuMs: (after.cpuMs - before.cpuMs) / pending,
    longestBlockMs: after.longestBlockMs,
    memoryMib: memoryMibOf(process.pid),
    startedInMs: process.startedInMs,
  };
  await process.stop();
  return drained;
}

async function registerSome(town: BenchTown): Promise<void> {
  await town.ground.emptyTables();
  await town.ground.pour('distinct');
  const worker = await town.ground.startWorking();
  await town.untilRegistered();
  await worker.stop();
}
