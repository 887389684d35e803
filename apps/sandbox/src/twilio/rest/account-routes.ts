import { createHash } from 'node:crypto';

import type { FastifyInstance } from 'fastify';

import { TEXTING_CHANNEL, type TwilioAccount } from '../twilio-account.js';
import { API_VERSION } from './api-version.js';
import { listPage } from './list-page.js';
import { noSuchResource, refuse } from './twilio-error.js';

interface FileRoute {
  Params: { readonly file: string };
}
interface NumbersRoute {
  Params: { readonly accountSid: string };
}

/** The account itself, and how its number is set up: what one looks at to see whether all is well. */
export function addAccountRoutes(rest: FastifyInstance, accounts: readonly TwilioAccount[]): void {
  const find = (sid: string) => accounts.find(({ settings }) => settings.accountSid === sid);

  rest.get<FileRoute>('/Accounts/:file', (request, reply) => {
    const account = find(request.params.file.replace(/\.json$/, ''));
    if (account === undefined) return refuse(reply, noSuchResource(request.url));
    return reply.send(accountResource(account));
  });

  rest.get<NumbersRoute>('/Accounts/:accountSid/IncomingPhoneNumbers.json', (request, reply) => {
    const account = find(request.params.accountSid);
    if (account === undefined) return refuse(reply, noSuchResource(request.url));
    const query = new URL(request.url, 'http://sandbox').searchParams;
    const wanted = query.get('PhoneNumber') ?? account.settings.number;
    const own = wanted === account.settings.number ? [numberResource(account)] : [];
    const path = `${accountPath(account)}/IncomingPhoneNumbers.json`;
    const { items, envelope } = listPage(own, path, query);
    return reply.send({ ...envelope, incoming_phone_numbers: items });
  });
}

function accountPath({ settings }: TwilioAccount): string {
  return `/${API_VERSION}/Accounts/${settings.accountSid}`;
}

function accountResource(account: TwilioAccount) {
  const { accountSid: sid } = account.settings;
  const path = accountPath(account);
  return {
    ...{ sid, owner_account_sid: sid, friendly_name: 'Townline sandbox' },
    ...{ status: 'active', type: 'Full', date_created: null, date_updated: null },
    subresource_uris: { messages: `${path}/Messages.json` },
    uri: `${path}.json`,
  };
}

function numberResource(account: TwilioAccount) {
  const { accountSid, number, fallbackUrl } = account.settings;
  const digest = createHash('sha256').update(`${accountSid} ${number}`).digest('hex');
  const sid = `PN${digest.slice(0, 32)}`;
  const isTexting = account.channel === TEXTING_CHANNEL;
  const [sms, voice] = isTexting ? [account.webhookUrl, null] : [null, account.webhookUrl];
  return {
    ...{ sid, account_sid: accountSid, phone_number: number, friendly_name: number },
    ...{ api_version: API_VERSION, date_created: null, date_updated: null, beta: false },
    capabilities: { voice: !isTexting, sms: isTexting, mms: isTexting, fax: false },
    ...{ sms_url: sms, sms_method: 'POST', sms_fallback_url: fallbackUrl ?? null },
    ...{ voice_url: voice, voice_method: 'POST', origin: 'twilio', status: 'in-use' },
    uri: `${accountPath(account)}/IncomingPhoneNumbers/${sid}.json`,
  };
}
