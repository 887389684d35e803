import { createHash, createHmac } from 'node:crypto';

import type { WebhookRequest } from '#core/channel/webhook';
import { type Instant, SECOND } from '#core/time/instant';

import type { ChannelSamples, OpenProvider, SampleEvent } from '../channel-samples.js';
import { writeReference } from './channel-reference.js';
import { openSampleGraph } from './sample-graph.js';

const settings = {
  phoneNumberId: '106540352242922',
  businessAccountId: '102290129340398',
  accessToken: 'a token of a system user, for tests only',
  appSecrets: ['5dd5a4b8f0c94ab6a9e04e0b5a6b0c6d', '1dd5a4b8f0c94ab6a9e04e0b5a6b0c6d'],
  verifyToken: 'a verify token, for tests only',
};

const { appSecrets, ...withoutSecrets } = settings;
const { verifyToken, ...withoutToken } = settings;

export const samples: ChannelSamples = {
  fixtures: new URL('./fixtures/', import.meta.url),
  wrongSettings: [
    { settings: { ...settings, phoneNumberId: '+1 919 555 0100' }, field: 'phoneNumberId' },
    { settings: { ...settings, businessAccountId: 'fairmill' }, field: 'businessAccountId' },
    { settings: { ...settings, accessToken: 'short' }, field: 'accessToken' },
    { settings: withoutSecrets, field: 'appSecrets' },
    { settings: { ...settings, appSecrets: [...appSecrets, 'short'] }, field: 'appSecrets.2' },
    { settings: withoutToken, field: 'verifyToken' },
    { settings: { ...settings, verifyToken: verifyToken.slice(0, 8) }, field: 'verifyToken' },
    { settings: { ...settings, apiBaseUrl: 'http://graph.example.org' }, field: 'apiBaseUrl' },
    { settings: { ...settings, apiVersion: '25' }, field: 'apiVersion' },
    { settings: { ...settings, mediaHosts: ['https://x.example'] }, field: 'mediaHosts.0' },
    {
      settings: { ...settings, template: { name: 'Update', languages: { en: 'en_US' } } },
      field: 'template.name',
    },
    {
      settings: { ...settings, template: { name: 'update', languages: {} } },
      field: 'template.languages',
    },
  ],
  inbound: { signatureHeader: 'x-hub-signature-256', around, body },
  open,
};

/** Signed with the second secret, as while the first is being brought in. */
function around(rawBody: Buffer, receivedAt: Instant): WebhookRequest {
  const digest = createHmac('sha256', appSecrets[1] ?? '')
    .update(rawBody)
    .digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-hub-signature-256': `sha256=${digest}`,
  };
  return { method: 'POST', query: '', headers, rawBody, receivedAt };
}

function body({ id, from, text, at }: SampleEvent): Buffer {
  const digits = String(createHash('sha256').update(from).digest().readUIntBE(0, 6));
  const phone = `1919555${digits.slice(-4)}`;
  const userId = `US.${digits}`;
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '19195550100', phone_number_id: settings.phoneNumberId },
    contacts: [{ profile: { name: from }, wa_id: phone, user_id: userId }],
    messages: [
      {
        from: phone,
        id: `wamid.${id}`,
        timestamp: String(Math.floor(at / SECOND)),
        type: 'text',
        text: { body: text },
      },
    ],
  };
  const entry = [{ id: settings.businessAccountId, changes: [{ value, field: 'messages' }] }];
  return Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry }));
}

async function open(): Promise<OpenProvider> {
  const graph = await openSampleGraph(settings);
  const refOf = (phone: string) =>
    writeReference({ phone, userId: null, quotes: 'wamid.first', wroteAt: null });
  return {
    settings: { ...settings, apiBaseUrl: graph.apiBaseUrl, mediaHosts: [graph.host] },
    channelRef: refOf('19195550111'),
    refusals: graph.refusals.map(({ phone, outcome }) => ({ channelRef: refOf(phone), outcome })),
    accepted: (key) => Promise.resolve(graph.accepted(key)),
    close: () => graph.close(),
  };
}
