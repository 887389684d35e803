import { EMERGENCY_SERIES, type EmergencyChange } from '#core/emergency/emergency';
import { kindsText, readKinds } from '#core/emergency/emergency-kind';
import type {
  EmergencyDetail,
  EmergencyStore,
  EmergencyTransaction,
  ShownEmergency,
} from '#core/emergency/emergency-store';
import type { EmergencyId, ServiceRequestId } from '#core/identity/ids';
import type { SlaClock } from '#core/sla/sla-clock';
import type { Instant } from '#core/time/instant';

import { addAlertsTo } from './memory-alert-store.js';
import type { MemoryDatabase } from './memory-database.js';
import {
  emergenciesFor,
  emergencyDetail,
  moveDeadline,
  shownEmergency,
  writeEmergency,
} from './memory-emergency-rows.js';

export class MemoryEmergencyStore implements EmergencyStore {
  constructor(private readonly database: MemoryDatabase) {}

  async due(now: Instant, limit: number): Promise<readonly EmergencyId[]> {
    return this.database.transaction(() =>
      this.database.emergencies
        .all()
        .filter(({ nextPageAt }) => nextPageAt !== null && nextPageAt <= now)
        .toSorted((one, other) => (one.nextPageAt ?? 0) - (other.nextPageAt ?? 0))
        .slice(0, limit)
        .map(({ id }) => id),
    );
  }

  async change<Value>(
    id: EmergencyId,
    work: (transaction: EmergencyTransaction, emergency: ShownEmergency) => Promise<Value>,
  ): Promise<Value | null> {
    return this.database.transaction(async () => {
      const row = this.database.emergencies.get(id);
      if (row === undefined) return null;
      return work(this.transactionOver(), shownEmergency(this.database, row));
    });
  }

  async report(
    { requestNumber, kind, since }: Parameters<EmergencyStore['report']>[0],
    decide: Parameters<EmergencyStore['report']>[1],
  ): Promise<EmergencyChange | null> {
    return this.database.transaction(() => {
      const request = this.database.requests.all().find(({ number }) => number === requestNumber);
      if (request === undefined) return null;
      const { id: requestId, subject, emergencies: kinds } = request;
      const { counters, clocks } = this.database;
      const isDuty = (clock: SlaClock) => clock.requestId === requestId && clock.kind === 'duty';
      const hasDuty = clocks.all().some(isDuty);
      const last = counters.get(EMERGENCY_SERIES)?.value ?? 0;
      const known = emergenciesFor(this.database, { kinds: [kind], since, requestIds: [] });
      const { change, duty, audit } = decide({
        ...{ requestId, subject, hasDuty, emergencies: known, nextNumber: last + 1 },
      });
      if (change.isNew) {
        const value = last + 1;
        if (!counters.update(EMERGENCY_SERIES, { value })) {
          counters.insert(EMERGENCY_SERIES, { value });
        }
      }
      writeEmergency(this.database, change);
      const emergencies = readKinds(kindsText([...kinds, kind]));
      this.database.requests.update(requestId, { emergencies });
      if (duty !== null) {
        const { segments } = this.database;
        clocks.insert(duty.clock.id, duty.clock);
        segments.insert(this.database.nextKey(segments), duty.segment);
        moveDeadline(this.database, requestId);
      }
      this.database.audit.insert(this.database.nextKey(this.database.audit), audit);
      return change;
    });
  }

  async list({
    waiting,
    limit,
  }: Parameters<EmergencyStore['list']>[0]): Promise<readonly ShownEmergency[]> {
    return this.database.transaction(() =>
      this.database.emergencies
        .all()
        .filter(({ state }) => !waiting || state !== 'acknowledged')
        .toSorted((one, other) => other.number - one.number)
        .slice(0, limit)
        .map((row) => shownEmergency(this.database, row)),
    );
  }

  async find(number: number): Promise<EmergencyDetail | null> {
    return this.database.transaction(() => {
      const row = this.database.emergencies.findUnique(0, String(number));
      return row === undefined ? null : emergencyDetail(this.database, row);
    });
  }

  async ofRequest(requestId: ServiceRequestId): Promise<readonly EmergencyDetail[]> {
    return this.database.transaction(() => {
      const steps = this.database.emergencySteps.all();
      const reported = new Set(
        steps.filter((step) => step.requestId === requestId).map(({ emergencyId }) => emergencyId),
      );
      return this.database.emergencies
        .all()
        .filter(({ id }) => reported.has(id))
        .toSorted((one, other) => one.number - other.number)
        .map((row) => emergencyDetail(this.database, row));
    });
  }

  private transactionOver(): EmergencyTransaction {
    const { database } = this;
    return {
      write: async (change) => {
        await Promise.resolve();
        database.onStatement('writeEmergency', [change]);
        writeEmergency(database, change);
      },
      addAlerts: async (planned) => {
        await Promise.resolve();
        database.onStatement('addAlerts', planned);
        addAlertsTo(database, planned);
      },
      insertAudit: async (entry) => {
        await Promise.resolve();
        database.audit.insert(database.nextKey(database.audit), entry);
      },
    };
  }
}
