import { createHash } from 'node:crypto';

import type { AuditEntry } from '#core/audit/audit-entry';
import {
  addressKeyOf,
  type DedupeKey,
  dedupeKeyOf,
  type IdentityKey,
  identityKeyOf,
  laneOf,
} from '#core/identity/binary-key';
import type {
  ChannelAccountId,
  ContactId,
  ContactPointId,
  Id,
  ServiceRequestId,
  StaffId,
} from '#core/identity/ids';
import type { NewEnvelope } from '#core/intake/envelope-store';
import type { RegistrationStore } from '#core/intake/registration-store';
import type { NewMessage, NewOutboxEntry, NewServiceRequest } from '#core/request/records';
import { formatRequestNumber } from '#core/request/request-number';
import { streamKeyOf } from '#core/request/stream-key';
import { addMilliseconds, HOUR, type Instant, instantFromIso } from '#core/time/instant';

export const start = instantFromIso('2026-11-16T15:00:00.123Z');
export const account = '00000000-0000-7000-8000-00000000acc1' as ChannelAccountId;
export const staff = '00000000-0000-7000-8000-000000005aff' as StaffId;

let made = 0;

/** Ids that grow, as those of the product do. */
export function newId<Name extends string>(): Id<Name> {
  made += 1;
  return `01990000-0000-7000-8000-${made.toString(16).padStart(12, '0')}` as Id<Name>;
}

export function envelope(event: string, changes: Partial<NewEnvelope> = {}): NewEnvelope {
  const identityKey = changes.identityKey ?? identityKeyOf(account, event);
  const raw = Buffer.from(`raw of ${event}`);
  return {
    channelAccountId: account,
    dedupeKey: dedupeKeyOf(account, event),
    identityKey,
    lane: laneOf(identityKey),
    providerId: event,
    contentType: 'application/json',
    raw,
    rawSha256: createHash('sha256').update(raw).digest(),
    requestSha256: null,
    receivedAt: start,
    ...changes,
  };
}

export function dedupeKey(event: string): DedupeKey {
  return dedupeKeyOf(account, event);
}

export interface Sender {
  readonly identityKey: IdentityKey;
  readonly address: string;
  readonly contactId: ContactId;
  readonly contactPointId: ContactPointId;
}

export function sender(address: string): Sender {
  return {
    identityKey: identityKeyOf(account, address),
    address,
    contactId: newId<'Contact'>(),
    contactPointId: newId<'ContactPoint'>(),
  };
}

export function contactRows({ address, contactId, contactPointId }: Sender) {
  return {
    contact: { id: contactId, displayName: 'Ana Ruiz', language: 'en', createdAt: start },
    point: {
      id: contactPointId,
      contactId,
      kind: 'phone',
      address,
      addressKey: addressKeyOf('phone', address),
      verifiedAt: null,
      createdAt: start,
    },
  };
}

export function request(from: Sender, changes: Partial<NewServiceRequest> = {}): NewServiceRequest {
  const id = changes.id ?? newId<'ServiceRequest'>();
  const dueAt = changes.nextDeadlineAt ?? addMilliseconds(start, 12 * HOUR);
  return {
    id,
    number: formatRequestNumber({ letters: 'FM', year: '26', sequence: made }),
    channelAccountId: account,
    contactPointId: from.contactPointId,
    conversationKey: from.identityKey,
    status: 'new',
    subject: 'The street light at Oak and 3rd is out.',
    language: 'en',
    serviceCode: null,
    channelRef: 'thread-1',
    requestedAt: start,
    receivedAt: start,
    arrivedLate: false,
    unverifiedSender: true,
    expectedAt: dueAt,
    awaitsReply: true,
    nextDeadlineAt: dueAt,
    streamKey: streamKeyOf(id, dueAt),
    lastMessageAt: start,
    messageCount: 0,
    emergencies: [],
    acknowledgedAt: null,
    ...changes,
  };
}

export function message(
  requestId: ServiceRequestId,
  changes: Partial<NewMessage> = {},
): NewMessage {
  return {
    id: newId<'Message'>(),
    requestId,
    envelopeId: null,
    direction: 'outbound',
    contactPointId: null,
    staffId: staff,
    text: 'We are on it.',
    channelRef: 'thread-1',
    externalId: null,
    automatic: false,
    occurredAt: start,
    receivedAt: start,
    ...changes,
  };
}

export function outboxEntry(
  requestId: ServiceRequestId,
  changes: Partial<NewOutboxEntry> = {},
): NewOutboxEntry {
  return {
    id: newId<'OutboxEntry'>(),
    requestId,
    messageId: null,
    staffId: null,
    channelAccountId: account,
    contactPointId: null,
    kind: 'acknowledgement',
    channelRef: 'thread-1',
    body: 'We have your request.',
    requestNumber: 'FM26-000001-0',
    dueAt: start,
    createdAt: start,
    ...changes,
  };
}

export function audit(subject: string): AuditEntry {
  return { at: start, staffId: null, action: 'request.created', subject, detail: { sample: true } };
}

/** A request with its contact and running first-response clock, as registration would leave it. */
export async function addRequest(
  registrations: RegistrationStore,
  changes: Partial<NewServiceRequest> = {},
): Promise<NewServiceRequest> {
  const from = sender(`+1202555${String(made).padStart(7, '0')}`);
  const row = request(from, changes);
  const { contact, point } = contactRows(from);
  const clockId = newId<'SlaClock'>();
  await registrations.transaction(async (transaction) => {
    await transaction.insertContacts([contact]);
    await transaction.insertContactPoints([point]);
    await transaction.insertClocks([
      {
        id: clockId,
        requestId: row.id,
        kind: 'first_response',
        state: 'running',
        startedAt: start,
        dueAt: row.nextDeadlineAt ?? start,
        target: { kind: 'operating', ms: 12 * HOUR },
        policyName: 'Everything',
        policyVersion: 1,
        calendarName: 'default',
        calendarVersion: 1,
        ...{ pausedAt: null, metAt: null, endedAt: null, breachedAt: null },
        ...{ noticedLevel: 0, nextStepAt: start },
        createdAt: start,
      },
    ]);
    await transaction.insertSegments([
      {
        ...{ clockId, kind: 'running', fromAt: start, dueAt: row.nextDeadlineAt ?? start },
        ...{ reason: null, cause: 'envelope:1', recordedAt: start },
      },
    ]);
    await transaction.insertRequests([row]);
  });
  return row;
}

export function later(milliseconds: number): Instant {
  return addMilliseconds(start, milliseconds);
}
