import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerAddress } from 'smtp-server';

import type { WebhookRequest } from '#core/channel/webhook';
import type { OutboxEntryId } from '#core/identity/ids';
import type { Instant } from '#core/time/instant';

import type { ChannelSamples, OpenProvider, SampleEvent } from '../channel-samples.js';
import { signedSample } from '../standard-webhooks-sample.js';
import { writeMailReference } from './mail-reference.js';
import { readOwnMessageId } from './own-mail.js';

const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const town = '311@fairmill.example';
const outgoing = { host: '127.0.0.1', port: 25 };
const account = {
  address: town,
  displayName: 'Fairmill 311',
  inboundSecrets: [secret],
  outgoing,
  authenticationServers: ['mx.fairmill.example'],
  senderChecks: 'none',
};

export const samples: ChannelSamples = {
  fixtures: new URL('./fixtures/', import.meta.url),
  wrongSettings: [
    { settings: { ...account, address: 'the town hall' }, field: 'address' },
    { settings: { ...account, inboundSecrets: ['hunter2'] }, field: 'inboundSecrets.0' },
    { settings: { ...account, inboundSecrets: [] }, field: 'incoming' },
    { settings: { ...account, outgoing: { ...outgoing, port: 70_000 } }, field: 'outgoing.port' },
    {
      settings: { ...account, outgoing: { ...outgoing, user: 'town' } },
      field: 'outgoing.signIn',
    },
    {
      settings: { ...account, outgoing: { ...outgoing, journal: 'Sent' } },
      field: 'outgoing.journal',
    },
  ],
  inbound: { signatureHeader: 'webhook-signature', around, body, sameWords },
  open,
};

function around(rawBody: Buffer, at: Instant): WebhookRequest {
  return signedSample(rawBody, at, { secret, contentType: 'message/rfc822' });
}

function body({ id, from, text, at }: SampleEvent): Buffer {
  const lines = [
    `From: <${from}@example.org>`,
    `To: Fairmill 311 <${town}>`,
    'Subject: A hydrant',
    `Message-ID: <${id}@mail.example.org>`,
    `Date: ${new Date(at).toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

/** Mail programs lay out lines and blanks anew; no letter may be missing. */
function sameWords(written: string, shown: string): boolean {
  return lettersOf(written) === lettersOf(shown);
}

function lettersOf(text: string): string {
  return text.replaceAll(/[\s\p{Control}\p{Format}\u{FFFD}]/gu, '');
}

/** What the mail server says to each of these at RCPT (RFC 5321 §4.2.3). */
const refusals = {
  'busy@example.org': { reply: '451 4.3.0 try again later', outcome: 'transient' },
  'nobody@example.org': { reply: '550 5.1.1 no such user', outcome: 'recipient-gone' },
  'closed@example.org': { reply: '554 5.7.1 refused by policy', outcome: 'rejected' },
} as const;

async function open(): Promise<OpenProvider> {
  const taken: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, answer) => answer(refusalOf(address)),
    onData: (stream, _session, answer) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        taken.push(Buffer.concat(chunks).toString());
        answer();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    settings: { ...account, outgoing: { host: '127.0.0.1', port, security: 'none' } },
    channelRef: referenceTo('ana@example.org'),
    refusals: Object.entries(refusals).map(([address, { outcome }]) => ({
      channelRef: referenceTo(address),
      outcome,
    })),
    accepted: (key: OutboxEntryId) =>
      Promise.resolve(taken.filter((mail) => entryOf(mail) === key).length),
    filesOf: async (key: OutboxEntryId) => {
      const mail = await simpleParser(taken.find((sent) => entryOf(sent) === key) ?? '');
      return mail.attachments.map(({ content }) => content);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function refusalOf(address: SMTPServerAddress['address']): Error | null {
  const refusal = Object.entries(refusals).find(([refused]) => refused === address)?.[1];
  if (refusal === undefined) return null;
  const responseCode = Number(refusal.reply.slice(0, 3));
  return Object.assign(new Error(refusal.reply.slice(4)), { responseCode });
}

function referenceTo(address: string): string {
  return writeMailReference({
    ...{ to: { name: null, address }, subject: 'A hydrant', references: [] },
    messageId: '<event-1@mail.example.org>',
  });
}

function entryOf(mail: string): OutboxEntryId | undefined {
  const messageId = /^Message-ID:\s+(<[^>]+>)/im.exec(mail)?.[1] ?? '';
  return readOwnMessageId(messageId, town)?.entryId;
}
