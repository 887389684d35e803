import { API_VERSION } from '../rest/api-version.js';
import { rfc2822 } from '../rest/rfc2822.js';
import { type Media, type Message, type MessageStatus, segmentsOf } from './message.js';

/** A message as the API shows it. */
export function messageResource(message: Message) {
  const { accountSid, sid, status, serviceSid } = message;
  const path = `${messagesPath(accountSid)}/${sid}`;
  // A service assigns the sender after it has accepted.
  const isAssigned = status !== 'accepted';
  return {
    ...{ sid, account_sid: accountSid, api_version: API_VERSION, body: message.body },
    ...{ status, direction: message.direction, messaging_service_sid: serviceSid },
    ...{ from: isAssigned ? message.from : null, to: message.to },
    num_media: String(message.numMedia),
    num_segments: isAssigned ? String(segmentsOf(message)) : '0',
    error_code: message.errorCode,
    error_message: message.errorCode === null ? null : 'Unknown error',
    ...{ price: null, price_unit: 'USD' },
    date_created: rfc2822(message.createdAt),
    date_sent: isSent(status) ? rfc2822(message.createdAt) : null,
    date_updated: rfc2822(message.updatedAt),
    subresource_uris: { media: `${path}/Media.json` },
    uri: `${path}.json`,
  };
}

export function mediaResource({ sid, accountSid, messageSid, contentType, createdAt }: Media) {
  return {
    ...{ sid, account_sid: accountSid, parent_sid: messageSid, content_type: contentType },
    ...{ date_created: rfc2822(createdAt), date_updated: rfc2822(createdAt) },
    uri: `${messagesPath(accountSid)}/${messageSid}/Media/${sid}.json`,
  };
}

/** As it stands in answers: without what lies before it here. */
export function messagesPath(accountSid: string): string {
  return `/${API_VERSION}/Accounts/${accountSid}/Messages`;
}

function isSent(status: MessageStatus): boolean {
  return status !== 'accepted' && status !== 'queued';
}
