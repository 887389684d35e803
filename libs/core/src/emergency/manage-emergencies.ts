import type { Town } from '../account/town.js';
import { notFound } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { EmergencyId, NewId, StaffId } from '../identity/ids.js';
import { noSuchRequest } from '../reply/staff-action.js';
import type { Clock } from '../time/clock.js';
import { addMilliseconds } from '../time/instant.js';
import { acknowledge, type AcknowledgedBy } from './acknowledge.js';
import { isAfterHours } from './after-hours.js';
import { startDutyClock } from './duty-clock.js';
import { emergencyNumber } from './emergency.js';
import type { EmergencyKind } from './emergency-kind.js';
import type { EmergencyStore } from './emergency-store.js';
import { GROUP_WITHIN_MS, recordReport } from './record-report.js';

export interface EmergencyPorts {
  readonly emergencies: EmergencyStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly town: () => Town;
}

/** Ends the waiting. @returns whether this acknowledgement did it, or an earlier one. */
export async function acknowledgeEmergency(
  { emergencies, clock }: EmergencyPorts,
  id: EmergencyId,
  by: { readonly staffId: StaffId; readonly how: AcknowledgedBy },
): Promise<'acknowledged' | 'already' | 'unknown'> {
  const done = await emergencies.change(id, async (transaction, emergency) => {
    const at = clock.now();
    const change = acknowledge(emergency, by.staffId, by.how, at);
    if (change === null) return 'already';
    await transaction.write(change);
    await transaction.insertAudit({
      ...{ at, staffId: by.staffId, action: 'emergency.acknowledged', subject: `emergency:${id}` },
      detail: { by: by.how },
    });
    return 'acknowledged';
  });
  return done ?? 'unknown';
}

/** The same from the office's own tools, by the number that people know. */
export async function acknowledgeByNumber(
  ports: EmergencyPorts,
  number: number,
  staffId: StaffId,
): Promise<Result<{ readonly already: boolean }>> {
  const found = await ports.emergencies.find(number);
  if (found === null) return refused(noSuchEmergency(number));
  const done = await acknowledgeEmergency(ports, found.id, { staffId, how: 'office' });
  return succeeded({ already: done === 'already' });
}

/** A person knows better than words: the request is an emergency from now on. */
export async function flagEmergency(
  { emergencies, clock, newId, town }: EmergencyPorts,
  flagged: { readonly requestNumber: string; readonly kind: EmergencyKind },
  staffId: StaffId,
): Promise<Result<{ readonly emergency: string; readonly opened: boolean }>> {
  const at = clock.now();
  const since = addMilliseconds(at, -GROUP_WITHIN_MS);
  const { kind } = flagged;
  const change = await emergencies.report({ ...flagged, since }, (known) => {
    const { requestId, subject: words, nextNumber: number } = known;
    const report = { requestId, kind, evidence: 'staff', words, unverified: false, at };
    const afterHours = isAfterHours(town(), at);
    const fresh = () => ({ id: newId<'Emergency'>(), number });
    const subject = `request:${requestId}`;
    const begun = { requestId, startedAt: at, recordedAt: at, cause: `staff:${staffId}` };
    const isNewDuty = kind === 'sewer' && !known.hasDuty;
    return {
      change: recordReport({ ...report, afterHours }, known.emergencies, fresh),
      duty: isNewDuty ? startDutyClock({ id: newId<'SlaClock'>(), ...begun }, town().policy) : null,
      audit: { at, staffId, action: 'request.flagged', subject, detail: { kind } },
    };
  });
  if (change === null) return refused(noSuchRequest(flagged.requestNumber));
  return succeeded({ emergency: emergencyNumber(change.emergency), opened: change.isNew });
}

export function noSuchEmergency(number: number) {
  return notFound(
    `Emergency ${emergencyNumber({ number })}`,
    'Check the number; `emergency list` shows the numbers.',
  );
}
