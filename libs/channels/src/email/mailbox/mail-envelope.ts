import type { InboundEnvelope } from '#core/channel/envelope';
import { dedupeKeyOf, identityKeyOf } from '#core/identity/binary-key';
import type { ChannelAccountId } from '#core/identity/ids';
import { type Instant, isoFromInstant } from '#core/time/instant';

import { readMailFacts } from './mail-facts.js';

export interface MailOrigin {
  readonly accountId: ChannelAccountId;
  /** When the mail server received it; null when only the mail itself could say. */
  readonly internalDate: Instant | null;
  /** The mailbox it lay in; null when it was posted. */
  readonly mailbox: string | null;
}

const MAX_ID_BYTES = 255;
const MAX_CONTENT_TYPE = 255;

/**
 * A mail as it came, by whichever door. The dedupe key holds over all mailboxes and accounts: one
 * mail to two addresses of the town is one event.
 */
export function mailEnvelope(raw: Buffer, origin: MailOrigin): InboundEnvelope {
  const { from, messageId, contentHash } = readMailFacts(raw);
  return {
    dedupeKey: dedupeKeyOf('email', messageId ?? '', contentHash),
    identityKey: identityKeyOf(origin.accountId, from ?? 'unknown'),
    providerId:
      messageId !== null && Buffer.byteLength(messageId) <= MAX_ID_BYTES ? messageId : null,
    contentType: contentTypeOf(origin),
    raw,
  };
}

function contentTypeOf({ internalDate, mailbox }: MailOrigin): string {
  const date = internalDate === null ? '' : `; internaldate=${isoFromInstant(internalDate)}`;
  const folder = mailbox === null ? '' : `; mailbox=${percentEncoded(mailbox)}`;
  const whole = `message/rfc822${date}${folder}`;
  return whole.length <= MAX_CONTENT_TYPE ? whole : `message/rfc822${date}`;
}

/** Also what `encodeURIComponent` leaves and a parameter cannot hold; halves of characters are replaced. */
function percentEncoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString()).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
