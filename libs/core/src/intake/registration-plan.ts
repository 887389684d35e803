import type { AuditEntry } from '../audit/audit-entry.js';
import type { EnvelopeId, SlaClockId } from '../identity/ids.js';
import type {
  NewAttachment,
  NewContact,
  NewContactPoint,
  NewMessage,
  NewOutboxEntry,
  NewRequestLink,
  NewServiceRequest,
  RequestUpdate,
} from '../request/records.js';
import type { SlaClock, SlaSegment } from '../sla/sla-clock.js';
import type { Language } from '../text/catalogue.js';
import type { Instant } from '../time/instant.js';
import type {
  EnvelopeSettlement,
  QuarantinedEnvelope,
  ScheduledDigest,
  UndeliverableAddress,
  UntoldRequest,
} from './registration-store.js';

/** Everything that follows from one batch, before the numbers are known. */
export interface RegistrationPlan {
  readonly settlements: EnvelopeSettlement[];
  readonly contacts: NewContact[];
  readonly contactPoints: NewContactPoint[];
  readonly messages: NewMessage[];
  readonly attachments: NewAttachment[];
  readonly clocks: SlaClock[];
  readonly segments: SlaSegment[];
  readonly requests: PlannedRequest[];
  readonly requestUpdates: RequestUpdate[];
  readonly links: NewRequestLink[];
  readonly reopenedClocks: SlaClockId[];
  readonly undeliverable: UndeliverableAddress[];
  readonly quarantined: QuarantinedEnvelope[];
  /** Complete already: answers to bare numbers. */
  readonly outbox: NewOutboxEntry[];
  /** Requests over the cap on acknowledgements: a digest tells their numbers. */
  readonly untold: UntoldRequest[];
  readonly digests: ScheduledDigest[];
  readonly audit: AuditEntry[];
}

/** A request that still waits for its number, and the acknowledgement that will carry it. */
export interface PlannedRequest {
  readonly row: Omit<NewServiceRequest, 'number'>;
  readonly series: string;
  readonly acknowledgement: PlannedAcknowledgement | null;
  readonly envelopeId: EnvelopeId;
}

export interface PlannedAcknowledgement {
  readonly entry: Omit<NewOutboxEntry, 'requestNumber' | 'body'>;
  readonly language: Language;
  readonly dueAt: Instant;
}

export function emptyPlan(): RegistrationPlan {
  return {
    settlements: [],
    contacts: [],
    contactPoints: [],
    messages: [],
    attachments: [],
    clocks: [],
    segments: [],
    requests: [],
    requestUpdates: [],
    links: [],
    reopenedClocks: [],
    undeliverable: [],
    quarantined: [],
    outbox: [],
    untold: [],
    digests: [],
    audit: [],
  };
}
