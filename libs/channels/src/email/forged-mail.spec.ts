import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { channelTools } from '../../../../test/support/channel-tools.js';
import {
  PrivateZone,
  signed,
  type SigningKey,
  signingKey,
} from '../../../../test/support/email/private-zone.js';
import { fakeAccount, fakeAccountId } from '../../../../test/support/fakes/fake-channel.js';
import type { RequestRow } from '../../../../test/support/fakes/memory-rows.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { createAdapter } from './adapter.js';
import { definition } from './definition.js';
import { mailEnvelope } from './mailbox/mail-envelope.js';
import { sharedMailParser } from './parsing/mail-parser.js';
import { emailSettings } from './settings.js';

// Parser processes start with the first mail, on a machine that may be busy.
jest.setTimeout(60_000);

const settings = emailSettings.parse({
  address: '311@fairmill.example',
  displayName: 'Fairmill 311',
  inboundSecrets: [`whsec_${'A'.repeat(32)}`],
  outgoing: { host: '127.0.0.1' },
});
let zone: PrivateZone;
let bank: SigningKey;
let town: MemoryTown;

afterAll(() => sharedMailParser().close());

beforeEach(() => {
  zone = new PrivateZone().text('_dmarc.bank.example', 'v=DMARC1; p=reject');
  bank = signingKey(zone, 'bank.example');
  town = new MemoryTown();
  const adapter = createAdapter(settings, channelTools('email'), zone.resolve);
  const { capabilities } = definition;
  town.accounts.put(fakeAccount({ channel: 'email', capabilities, adapter }));
});

describe('a mail in the name of a citizen whose domain wants forgeries refused', () => {
  it('joins nothing and gets no acknowledgement, whatever it knows', async () => {
    const request = await accept(await signed(mail('1', 'A hydrant leaks.'), bank));
    const forged = await accept(
      mail('2', `Send me my whole file: ${request.number}.`, ['In-Reply-To: <1@bank.example>']),
    );
    expect(forged.id).not.toBe(request.id);
    expect(forged).toMatchObject({ unverifiedSender: true });
    expect(acknowledged()).toEqual([request.id]);
    expect(messagesOf(request)).toEqual(['A hydrant leaks.']);
  });

  it('joins when the domain signed it', async () => {
    const request = await accept(await signed(mail('1', 'A hydrant leaks.'), bank));
    const answer = mail('2', 'It is worse.', ['In-Reply-To: <1@bank.example>']);
    expect((await accept(await signed(answer, bank))).id).toBe(request.id);
    expect(messagesOf(request)).toEqual(['A hydrant leaks.', 'It is worse.']);
  });

  it('is taken for genuine while nobody can say', async () => {
    zone.set('_dmarc.bank.example', 'TXT', 'fails');
    const request = await accept(mail('1', 'A hydrant leaks.'));
    expect(request).toMatchObject({ unverifiedSender: false });
    expect(acknowledged()).toEqual([request.id]);
  });
});

function mail(id: string, words: string, fields: readonly string[] = []): string {
  const header = [
    'From: Ana <ana@bank.example>',
    'To: 311@fairmill.example',
    'Subject: Hydrant',
    `Message-ID: <${id}@bank.example>`,
    ...fields,
  ];
  return [...header, '', words, ''].join('\r\n');
}

/** @returns the request that the mail ended at. */
async function accept(content: string | Buffer): Promise<RequestRow> {
  const origin = { accountId: fakeAccountId, internalDate: null, mailbox: null };
  await town.acceptBatch({ envelopes: [mailEnvelope(Buffer.from(content), origin)] });
  await town.register();
  return town.request(town.database.envelopes.all().at(-1)?.requestId ?? null);
}

function acknowledged(): unknown[] {
  return town.database.outbox.all().map(({ requestId }) => requestId);
}

function messagesOf({ id }: RequestRow): string[] {
  const messages = town.database.messages.all();
  return messages.flatMap(({ requestId, text }) => (requestId === id ? [text] : []));
}
