import type { Town } from '../account/town.js';
import { invalidInput, notFound } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { NewId, StaffId } from '../identity/ids.js';
import { noSuchRequest } from '../reply/staff-action.js';
import { meetClock } from '../sla/clock-changes.js';
import { termsOf } from '../sla/sla-policy.js';
import type { Clock } from '../time/clock.js';
import type { Instant } from '../time/instant.js';
import type { DutyDecision, DutyOutcome, DutyStore } from './duty-report.js';

export interface DutyPorts {
  readonly duties: DutyStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly town: () => Town;
}

export interface SaidDuty {
  readonly outcome: DutyOutcome;
  readonly spokeTo?: string | undefined;
  readonly at: Instant;
  readonly gallons?: number | undefined;
  readonly waterBody?: string | undefined;
  readonly cause?: string | undefined;
}

type Reported = Result<{ readonly completed: boolean }>;

/**
 * Records a call to the state about a spill. A voicemail or a fax is kept and completes nothing: the
 * clock runs until somebody was spoken to, and is met at that time.
 */
export async function reportDuty(
  ports: DutyPorts,
  { requestNumber, staffId }: { readonly requestNumber: string; readonly staffId: StaffId },
  said: SaidDuty,
): Promise<Reported> {
  const now = ports.clock.now();
  const faults = faultsOf(said, now);
  if (faults.length > 0) return refused(invalidInput(faults));
  const result = await ports.duties.report<Reported>(requestNumber, ({ requestId, clocks }) => {
    const running = clocks.filter(({ state }) => state === 'running');
    if (clocks.length === 0) return { value: refused(noDuty(requestNumber)), written: null };
    const completes = said.outcome === 'spoken' && running.length > 0;
    const cause = `staff:${staffId}`;
    const event = { at: said.at, recordedAt: now, cause };
    const decision: DutyDecision<Reported> = {
      value: succeeded({ completed: completes }),
      written: {
        report: {
          ...{ id: ports.newId<'DutyReport'>(), requestId, staffId, recordedAt: now },
          ...{ outcome: said.outcome, spokeTo: said.spokeTo ?? null, at: said.at },
          ...{ gallons: said.gallons ?? null, waterBody: said.waterBody ?? null },
          cause: said.cause ?? null,
        },
        changes: completes
          ? running.map((clock) => meetClock(clock, event, termsOf(ports.town().policy, clock)))
          : [],
        audit: {
          ...{ at: now, staffId, action: 'duty.reported', subject: `request:${requestId}` },
          detail: { outcome: said.outcome },
        },
      },
    };
    return decision;
  });
  return result ?? refused(noSuchRequest(requestNumber));
}

function faultsOf({ outcome, spokeTo, at }: SaidDuty, now: Instant) {
  const nobody = outcome === 'spoken' && spokeTo === undefined;
  return [
    ...(nobody
      ? [{ field: 'spokeTo', message: 'is missing; a voicemail or a fax is no report' }]
      : []),
    ...(at > now ? [{ field: 'at', message: 'lies in the future' }] : []),
  ];
}

function noDuty(number: string) {
  return notFound(`A duty of request ${number}`, 'Only a sewer overflow has one; flag it first.');
}
