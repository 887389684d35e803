import type { BusinessCalendar } from '../calendar/business-calendar.js';
import { clockStart } from '../sla/clock-start.js';
import type { ResponseClockKind, SlaClockKind } from '../sla/sla-clock.js';
import { choosePolicy, type ChosenPolicy, firstClockKinds, targetOf } from '../sla/sla-policy.js';
import { startClock } from '../sla/start-clock.js';
import { earliest, type Instant } from '../time/instant.js';
import type { WorkingRequest } from './batch-memory.js';
import type { Planning, RegistrationItem } from './planning.js';

/** What the citizen is told. */
export interface RunningClock {
  readonly dueAt: Instant;
  /** The one that it is counted in. */
  readonly calendar: BusinessCalendar;
}

/** Starts all that the policy promises with a new request. @returns the clock of the first answer. */
export function runFirstClocks(
  item: RegistrationItem,
  request: WorkingRequest,
  planning: Planning,
): RunningClock {
  const chosen = policyFor(item, request, planning);
  for (const kind of firstClockKinds(chosen.rule)) {
    if (kind !== 'first_response') run(kind, { item, request, chosen }, planning);
  }
  return runResponse('first_response', { item, request, chosen }, planning);
}

/** The citizen waits for a person's next answer. */
export function runNextResponse(
  item: RegistrationItem,
  request: WorkingRequest,
  planning: Planning,
): void {
  const chosen = policyFor(item, request, planning);
  runResponse('next_response', { item, request, chosen }, planning);
}

/** A request that opens again waits for an answer and, where that is promised, for its solution anew. */
export function runClocksAgain(
  item: RegistrationItem,
  request: WorkingRequest,
  planning: Planning,
): void {
  const chosen = policyFor(item, request, planning);
  runResponse('next_response', { item, request, chosen }, planning);
  run('resolution', { item, request, chosen }, planning);
}

interface Beginning {
  readonly item: RegistrationItem;
  readonly request: WorkingRequest;
  readonly chosen: ChosenPolicy;
}

function policyFor(
  { channel }: RegistrationItem,
  { serviceCode }: WorkingRequest,
  { context }: Planning,
): ChosenPolicy {
  return choosePolicy(context.town.policy, { serviceCode, priority: null, channel });
}

function runResponse(
  kind: ResponseClockKind,
  beginning: Beginning,
  planning: Planning,
): RunningClock {
  const { request, chosen } = beginning;
  const dueAt = startFor(kind, beginning, planning, targetOf(chosen.rule, kind));
  request.awaitsReply = true;
  request.expectedAt = dueAt;
  return { dueAt, calendar: chosen.calendar };
}

function run(kind: SlaClockKind, beginning: Beginning, planning: Planning): void {
  const target = targetOf(beginning.chosen.rule, kind);
  if (target !== null) startFor(kind, beginning, planning, target);
}

/** Starts a clock for the message at hand and moves the request's next deadline. */
function startFor(
  kind: SlaClockKind,
  { item, request, chosen }: Beginning,
  { context, plan }: Planning,
  target: NonNullable<ReturnType<typeof targetOf>>,
): Instant {
  const occurredAt = item.normalised.kind === 'message' ? item.normalised.occurredAt : null;
  const { startedAt } = clockStart(occurredAt, item.envelope.receivedAt);
  const start = {
    ...{ id: context.newId<'SlaClock'>(), requestId: request.id, kind, startedAt },
    ...{ recordedAt: context.now, cause: `envelope:${String(item.envelope.id)}` },
  };
  const { clock, segment } = startClock(start, target, chosen);
  plan.clocks.push(clock);
  plan.segments.push(segment);
  request.nextDeadlineAt = earliest([request.nextDeadlineAt, clock.dueAt]);
  if (kind === 'duty') request.hasDuty = true;
  return clock.dueAt;
}
