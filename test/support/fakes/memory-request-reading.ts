import { goesToStaff } from '#core/channel/delivery';
import type {
  DeliveryState,
  RequestDetail,
  RequestSummary,
  TimelineItem,
} from '#core/request/request-store';

import type { MemoryDatabase } from './memory-database.js';
import type { OutboxRow, RequestRow } from './memory-rows.js';

export function summaryOf(row: RequestRow): RequestSummary {
  const { id, number, status, subject, channelAccountId, serviceCode } = row;
  const { requestedAt, receivedAt, arrivedLate, unverifiedSender, expectedAt } = row;
  const { nextDeadlineAt, lastMessageAt, messageCount, streamKey } = row;
  const { closedAt, closeReason, closeSentence, breachReason, emergencies } = row;
  return {
    ...{ id, number, status, subject, channelAccountId, serviceCode },
    ...{ requestedAt, receivedAt, arrivedLate, unverifiedSender, expectedAt },
    ...{ nextDeadlineAt, lastMessageAt, messageCount, streamKey },
    ...{ closedAt, closeReason, closeSentence, breachReason, emergencies },
  };
}

export function detailOf(database: MemoryDatabase, row: RequestRow): RequestDetail {
  return {
    ...summaryOf(row),
    language: row.language,
    channelRef: row.channelRef,
    contact: contactOf(database, row),
    clocks: database.clocks
      .all()
      .filter((clock) => clock.requestId === row.id)
      .map(({ kind, state, startedAt, dueAt, pausedAt, metAt, endedAt, breachedAt }) => ({
        ...{ kind, state, startedAt, dueAt, pausedAt, metAt, endedAt, breachedAt },
      })),
    related: database.links
      .all()
      .filter((link) => link.requestId === row.id)
      .map(({ relatedRequestId, reason }) => ({
        number: database.requests.get(relatedRequestId)?.number ?? '',
        reason,
      })),
    alsoReceivedAt: copiesOf(database, row),
    timeline: timelineOf(database, row),
  };
}

export function deliveryOf(row: OutboxRow): DeliveryState {
  const { id: entryId, state, receipt, attempts, dueAt, sentAt, reason } = row;
  return { entryId, state, receipt, attempts, dueAt, sentAt, reason };
}

function contactOf(database: MemoryDatabase, row: RequestRow): RequestDetail['contact'] {
  const contactId = database.contactPoints.get(row.contactPointId)?.contactId;
  const contact = contactId === undefined ? undefined : database.contacts.get(contactId);
  if (contact === undefined) throw new Error(`Request ${row.number} has no contact`);
  const points = database.contactPoints
    .all()
    .filter((point) => point.contactId === contact.id)
    .map(({ id, kind, address, verifiedAt }) => ({
      ...{ kind, address, verified: verifiedAt !== null },
      undeliverable: database.undeliverable.has(id),
    }));
  return { id: contact.id, displayName: contact.displayName, points };
}

function copiesOf(database: MemoryDatabase, row: RequestRow): RequestDetail['alsoReceivedAt'] {
  const envelopes = database.messages
    .all()
    .filter(({ requestId }) => requestId === row.id)
    .map(({ envelopeId }) => envelopeId);
  const copies = database.envelopeCopies
    .all()
    .filter(({ envelopeId }) => envelopes.includes(envelopeId))
    .toSorted((one, other) => one.receivedAt - other.receivedAt);
  return [...new Set(copies.map(({ channelAccountId }) => channelAccountId))];
}

function timelineOf(database: MemoryDatabase, row: RequestRow): TimelineItem[] {
  const entries = database.outbox
    .all()
    .filter((entry) => entry.requestId === row.id && !goesToStaff(entry.kind));
  const written = database.messages
    .all()
    .filter((message) => message.requestId === row.id)
    .map((message): TimelineItem => {
      const { id, direction, automatic, staffId, text, occurredAt, receivedAt } = message;
      const entry = entries.find((known) => known.messageId === id);
      return {
        ...{ id, direction, automatic, text, occurredAt, receivedAt },
        staffName: staffId === null ? null : (database.staff.get(staffId)?.name ?? null),
        attachments: database.attachments.all().filter((attached) => attached.messageId === id),
        delivery: entry === undefined ? null : deliveryOf(entry),
      };
    });
  const automatic = entries
    .filter((entry) => entry.messageId === null)
    .map((entry): TimelineItem => {
      const { id, body: text, createdAt } = entry;
      const times = { occurredAt: createdAt, receivedAt: createdAt };
      const fixed = { direction: 'outbound', automatic: true, staffName: null } as const;
      return { id, text, ...fixed, ...times, attachments: [], delivery: deliveryOf(entry) };
    });
  return [...written, ...automatic].sort((one, other) => one.occurredAt - other.occurredAt);
}
