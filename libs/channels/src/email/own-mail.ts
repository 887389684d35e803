import type { OutboxEntryId } from '#core/identity/ids';
import { REPLY_TOKEN } from '#core/secret/reply-tokens';

/**
 * The names that our own mails carry, by which answers and bounces find home. All of them hold a
 * reply token, so that whoever invents one reaches nothing.
 */
export interface OwnMessageId {
  readonly token: string;
  readonly entryId: OutboxEntryId;
}

const OWN_ID = new RegExp(`^<${REPLY_TOKEN.source}\\.([0-9a-f]{32})@([^<>@\\s]+)>$`, 'i');

/** The same over all attempts of one outbox entry: a second copy is recognised as the same mail. */
export function ownMessageId(token: string, entryId: OutboxEntryId, townAddress: string): string {
  return `<${token}.${entryId.replaceAll('-', '')}@${domainOf(townAddress)}>`;
}

/** @param messageId with its angle brackets; null when it is not of our making. */
export function readOwnMessageId(messageId: string, townAddress: string): OwnMessageId | null {
  const parts = OWN_ID.exec(messageId.trim());
  if (parts === null || parts[7]?.toLowerCase() !== domainOf(townAddress)) return null;
  const [, letters = '', year = '', sequence = '', check = '', mac = '', hex = ''] = parts;
  const id = hex.toLowerCase();
  const entryId = [
    id.slice(0, 8),
    id.slice(8, 12),
    id.slice(12, 16),
    id.slice(16, 20),
    id.slice(20),
  ].join('-') as OutboxEntryId;
  return { token: `${letters}${year}${sequence}${check}.${mac}`.toLowerCase(), entryId };
}

/** `311@fairmill.example` becomes `311+token@fairmill.example` (RFC 5233). */
export function replyAddress(townAddress: string, token: string): string {
  const at = townAddress.lastIndexOf('@');
  return `${townAddress.slice(0, at)}+${token}${townAddress.slice(at)}`;
}

/** The token of a reply address of this town, or null. */
export function readReplyAddress(address: string, townAddress: string): string | null {
  const lower = address.toLowerCase();
  const at = townAddress.lastIndexOf('@');
  const [before, after] = [`${townAddress.slice(0, at)}+`, townAddress.slice(at)];
  if (!lower.startsWith(before) || !lower.endsWith(after)) return null;
  const token = lower.slice(before.length, lower.length - after.length);
  return new RegExp(`^${REPLY_TOKEN.source}$`).test(token) ? token : null;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
