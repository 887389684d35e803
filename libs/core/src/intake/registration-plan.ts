import type { AuditEntry } from '../audit/audit-entry.js';
import type { NewConsentEntry } from '../consent/consent-entry.js';
import type { EmergencyReport } from '../emergency/emergency.js';
import type { EnvelopeId, ServiceRequestId, SlaClockId, StaffId } from '../identity/ids.js';
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
import type { BlockCount } from './block-cap.js';
import type {
  EnvelopeSettlement,
  QuarantinedEnvelope,
  ScheduledDigest,
  TurnedAway,
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
  /** Clocks that were there before, as they are now. */
  readonly changedClocks: SlaClock[];
  readonly requests: PlannedRequest[];
  readonly requestUpdates: RequestUpdate[];
  readonly links: NewRequestLink[];
  readonly reopenedClocks: SlaClockId[];
  readonly undeliverable: UndeliverableAddress[];
  readonly turnedAway: TurnedAway[];
  readonly quarantined: QuarantinedEnvelope[];
  /** Complete already: answers to bare numbers. */
  readonly outbox: NewOutboxEntry[];
  /** Requests over the cap on acknowledgements: a digest tells their numbers. */
  readonly untold: UntoldRequest[];
  readonly digests: ScheduledDigest[];
  /** What blocks of addresses were told by this batch. */
  readonly blocks: BlockCount[];
  readonly audit: AuditEntry[];
  /** What citizens and providers said about further messages. */
  readonly consent: NewConsentEntry[];
  /** What was heard that must not wait. */
  readonly reports: EmergencyReport[];
  /** Who of the town's own people took the emergencies of which request. */
  readonly acknowledgements: EmergencyAnswer[];
}

export interface EmergencyAnswer {
  readonly requestId: ServiceRequestId;
  readonly staffId: StaffId;
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
  /** For a text message. */
  readonly isBrief: boolean;
  /** Said before anything else: danger, a crew that is being told; empty for most. */
  readonly urgent: string;
  /** The promised time in the citizen's words. */
  readonly promise: string;
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
    changedClocks: [],
    requests: [],
    requestUpdates: [],
    links: [],
    reopenedClocks: [],
    undeliverable: [],
    turnedAway: [],
    quarantined: [],
    outbox: [],
    untold: [],
    digests: [],
    blocks: [],
    audit: [],
    consent: [],
    reports: [],
    acknowledgements: [],
  };
}
