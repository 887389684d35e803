import type { Evidence } from '#core/channel/normalised';

import { readOwnMessageId, readReplyAddress } from '../own-mail.js';
import type { ParsedMail } from '../parsed-mail.js';

const AT_MOST = 50;
/** The core's bound of an external id. */
const MAX_ID_BYTES = 512;
/** Where a mail system writes the address that it delivered to, whatever `To` says. */
const DELIVERY_FIELDS = new Set(['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to']);

type Thread = Pick<ParsedMail, 'to' | 'cc' | 'headers' | 'inReplyTo' | 'references'>;

/** What connects a mail with earlier ones, strongest first; whether it may is decided by the core. */
export function threadingOf(
  mail: Thread,
  townAddress: string,
): Pick<Evidence, 'repliesTo'> & Required<Pick<Evidence, 'replyTokens'>> {
  const repliesTo = answeredIds(mail);
  const fromAddresses = recipientsOf(mail).map((address) => readReplyAddress(address, townAddress));
  const fromIds = repliesTo.map((id) => readOwnMessageId(id, townAddress)?.token ?? null);
  const tokens = [...fromAddresses, ...fromIds].filter((token) => token !== null);
  return { replyTokens: [...new Set(tokens)].slice(0, AT_MOST), repliesTo };
}

/** Newest first: `References` is written oldest first (RFC 5322 §3.6.4). */
export function answeredIds({
  inReplyTo,
  references,
}: Pick<Thread, 'inReplyTo' | 'references'>): string[] {
  const ids = [...inReplyTo, ...references.toReversed()];
  const usable = ids.filter((id) => Buffer.byteLength(id) <= MAX_ID_BYTES);
  return [...new Set(usable)].slice(0, AT_MOST);
}

function recipientsOf({ to, cc, headers }: Thread): string[] {
  const delivered = headers.flatMap(([name, value]) =>
    DELIVERY_FIELDS.has(name) ? [value.replaceAll(/[<>]/g, '').trim()] : [],
  );
  return [...to, ...cc].map(({ address }) => address).concat(delivered);
}
