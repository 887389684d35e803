import type { StoredEnvelope } from '#core/channel/envelope';

import { readForm } from '../twilio-form.js';
import { isUsableAddress } from './address.js';
import { LISTED_MESSAGE, readListed } from './listed-message.js';
import type { MediaItem, TextEvent } from './text-event.js';

/** More files than any carrier takes with one message. */
const MAX_FILES = 20;
const SID = /^[A-Za-z0-9]{34}$/;
const ARRIVED: ReadonlySet<string> = new Set(['', 'received', 'receiving']);

/** Total: any bytes are some event. */
export function readEvent({
  raw,
  contentType,
}: Pick<StoredEnvelope, 'raw' | 'contentType'>): TextEvent {
  if (contentType === LISTED_MESSAGE) return readListed(raw) ?? { kind: 'other' };
  return readCalled(raw);
}

/** The form of a webhook; names that are not read here come and go without notice. */
function readCalled(raw: Buffer): TextEvent {
  const form = readForm(raw);
  const text = (name: string) => form.get(name) ?? '';
  const [sid, from, to] = [text('MessageSid') || text('SmsSid'), text('From'), text('To')];
  if (!SID.test(sid) || !isUsableAddress(to)) return { kind: 'other' };
  const status = text('MessageStatus') || text('SmsStatus');
  if (!ARRIVED.has(status)) {
    const errorCode = /^\d{1,9}$/.test(text('ErrorCode')) ? Number(text('ErrorCode')) : null;
    return { kind: 'status', sid, from, to, status, errorCode };
  }
  // Calls carry From and To as well; a message has words, even none.
  if (!isUsableAddress(from) || !form.has('Body')) return { kind: 'other' };
  return {
    ...{ kind: 'message', sid, from, to, body: text('Body') },
    media: mediaOf(form),
    optOutAnswered: text('OptOutType') !== '',
    sentAt: null,
  };
}

function mediaOf(form: URLSearchParams): MediaItem[] {
  const files = Math.min(MAX_FILES, Number(form.get('NumMedia') ?? 0) || 0);
  return Array.from({ length: Math.max(0, Math.floor(files)) }, (_, index) => ({
    url: form.get(`MediaUrl${index}`) ?? '',
    contentType: form.get(`MediaContentType${index}`) ?? '',
  }));
}
