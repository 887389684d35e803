import type { ServiceRequestId } from '#core/identity/ids';
import type { LedgerFinding, LedgerStore } from '#core/ledger/ledger-finding';
import { isClosed, type RequestStatus } from '#core/request/status';
import { streamKeyOf } from '#core/request/stream-key';
import { addMilliseconds, type Instant } from '#core/time/instant';

import { instantOrNull, instantText } from '../../sql/instant-text.js';
import type { SqlDatabase } from '../../sql/sql-session.js';
import { textsAfterOptOut } from './after-opt-out.js';
import {
  doubledConversationsSql,
  LEDGER_PATIENCE_MS,
  ledgerQueries,
  type LedgerQuery,
  ledgerSql,
  numberSeriesSql,
} from './ledger-rules.js';
import { windowsOf } from './windows.js';

export function ledgerStore(database: SqlDatabase): LedgerStore {
  return {
    findings: (now) => findings(database, now),
    referencedFiles: () => referencedFiles(database),
    counts: () => counts(database),
  };
}

async function* findings(database: SqlDatabase, now: Instant): AsyncGenerator<LedgerFinding> {
  for (const query of ledgerQueries) yield* breaches(database, query, now);
  yield* textsAfterOptOut(database);
  yield* doubledConversations(database);
  yield* numberGaps(database);
  yield* wrongCounters(database);
}

async function* breaches(
  database: SqlDatabase,
  query: LedgerQuery,
  now: Instant,
): AsyncGenerator<LedgerFinding> {
  const { rule, table, subject, detail, takesLimit } = query;
  const limit = instantText(addMilliseconds(now, -LEDGER_PATIENCE_MS));
  const first = table === 'inbound_envelope' ? 0 : '';
  for await (const { after, last } of windowsOf<string | number>(database, table, first)) {
    const values = [after, last, ...(takesLimit === true ? [limit] : [])];
    const rows = await database.session((session) =>
      session.rows<{ readonly id: string | number }>(ledgerSql(query), values),
    );
    for (const { id } of rows) yield { rule, subject: `${subject}:${id}`, detail };
  }
}

async function* doubledConversations(database: SqlDatabase): AsyncGenerator<LedgerFinding> {
  const rows = await database.session((session) =>
    session.rows<{ readonly id: string; readonly requests: number }>(doubledConversationsSql),
  );
  for (const { id, requests } of rows) {
    const detail = `its conversation has ${requests} current requests`;
    yield { rule: 'conversation-single', subject: `request:${id}`, detail };
  }
}

interface SeriesRow {
  readonly series: string;
  readonly requests: number;
  readonly numbers: number;
  readonly lowest: number;
  readonly highest: number;
  readonly counter: number | null;
}

async function* numberGaps(database: SqlDatabase): AsyncGenerator<LedgerFinding> {
  const rows = await database.session((session) =>
    session.rows<SeriesRow>(numberSeriesSql(session.dialect)),
  );
  for (const { series, requests, numbers, lowest, highest, counter } of rows) {
    const isWhole = numbers === requests && lowest === 1 && highest === requests;
    if (isWhole && counter === highest) continue;
    const detail = `${requests} requests have ${numbers} numbers from ${lowest} to ${highest}; the counter is at ${counter ?? 0}`;
    yield { rule: 'request-number', subject: `series:${series}`, detail };
  }
}

interface CounterRow {
  readonly id: ServiceRequestId;
  readonly status: RequestStatus;
  readonly streamKey: string | null;
  readonly messageCount: number;
  readonly nextDeadlineAt: string | null;
  readonly messages: number;
  readonly deadline: string | null;
}

const countersSql =
  'SELECT r.id, r.status, r.streamKey, r.messageCount, r.nextDeadlineAt, ' +
  '(SELECT COUNT(*) FROM message m WHERE m.requestId = r.id) AS messages, ' +
  "(SELECT MIN(c.dueAt) FROM sla_clock c WHERE c.requestId = r.id AND c.state = 'running') AS deadline " +
  'FROM service_request r WHERE r.id > ? AND r.id <= ? ORDER BY r.id';

async function* wrongCounters(database: SqlDatabase): AsyncGenerator<LedgerFinding> {
  for await (const { after, last } of windowsOf<string>(database, 'service_request', '')) {
    const rows = await database.session((session) =>
      session.rows<CounterRow>(countersSql, [after, last]),
    );
    for (const row of rows) {
      for (const detail of counterFaults(row)) {
        yield { rule: 'request-counters', subject: `request:${row.id}`, detail };
      }
    }
  }
}

function counterFaults(row: CounterRow): string[] {
  const deadline = instantOrNull(row.deadline);
  const streamKey = isClosed(row.status) ? null : streamKeyOf(row.id, deadline);
  return [
    ...(row.messageCount === row.messages
      ? []
      : [`counts ${row.messageCount} messages and has ${row.messages}`]),
    ...(instantOrNull(row.nextDeadlineAt) === deadline
      ? []
      : ['its next deadline is not the earliest of its running clocks']),
    ...(row.streamKey === streamKey ? [] : ['its place in the stream is not that of its deadline']),
  ];
}

async function* referencedFiles(database: SqlDatabase): AsyncGenerator<string> {
  for await (const { after, last } of windowsOf<number>(database, 'inbound_envelope', 0)) {
    yield* hashes(
      database,
      'SELECT rawSha256 AS sha256 FROM inbound_envelope WHERE id > ? AND id <= ? AND raw IS NULL ' +
        'UNION SELECT requestSha256 FROM inbound_envelope WHERE id > ? AND id <= ? AND requestSha256 IS NOT NULL',
      [after, last, after, last],
    );
  }
  for await (const { after, last } of windowsOf<string>(database, 'attachment', '')) {
    const sql =
      'SELECT DISTINCT sha256 FROM attachment WHERE id > ? AND id <= ? AND sha256 IS NOT NULL';
    yield* hashes(database, sql, [after, last]);
  }
}

async function* hashes(
  database: SqlDatabase,
  sql: string,
  values: readonly (string | number)[],
): AsyncGenerator<string> {
  const rows = await database.session((session) =>
    session.rows<{ readonly sha256: Buffer }>(sql, values),
  );
  for (const { sha256 } of rows) yield sha256.toString('hex');
}

async function counts(database: SqlDatabase) {
  const [row] = await database.session((session) =>
    session.rows<{
      readonly envelopes: number;
      readonly requests: number;
      readonly messages: number;
      readonly outboxEntries: number;
    }>(
      'SELECT (SELECT COUNT(*) FROM inbound_envelope) AS envelopes, (SELECT COUNT(*) FROM service_request) AS requests, ' +
        '(SELECT COUNT(*) FROM message) AS messages, (SELECT COUNT(*) FROM outbox_entry) AS outboxEntries',
    ),
  );
  if (row === undefined) throw new Error('The database counted nothing.');
  return row;
}
