import type { Addressee } from '#core/alert/alert';
import type { AlertStep, AlertStore, OpenAlert } from '#core/alert/alert-store';
import type { PlannedAlert } from '#core/alert/plan-alert';
import type { Instant } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';
import { insertOutboxRow } from './memory-outbox-rows.js';
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
          entryState: entry?.state ?? null,
          requestNumber: entry?.requestNumber ?? '',
        });
        const { state, transport, outboxId, lookAt } = step;
        this.database.alerts.update(alert.id, { state, transport, outboxId, lookAt });
        if (step.entry !== null) insertOutboxRow(this.database, step.entry);
        return step;
      });
    });
  }
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
