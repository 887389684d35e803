import { type TwilioError, twilioError } from '../rest/twilio-error.js';
import type { TwilioAccount } from '../twilio-account.js';

/** A text that the town wants sent. */
export interface TextOrder {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly service: string | null;
  readonly statusCallback: string | null;
}

export type ReadOrder =
  | { readonly kind: 'order'; readonly order: TextOrder }
  | { readonly kind: 'refused'; readonly error: TwilioError };

const MAX_BODY_CHARACTERS = 1_600;
const MOST_MEDIA = 10;
const E164 = /^\+[1-9]\d{6,14}$/;

/** The fields of Messages.json, refused with the number of what is wrong first. */
export function readOrder(fields: URLSearchParams, { settings }: TwilioAccount): ReadOrder {
  const order: TextOrder = {
    from: fields.get('From') ?? settings.number,
    to: (fields.get('To') ?? '').replaceAll(/[\s().-]/g, ''),
    body: fields.get('Body') ?? '',
    mediaUrls: fields.getAll('MediaUrl'),
    service: fields.get('MessagingServiceSid'),
    statusCallback: fields.get('StatusCallback'),
  };
  const hasSender = fields.has('From') || order.service !== null;
  const error =
    addressFault(order, hasSender, settings) ?? contentFault(order) ?? callbackFault(order);
  return error === null ? { kind: 'order', order } : { kind: 'refused', error };
}

/** As for a number that has sent STOP. */
export function unsubscribed(): TwilioError {
  return twilioError(21610, 'Attempt to send to unsubscribed recipient');
}

function addressFault(
  { to, from, service }: TextOrder,
  hasSender: boolean,
  settings: TwilioAccount['settings'],
): TwilioError | null {
  if (to === '') return twilioError(21604, "A 'To' phone number is required.");
  if (!E164.test(to)) return twilioError(21211, `Invalid 'To' Phone Number: ${to}`);
  if (!hasSender) return twilioError(21603, "A 'From' phone number is required.");
  if (service !== null && service !== settings.messagingServiceSid) {
    return twilioError(21701, 'The Messaging Service does not exist.');
  }
  if (from !== settings.number) {
    return twilioError(
      21606,
      `The 'From' phone number ${from} is not a valid, message-capable Twilio phone number for this destination/account.`,
    );
  }
  return to === from ? twilioError(21266, "'To' and 'From' number cannot be the same") : null;
}

function contentFault({ body, mediaUrls }: TextOrder): TwilioError | null {
  if (body === '' && mediaUrls.length === 0) return twilioError(21602, 'Message body is required.');
  if (body.length > MAX_BODY_CHARACTERS) {
    return twilioError(21617, 'The concatenated message body exceeds the 1600 character limit.');
  }
  if (mediaUrls.length > MOST_MEDIA) {
    return twilioError(21623, 'Number of media files exceeds allowed limit.');
  }
  return mediaUrls.every(isWebAddress) ? null : twilioError(21620, 'Invalid media URL(s).');
}

function callbackFault({ statusCallback }: TextOrder): TwilioError | null {
  if (statusCallback === null || isWebAddress(statusCallback)) return null;
  return twilioError(21609, `The 'StatusCallback' URL ${statusCallback} is not a valid URL.`);
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
