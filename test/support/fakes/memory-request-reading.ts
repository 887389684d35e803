import { goesToStaff } from '#core/channel/delivery';
import type { NewConsentEntry } from '#core/consent/consent-entry';
import { isOptedOut } from '#core/consent/opt-out';
import type {
  DeliveryState,
  RequestDetail,
  RequestSummary,
  RungState,
  TimelineItem,
} from '#core/request/request-store';

import { optOutsOf } from './memory-consent.js';
import type { MemoryDatabase } from './memory-database.js';
import type { OutboxRow, RequestRow } from './memory-rows.js';

export function summaryOf(database: MemoryDatabase, row: RequestRow): RequestSummary {
  const { id, number, status, subject, channelAccountId, serviceCode } = row;
  const { requestedAt, receivedAt, arrivedLate, unverifiedSender, expectedAt } = row;
  const { nextDeadlineAt, lastMessageAt, messageCount, streamKey } = row;
  const { closedAt, closeReason, closeSentence, breachReason, emergencies } = row;
  return {
    ...{ id, number, status, subject, channelAccountId, serviceCode },
    ...{ requestedAt, receivedAt, arrivedLate, unverifiedSender, expectedAt },
    ...{ nextDeadlineAt, lastMessageAt, messageCount, streamKey },
    ...{ closedAt, closeReason, closeSentence, breachReason, emergencies },
    undelivered: undeliveredOf(database, row),
  };
}

export function detailOf(database: MemoryDatabase, row: RequestRow): RequestDetail {
  return {
    ...summaryOf(database, row),
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
    optedOut: optOutOf(database, row),
    timeline: timelineOf(database, row),
  };
}

function undeliveredOf(
  database: MemoryDatabase,
  { id }: RequestRow,
): RequestSummary['undelivered'] {
  const row = database.undelivered.get(id);
  if (row === undefined) return null;
  const { refusal, undeliveredAt } = row;
  return { refusal, undeliveredAt };
}

/** Every entry of the message that this entry carries, in the order they were tried. */
export function waysOf(row: OutboxRow, among: readonly OutboxRow[]): readonly OutboxRow[] {
  if (row.messageId === null) return [row];
  return among
    .filter(({ messageId }) => messageId === row.messageId)
    .toSorted((one, other) => (one.ladder?.rung ?? 0) - (other.ladder?.rung ?? 0));
}

export function deliveryOf(ways: readonly OutboxRow[]): DeliveryState {
  const last = ways.at(-1);
  if (last === undefined) throw new Error('Nothing was put into the outbox.');
  const { attempts, dueAt, reason } = last;
  return { ...rungOf(last), attempts, dueAt, reason, rungs: ways.map(rungOf) };
}

function rungOf(row: OutboxRow): RungState {
  const { id: entryId, channelAccountId, contactPointId, state, receipt, sentAt, refusal } = row;
  const way = { entryId, channelAccountId, contactPointId, state, receipt, sentAt };
  return { ...way, refusal, lookAgainAt: row.ladderAt };
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
  const said = database.consentEntries.all().filter(({ requestId }) => requestId === row.id);
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
        delivery: entry === undefined ? null : deliveryOf(waysOf(entry, entries)),
        consent: said.find(({ messageId }) => messageId === id)?.action ?? null,
      };
    });
  const automatic = entries
    .filter((entry) => entry.messageId === null)
    .map((entry): TimelineItem => {
      const { id, body: text, createdAt } = entry;
      const times = { occurredAt: createdAt, receivedAt: createdAt };
      const fixed = { direction: 'outbound', automatic: true, staffName: null } as const;
      const shown = { attachments: [], delivery: deliveryOf([entry]), consent: null };
      return { id, text, ...fixed, ...times, ...shown };
    });
  const consents = said
    .filter(({ messageId }) => messageId === null)
    .map((entry): TimelineItem => consentItem(database, entry));
  return [...written, ...automatic, ...consents].sort(
    (one, other) => one.occurredAt - other.occurredAt,
  );
}

function optOutOf(database: MemoryDatabase, row: RequestRow): RequestDetail['optedOut'] {
  const { id: requestId, channelAccountId } = row;
  const optOuts = optOutsOf(database, row.contactPointId);
  return optOuts.find((one) => isOptedOut([one], { requestId, channelAccountId })) ?? null;
}

function consentItem(database: MemoryDatabase, entry: NewConsentEntry): TimelineItem {
  const { id, action: consent, source, words, staffId, recordedAt: at } = entry;
  const staffName = staffId === null ? null : (database.staff.get(staffId)?.name ?? null);
  return {
    ...{ id, consent, staffName, text: words ?? '', automatic: source === 'provider' },
    direction: source === 'citizen' ? 'inbound' : 'note',
    ...{ occurredAt: at, receivedAt: at, attachments: [], delivery: null },
  };
}
