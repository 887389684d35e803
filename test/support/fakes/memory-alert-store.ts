import type { Addressee } from '#core/alert/alert';
import type { AlertMessage, AlertStep, AlertStore, OpenAlert } from '#core/alert/alert-store';
import type { PlannedAlert } from '#core/alert/plan-alert';
import type { StaffId } from '#core/identity/ids';
import type { PagedRequest, ReportedSend } from '#core/intake/registration-store';
import type { Instant } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';
import { insertOutboxRow } from './memory-outbox-rows.js';
import type { OutboxRow } from './memory-rows.js';
import { listedStaff } from './memory-staff-store.js';

export class MemoryAlertStore implements AlertStore {
  constructor(private readonly database: MemoryDatabase) {}

  async addressees(): Promise<readonly Addressee[]> {
    return this.database.transaction(() => addresseesIn(this.database));
  }

  async add(planned: readonly PlannedAlert[]): Promise<number> {
    return this.database.transaction(() => addAlertsTo(this.database, planned));
  }

  async look(
    now: Instant,
    limit: number,
    decide: (alert: OpenAlert) => AlertStep,
  ): Promise<readonly AlertStep[]> {
    return this.database.transaction(() => {
      const due = this.database.alerts
        .all()
        .filter(({ state, lookAt }) => state === 'open' && lookAt <= now)
        .toSorted((one, other) => one.lookAt - other.lookAt)
        .slice(0, limit);
      return due.map((alert) => {
        const entry =
          alert.outboxId === null ? undefined : this.database.outbox.get(alert.outboxId);
        const step = decide({
          ...alert,
          message: entry === undefined ? null : messageOf(entry),
          requestNumber: entry?.requestNumber ?? '',
        });
        const { entry: next, ...rest } = step;
        this.database.alerts.update(alert.id, rest);
        if (next !== null) insertOutboxRow(this.database, next);
        return step;
      });
    });
  }
}

function messageOf({ state, attempts, createdAt, receipt }: OutboxRow): AlertMessage {
  return { state, attempts, createdAt, bounced: state === 'sent' && receipt === 'failed' };
}

/** By receipts that are applied already. */
export function reopenAlerts(
  database: MemoryDatabase,
  failures: readonly ReportedSend[],
  at: Instant,
): void {
  for (const entry of database.outbox.all()) {
    const isIt = failures.some(
      ({ providerId, channelAccountId }) =>
        providerId === entry.providerId && channelAccountId === entry.channelAccountId,
    );
    if (!isIt || entry.receipt !== 'failed') continue;
    for (const alert of database.alerts.all()) {
      if (alert.outboxId !== entry.id || alert.state === 'failed') continue;
      database.alerts.update(alert.id, { state: 'open', lookAt: at });
    }
  }
}

export function pagesOf(
  database: MemoryDatabase,
  people: readonly StaffId[],
  since: Instant,
): PagedRequest[] {
  const waiting = database.emergencies
    .all()
    .filter(({ state, openedAt }) => state !== 'acknowledged' && openedAt > since);
  return database.alerts
    .all()
    .filter(({ kind, staffId }) => kind === 'page' && people.includes(staffId))
    .filter(({ subject }) => waiting.some(({ id }) => subject === `emergency:${id}`))
    .toSorted((one, other) => other.createdAt - one.createdAt || (one.id < other.id ? 1 : -1))
    .flatMap(({ staffId, requestId, subject }) => {
      const emergency = waiting.find(({ id }) => subject === `emergency:${id}`);
      const request = requestId === null ? undefined : database.requests.get(requestId);
      if (request === undefined || emergency === undefined) return [];
      return [{ emergencyId: emergency.id, staffId, number: request.number }];
    });
}

export function addresseesIn(database: MemoryDatabase): readonly Addressee[] {
  return listedStaff(database)
    .filter(({ addresses }) => addresses.length > 0)
    .map(({ id, name, role, addresses }) => ({ staffId: id, name, role, addresses }));
}

export function addAlertsTo(database: MemoryDatabase, planned: readonly PlannedAlert[]): number {
  const told = new Set(database.alerts.all().map(({ key }) => key.toString('hex')));
  const fresh = planned.filter(({ alert }) => !told.has(alert.key.toString('hex')));
  for (const { alert, entry } of fresh) {
    database.alerts.insert(alert.id, alert);
    if (entry !== null) insertOutboxRow(database, entry);
  }
  return fresh.length;
}
