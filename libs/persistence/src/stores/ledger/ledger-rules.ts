import type { LedgerRule } from '#core/ledger/ledger-finding';
import { SECOND } from '#core/time/instant';

import type { Dialect } from '../../sql/dialect.js';

/** A query that yields a row for each breach of a rule; `?` are the window's two keys. */
export interface LedgerQuery {
  readonly rule: LedgerRule;
  /** The table that is gone through, and the kind of its keys. */
  readonly table:
    | 'inbound_envelope'
    | 'message'
    | 'service_request'
    | 'sla_clock'
    | 'outbox_entry'
    | 'delivery_attempt';
  readonly subject: 'envelope' | 'message' | 'request' | 'clock' | 'outbox' | 'attempt';
  readonly detail: string;
  /** Tables beside it, which is `t`. */
  readonly joins?: string;
  /** When a row breaks the rule; the window is added. */
  readonly breach: string;
  /** The one more parameter of `breach`: waiting since before then is too long. */
  readonly takesLimit?: true;
}

/** Sending without a word for so long after the lease: the sweep should have seen it. */
export const LEDGER_PATIENCE_MS = 60 * SECOND;

const envelopes: readonly LedgerQuery[] = [
  {
    rule: 'envelope-outcome',
    table: 'inbound_envelope',
    subject: 'envelope',
    detail: 'has waited for its registration for more than a minute',
    breach: 't.state = 0 AND t.receivedAt < ?',
    takesLimit: true,
  },
  {
    rule: 'envelope-outcome',
    table: 'inbound_envelope',
    subject: 'envelope',
    detail: 'its state and its outcome contradict each other',
    breach:
      '(t.state = 0) <> (t.outcome IS NULL) ' +
      "OR (t.state = 1) <> (COALESCE(t.outcome, '') IN ('created', 'joined', 'reopened')) " +
      "OR (t.state = 3) <> (COALESCE(t.outcome, '') = 'quarantined')",
  },
  {
    rule: 'envelope-outcome',
    table: 'inbound_envelope',
    subject: 'envelope',
    detail: 'quarantine and outcome contradict each other',
    joins: 'LEFT JOIN quarantine q ON q.envelopeId = t.id',
    breach: '(t.state = 3) <> (q.envelopeId IS NOT NULL)',
  },
  {
    rule: 'envelope-message',
    table: 'inbound_envelope',
    subject: 'envelope',
    detail: 'has no message on the request of its outcome, or one without being registered',
    joins: 'LEFT JOIN message m ON m.envelopeId = t.id',
    breach:
      '(t.state = 1) <> (m.id IS NOT NULL) OR (t.state = 1 AND (t.requestId IS NULL OR m.requestId <> t.requestId))',
  },
  {
    rule: 'envelope-message',
    table: 'message',
    subject: 'message',
    detail: 'has no request, or no envelope although it came in',
    joins:
      'LEFT JOIN service_request r ON r.id = t.requestId LEFT JOIN inbound_envelope e ON e.id = t.envelopeId',
    breach: "r.id IS NULL OR (t.direction = 'inbound') <> (e.id IS NOT NULL)",
  },
];

const clocks: readonly LedgerQuery[] = [
  {
    rule: 'request-clock',
    table: 'service_request',
    subject: 'request',
    detail: 'has no first-response clock, or more than one',
    breach:
      "(SELECT COUNT(*) FROM sla_clock c WHERE c.requestId = t.id AND c.kind = 'first_response') <> 1",
  },
  {
    rule: 'request-clock',
    table: 'sla_clock',
    subject: 'clock',
    detail: 'its state is not what its segments say, or its request is missing',
    joins: 'LEFT JOIN service_request r ON r.id = t.requestId',
    breach:
      'r.id IS NULL ' +
      "OR (SELECT COUNT(*) FROM sla_segment s WHERE s.clockId = t.id AND s.kind = 'running') < 1 " +
      "OR (SELECT COALESCE(SUM(CASE s.kind WHEN 'met' THEN 1 WHEN 'reopened' THEN -1 ELSE 0 END), 0) FROM sla_segment s WHERE s.clockId = t.id) <> (CASE t.state WHEN 'met' THEN 1 ELSE 0 END) " +
      "OR (t.state = 'met') <> (t.metAt IS NOT NULL) OR (t.state = 'paused') > (t.pausedAt IS NOT NULL)",
  },
  {
    rule: 'request-clock',
    table: 'sla_clock',
    subject: 'clock',
    detail: 'was late, which was noticed never, twice, or too early',
    breach:
      't.breachedAt IS NOT NULL AND t.noticedLevel >= 100 AND ' +
      '(SELECT COUNT(*) FROM sla_notice n WHERE n.clockId = t.id AND n.level = 100 AND n.dueAt = t.dueAt AND n.noticedAt > n.dueAt) <> 1',
  },
];

