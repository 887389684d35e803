import type { Town } from '../account/town.js';
import type { ChannelCapabilities } from '../channel/capabilities.js';
import type { StoredEnvelope } from '../channel/envelope.js';
import type { Normalised, NormalisedMessage } from '../channel/normalised.js';
import type { NewId, ServiceRequestId } from '../identity/ids.js';
import type { PageLinks } from '../secret/page-links.js';
import type { Instant } from '../time/instant.js';
import type { AcknowledgementCap } from './acknowledgement-cap.js';
import type { BatchMemory } from './batch-memory.js';
import type { Correlation } from './correlate.js';
import type { IntakeKnowledge } from './intake-knowledge.js';
import type { Unreadable } from './message-bounds.js';
import type { RegistrationPlan } from './registration-plan.js';

/** One envelope and what it says; `unreadable` when its channel could not make sense of it. */
export interface RegistrationItem {
  readonly envelope: StoredEnvelope;
  readonly normalised: Normalised | Unreadable;
  readonly capabilities: ChannelCapabilities;
  /** Code of the account's channel, for the policy to name; null when the account cannot be used. */
  readonly channel: string | null;
  /** The request of a signed reference that holds for this sender. */
  readonly signedRequestId: ServiceRequestId | null;
  /** The number of a reply token that was made for this sender. */
  readonly signedNumber: string | null;
}

export interface PlanningContext {
  readonly town: Town;
  readonly knowledge: IntakeKnowledge;
  readonly newId: NewId;
  readonly now: Instant;
  readonly acknowledgementCap: AcknowledgementCap;
  readonly pageLinks: Pick<PageLinks, 'isCodeOf'>;
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
