import { type Instant, instantFromMilliseconds } from '#core/time/instant';

const INTERNAL_DATE = /;\s*internaldate=([0-9TZ:.+-]{1,40})/i;

/** When the mailbox took the mail in; what a sender writes into `Date` is nobody's evidence. */
export function internalDate(contentType: string): Instant | null {
  const at = Date.parse(INTERNAL_DATE.exec(contentType)?.[1] ?? '');
  return Number.isNaN(at) || at < 0 ? null : instantFromMilliseconds(at);
}
