import { type ClockEvent, resumeClock } from '../sla/clock-changes.js';
import { clockStart } from '../sla/clock-start.js';
import { termsOf } from '../sla/sla-policy.js';
import { earliest } from '../time/instant.js';
import type { WorkingRequest } from './batch-memory.js';
import type { Planning, RegistrationItem } from './planning.js';

/** The citizen has answered: nobody waits for them any more, and the pause is given back. */
export function resumeWaiting(
  item: RegistrationItem,
  request: WorkingRequest,
  planning: Planning,
): void {
  const occurredAt = item.normalised.kind === 'message' ? item.normalised.occurredAt : null;
  const { startedAt: at } = clockStart(occurredAt, item.envelope.receivedAt);
  resume(item, request, planning, () => at);
}

/** The question has not arrived: the request has never waited for the citizen. */
export function takeQuestionBack(
  item: RegistrationItem,
  request: WorkingRequest,
  planning: Planning,
): void {
  resume(item, request, planning, (pausedAt) => pausedAt ?? item.envelope.receivedAt);
}

function resume(
  { envelope }: RegistrationItem,
  request: WorkingRequest,
  { plan, memory, context }: Planning,
  resumedAt: (pausedAt: ClockEvent['at'] | null) => ClockEvent['at'],
): void {
  if (request.status !== 'waiting_citizen') return;
  request.status = 'in_progress';
  request.changed = true;
  const recorded = { recordedAt: context.now, cause: `envelope:${String(envelope.id)}` };
  for (const clock of memory.pausedClocks(request.id)) {
    const event = { at: resumedAt(clock.pausedAt), ...recorded };
    const resumed = resumeClock(clock, event, termsOf(context.town.policy, clock));
    plan.changedClocks.push(resumed.clock);
    plan.segments.push(...resumed.segments);
    request.nextDeadlineAt = earliest([request.nextDeadlineAt, resumed.clock.dueAt]);
  }
}
