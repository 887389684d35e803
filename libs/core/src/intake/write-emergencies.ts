import { acknowledge } from '../emergency/acknowledge.js';
import { type Emergency, EMERGENCY_SERIES, type EmergencyChange } from '../emergency/emergency.js';
import { GROUP_WITHIN_MS, recordReport } from '../emergency/record-report.js';
import { addMilliseconds } from '../time/instant.js';
import type { PlanningContext } from './planning.js';
import type { RegistrationPlan } from './registration-plan.js';
import type { RegistrationTransaction } from './registration-store.js';

/**
 * Opens and appends what a batch reported, and ends the waiting for those that staff took. Asks the
 * database only for a batch that holds such a thing; the counter is the lock that makes one emergency
 * of what two workers hear at the same time.
 */
export async function writeEmergencies(
  transaction: RegistrationTransaction,
  { reports, acknowledgements, audit }: RegistrationPlan,
  { newId, now }: Pick<PlanningContext, 'newId' | 'now'>,
): Promise<void> {
  if (reports.length === 0 && acknowledgements.length === 0) return;
  const first = await transaction.takeNumbers(EMERGENCY_SERIES, 0);
  const known = await transaction.lockEmergencies({
    kinds: [...new Set(reports.map(({ kind }) => kind))],
    since: addMilliseconds(now, -GROUP_WITHIN_MS),
    requestIds: acknowledgements.map(({ requestId }) => requestId),
  });
  const working = new WorkingEmergencies(known);
  for (const report of reports) {
    working.add(
      recordReport(report, working.newestFirst(), () => ({
        id: newId<'Emergency'>(),
        number: first + working.opened,
      })),
    );
  }
  for (const { requestId, staffId } of acknowledgements) {
    for (const emergency of working.newestFirst()) {
      if (emergency.requestId !== requestId) continue;
      const change = acknowledge(emergency, staffId, 'answer', now);
      if (change === null) continue;
      working.add(change);
      const subject = `emergency:${emergency.id}`;
      const action = 'emergency.acknowledged';
      audit.push({ at: now, staffId, action, subject, detail: { by: 'answer' } });
    }
  }
  if (working.opened > 0) await transaction.takeNumbers(EMERGENCY_SERIES, working.opened);
  await transaction.writeEmergencies(working.changes());
}

/** Emergencies while a batch is worked through; what happens to one is written once. */
class WorkingEmergencies {
  opened = 0;
  private readonly current = new Map<string, Emergency>();
  private readonly changed = new Map<string, EmergencyChange>();

  constructor(known: readonly Emergency[]) {
    for (const emergency of known) this.current.set(emergency.id, emergency);
  }

  newestFirst(): readonly Emergency[] {
    return [...this.current.values()].reverse();
  }

  add(change: EmergencyChange): void {
    const { id } = change.emergency;
    const before = this.changed.get(id);
    if (change.isNew) this.opened += 1;
    this.current.set(id, change.emergency);
    this.changed.set(id, {
      emergency: change.emergency,
      isNew: before?.isNew ?? change.isNew,
      steps: [...(before?.steps ?? []), ...change.steps],
    });
  }

  changes(): readonly EmergencyChange[] {
    return [...this.changed.values()];
  }
}
