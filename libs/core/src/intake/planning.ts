import type { Town } from '../account/town.js';
import type { ChannelCapabilities } from '../channel/capabilities.js';
import type { StoredEnvelope } from '../channel/envelope.js';
import type { Normalised, NormalisedMessage } from '../channel/normalised.js';
import type { NewId, ServiceRequestId } from '../identity/ids.js';
import { clockStart } from '../sla/clock-start.js';
import { type SlaClockKind, startClock } from '../sla/sla-clock.js';
import { earliest, type Instant } from '../time/instant.js';
import type { AcknowledgementCap } from './acknowledgement-cap.js';
import type { BatchMemory, WorkingRequest } from './batch-memory.js';
import type { Correlation } from './correlate.js';
import type { Unreadable } from './message-bounds.js';
import type { RegistrationPlan } from './registration-plan.js';

/** One envelope and what it says; `unreadable` when its channel could not make sense of it. */
export interface RegistrationItem {
  readonly envelope: StoredEnvelope;
  readonly normalised: Normalised | Unreadable;
  readonly capabilities: ChannelCapabilities;
  /** The request of a signed reference that holds for this sender. */
  readonly signedRequestId: ServiceRequestId | null;
  /** The number of a reply token that was made for this sender. */
  readonly signedNumber: string | null;
}

export interface PlanningContext {
  readonly town: Town;
  readonly newId: NewId;
  readonly now: Instant;
  readonly acknowledgementCap: AcknowledgementCap;
}

export interface CorrelatedMessage {
  readonly item: RegistrationItem;
  readonly message: NormalisedMessage;
  readonly correlation: Correlation;
}

export interface Planning {
  readonly memory: BatchMemory;
  readonly plan: RegistrationPlan;
  readonly context: PlanningContext;
}

/** Starts a clock for the message at hand and moves the request's next deadline. */
export function runClock(
  kind: SlaClockKind,
  item: RegistrationItem,
  request: WorkingRequest,
  planning: Planning,
): Instant {
  const { context, plan } = planning;
  const occurredAt = item.normalised.kind === 'message' ? item.normalised.occurredAt : null;
  const { startedAt } = clockStart(occurredAt, item.envelope.receivedAt);
  const start = {
    id: context.newId<'SlaClock'>(),
    requestId: request.id,
    kind,
    startedAt,
    recordedAt: context.now,
    cause: `envelope:${String(item.envelope.id)}`,
  };
  const { clock, segment } = startClock(start, context.town.policy);
  plan.clocks.push(clock);
  plan.segments.push(segment);
  request.awaitsReply = true;
  request.nextDeadlineAt = earliest([request.nextDeadlineAt, clock.dueAt]);
  request.expectedAt = clock.dueAt;
  return clock.dueAt;
}
