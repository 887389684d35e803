import type { ImapFlow } from 'imapflow';

import type { Instant } from '#core/time/instant';

import { toInstant } from './locate.js';
import { MailboxesUnavailable } from './mailbox-errors.js';
import type { OpenMailbox } from './open-mailbox.js';

export interface ListedMail {
  readonly uid: number;
  readonly size: number;
  readonly internalDate: Instant | null;
}

export interface MailList {
  /** In the order of the UIDs. */
  readonly mails: readonly ListedMail[];
  /** Were found, and gone when they were asked for. */
  readonly gone: readonly number[];
  /** The mailbox holds more than was listed. */
  readonly more: boolean;
}

const LISTED_AT_ONCE = 300;

/** The next mails after a UID with their sizes, so that what is fetched at once can be bounded. */
export async function listMails(
  client: ImapFlow,
  { uidNext, exists }: OpenMailbox,
  afterUid: number,
): Promise<MailList> {
  if (exists === 0 || (uidNext !== null && uidNext <= afterUid + 1)) {
    return { mails: [], gone: [], more: false };
  }
  const found = await searchUids(client, `${afterUid + 1}:*`);
  // An open range always holds the last message, also when that is older (RFC 9051 §9, seq-range).
  const uids = found.filter((uid) => uid > afterUid);
  const listed = uids.slice(0, LISTED_AT_ONCE);
  const [first, last] = [listed[0], listed.at(-1)];
  if (first === undefined || last === undefined) return { mails: [], gone: [], more: false };
  const mails = new Map<number, ListedMail>();
  const query = { uid: true, size: true, internalDate: true };
  for await (const row of client.fetch(`${first}:${last}`, query, { uid: true })) {
    if (row.size === undefined) continue;
    const internalDate = toInstant(row.internalDate);
    mails.set(row.uid, { uid: row.uid, size: row.size, internalDate });
  }
  return {
    mails: listed.flatMap((uid) => mails.get(uid) ?? []),
    gone: listed.filter((uid) => !mails.has(uid)),
    more: uids.length > listed.length,
  };
}

/** Ascending; a refused search is not an empty mailbox. */
export async function searchUids(client: ImapFlow, range: string): Promise<number[]> {
  const found = await client.search({ uid: range }, { uid: true });
  if (!Array.isArray(found)) throw new MailboxesUnavailable('The server refused a search.');
  return found;
}
