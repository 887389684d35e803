import type { AuditEntry } from '#core/audit/audit-entry';
import { outboxPriority, outboxState } from '#core/delivery/outbox';
import { kindsText } from '#core/emergency/emergency-kind';
import type { QuarantinedEnvelope } from '#core/intake/registration-store';
import type {
  NewAttachment,
  NewContact,
  NewContactPoint,
  NewMessage,
  NewOutboxEntry,
  NewOutgoingFile,
  NewRequestLink,
  NewServiceRequest,
} from '#core/request/records';

import { attachmentTable } from '../../entities/attachment.entity.js';
import { auditEntryTable } from '../../entities/audit-entry.entity.js';
import { contactTable } from '../../entities/contact.entity.js';
import { contactPointTable } from '../../entities/contact-point.entity.js';
import { messageTable } from '../../entities/message.entity.js';
import { outboxEntryTable } from '../../entities/outbox-entry.entity.js';
import { quarantineTable } from '../../entities/quarantine.entity.js';
import { requestLinkTable } from '../../entities/request-link.entity.js';
import { serviceRequestTable } from '../../entities/service-request.entity.js';
import { insertInto } from '../../sql/insert.js';
import { instantText, instantTextOrNull } from '../../sql/instant-text.js';
import { recordInsert } from './record-insert.js';

export const insertContacts = recordInsert<NewContact>(
  insertInto(contactTable, ['id', 'displayName', 'language', 'createdAt']),
  (row) => [row.id, row.displayName, row.language, instantText(row.createdAt)],
);

export const insertContactPoints = recordInsert<NewContactPoint>(
  insertInto(contactPointTable, [
    'id',
    'contactId',
    'kind',
    'address',
    'addressKey',
    'verifiedAt',
    'createdAt',
  ]),
  (row) => [
    row.id,
    row.contactId,
    row.kind,
    row.address,
    row.addressKey,
    instantTextOrNull(row.verifiedAt),
    instantText(row.createdAt),
  ],
);

export const insertMessages = recordInsert<NewMessage>(
  insertInto(messageTable, [
    'id',
    'requestId',
    'envelopeId',
    'direction',
    'contactPointId',
    'staffId',
    'text',
    'channelRef',
    'externalId',
    'automatic',
    'occurredAt',
    'receivedAt',
  ]),
  (row) => [
    row.id,
    row.requestId,
    row.envelopeId,
    row.direction,
    row.contactPointId,
    row.staffId,
    row.text,
    row.channelRef,
    row.externalId === null ? null : Buffer.from(row.externalId, 'utf8'),
    row.automatic,
    instantText(row.occurredAt),
    instantText(row.receivedAt),
  ],
);

export const insertAttachments = recordInsert<NewAttachment>(
  insertInto(attachmentTable, [
    'id',
    'messageId',
    'channelAccountId',
    'reference',
    'filename',
    'contentType',
    'state',
    'dueAt',
    'createdAt',
  ]),
  (row) => [
    row.id,
    row.messageId,
    row.channelAccountId,
    row.reference,
    row.filename,
    row.contentType,
    'pending',
    instantText(row.createdAt),
    instantText(row.createdAt),
  ],
);

export const insertOutgoingFiles = recordInsert<NewOutgoingFile>(
  insertInto(attachmentTable, [
    'id',
    'messageId',
    'channelAccountId',
    'reference',
    'filename',
    'contentType',
    'state',
    'dueAt',
    'sha256',
    'size',
    'createdAt',
  ]),
  (row) => [
    row.id,
    row.messageId,
    row.channelAccountId,
    '',
    row.filename,
    row.contentType,
    'stored',
    instantText(row.createdAt),
    row.sha256,
    row.size,
    instantText(row.createdAt),
  ],
);

export const insertQuarantine = recordInsert<QuarantinedEnvelope>(
  insertInto(quarantineTable, ['envelopeId', 'reason', 'quarantinedAt']),
  (row) => [row.envelopeId, row.reason, instantText(row.quarantinedAt)],
);

export const insertAudit = recordInsert<AuditEntry>(
  insertInto(auditEntryTable, ['at', 'staffId', 'action', 'subject', 'detail']),
  (row) => [instantText(row.at), row.staffId, row.action, row.subject, JSON.stringify(row.detail)],
);

export const insertRequests = recordInsert<NewServiceRequest>(
  insertInto(serviceRequestTable, [
    'id',
    'number',
    'channelAccountId',
    'contactPointId',
    'conversationKey',
    'status',
    'subject',
    'language',
    'serviceCode',
    'channelRef',
    'requestedAt',
    'receivedAt',
    'arrivedLate',
    'unverifiedSender',
    'expectedAt',
    'awaitsReply',
    'nextDeadlineAt',
    'streamKey',
    'lastMessageAt',
    'messageCount',
    'emergencies',
    'acknowledgedAt',
  ]),
  (row) => [
    row.id,
    row.number,
    row.channelAccountId,
    row.contactPointId,
    row.conversationKey,
    row.status,
    row.subject,
    row.language,
    row.serviceCode,
    row.channelRef,
    instantText(row.requestedAt),
    instantText(row.receivedAt),
    row.arrivedLate,
    row.unverifiedSender,
    instantTextOrNull(row.expectedAt),
    row.awaitsReply,
    instantTextOrNull(row.nextDeadlineAt),
    row.streamKey,
    instantText(row.lastMessageAt),
    row.messageCount,
    kindsText(row.emergencies),
    instantTextOrNull(row.acknowledgedAt),
  ],
);

export const insertRequestLinks = recordInsert<NewRequestLink>(
  insertInto(requestLinkTable, ['requestId', 'relatedRequestId', 'reason', 'createdAt']),
  (row) => [row.requestId, row.relatedRequestId, row.reason, instantText(row.createdAt)],
);

export const insertOutbox = recordInsert<NewOutboxEntry>(
  insertInto(outboxEntryTable, [
    'id',
    'requestId',
    'messageId',
    'staffId',
    'channelAccountId',
    'kind',
    'priority',
    'state',
    'channelRef',
    'body',
    'requestNumber',
    'asksCitizen',
    'dueAt',
    'createdAt',
    'contactPointId',
    'answersConsent',
    'laddersFrom',
    'rung',
  ]),
  (row) => [
    row.id,
    row.requestId,
    row.messageId,
    row.staffId,
    row.channelAccountId,
    row.kind,
    outboxPriority[row.kind],
    outboxState.waiting,
    row.channelRef,
    row.body,
    row.requestNumber,
    row.asksCitizen ?? null,
    instantText(row.dueAt),
    instantText(row.createdAt),
    row.contactPointId,
    row.answersConsent ?? false,
    row.ladder?.from ?? null,
    row.ladder?.rung ?? 0,
  ],
);
