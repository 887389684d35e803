import { API_VERSION } from '../rest/api-version.js';
import { rfc2822 } from '../rest/rfc2822.js';
import { type Call, isOver } from './call.js';

/** A call as the API shows it. */
export function callResource(call: Call) {
  const { accountSid, sid, status, direction, from, to, createdAt, updatedAt } = call;
  const path = `${callsPath(accountSid)}/${sid}`;
  const wasAnswered = status === 'in-progress' || status === 'completed';
  const seconds = Math.round((updatedAt - createdAt) / 1_000);
  return {
    ...{ sid, account_sid: accountSid, api_version: API_VERSION, parent_call_sid: null },
    ...{ status, direction, from, to, from_formatted: from, to_formatted: to },
    ...{ phone_number_sid: null, answered_by: null, forwarded_from: null, group_sid: null },
    ...{ caller_name: null, trunk_sid: null, queue_time: '0', price: null, price_unit: 'USD' },
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(updatedAt),
    start_time: wasAnswered ? rfc2822(createdAt) : null,
    end_time: isOver(call) ? rfc2822(updatedAt) : null,
    duration: status === 'completed' ? String(seconds) : null,
    subresource_uris: { recordings: `${path}/Recordings.json` },
    uri: `${path}.json`,
  };
}

/** As it stands in answers: without what lies before it here. */
export function callsPath(accountSid: string): string {
  return `/${API_VERSION}/Accounts/${accountSid}/Calls`;
}
