import { createHash } from 'node:crypto';

import type { ChannelSamples, OpenProvider, SampleEvent } from '../channel-samples.js';
import { sampleSid, sampleTwilioAccount, signedTwilioSample } from '../twilio-sample.js';
import { ownNumber, SampleProvider } from './sample-provider.js';

const code = 'sms-twilio';
const account = { ...sampleTwilioAccount, number: ownNumber };
const { accountSid, authTokens, publicUrl } = account;

export const samples: ChannelSamples = {
  fixtures: new URL('./fixtures/', import.meta.url),
  wrongSettings: [
    { settings: { ...account, accountSid: 'SK123' }, field: 'accountSid' },
    { settings: { ...account, authTokens: [] }, field: 'authTokens' },
    { settings: { ...account, authTokens: ['a secret'] }, field: 'authTokens.0' },
    { settings: { ...account, number: '919-555-0100' }, field: 'number' },
    { settings: { accountSid, authTokens }, field: 'number' },
    { settings: { ...account, messagingServiceSid: 'town' }, field: 'messagingServiceSid' },
    { settings: { ...account, apiBaseUrl: 'http://api.example.org' }, field: 'apiBaseUrl' },
    { settings: { ...account, publicUrl: 'https://a.example/?b' }, field: 'publicUrl' },
    { settings: { ...account, mediaHosts: ['https://a.example/'] }, field: 'mediaHosts.0' },
  ],
  inbound: {
    signatureHeader: 'x-twilio-signature',
    around: (rawBody, at) => signedTwilioSample(rawBody, at, code),
    body,
  },
  open,
};

function body({ id, from, text }: SampleEvent): Buffer {
  const sid = sampleSid('SM', id);
  const form = new URLSearchParams({
    ...{ ToCountry: 'US', ToState: 'NC', SmsMessageSid: sid, NumMedia: '0', ToCity: '' },
    ...{ FromZip: '27511', SmsSid: sid, SmsStatus: 'received', Body: text, To: ownNumber },
    ...{ NumSegments: '1', MessageSid: sid, AccountSid: accountSid, From: numberOf(from) },
    ApiVersion: '2010-04-01',
  });
  return Buffer.from(form.toString());
}

/** One number a name; nobody has them (555-01xx). */
function numberOf(name: string): string {
  const hash = createHash('sha256').update(name).digest();
  return `+19195550${String(101 + (hash.readUInt16BE() % 80))}`;
}

async function open(): Promise<OpenProvider> {
  const provider = await SampleProvider.open(accountSid, `${publicUrl}/webhooks/${code}`);
  return {
    settings: { ...account, apiBaseUrl: provider.origin },
    channelRef: '+19195550142',
    // The last of them is taken, and counts from then on.
    refusals: [
      { channelRef: '+19195550191', outcome: 'recipient-gone' },
      { channelRef: '+19195550192', outcome: 'opted-out' },
      { channelRef: '+19195550193', outcome: 'rate-limited' },
      { channelRef: '+19195550194', outcome: 'rejected' },
      { channelRef: '+19195550195', outcome: 'unauthorised' },
      { channelRef: '+19195550199', outcome: 'unknown' },
    ],
    accepted: () => {
      const sent = provider.held.filter(({ direction }) => direction !== 'inbound');
      return Promise.resolve(sent.length);
    },
    deliver: ({ id, from, text, at }) => {
      provider.arrive({ id, from: numberOf(from), text }, at);
      return Promise.resolve();
    },
    close: () => provider.close(),
  };
}