const outbox: readonly LedgerQuery[] = [
  {
    rule: 'outbox-state',
    table: 'outbox_entry',
    subject: 'outbox',
    detail: 'is sending without a worker, or its lease has run out and nobody saw it',
    breach: 't.state = 1 AND (t.owner IS NULL OR t.leaseUntil IS NULL OR t.leaseUntil < ?)',
    takesLimit: true,
  },
  {
    rule: 'outbox-state',
    table: 'outbox_entry',
    subject: 'outbox',
    detail: 'has an owner or a lease although nobody sends it, or an unknown state, or no request',
    joins: 'LEFT JOIN service_request r ON r.id = t.requestId',
    breach:
      '(r.id IS NULL AND t.requestId IS NOT NULL) OR t.state NOT IN (0,1,2,3,4,5) ' +
      'OR (t.state <> 1 AND (t.owner IS NOT NULL OR t.leaseUntil IS NOT NULL))',
  },
  {
    rule: 'outbox-attempt',
    table: 'outbox_entry',
    subject: 'outbox',
    detail: 'its attempts do not add up: one accepted when sent, none otherwise, each with a row',
    breach:
      '(SELECT COUNT(*) FROM delivery_attempt a WHERE a.outboxId = t.id) <> t.attempts ' +
      'OR (SELECT COUNT(*) FROM delivery_attempt a WHERE a.outboxId = t.id AND a.outcome = 1) <> (CASE t.state WHEN 2 THEN 1 ELSE 0 END) ' +
      'OR (SELECT COUNT(*) FROM delivery_attempt a WHERE a.outboxId = t.id AND a.outcome = 0) <> (CASE t.state WHEN 1 THEN 1 ELSE 0 END)',
  },
  {
    rule: 'outbox-attempt',
    table: 'delivery_attempt',
    subject: 'attempt',
    detail: 'belongs to no entry',
    joins: 'LEFT JOIN outbox_entry o ON o.id = t.outboxId',
    breach: 'o.id IS NULL',
  },
  {
    rule: 'outbox-ladder',
    table: 'outbox_entry',
    subject: 'outbox',
    detail: 'goes on from an entry that is not there, did not refuse it, or carries other words',
    joins: 'LEFT JOIN outbox_entry f ON f.id = t.laddersFrom',
    breach:
      '(t.laddersFrom IS NULL) <> (t.rung = 0) OR (t.laddersFrom IS NOT NULL AND (f.id IS NULL ' +
      "OR t.messageId IS NULL OR f.messageId IS NULL OR f.messageId <> t.messageId OR t.rung <> f.rung + 1 OR t.kind <> 'reply' " +
      'OR f.refusal IS NULL OR f.ladderAt IS NOT NULL OR f.state IN (0,1)))',
  },
  {
    rule: 'outbox-ladder',
    table: 'outbox_entry',
    subject: 'outbox',
    detail: 'was gone on from more than once, or its words were accepted by another way too',
    breach:
      '(SELECT COUNT(*) FROM outbox_entry n WHERE n.laddersFrom = t.id) > 1 ' +
      'OR (t.laddersFrom IS NOT NULL AND t.state = 2 AND EXISTS (SELECT 1 FROM outbox_entry f ' +
      'WHERE f.id = t.laddersFrom AND f.state = 2 AND f.refusal IS NULL))',
  },
];

export const ledgerQueries: readonly LedgerQuery[] = [...envelopes, ...clocks, ...outbox];

export function ledgerSql({ table, joins, breach }: LedgerQuery): string {
  return (
    `SELECT t.id FROM ${table} t ${joins ?? ''} ` +
    `WHERE t.id > ? AND t.id <= ? AND (${breach}) ORDER BY t.id`
  );
}

export const doubledConversationsSql =
  'SELECT MIN(id) AS id, COUNT(*) AS requests FROM service_request WHERE conversationKey IS NOT NULL ' +
  'GROUP BY conversationKey HAVING COUNT(*) > 1';

/** How many numbers a series has, the highest of them, and how far its counter is. */
export function numberSeriesSql(dialect: Dialect): string {
  const series =
    dialect === 'mariadb'
      ? "SUBSTRING_INDEX(number, '-', 1)"
      : "substr(number, 1, instr(number, '-') - 1)";
  const running =
    dialect === 'mariadb'
      ? "CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(number, '-', 2), '-', -1) AS SIGNED)"
      : "CAST(substr(number, instr(number, '-') + 1, length(number) - instr(number, '-') - 2) AS INTEGER)";
  return (
    `SELECT n.series, COUNT(*) AS requests, COUNT(DISTINCT n.running) AS numbers, MIN(n.running) AS lowest, ` +
    `MAX(n.running) AS highest, MAX(k.value) AS counter FROM (SELECT ${series} AS series, ${running} AS running FROM service_request) n ` +
    'LEFT JOIN number_counter k ON k.series = n.series GROUP BY n.series'
  );
}
