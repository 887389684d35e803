import { API_VERSION } from '../rest/api-version.js';
import type { TwilioAccount } from '../twilio-account.js';
import { type Message, segmentsOf } from './message.js';
import type { MessageBook } from './message-book.js';
import { messagesPath } from './message-resource.js';
import { optOutTypeOf } from './opt-out-words.js';

/** Where the carriers say that the citizens' phones are. */
const PLACE = { City: 'CARY', State: 'NC', Zip: '27511', Country: 'US' };

/** What the webhook of an incoming text carries (webhook-request). */
export function arrivalParameters(
  { settings }: TwilioAccount,
  message: Message,
  book: MessageBook,
): Readonly<Record<string, string>> {
  const { sid, accountSid, from, to, body, serviceSid } = message;
  const optOutType = optOutTypeOf(body, true);
  return {
    ...{ MessageSid: sid, SmsSid: sid, SmsMessageSid: sid, SmsStatus: 'received' },
    ...{ AccountSid: accountSid, ApiVersion: API_VERSION, From: from, To: to, Body: body },
    ...placeOf('From'),
    ...placeOf('To'),
    NumMedia: String(message.numMedia),
    NumSegments: String(segmentsOf(message)),
    ...(serviceSid !== null && { MessagingServiceSid: serviceSid }),
    ...(settings.optOutHandling === 'advanced' &&
      optOutType !== null && { OptOutType: optOutType }),
    ...mediaParameters(settings.apiBaseUrl, message, book),
  };
}

function placeOf(side: 'From' | 'To'): Readonly<Record<string, string>> {
  const parts = Object.entries(PLACE).map(([name, value]) => [`${side}${name}`, value] as const);
  return Object.fromEntries(parts);
}

function mediaParameters(
  apiBaseUrl: string,
  { sid, accountSid }: Message,
  book: MessageBook,
): Readonly<Record<string, string>> {
  const parts = book.mediaOf(sid).flatMap((media, index) => {
    const url = `${apiBaseUrl}${messagesPath(accountSid)}/${sid}/Media/${media.sid}`;
    return [
      [`MediaUrl${index}`, url],
      [`MediaContentType${index}`, media.contentType],
    ] as const;
  });
  return Object.fromEntries(parts);
}
