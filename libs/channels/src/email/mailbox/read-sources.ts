import type { ImapFlow } from 'imapflow';

import { searchUids } from './list-mails.js';
import { isRefusal } from './mailbox-errors.js';
import { examine, type OpenMailbox } from './open-mailbox.js';
import { uidRanges } from './uid-ranges.js';

export interface ReadSources {
  readonly sources: ReadonlyMap<number, Buffer>;
  /** No longer in the mailbox: taken away between the listing and the fetching. */
  readonly gone: ReadonlySet<number>;
  /** What is in neither set was not read; then this says whether the connection ended. */
  readonly cut: boolean;
}

/** All complete, or not in the result: a literal that ends early is never handed on. */
export async function readSources(
  client: ImapFlow,
  mailbox: OpenMailbox,
  uids: readonly number[],
): Promise<ReadSources> {
  const sources = new Map<number, Buffer>();
  const read = { sources, gone: new Set<number>() };
  if (uids.length === 0) return { ...read, cut: false };
  try {
    await fetchInto(sources, client, uids);
    const missing = uids.filter((uid) => !sources.has(uid));
    if (missing.length === 0) return { ...read, cut: false };
    const left = await stillThere(client, mailbox, missing);
    if (left === null) return { ...read, cut: true };
    for (const uid of missing) if (!left.has(uid)) read.gone.add(uid);
    await fetchOneByOne(sources, client, left);
    return { ...read, cut: false };
  } catch {
    // Whatever the connection died of: the next one meets it again, or does not.
    return { ...read, cut: true };
  }
}

/** A refusal ends the fetching; what came before it counts. */
async function fetchInto(
  sources: Map<number, Buffer>,
  client: ImapFlow,
  uids: readonly number[],
): Promise<void> {
  const wanted = new Set(uids);
  try {
    const query = { uid: true, source: true };
    for await (const { uid, source } of client.fetch(uidRanges(uids), query, { uid: true })) {
      if (wanted.has(uid) && isSource(source)) sources.set(uid, source);
    }
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

/** Of a mail that was taken away meanwhile servers send NIL, or nothing between the quotes. */
function isSource(source: unknown): source is Buffer {
  return Buffer.isBuffer(source) && source.length > 0;
}

/** Null when the mailbox is another one by now. */
async function stillThere(
  client: ImapFlow,
  mailbox: OpenMailbox,
  uids: readonly number[],
): Promise<ReadonlySet<number> | null> {
  const again = await examine(client, mailbox.path);
  if (again?.uidValidity !== mailbox.uidValidity) return null;
  if (again.exists === 0) return new Set();
  return new Set(await searchUids(client, uidRanges(uids)));
}

/** Until the first that is refused alone: what comes behind it waits for the next poll. */
async function fetchOneByOne(
  sources: Map<number, Buffer>,
  client: ImapFlow,
  uids: ReadonlySet<number>,
): Promise<void> {
  for (const uid of uids) {
    await fetchInto(sources, client, [uid]);
    if (!sources.has(uid)) return;
  }
}
