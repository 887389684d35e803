import type { ImapFlow } from 'imapflow';

import type { Delivery, SentLookup } from '#core/channel/delivery';
import { addMilliseconds, DAY, type Instant } from '#core/time/instant';

import { readMailReference } from './mail-reference.js';
import { connectMailbox } from './mailbox/connect-mailbox.js';
import { imapErrorCode } from './mailbox/mailbox-errors.js';
import { examine } from './mailbox/open-mailbox.js';
import { ownMessageId, readOwnMessageId } from './own-mail.js';
import type { OutgoingParts } from './send.js';
import type { EmailSettings } from './settings.js';

/** One delivery has one mail, or its copies; more than this are somebody's game. */
const READ_MAILS = 20;

/** Where the settings name no journal the adapter has no `findSent`: a person decides. */
export function canFindSent({ incoming, outgoing }: EmailSettings): boolean {
  return incoming !== undefined && outgoing.journal !== undefined;
}

/**
 * Whether the journal mailbox holds the mail of a delivery. The relay keeps the journal: it puts a
 * copy of everything that it takes there (Postfix: `always_bcc`), so that the journal says what the
 * lost answer would have said. A copy that we put there ourselves would prove nothing.
 */
export async function findSent(
  { settings, tools }: Pick<OutgoingParts, 'settings' | 'tools'>,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<SentLookup> {
  const { incoming, address, outgoing } = settings;
  const reference = readMailReference(delivery.channelRef);
  if (incoming === undefined || outgoing.journal === undefined || reference === null) {
    return { kind: 'unavailable', reason: 'there is no journal to look it up in' };
  }
  const recipient = { kind: 'email', address: reference.to.address };
  const token = tools.replyTokens.issue(delivery.requestNumber, recipient);
  const messageId = ownMessageId(token, delivery.idempotencyKey, address);
  try {
    const client = await connectMailbox({ settings, incoming, tools }, signal);
    try {
      if ((await examine(client, outgoing.journal)) === null) {
        return { kind: 'unavailable', reason: 'the journal mailbox cannot be opened' };
      }
      return await lookUp(client, { messageId, address, since: delivery.createdAt });
    } finally {
      client.close();
    }
  } catch (error) {
    return { kind: 'unavailable', reason: `the journal cannot be read (${imapErrorCode(error)})` };
  }
}

interface Wanted {
  readonly messageId: string;
  readonly address: string;
  readonly since: Instant;
}

async function lookUp(client: ImapFlow, wanted: Wanted): Promise<SentLookup> {
  const entryId = readOwnMessageId(wanted.messageId, wanted.address)?.entryId ?? '';
  for (const words of searchWords(wanted.messageId)) {
    // A day earlier: servers compare dates without a time, in a zone of their own.
    const since = new Date(addMilliseconds(wanted.since, -DAY));
    const uids = await client.search({ header: { 'message-id': words }, since }, { uid: true });
    if (!Array.isArray(uids)) return { kind: 'unavailable', reason: 'the journal is not searched' };
    if (uids.length === 0) continue;
    const mails = await client.fetchAll(uids.slice(-READ_MAILS), { envelope: true }, { uid: true });
    const found = mails
      .map(({ envelope }) => envelope?.messageId ?? '')
      .find((id) => readOwnMessageId(id, wanted.address)?.entryId === entryId);
    if (found !== undefined) return { kind: 'found', providerId: found };
  }
  return { kind: 'absent' };
}

/**
 * The whole id, which is all that some servers look for; then what of it stays when the key of its
 * token was changed between the attempt and the look-up.
 */
function searchWords(messageId: string): readonly string[] {
  const whole = messageId.slice(1, -1);
  return [whole, whole.slice(whole.lastIndexOf('.', whole.lastIndexOf('@')) + 1)];
}
