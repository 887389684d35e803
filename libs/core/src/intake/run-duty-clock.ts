import { startDutyClock } from '../emergency/duty-clock.js';
import { clockStart } from '../sla/clock-start.js';
import { earliest } from '../time/instant.js';
import type { WorkingRequest } from './batch-memory.js';
import type { Planning, RegistrationItem } from './planning.js';

/** Begins with the message that speaks of the spill, once a request. */
export function runDutyClock(
  item: RegistrationItem,
  request: WorkingRequest,
  { plan, context }: Pick<Planning, 'plan' | 'context'>,
): void {
  if (request.hasDuty) return;
  const occurredAt = item.normalised.kind === 'message' ? item.normalised.occurredAt : null;
  const { startedAt } = clockStart(occurredAt, item.envelope.receivedAt);
  const cause = `envelope:${String(item.envelope.id)}`;
  const begun = { requestId: request.id, startedAt, recordedAt: context.now, cause };
  const start = { id: context.newId<'SlaClock'>(), ...begun };
  const { clock, segment } = startDutyClock(start, context.town.policy);
  plan.clocks.push(clock);
  plan.segments.push(segment);
  request.hasDuty = true;
  request.nextDeadlineAt = earliest([request.nextDeadlineAt, clock.dueAt]);
}
