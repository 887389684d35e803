import { existsSync, readFileSync } from 'node:fs';

import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';

import type { Plan } from './plans.js';

interface PlanRow {
  readonly detail: string;
}

/** How SQLite runs the statements in a file that `statements-probe.ts` wrote. */
export function embeddedPlans(databaseFile: string, statementsFile: string): Plan[] {
  if (!existsSync(statementsFile)) return [];
  const statements = readFileSync(statementsFile, 'utf8').trim().split('\n');
  const database = new DatabaseSync(databaseFile, { readOnly: true });
  try {
    const plans = statements
      .map((line) => JSON.parse(line) as string)
      .filter(
        (sql) => /^\(*(SELECT|UPDATE|DELETE)/i.test(sql) && !/sqlite_|schema_migration/.test(sql),
      )
      .map((sql) => planOf(database, sql));
    // Lists of different lengths are one statement.
    return [...new Map(plans.map((plan) => [plan.statement, plan])).values()];
  } finally {
    database.close();
  }
}

function planOf(database: DatabaseSyncInstance, sql: string): Plan {
  const rows = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as PlanRow[];
  const text = sql.replaceAll(/\s+/g, ' ').replaceAll(/\?(?:\s*,\s*\?)+/g, '?…');
  const statement = text.length > 160 ? `${text.slice(0, 160)}…` : text;
  return {
    statement,
    count: 1,
    rowsExamined: null,
    took: null,
    steps: rows.map(({ detail }) => detail),
  };
}
