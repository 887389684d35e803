import type { OutboundKind } from '../channel/delivery.js';
import type { DeliveryReceipt } from '../channel/normalised.js';
import type { EmergencyKind } from '../emergency/emergency-kind.js';
import type { AddressKey, IdentityKey } from '../identity/binary-key.js';
import type {
  AttachmentId,
  ChannelAccountId,
  ContactId,
  ContactPointId,
  EnvelopeId,
  MessageId,
  OutboxEntryId,
  ServiceRequestId,
  StaffId,
} from '../identity/ids.js';
import type { Instant } from '../time/instant.js';
import type { RequestStatus } from './status.js';

/** Rows as the core hands them to the stores. Names are those of the columns. */

export interface NewContact {
  readonly id: ContactId;
  readonly displayName: string | null;
  readonly language: string | null;
  readonly createdAt: Instant;
}

export interface NewContactPoint {
  readonly id: ContactPointId;
  readonly contactId: ContactId;
  readonly kind: string;
  readonly address: string;
  /** Unique in the town. Null for an address that somebody merely claimed: it is found by nobody. */
  readonly addressKey: AddressKey | null;
  /** When an authenticated message or a clicked link proved it. */
  readonly verifiedAt: Instant | null;
  readonly createdAt: Instant;
}

export interface NewServiceRequest {
  readonly id: ServiceRequestId;
  readonly number: string;
  readonly channelAccountId: ChannelAccountId;
  readonly contactPointId: ContactPointId;
  /** The conversation this request is the current one of; unique; null when none continues here. */
  readonly conversationKey: IdentityKey | null;
  readonly status: RequestStatus;
  readonly subject: string;
  readonly language: string;
  readonly serviceCode: string | null;
  /** Where answers go, decided at intake; opaque. */
  readonly channelRef: string;
  readonly requestedAt: Instant;
  readonly receivedAt: Instant;
  readonly arrivedLate: boolean;
  readonly unverifiedSender: boolean;
  /** The promised time told to the citizen. */
  readonly expectedAt: Instant | null;
  readonly awaitsReply: boolean;
  readonly nextDeadlineAt: Instant | null;
  readonly streamKey: string | null;
  readonly lastMessageAt: Instant;
  readonly messageCount: number;
  /** What was heard in its messages that must not wait. */
  readonly emergencies: readonly EmergencyKind[];
  /** When its acknowledgement was put into the outbox; null when there is none of its own. */
  readonly acknowledgedAt: Instant | null;
}

/** Absolute values, because the row is locked; only the count is relative. */
export interface RequestUpdate {
  readonly id: ServiceRequestId;
  readonly status: RequestStatus;
  readonly conversationKey: IdentityKey | null;
  readonly awaitsReply: boolean;
  readonly nextDeadlineAt: Instant | null;
  readonly expectedAt: Instant | null;
  readonly streamKey: string | null;
  readonly closedAt: Instant | null;
  readonly lastMessageAt: Instant;
  readonly addedMessages: number;
  readonly emergencies: readonly EmergencyKind[];
}

/** `call`: what was said on the phone, as it was logged; like a note, for colleagues only. */
export const messageDirections = ['inbound', 'outbound', 'note', 'call'] as const;
export type MessageDirection = (typeof messageDirections)[number];

export interface NewMessage {
  readonly id: MessageId;
  readonly requestId: ServiceRequestId;
  readonly envelopeId: EnvelopeId | null;
  readonly direction: MessageDirection;
  /** Who wrote it: exactly one of the two. */
  readonly contactPointId: ContactPointId | null;
  readonly staffId: StaffId | null;
  readonly text: string;
  readonly channelRef: string | null;
  readonly externalId: string | null;
  readonly automatic: boolean;
  readonly occurredAt: Instant;
  readonly receivedAt: Instant;
}

export interface NewAttachment {
  readonly id: AttachmentId;
  readonly messageId: MessageId;
  readonly channelAccountId: ChannelAccountId;
  readonly reference: string;
  readonly filename: string | null;
  readonly contentType: string;
  readonly createdAt: Instant;
}

/** A file of ours that goes out with a message; its bytes are in the file store already. */
export interface NewOutgoingFile extends Omit<NewAttachment, 'filename' | 'reference'> {
  readonly filename: string;
  readonly size: number;
  readonly sha256: Buffer;
}

/** What shows that a question has reached the citizen: that it was accepted, or a receipt. */
export const questionArrivals = ['accepted', 'delivered'] as const;
export type QuestionArrival = (typeof questionArrivals)[number];

export interface NewOutboxEntry {
  readonly id: OutboxEntryId;
  /** Null for an alert that is about no request. */
  readonly requestId: ServiceRequestId | null;
  /** The reply it carries; null for automatic texts. */
  readonly messageId: MessageId | null;
  readonly staffId: StaffId | null;
  readonly channelAccountId: ChannelAccountId;
  /** The citizen's address it goes to, for their consent; null for what goes to people of the town. */
  readonly contactPointId: ContactPointId | null;
  /** The one answer to words such as STOP: it leaves although its address is opted out. */
  readonly answersConsent?: boolean;
  readonly kind: OutboundKind;
  readonly channelRef: string;
  readonly body: string;
  readonly requestNumber: string;
  /** A person's question: the request waits for the citizen from when it has arrived. */
  readonly asksCitizen?: QuestionArrival;
  /** The entry for the same words that was refused, and how many ways were tried before. */
  readonly ladder?: { readonly from: OutboxEntryId; readonly rung: number };
  readonly dueAt: Instant;
  readonly createdAt: Instant;
}

/** A hint for staff: the sender mentioned a request without being a participant of it, or came back late. */
export interface NewRequestLink {
  readonly requestId: ServiceRequestId;
  readonly relatedRequestId: ServiceRequestId;
  readonly reason: 'mentioned-number' | 'answered-message' | 'closed-too-long-ago';
  readonly createdAt: Instant;
}

export interface ReceivedReceipt {
  readonly channelAccountId: ChannelAccountId;
  readonly receipt: DeliveryReceipt;
  readonly receivedAt: Instant;
}
