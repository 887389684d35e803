import type { ServingProcess } from '../support/test-town.js';
import type { BenchScale, Target } from './bench-scale.js';
import type { BenchTown } from './bench-town.js';
import { LoadDriver } from './load-driver.js';
import { besideLimit } from './machine-limit.js';
import { openTown } from './open-town.js';
import { describePlans } from './plans.js';
import { memoryMibOf } from './process-usage.js';
import { atLeast, atMost, Figures, type Goal, type Report } from './report.js';
import { quantile } from './statistics.js';

interface ClientGoals {
  readonly ratio?: Goal;
  readonly p50?: Goal;
  readonly p99?: Goal;
  readonly cpu?: Goal;
}

const goals: Readonly<Record<Target, Readonly<Record<number, ClientGoals>>>> = {
  mariadb: {
    1: { p50: atMost(3), p99: atMost(15) },
    32: { ratio: atLeast(1.5), cpu: atMost(0.5) },
  },
  embedded: { 32: { ratio: atLeast(0.8) } },
};

/** Signed 2 KB webhook → durable → 2xx, against single-row durable commits of the same moment. */
export async function* acceptReports(scale: BenchScale): AsyncIterable<Report> {
  for (const target of scale.targets) yield await acceptReport(target, scale);
}

async function acceptReport(target: Target, scale: BenchScale): Promise<Report> {
  const town = await openTown(target);
  const driver = await LoadDriver.start();
  const figures = new Figures();
  try {
    const intake = await town.ground.startIntake();
    const bench = { town, driver, intake, figures, goals: goals[target] };
    figures.add('start of the accepting process', 'ms', intake.process.startedInMs);
    await warmUp(bench, scale.quick ? 100 : 10_000);
    for (let round = 0; round < scale.rounds; round += 1) {
      for (const clients of scale.quick ? [1, 32] : [1, 8, 32, 128]) {
        await oneRound(bench, { clients, forMs: scale.quick ? 400 : 2_500 });
      }
      const memory = memoryMibOf(intake.process.pid);
      figures.add('memory of the accepting process (PSS)', 'MiB', memory);
    }
    await intake.process.stop();
    const notes = describePlans(await town.ground.plansDuring(() => acceptSome(bench)));
    return { workload: 'accept', database: town.ground.title, figures: figures.all(), notes };
  } finally {
    driver.stop();
    await town.close();
  }
}

/** Half of a request's cost is gone once the compiler has seen a few thousand of them. */
async function warmUp({ town, driver, intake }: Bench, messages: number): Promise<void> {
  await driver.run({ ...town.nextTarget(intake), kind: 'count', clients: 32, messages });
}

interface Bench {
  readonly town: BenchTown;
  readonly driver: LoadDriver;
  readonly intake: ServingProcess;
  readonly figures: Figures;
  readonly goals: Readonly<Record<number, ClientGoals>>;
}

interface Step {
  readonly clients: number;
  readonly forMs: number;
}

async function oneRound(bench: Bench, step: Step): Promise<void> {
  const { town, figures } = bench;
  const measureLimit = () => town.ground.limit.singleRowCommits(step.forMs / 3);
  const { limit, value: measured } = await besideLimit(measureLimit, () => measure(bench, step));
  const wanted = bench.goals[step.clients] ?? {};
  const add = (what: string, unit: string, value: number, goal?: Goal) =>
    figures.add(`${step.clients} clients: ${what}`, unit, value, goal);
  figures.add('single-row durable commits, one client', '/s', limit);
  add('requests', '/s', measured.perSecond);
  add('÷ single-row commits', '', measured.perSecond / limit, wanted.ratio);
  add('p50', 'ms', measured.p50, wanted.p50);
  add('p99', 'ms', measured.p99, wanted.p99);
  add('CPU node + database', 'ms/request', measured.cpuMs, wanted.cpu);
  add('CPU node', 'ms/request', measured.nodeCpuMs);
  add('refused', '', measured.refused, atMost(0));
}

async function measure({ town, driver, intake }: Bench, { clients, forMs }: Step) {
  const meter = town.meter(intake.process);
  const target = town.nextTarget(intake);
  const result = await driver.run({ ...target, kind: 'closed-loop', clients, forMs });
  const nodeCpuMs = meter.node.usedMs() / result.acknowledged;
  return {
    perSecond: (result.acknowledged * 1_000) / result.durationMs,
    p50: quantile(result.latenciesMs, 0.5),
    p99: quantile(result.latenciesMs, 0.99),
    cpuMs: nodeCpuMs + meter.database.usedMs() / result.acknowledged,
    nodeCpuMs,
    refused: result.refused,
  };
}

async function acceptSome({ town, driver }: Bench): Promise<void> {
  const intake = await town.ground.startIntake();
  await driver.run({ ...town.nextTarget(intake), kind: 'count', clients: 8, messages: 200 });
  await intake.process.stop();
}
