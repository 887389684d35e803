import type { ContactId, ServiceRequestId } from '#core/identity/ids';
import type { ReferencedRequest, References } from '#core/intake/registration-store';

import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';
import {
  currentRequestColumns,
  currentRequestOf,
  type CurrentRequestRow,
} from './current-request.js';

/** Requests that messages refer to, locked in the order of their ids, with who takes part in them. */
export async function findReferences(
  session: SqlSession,
  references: References,
): Promise<readonly ReferencedRequest[]> {
  const answered = await findAnswered(session, references.externalIds);
  const ids = [
    ...new Set([...references.requestIds, ...answered.map(({ requestId }) => requestId)]),
  ];
  const requests = await lockRequests(session, ids, [...new Set(references.numbers)]);
  const people = await findPeople(
    session,
    requests.map(({ id }) => id),
  );
  return requests.map((row) => {
    const involved = people.filter(({ requestId }) => requestId === row.id);
    const requester = involved.find(({ isRequester }) => isRequester === 1);
    return {
      ...currentRequestOf(row),
      requesterContactId: (requester?.contactId ?? '') as ContactId,
      externalIds: answered
        .filter(({ requestId }) => requestId === row.id)
        .map(({ externalId }) => externalId.toString('utf8')),
      participants: [...new Set(involved.map(({ contactId }) => contactId as ContactId))],
    };
  });
}

interface AnsweredRow {
  readonly requestId: ServiceRequestId;
  readonly externalId: Buffer;
}

async function findAnswered(
  session: SqlSession,
  externalIds: readonly string[],
): Promise<readonly AnsweredRow[]> {
  const distinct = [...new Set(externalIds)].map((id) => Buffer.from(id, 'utf8'));
  if (distinct.length === 0) return [];
  return session.rows<AnsweredRow>(
    `SELECT requestId, externalId FROM message WHERE externalId IN (${placeholders(distinct.length)})`,
    distinct,
    session.protocolFor(distinct.length),
  );
}

async function lockRequests(
  session: SqlSession,
  ids: readonly string[],
  numbers: readonly string[],
): Promise<readonly CurrentRequestRow[]> {
  const wanted = [
    ...(ids.length > 0 ? [`r.id IN (${placeholders(ids.length)})`] : []),
    ...(numbers.length > 0 ? [`r.number IN (${placeholders(numbers.length)})`] : []),
  ];
  if (wanted.length === 0) return [];
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
  return session.rows<CurrentRequestRow>(
    `SELECT ${currentRequestColumns} FROM service_request r WHERE ${wanted.join(' OR ')} ORDER BY r.id${lock}`,
    [...ids, ...numbers],
    session.protocolFor(ids.length + numbers.length),
  );
}

interface PersonRow {
  readonly requestId: string;
  readonly contactId: string;
  readonly isRequester: number;
}

async function findPeople(
  session: SqlSession,
  ids: readonly string[],
): Promise<readonly PersonRow[]> {
  if (ids.length === 0) return [];
  const wanted = placeholders(ids.length);
  return session.rows<PersonRow>(
    'SELECT r.id AS requestId, p.contactId, 1 AS isRequester FROM service_request r ' +
      `JOIN contact_point p ON p.id = r.contactPointId WHERE r.id IN (${wanted}) ` +
      'UNION SELECT m.requestId, p.contactId, 0 FROM message m ' +
      `JOIN contact_point p ON p.id = m.contactPointId WHERE m.requestId IN (${wanted})`,
    [...ids, ...ids],
    session.protocolFor(ids.length),
  );
}
