import type { Measured } from '../support/measuring-probe.js';
import type { ProductProcess } from '../support/product-process.js';
import type { BenchScale } from './bench-scale.js';
import type { BenchTown } from './bench-town.js';
import { besideLimit } from './machine-limit.js';
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
    try {
      await stageEnvelopes(town, 'distinct', count);
      await stageEnvelopes(town, 'one', count);
      for (let round = 0; round < scale.rounds; round += 1) {
        const bench = { town, figures, count, limitMs: scale.quick ? 200 : 2_000 };
        await (target === 'mariadb' ? oneRoundOfWorkers(bench) : oneRoundEmbedded(bench));
      }
      const notes = describePlans(await town.ground.plansDuring(() => registerSome(town)));
      yield { workload: 'register', database: town.ground.title, figures: figures.all(), notes };
    } finally {
      await town.close();
    }
  }
}

interface Bench {
  readonly town: BenchTown;
  readonly figures: Figures;
  readonly count: number;
  readonly limitMs: number;
}

/** What was drained, and its rate against the limit of that moment. */
async function compared<Drained extends { readonly perSecond: number }>(
  { town, figures, limitMs }: Bench,
  work: () => Promise<Drained>,
): Promise<Drained & { readonly ratio: number }> {
  const measureLimit = () => town.ground.limit.fiveTableMessages(limitMs);
  const { limit, value } = await besideLimit(measureLimit, work);
  figures.add('five-table inserts, k = 128, one client', 'messages/s', limit);
  return { ...value, ratio: value.perSecond / limit };
}

async function oneRoundOfWorkers(bench: Bench): Promise<void> {
  const { figures } = bench;
  const one = await compared(bench, () => drain(bench, 'distinct', 1));
  const two = await compared(bench, () => drain(bench, 'distinct', 2));
  const single = await compared(bench, () => drain(bench, 'one', 1));
  figures.add('distinct senders, 1 worker', 'messages/s', one.perSecond);
  figures.add('distinct senders, 1 worker ÷ limit', '', one.ratio, atLeast(0.25));
  figures.add('distinct senders, 1 worker: CPU', 'ms/message', one.cpuMs, atMost(0.8));
  figures.add('distinct senders, 1 worker: CPU node', 'ms/message', one.nodeCpuMs);
  figures.add('distinct senders, 1 worker: statements', '/message', one.statements);
  figures.add('distinct senders, 2 workers ÷ limit', '', two.ratio);
  figures.add('distinct senders, 2 workers: CPU', 'ms/message', two.cpuMs);
  figures.add('2 workers ÷ 1 worker', '', two.ratio / one.ratio, atLeast(1.2));
  figures.add('one sender ÷ limit', '', single.ratio);
  figures.add('one sender: CPU', 'ms/message', single.cpuMs);
  figures.add('one sender ÷ distinct senders', '', single.ratio / one.ratio, atLeast(1));
  figures.add('memory of one worker (PSS)', 'MiB', one.memoryMib);
  figures.add('start of one worker', 'ms', one.startedInMs);
}

async function drain({ town, count }: Bench, senders: 'distinct' | 'one', workers: number) {
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

async function oneRoundEmbedded(bench: Bench): Promise<void> {
  const { figures, town } = bench;
  const distinct = await compared(bench, () => drainEmbedded(town, 'distinct'));
  const one = await compared(bench, () => drainEmbedded(town, 'one'));
  const add = (name: string, drained: typeof one) => {
    const block = drained.longestBlockMs;
    figures.add(name, 'messages/s', drained.perSecond);
    figures.add(`${name} ÷ limit`, '', drained.ratio, atLeast(0.2));
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
