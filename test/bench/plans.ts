import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { createConnection } from 'mysql2/promise';

/** One kind of statement, and how the server ran it. */
export interface Plan {
  readonly statement: string;
  readonly count: number;
  /** Over all its runs; null where the database does not say. */
  readonly rowsExamined: number | null;
  /** Over all its runs, in milliseconds; null where the database does not say. */
  readonly took: number | null;
  readonly steps: readonly string[];
}

/**
 * The plans of the statements that MariaDB really ran while `work` went on: the server writes each
 * with its EXPLAIN into a log, so that no statement is copied into the bench.
 */
export async function plansDuring(url: string, work: () => Promise<void>): Promise<Plan[]> {
  const connection = await createConnection({ uri: url });
  const folder = mkdtempSync('/tmp/tl-plans-');
  // The server runs as a user of its own and must be able to write here.
  chmodSync(folder, 0o777);
  const log = join(folder, 'statements.log');
  try {
    await connection.query(`SET GLOBAL slow_query_log_file = '${log}'`);
    await connection.query("SET GLOBAL log_slow_verbosity = 'query_plan,explain'");
    await connection.query('SET GLOBAL long_query_time = 0, GLOBAL slow_query_log = 1');
    await work();
    await connection.query('SET GLOBAL slow_query_log = 0, GLOBAL long_query_time = 10');
    return plansOf(readFileSync(log, 'latin1'));
  } finally {
    await connection.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

const HOT_TABLES =
  /inbound_envelope|intake_lane|contact_point|service_request|outbox_entry|delivery_attempt|number_counter/;

function plansOf(log: string): Plan[] {
  const plans = new Map<string, Plan>();
  for (const entry of log.split(/^(?=# User@Host)/m).slice(1)) {
    const statement = statementOf(entry);
    if (statement === null) continue;
    const steps = stepsOf(entry);
    const known = plans.get(statement);
    const rows = Number(/Rows_examined: (\d+)/.exec(entry)?.[1] ?? 0);
    const took = Number(/Query_time: ([\d.]+)/.exec(entry)?.[1] ?? 0) * 1_000;
    plans.set(statement, {
      statement,
      count: (known?.count ?? 0) + 1,
      rowsExamined: (known?.rowsExamined ?? 0) + rows,
      took: (known?.took ?? 0) + took,
      steps: steps.length > (known?.steps.length ?? 0) ? steps : (known?.steps ?? []),
    });
  }
  return [...plans.values()];
}

/** Values and lengths of lists taken out, so that equal statements are equal text. */
function statementOf(entry: string): string | null {
  const sql = entry
    .split('\n')
    .filter((line) => line !== '' && !/^(#|SET timestamp|use )/.test(line));
  const text = sql.join(' ').replaceAll(/\s+/g, ' ').trim();
  if (!/^(\(*SELECT|UPDATE|DELETE|INSERT)/i.test(text) || !HOT_TABLES.test(text)) return null;
  const bare = text
    .replaceAll(/(?:_binary|X|x)?'(?:[^'\\]|\\.|'')*'/g, '?')
    .replaceAll(/\b\d+\b/g, '?')
    .replaceAll(/\?(?:\s*,\s*\?)+/g, '?…')
    .replaceAll(/\((?:\?…?|NULL|,|\s)+\)(?:\s*,\s*\((?:\?…?|NULL|,|\s)+\))*/g, '(…)');
  return bare.length > 160 ? `${bare.slice(0, 160)}…` : bare;
}

function stepsOf(entry: string): string[] {
  const rows = entry.split('\n').filter((line) => line.startsWith('# explain: '));
  return rows.slice(1).map((line) => {
    const [, , table, type, , key, , , rowCount, , , , extra] = line
      .slice('# explain: '.length)
      .split('\t');
    const with_ = extra === undefined || extra === '' ? '' : ` (${extra})`;
    return `${table}: ${type} on ${key}, ${rowCount} rows${with_}`;
  });
}

/** A Markdown list, the statement that took longest first. */
export function describePlans(plans: readonly Plan[]): string[] {
  if (plans.length === 0) return [];
  const lines = [...plans]
    .sort((one, other) => (other.took ?? 0) - (one.took ?? 0))
    .map((plan) => `- ${costOf(plan)}\`${plan.statement}\`: ${plan.steps.join('; ') || 'no plan'}`);
  return [`Statements as they were run, with their plans:\n\n${lines.join('\n')}`];
}

function costOf({ count, rowsExamined, took }: Plan): string {
  if (rowsExamined === null || took === null) return '';
  const each = `${(took / count).toFixed(2)} ms, ${Math.round(rowsExamined / count)} rows examined`;
  return `${count} × ${each}: `;
}
