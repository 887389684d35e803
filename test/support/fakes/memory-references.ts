import type { ContactId } from '#core/identity/ids';
import type {
  CurrentRequest,
  ReferencedRequest,
  References,
} from '#core/intake/registration-store';

import type { MemoryDatabase } from './memory-database.js';
import type { ClockRow, RequestRow } from './memory-rows.js';

/** Requests that are named by id, by number or by the id of one of their messages. */
export function referencedRequests(
  database: MemoryDatabase,
  references: References,
): ReferencedRequest[] {
  const { requestIds, numbers, externalIds } = references;
  const nothingAsked = requestIds.length + numbers.length + externalIds.length === 0;
  if (nothingAsked) return [];
  const found: ReferencedRequest[] = [];
  for (const request of database.requests.all()) {
    const known = database.messages
      .all()
      .filter((message) => message.requestId === request.id && message.externalId !== null)
      .map((message) => message.externalId ?? '');
    const asked = known.filter((externalId) => externalIds.includes(externalId));
    const named = requestIds.includes(request.id) || numbers.includes(request.number);
    if (named || asked.length > 0) found.push(referencedOf(database, request, asked));
  }
  return found;
}

export function currentOf(database: MemoryDatabase, request: RequestRow): CurrentRequest {
  const { id, number, status, serviceCode, conversationKey, awaitsReply } = request;
  const { nextDeadlineAt, expectedAt, closedAt, lastMessageAt, emergencies } = request;
  const times = { nextDeadlineAt, expectedAt, closedAt, lastMessageAt };
  const isDuty = ({ requestId, kind }: ClockRow) => requestId === id && kind === 'duty';
  const hasDuty = database.clocks.all().some(isDuty);
  const known = { id, number, status, serviceCode, conversationKey, awaitsReply };
  return { ...known, ...times, emergencies, hasDuty };
}

function referencedOf(
  database: MemoryDatabase,
  request: RequestRow,
  externalIds: readonly string[],
): ReferencedRequest {
  const requester = database.contactPoints.get(request.contactPointId);
  if (requester === undefined) throw new Error(`Request ${request.number} has no contact point`);
  const { contactId: requesterContactId } = requester;
  const participants = participantsOf(database, request);
  return { ...currentOf(database, request), requesterContactId, externalIds, participants };
}

function participantsOf(database: MemoryDatabase, request: RequestRow): ContactId[] {
  const contacts = new Set<ContactId>();
  for (const message of database.messages.all()) {
    if (message.requestId !== request.id || message.contactPointId === null) continue;
    const point = database.contactPoints.get(message.contactPointId);
    if (point !== undefined) contacts.add(point.contactId);
  }
  return [...contacts];
}
