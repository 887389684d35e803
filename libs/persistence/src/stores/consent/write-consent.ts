import { type NewConsentEntry, optOutOf } from '#core/consent/consent-entry';
import type { ContactPointId } from '#core/identity/ids';
import type { KnownConsent } from '#core/intake/registration-store';
import type { Instant } from '#core/time/instant';

import { consentEntryTable } from '../../entities/consent-entry.entity.js';
import { insertInto } from '../../sql/insert.js';
import { instantOrNull, instantText } from '../../sql/instant-text.js';
import { placeholders } from '../../sql/placeholders.js';
import type { SqlSession } from '../../sql/sql-session.js';
import { applyToOptOuts, readOptOuts } from './opt-out-rows.js';
import { withdrawOptedOut } from './withdraw.js';

export async function findConsent(
  session: SqlSession,
  contactPointIds: readonly ContactPointId[],
): Promise<readonly KnownConsent[]> {
  if (contactPointIds.length === 0) return [];
  const optOuts = await readOptOuts(session, contactPointIds);
  const helped = await session.rows<{ readonly id: string; readonly helpedAt: string | null }>(
    "SELECT contactPointId AS id, MAX(recordedAt) AS helpedAt FROM consent_entry WHERE action = 'help' " +
      `AND contactPointId IN (${placeholders(contactPointIds.length)}) GROUP BY contactPointId`,
    contactPointIds,
    session.protocolFor(contactPointIds.length),
  );
  return contactPointIds.map((contactPointId) => ({
    contactPointId,
    optOuts: optOuts.filter((optOut) => optOut.contactPointId === contactPointId),
    helpedAt: instantOrNull(helped.find(({ id }) => id === contactPointId)?.helpedAt ?? null),
  }));
}

/**
 * Ledger, state and outbox together. What is put into the outbox by a transaction that does not see
 * this one is withdrawn when it is claimed.
 */
export async function writeConsent(
  session: SqlSession,
  entries: readonly NewConsentEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await insertEntries(session, entries);
  for (const entry of entries) await applyToOptOuts(session, entry);
  const stopped = new Map<ContactPointId, Instant>();
  for (const entry of entries) {
    if (optOutOf(entry) !== null) stopped.set(entry.contactPointId, entry.recordedAt);
  }
  for (const [contactPointId, at] of stopped) await withdrawOptedOut(session, contactPointId, at);
}

async function insertEntries(
  session: SqlSession,
  entries: readonly NewConsentEntry[],
): Promise<void> {
  const contactOf = await contactsOf(session, [
    ...new Set(entries.map(({ contactPointId }) => contactPointId)),
  ]);
  await session.insert(
    intoEntries,
    entries.flatMap((entry) => [
      ...[entry.id, entry.contactPointId, contactOf.get(entry.contactPointId) ?? ''],
      ...[entry.action, entry.scope, entry.channelAccountId, entry.requestId, entry.source],
      ...[entry.words, entry.messageId, entry.envelopeId, entry.staffId],
      instantText(entry.recordedAt),
    ]),
  );
}

async function contactsOf(
  session: SqlSession,
  ids: readonly ContactPointId[],
): Promise<ReadonlyMap<ContactPointId, string>> {
  const rows = await session.rows<{ readonly id: ContactPointId; readonly contactId: string }>(
    `SELECT id, contactId FROM contact_point WHERE id IN (${placeholders(ids.length)})`,
    ids,
    session.protocolFor(ids.length),
  );
  return new Map(rows.map(({ id, contactId }) => [id, contactId]));
}

const intoEntries = insertInto(consentEntryTable, [
  'id',
  'contactPointId',
  'contactId',
  'action',
  'scope',
  'channelAccountId',
  'requestId',
  'source',
  'words',
  'messageId',
  'envelopeId',
  'staffId',
  'recordedAt',
]);
