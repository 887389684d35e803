import { createHash, createHmac } from 'node:crypto';

import type { WebhookRequest } from '#core/channel/webhook';
import type { Instant } from '#core/time/instant';

import type { ChannelSamples, SampleEvent } from '../channel-samples.js';
import { readForm } from '../twilio-form.js';
import { webhookAddress } from '../twilio-settings.js';
import { failingNumbers, SampleProvider } from './sample-provider.js';

const accountSid = `AC${'0'.repeat(31)}1`;
const authToken = '0123456789abcdef0123456789abcdef';
const publicUrl = 'https://311.fairmill.example';
const webhook = webhookAddress(publicUrl, 'voice-twilio');

export const samples: ChannelSamples = {
  fixtures: new URL('./fixtures/', import.meta.url),
  wrongSettings: [
    { settings: { accountSid: 'AC1' }, field: 'accountSid' },
    { settings: { authTokens: [] }, field: 'authTokens' },
    { settings: { number: '919-555-0100' }, field: 'number' },
    { settings: { forwardTo: '311' }, field: 'forwardTo' },
    { settings: { emergencyKind: 'fire' }, field: 'emergencyKind' },
    { settings: { apiBaseUrl: 'http://example.org' }, field: 'apiBaseUrl' },
  ],
  inbound: {
    signatureHeader: 'x-twilio-signature',
    around,
    body,
    // What is said lies in the recording.
    sameWords: (_written, shown) => shown === 'Voicemail, 12 seconds.',
  },
  open: async () => {
    const provider = await SampleProvider.open(webhook);
    const number = '+19195550100';
    const { invalid, tooMany, lost, refused } = failingNumbers;
    return {
      settings: {
        ...{ accountSid, authTokens: [authToken], number, publicUrl },
        apiBaseUrl: provider.origin,
      },
      channelRef: '+19195550142',
      refusals: [
        { channelRef: invalid, outcome: 'recipient-gone' },
        { channelRef: tooMany, outcome: 'rate-limited' },
        { channelRef: refused, outcome: 'unauthorised' },
        { channelRef: lost, outcome: 'unknown' },
        { channelRef: 'nobody', outcome: 'recipient-gone' },
        { channelRef: '+442071838750', outcome: 'rejected' },
        { channelRef: '+19005550142', outcome: 'rejected' },
      ],
      accepted: (key) => Promise.resolve(provider.madeFor(key)),
      close: () => provider.close(),
    };
  },
};

/** Signed as the provider signs a form (twilio.com/docs/usage/security). */
function around(rawBody: Buffer, at: Instant): WebhookRequest {
  const fields = [...new Map(readForm(rawBody))].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  const text = fields.map(([name, value]) => name + value).join('');
  const signature = createHmac('sha1', authToken).update(`${webhook}${text}`).digest('base64');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': signature,
  };
  return { method: 'POST', query: '', headers, rawBody, receivedAt: at };
}

/** A voicemail: the id is the recording's, and everybody calls once. */
function body({ id, from, at }: SampleEvent): Buffer {
  const form = new URLSearchParams({
    ...{ AccountSid: accountSid, CallSid: `CA${hash(from)}`, From: `+1919${digits(from)}` },
    ...{ To: '+19195550100', RecordingSid: `RE${hash(id)}`, RecordingStatus: 'completed' },
    ...{ RecordingDuration: '12', RecordingStartTime: new Date(at).toUTCString() },
  });
  return Buffer.from(form.toString());
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function digits(text: string): string {
  return String(Number.parseInt(hash(text).slice(0, 8), 16))
    .padStart(7, '0')
    .slice(0, 7);
}
