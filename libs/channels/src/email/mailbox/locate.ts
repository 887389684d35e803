import type { ImapFlow } from 'imapflow';

import {
  addMilliseconds,
  type Instant,
  instantFromMilliseconds,
  MINUTE,
  SECOND,
} from '#core/time/instant';

import type { MailboxPosition } from './cursor.js';
import type { OpenMailbox } from './open-mailbox.js';

/** Clocks of servers differ a little. */
const SKEW_MS = MINUTE;

/**
 * Where to read on. A mailbox without a position starts at now; one that was rebuilt, or restored
 * from a backup, is read again from its beginning, and the dedupe keys refuse what is known.
 */
export async function locate(
  client: ImapFlow,
  mailbox: OpenMailbox,
  known: MailboxPosition | undefined,
  now: Instant,
): Promise<MailboxPosition> {
  const { uidValidity, uidNext } = mailbox;
  if (known === undefined) {
    const since = await startOf(client, mailbox, now);
    const lastUid = uidNext === null ? await highestUid(client, mailbox) : uidNext - 1;
    return { uidValidity, lastUid, firstUid: lastUid + 1, since, rescanTo: 0 };
  }
  if (!isRebuilt(mailbox, known)) return known;
  const rescanTo = uidNext === null ? await highestUid(client, mailbox) : uidNext - 1;
  return { uidValidity, lastUid: 0, firstUid: 1, since: known.since, rescanTo };
}

/** UIDs only grow (RFC 9051 §2.3.1.1): when the next one is one that we had, others came under it. */
export function isRebuilt({ uidValidity, uidNext }: OpenMailbox, known: MailboxPosition): boolean {
  return uidValidity !== known.uidValidity || (uidNext !== null && uidNext <= known.lastUid);
}

/** By the server's clock, as far as the newest mail tells it. */
async function startOf(client: ImapFlow, { exists }: OpenMailbox, now: Instant): Promise<Instant> {
  const ours = addMilliseconds(now, -SKEW_MS);
  const newest = exists > 0 ? await client.fetchOne('*', { internalDate: true }) : false;
  const theirs = newest === false ? null : toInstant(newest.internalDate);
  return theirs === null || theirs < ours ? ours : addMilliseconds(theirs, SECOND);
}

async function highestUid(client: ImapFlow, { exists }: OpenMailbox): Promise<number> {
  const newest = exists > 0 ? await client.fetchOne('*', { uid: true }) : false;
  return newest === false ? 0 : newest.uid;
}

/** What servers write as INTERNALDATE; null when it cannot be read. */
export function toInstant(date: Date | string | undefined): Instant | null {
  const milliseconds = date === undefined ? NaN : new Date(date).getTime();
  return Number.isNaN(milliseconds) ? null : instantFromMilliseconds(milliseconds);
}
