import type { Addressee, Alert } from '#core/alert/alert';
import type { AlertStep, AlertStore, OpenAlert } from '#core/alert/alert-store';
import type { PlannedAlert } from '#core/alert/plan-alert';
import { type OutboxState, outboxState } from '#core/delivery/outbox';
import type { DedupeKey } from '#core/identity/binary-key';
import type { Instant } from '#core/time/instant';

import { alertTable } from '../entities/alert.entity.js';
import { insertInto } from '../sql/insert.js';
import { instantOf, instantText } from '../sql/instant-text.js';
import { placeholders } from '../sql/placeholders.js';
import type { SqlDatabase, SqlSession } from '../sql/sql-session.js';
import { failedByReceipt } from './outbox/failed-before.js';
import { insertOutbox } from './registration/record-inserts.js';
import { listStaff } from './staff-addresses.js';

export function alertStore(database: SqlDatabase): AlertStore {
  return {
    addressees: () => database.session(readAddressees),
    add: (planned) => database.transaction((session) => addAlerts(session, planned)),
    look: (now, limit, decide) =>
      database.transaction((session) => look(session, now, limit, decide)),
  };
}

export async function readAddressees(session: SqlSession): Promise<readonly Addressee[]> {
  const staff = await listStaff(session);
  return staff
    .filter(({ addresses }) => addresses.length > 0)
    .map(({ id, name, role, addresses }) => ({ staffId: id, name, role, addresses }));
}

/** Writes the alerts whose news their people were not told before, in the caller's transaction. */
export async function addAlerts(
  session: SqlSession,
  planned: readonly PlannedAlert[],
): Promise<number> {
  if (planned.length === 0) return 0;
  const known = await session.rows<{ readonly alertKey: Buffer }>(
    `SELECT alertKey FROM alert WHERE alertKey IN (${placeholders(planned.length)})`,
    planned.map(({ alert }) => alert.key),
    session.protocolFor(planned.length),
  );
  const told = new Set(known.map(({ alertKey }) => alertKey.toString('hex')));
  const fresh = planned.filter(({ alert }) => !told.has(alert.key.toString('hex')));
  if (fresh.length === 0) return 0;
  await session.insert(
    intoAlerts,
    fresh.flatMap(({ alert }) => valuesOf(alert)),
  );
  await insertOutbox(
    session,
    fresh.flatMap(({ entry }) => entry ?? []),
  );
  return fresh.length;
}

const intoAlerts = insertInto(alertTable, [
  'id',
  'alertKey',
  'kind',
  'subject',
  'requestId',
  'staffId',
  'title',
  'text',
  'urgent',
  'state',
  'transport',
  'tried',
  'outboxId',
  'lookAt',
  'createdAt',
]);

function valuesOf(alert: Alert) {
  return [
    alert.id,
    alert.key,
    alert.kind,
    alert.subject,
    alert.requestId,
    alert.staffId,
    alert.title,
    alert.text,
    alert.urgent,
    alert.state,
    alert.transport,
    alert.tried.join(' '),
    alert.outboxId,
    instantText(alert.lookAt),
    instantText(alert.createdAt),
  ];
}

interface AlertRow extends Omit<Alert, 'key' | 'urgent' | 'tried' | 'lookAt' | 'createdAt'> {
  readonly alertKey: Buffer;
  readonly urgent: number | boolean;
  readonly tried: string;
  readonly lookAt: string;
  readonly createdAt: string;
  readonly entryState: number | null;
  readonly entryAttempts: number | null;
  readonly entryCreatedAt: string | null;
  readonly requestNumber: string | null;
}

export function takeAlertsSql(dialect: SqlSession['dialect'], limit: number): string {
  return (
    `SELECT id FROM alert WHERE state = 'open' AND lookAt <= ? ORDER BY lookAt, id LIMIT ${limit}` +
    (dialect === 'mariadb' ? ' FOR UPDATE SKIP LOCKED' : '')
  );
}

async function look(
  session: SqlSession,
  now: Instant,
  limit: number,
  decide: (alert: OpenAlert) => AlertStep,
): Promise<readonly AlertStep[]> {
  const due = await session.rows<{ readonly id: string }>(takeAlertsSql(session.dialect, limit), [
    instantText(now),
  ]);
  if (due.length === 0) return [];
  const rows = await session.rows<AlertRow>(
    'SELECT a.id, a.alertKey, a.kind, a.subject, a.requestId, a.staffId, a.title, a.text, a.urgent, ' +
      'a.state, a.transport, a.tried, a.outboxId, a.lookAt, a.createdAt, o.state AS entryState, ' +
      'o.attempts AS entryAttempts, o.createdAt AS entryCreatedAt, o.requestNumber ' +
      'FROM alert a LEFT JOIN outbox_entry o ON o.id = a.outboxId ' +
      `WHERE a.id IN (${placeholders(due.length)}) ORDER BY a.lookAt, a.id`,
    due.map(({ id }) => id),
    session.protocolFor(due.length),
  );
  const bounced = await failedByReceipt(
    session,
    rows.flatMap(({ outboxId, entryState }) =>
      outboxId !== null && entryState === outboxState.sent ? [outboxId] : [],
    ),
  );
  const steps = rows.map((row) => decide(openAlertOf(row, bounced)));
  for (const step of steps) await writeStep(session, step);
  await insertOutbox(
    session,
    steps.flatMap(({ entry }) => entry ?? []),
  );
  return steps;
}

function writeStep(session: SqlSession, step: AlertStep): Promise<number> {
  const { id, state, transport, tried, outboxId, lookAt } = step;
  return session.run(
    'UPDATE alert SET state = ?, transport = ?, tried = ?, outboxId = ?, lookAt = ? WHERE id = ?',
    [state, transport, tried.join(' '), outboxId, instantText(lookAt), id],
  );
}

const stateNames = new Map<number, OutboxState>(
  Object.entries(outboxState).map(([name, code]) => [code, name as OutboxState]),
);

function openAlertOf(row: AlertRow, bounced: ReadonlySet<string>): OpenAlert {
  const { alertKey, entryState, entryAttempts, entryCreatedAt, requestNumber, ...rest } = row;
  const state = stateNames.get(entryState ?? -1);
  return {
    ...rest,
    key: alertKey as DedupeKey,
    urgent: Boolean(row.urgent),
    lookAt: instantOf(row.lookAt),
    createdAt: instantOf(row.createdAt),
    tried: row.tried.split(' ').filter((way) => way !== ''),
    message:
      state === undefined || entryCreatedAt === null
        ? null
        : {
            ...{ state, attempts: entryAttempts ?? 0, createdAt: instantOf(entryCreatedAt) },
            bounced: row.outboxId !== null && bounced.has(row.outboxId),
          },
    requestNumber: requestNumber ?? '',
  };
}
