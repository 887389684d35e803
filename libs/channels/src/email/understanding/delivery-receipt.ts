import type { DeliveryReceipt, Ignored } from '#core/channel/normalised';
import { truncateText } from '#core/text/well-formed';
import type { Instant } from '#core/time/instant';

import { ownMessageId, readOwnMessageId } from '../own-mail.js';
import type { ParsedMail } from '../parsed-mail.js';
import { deliveryReportsOf } from './delivery-reports.js';
import { onOneLine } from './shown-name.js';

const MAX_REASON_CHARACTERS = 500;
/** How far into a bounce is looked for the mail that came back. */
const MAX_LOOKED_AT = 200_000;

/** What a bounce or delivery report says about a mail of ours; ignored when it is about none. */
export function deliveryReceipt(
  mail: ParsedMail,
  townAddress: string,
  occurredAt: Instant | null,
): DeliveryReceipt | Ignored {
  const reports = deliveryReportsOf(mail);
  const failed = reports.find(({ outcome }) => outcome === 'failed');
  if (failed === undefined && reports.some(({ outcome }) => outcome === 'delayed')) {
    return { kind: 'ignored', reason: 'delivery-delayed' };
  }
  const named = reports.flatMap(({ originalMessageId: id }) => (id === null ? [] : [id]));
  const providerId = ownIdAmong([...named, ...idsWithin(mail)], townAddress);
  if (providerId === null) {
    return {
      kind: 'ignored',
      reason: reports.length === 0 || failed ? 'bounce-unmatched' : 'delivery-report-unmatched',
    };
  }
  if (failed === undefined && reports.length > 0) {
    return { kind: 'receipt', providerId, status: 'delivered', occurredAt };
  }
  const { hard = false, reason = '', status = null } = failed ?? {};
  const words = [status ?? '', onOneLine(reason)].filter((part) => part !== '').join(' ');
  return {
    ...failure(providerId, words === '' ? 'The mail came back.' : words, occurredAt),
    ...(hard && { addressGone: true }),
  };
}

/** The receiver pressed "this is spam": told to somebody, because it was not meant for the town. */
export function complaintReceipt(
  mail: ParsedMail,
  townAddress: string,
  occurredAt: Instant | null,
): DeliveryReceipt | Ignored {
  const providerId = ownIdAmong(idsWithin(mail), townAddress);
  return providerId === null
    ? { kind: 'ignored', reason: 'complaint' }
    : failure(providerId, 'The receiver reported the mail as unwanted.', occurredAt);
}

function failure(providerId: string, reason: string, occurredAt: Instant | null): DeliveryReceipt {
  const words = truncateText(reason, MAX_REASON_CHARACTERS);
  return { kind: 'receipt', providerId, status: 'failed', occurredAt, reason: words };
}

/** Written as it was sent: relays change the case of what they return. */
function ownIdAmong(ids: readonly string[], townAddress: string): string | null {
  for (const id of ids) {
    const own = readOwnMessageId(id, townAddress);
    if (own !== null) return ownMessageId(own.token, own.entryId, townAddress);
  }
  return null;
}

/** Half of the bounces in the world return the mail as mere words. */
function idsWithin({ inReplyTo, references, reports, text }: ParsedMail): string[] {
  const returned = [...reports.map((report) => report.text), text.slice(0, MAX_LOOKED_AT)];
  const found = returned.flatMap((words) => words.match(/<[^<>\s]{20,255}>/g) ?? []);
  return [...inReplyTo, ...references, ...found];
}
