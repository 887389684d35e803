import { endsOptOut, type NewConsentEntry, optOutOf } from '#core/consent/consent-entry';
import type { Introduce } from '#core/consent/consent-texts';
import { isOptedOut, type OptOut, scopeKeyOf } from '#core/consent/opt-out';
import type { Settlement } from '#core/delivery/outbox';
import type { ConsentEntryId, ContactPointId } from '#core/identity/ids';
import type { KnownConsent } from '#core/intake/registration-store';
import type { Instant } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';
import type { OutboxRow } from './memory-rows.js';
import { turnAwayRows } from './memory-turned-away.js';

export function optOutsOf(
  { optOuts }: MemoryDatabase,
  id: ContactPointId | null,
): readonly OptOut[] {
  return optOuts.all().filter(({ contactPointId }) => contactPointId === id);
}

export function knownConsent(database: MemoryDatabase, id: ContactPointId): KnownConsent {
  const helpedAt = database.consentEntries
    .all()
    .filter(({ contactPointId, action }) => contactPointId === id && action === 'help')
    .map(({ recordedAt }) => recordedAt)
    .reduce<Instant | null>((last, at) => (last !== null && last > at ? last : at), null);
  return { contactPointId: id, optOuts: optOutsOf(database, id), helpedAt };
}

/** Ledger, state and outbox together. */
export function writeConsent(database: MemoryDatabase, entries: readonly NewConsentEntry[]): void {
  for (const entry of entries) {
    const contactId = database.contactPoints.get(entry.contactPointId)?.contactId;
    if (contactId === undefined) throw new Error(`No contact point ${entry.contactPointId}`);
    database.consentEntries.insert(entry.id, { ...entry, contactId });
    applyEntry(database, entry);
  }
  for (const entry of entries.filter((one) => optOutOf(one) !== null)) {
    const waiting = database.outbox
      .all()
      .filter((row) => row.contactPointId === entry.contactPointId && row.state === 'waiting');
    withdrawStopped(database, waiting, entry.recordedAt);
  }
}

/** The rows that may leave; the others are withdrawn. */
export function withdrawStopped(
  database: MemoryDatabase,
  rows: readonly OutboxRow[],
  at: Instant,
): readonly OutboxRow[] {
  return rows.filter((row) => {
    const { id: entryId, contactPointId, answersConsent = false } = row;
    if (answersConsent || !isOptedOut(optOutsOf(database, contactPointId), row)) return true;
    database.outbox.update(entryId, { state: 'withdrawn', reason: 'opted-out' });
    turnAwayRows(database, [{ entryId, refusal: 'opted-out', at }]);
    return false;
  });
}

/** The first text of an account to an address says who writes. */
export function introduceRow(
  database: MemoryDatabase,
  row: OutboxRow,
  introduce: Introduce,
): OutboxRow {
  const { contactPointId, channelAccountId, answersConsent = false } = row;
  if (contactPointId === null || answersConsent) return row;
  const key = `${contactPointId} ${channelAccountId}`;
  const told = database.introductions.get(key);
  const state = told === undefined ? 'failed' : database.outbox.get(told.outboxId)?.state;
  if (state !== 'failed' && state !== 'withdrawn') return row;
  const language = database.requests.get(row.requestId ?? '')?.language ?? null;
  const body = introduce(row.body, language);
  if (body === null) return row;
  const outboxId = row.id;
  if (!database.introductions.update(key, { outboxId })) {
    database.introductions.insert(key, { outboxId });
  }
  database.outbox.update(row.id, { body });
  return { ...row, body };
}

/** A provider that refuses an address for its opt-out is believed, once. */
export function recordProviderOptOut(
  database: MemoryDatabase,
  entry: OutboxRow,
  { attempt, optedOut, reason: words, endedAt: recordedAt }: Settlement,
): void {
  const { contactPointId, channelAccountId, requestId } = entry;
  if (optedOut !== true || contactPointId === null) return;
  if (isOptedOut(optOutsOf(database, contactPointId), entry)) return;
  const id = `${entry.id}/${String(attempt)}` as ConsentEntryId;
  const unsaid = { words, messageId: null, envelopeId: null, staffId: null, recordedAt } as const;
  const about = { id, contactPointId, channelAccountId, requestId } as const;
  writeConsent(database, [
    { ...about, ...unsaid, action: 'opted-out', scope: 'channel', source: 'provider' },
  ]);
}

function applyEntry(database: MemoryDatabase, entry: NewConsentEntry): void {
  const { optOuts } = database;
  const begun = optOutOf(entry);
  if (begun !== null) {
    const key = keyOf(begun);
    if (optOuts.get(key) === undefined) optOuts.insert(key, begun);
    return;
  }
  for (const optOut of optOutsOf(database, entry.contactPointId)) {
    if (endsOptOut(entry, optOut)) optOuts.delete(keyOf(optOut));
  }
}

function keyOf(optOut: OptOut): string {
  return `${optOut.contactPointId} ${scopeKeyOf(optOut)}`;
}
