import type { ImapFlow } from 'imapflow';

import type { MailboxPosition } from './cursor.js';
import { type IncomingParts, mailboxNumber } from './incoming-parts.js';
import { imapErrorCode } from './mailbox-errors.js';
import { type MailboxSession, sessionOf } from './mailbox-session.js';
import { type Afterwards, settle, sweep, type Unsettled } from './settle.js';

/** What is to be marked or moved in one mailbox after the commit. */
export interface Batch {
  readonly mailbox: string;
  readonly uidValidity: string;
  /** Committed a moment ago. */
  readonly uids: readonly number[];
  /** Committed earlier: what is left up to here is looked for; null when nothing is. */
  readonly sweep: MailboxPosition | null;
}

/**
 * Marks or moves what is kept. Nothing depends on it: a refusal is logged, and what was left is found
 * again by a later sweep.
 */
export async function settleBatches(
  parts: IncomingParts,
  batches: readonly Batch[],
  signal: AbortSignal,
): Promise<void> {
  const { afterwards } = parts.incoming;
  if (afterwards.kind === 'leave' || signal.aborted) return;
  const session = sessionOf(parts);
  for (const batch of batches) {
    const unsettled = await attempt(parts, session, signal, (client) =>
      settleOne(client, session, batch, afterwards),
    );
    if (unsettled !== null) tellUnsettled(parts, session, batch, unsettled);
  }
}

async function settleOne(
  client: ImapFlow,
  { sweeps }: MailboxSession,
  batch: Batch,
  afterwards: Afterwards,
): Promise<string | null> {
  const { mailbox, uids } = batch;
  const unsettled: Unsettled =
    uids.length === 0 ? null : await settle(client, mailbox, batch, afterwards);
  if (unsettled !== null || batch.sweep === null) return unsettled;
  const left = await sweep(client, mailbox, batch.sweep, afterwards);
  if (left === 'more') return null;
  if (left === null) sweeps.swept(mailbox);
  return left;
}

/** @returns a word for what went wrong, also when the connection did. */
async function attempt(
  parts: IncomingParts,
  session: MailboxSession,
  signal: AbortSignal,
  work: (client: ImapFlow) => Promise<string | null>,
): Promise<string | null> {
  try {
    return await session.use(parts, signal, work);
  } catch (error) {
    return imapErrorCode(error);
  }
}

function tellUnsettled(
  parts: IncomingParts,
  { sweeps }: MailboxSession,
  { mailbox, uids }: Batch,
  reason: string,
): void {
  const { clock, log } = parts.tools;
  sweeps.refused(mailbox, clock.now());
  const facts = { mailbox: mailboxNumber(parts, mailbox), count: uids.length, reason };
  log.warn('email-mails-not-settled', facts);
}
