import type {
  ChannelAccountId,
  ContactPointId,
  OutboxEntryId,
  SlaClockId,
} from '#core/identity/ids';
import type {
  FailedSend,
  ReportedSend,
  UndeliverableAddress,
} from '#core/intake/registration-store';

import { instantOf, instantText } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { staffKindsSql } from '../outbox/staff-kinds.js';
import {
  currentRequestColumns,
  currentRequestOf,
  type CurrentRequestRow,
} from './current-request.js';

/** Sends that providers call failed, found by the id of their accepted attempt, their requests locked. */
export async function findFailedSends(
  session: SqlSession,
  failures: readonly ReportedSend[],
): Promise<readonly FailedSend[]> {
  if (failures.length === 0) return [];
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
  const rows = await session.rows<FailedSendRow>(
    `SELECT ${currentRequestColumns}, COALESCE(o.contactPointId, r.contactPointId) AS contactPointId, o.id AS entryId, o.asksCitizen, o.channelAccountId, a.providerId ` +
      'FROM delivery_attempt a JOIN outbox_entry o ON o.id = a.outboxId ' +
      'JOIN service_request r ON r.id = o.requestId ' +
      `WHERE a.providerId IN (${placeholders(failures.length)}) AND o.kind NOT IN (${staffKindsSql}) ` +
      `ORDER BY r.id${lock}`,
    failures.map(({ providerId }) => Buffer.from(providerId, 'utf8')),
    session.protocolFor(failures.length),
  );
  const clocks = await metClocks(
    session,
    rows.map(({ entryId }) => entryId),
  );
  return rows.map((row) => ({
    entryId: row.entryId as OutboxEntryId,
    asksCitizen: row.asksCitizen !== null,
    channelAccountId: row.channelAccountId as ChannelAccountId,
    providerId: row.providerId.toString('utf8'),
    contactPointId: row.contactPointId as ContactPointId,
    request: currentRequestOf(row),
    metClocks: clocks
      .filter(({ cause }) => cause === causeOf(row.entryId))
      .map(({ id, dueAt, metAt }) => ({
        ...{ id: id as SlaClockId, dueAt: instantOf(dueAt), metAt: instantOf(metAt) },
      })),
  }));
}

interface FailedSendRow extends CurrentRequestRow {
  readonly contactPointId: string;
  readonly entryId: string;
  readonly asksCitizen: string | null;
  readonly channelAccountId: string;
  readonly providerId: Buffer;
}

interface MetClockRow {
  readonly id: string;
  readonly dueAt: string;
  readonly metAt: string;
  readonly cause: string;
}

async function metClocks(
  session: SqlSession,
  entries: readonly string[],
): Promise<readonly MetClockRow[]> {
  if (entries.length === 0) return [];
  return session.rows<MetClockRow>(
    'SELECT c.id, c.dueAt, c.metAt, s.cause FROM outbox_entry o ' +
      "JOIN sla_clock c ON c.requestId = o.requestId AND c.state = 'met' " +
      "JOIN sla_segment s ON s.clockId = c.id AND s.kind = 'met' AND s.fromAt = c.metAt " +
      `WHERE o.id IN (${placeholders(entries.length)}) AND s.cause IN (${placeholders(entries.length)})`,
    [...entries, ...entries.map(causeOf)],
    session.protocolFor(entries.length),
  );
}

/** As `meetClocks` writes it. */
function causeOf(entryId: string): string {
  return `outbox:${entryId}`;
}

/** They run on; the watch counts at once what is to be noticed about them next. */
export async function reopenClocks(session: SqlSession, ids: readonly SlaClockId[]): Promise<void> {
  if (ids.length === 0) return;
  await session.run(
    `UPDATE sla_clock SET state = 'running', metAt = NULL, nextStepAt = startedAt WHERE id IN (${placeholders(ids.length)})`,
    ids,
    session.protocolFor(ids.length),
  );
}

export async function markUndeliverable(
  session: SqlSession,
  rows: readonly UndeliverableAddress[],
): Promise<void> {
  for (const { contactPointId, at } of rows) {
    await session.run('UPDATE contact_point SET undeliverableAt = ? WHERE id = ?', [
      instantText(at),
      contactPointId,
    ]);
  }
}
