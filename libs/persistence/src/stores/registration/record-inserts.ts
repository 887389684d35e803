import type { AuditEntry } from '#core/audit/audit-entry';
import { outboxPriority, outboxState } from '#core/delivery/outbox';
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
import type { SlaClock, SlaSegment } from '#core/sla/sla-clock';

import { attachmentTable } from '../../entities/attachment.entity.js';
import { auditEntryTable } from '../../entities/audit-entry.entity.js';
import { contactTable } from '../../entities/contact.entity.js';
import { contactPointTable } from '../../entities/contact-point.entity.js';
import { messageTable } from '../../entities/message.entity.js';
import { outboxEntryTable } from '../../entities/outbox-entry.entity.js';
import { quarantineTable } from '../../entities/quarantine.entity.js';
import { requestLinkTable } from '../../entities/request-link.entity.js';
import { serviceRequestTable } from '../../entities/service-request.entity.js';
import { slaClockTable } from '../../entities/sla-clock.entity.js';
import { slaSegmentTable } from '../../entities/sla-segment.entity.js';
import { type Insert, insertInto } from '../../sql/insert.js';
import { instantText, instantTextOrNull } from '../../sql/instant-text.js';
import type { SqlSession, SqlValue } from '../../sql/sql-session.js';

/** Writes records of one kind with one statement; does nothing when there are none. */
export type RecordInsert<Row> = (session: SqlSession, rows: readonly Row[]) => Promise<void>;

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

export const insertClocks = recordInsert<SlaClock>(
  insertInto(slaClockTable, [
    'id',
    'requestId',
    'kind',
    'state',
    'startedAt',
    'dueAt',
    'targetMs',
    'policyVersion',
    'calendarVersion',
    'createdAt',
  ]),
  (row) => [
    row.id,
    row.requestId,
    row.kind,
    row.state,
    instantText(row.startedAt),
    instantText(row.dueAt),
    row.targetMs,
    row.policyVersion,
    row.calendarVersion,
    instantText(row.createdAt),
  ],
);

export const insertSegments = recordInsert<SlaSegment>(
  insertInto(slaSegmentTable, ['clockId', 'kind', 'fromAt', 'cause', 'recordedAt']),
  (row) => [row.clockId, row.kind, instantText(row.fromAt), row.cause, instantText(row.recordedAt)],
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
    'dueAt',
    'createdAt',
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
    instantText(row.dueAt),
    instantText(row.createdAt),
  ],
);

function recordInsert<Row>(
  into: Insert,
  valuesOf: (row: Row) => readonly SqlValue[],
): RecordInsert<Row> {
  return async (session, rows) => {
    if (rows.length === 0) return;
    const values: SqlValue[] = [];
    for (const row of rows) values.push(...valuesOf(row));
    await session.insert(into, values);
  };
}
