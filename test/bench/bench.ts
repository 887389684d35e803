/**
 * `npm run bench -- accept|register|whole|email|sla [--quick] [--json] [--rounds N] [--database mariadb|embedded]`
 *
 * Measures the product's own processes against what the machine's databases can do at that moment.
 */
import { parseArgs } from 'node:util';

import { removeCompiledProduct } from '../support/compiled-product.js';
import { acceptReports } from './accept.js';
import type { BenchScale, Target } from './bench-scale.js';
import { emailReports } from './email.js';
import { machineNote } from './machine-note.js';
import { registerReports } from './register.js';
import { asJson, asTable, judge, type Report } from './report.js';
import { slaReports } from './sla.js';
import { wholeReports } from './whole.js';

const workloads: Readonly<Record<string, (scale: BenchScale) => AsyncIterable<Report>>> = {
  accept: acceptReports,
  register: registerReports,
  whole: wholeReports,
  email: emailReports,
  sla: slaReports,
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    database: { type: 'string' },
  },
});

const chosen = positionals.length === 0 ? Object.keys(workloads) : positionals;
const unknown = chosen.filter((name) => !Object.hasOwn(workloads, name));
if (unknown.length > 0) {
  console.error(
    `There is no workload ${unknown.join(', ')}; there are accept, register, whole, email and sla.`,
  );
  process.exit(2);
}
await run();
process.exit();

async function run(): Promise<void> {
  const scale = scaleOf();
  if (!options.json) console.log(machineNote(scale));
  try {
    for (const name of chosen) {
      for await (const report of workloads[name]?.(scale) ?? []) print(report);
    }
  } finally {
    await removeCompiledProduct();
  }
}

function scaleOf(): BenchScale {
  const targets = (['mariadb', 'embedded'] as const).filter(
    (target: Target) => options.database === undefined || options.database === target,
  );
  const rounds = Number(options.rounds ?? (options.quick ? 1 : 5));
  return { quick: options.quick, rounds, targets };
}

function print(report: Report): void {
  console.log(options.json ? asJson(report) : asTable(report));
  const missed = report.figures.map(judge).filter(({ reached }) => reached === false);
  if (missed.length > 0 && !options.quick) process.exitCode = 1;
}
