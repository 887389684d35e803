import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';

import type { Delivery } from '#core/channel/delivery';

import { channelDelivery, channelTools } from '../../../../../test/support/channel-tools.js';
import { mailSettings, testTownAddress } from '../../../../../test/support/outgoing-mail.js';
import type { MailReference } from '../mail-reference.js';
import { readOwnMessageId, readReplyAddress } from '../own-mail.js';
import { type EmailSettings, emailSettings } from '../settings.js';
import { composeMail } from './compose.js';

const town = testTownAddress;
const tools = channelTools('email');
const settings = emailSettings.parse(mailSettings({ port: 25 }));
const FIELDS = new Set([
  ...['from', 'to', 'subject', 'message-id', 'date', 'reply-to', 'in-reply-to', 'references'],
  ...['x-townline-loop', 'auto-submitted', 'x-auto-response-suppress'],
  ...['mime-version', 'content-type', 'content-transfer-encoding'],
]);

describe('the mail of a reply', () => {
  it('answers the citizen in their thread, and can be answered', async () => {
    const delivery = channelDelivery();
    const mail = await parsed(
      delivery,
      referenceWith({
        to: { name: 'Ana Ruiz', address: 'ana@example.org' },
        messageId: '<newest@example.org>',
        references: ['<first@example.org>', '<second@example.org>'],
      }),
    );
    expect(mail.from).toEqual(['"Fairmill 311" <311@fairmill.example>']);
    expect(mail.to).toEqual(['Ana Ruiz <ana@example.org>']);
    expect(mail.subject).toBe('Re: Street light out [FM26-004817-3]');
    expect(mail.inReplyTo).toBe('<newest@example.org>');
    expect(mail.references).toEqual([
      '<first@example.org>',
      '<second@example.org>',
      '<newest@example.org>',
    ]);
    expect(mail.date).toEqual(new Date(delivery.createdAt));
    expect(mail.text).toBe('A crew comes on Tuesday.\n\n[FM26-004817-3]\n');
    expect(mail.html).toContain('<p>A crew comes on Tuesday.</p>');
    expect(readOwnMessageId(mail.messageId, town)?.entryId).toBe(delivery.idempotencyKey);
  });

  it('carries a token for its recipient in its Message-ID and its reply address, and no other secret', async () => {
    const mail = await parsed(channelDelivery(), referenceWith({}));
    const ana = { kind: 'email', address: 'ana@example.org' };
    const inId = readOwnMessageId(mail.messageId, town)?.token ?? '';
    const inAddress = readReplyAddress(mail.replyTo, town) ?? '';
    expect(tools.replyTokens.read(inId, ana)).toBe('FM26-004817-3');
    expect(tools.replyTokens.read(inAddress, ana)).toBe('FM26-004817-3');
    expect(tools.replyTokens.read(inId, { ...ana, address: 'eve@example.org' })).toBeNull();
    expect(`${mail.subject}${mail.text}${mail.html}`).not.toContain(inId);
  });

  it('has no reply address where the mail server has no such addresses', async () => {
    const plain = { ...settings, replyAddress: 'none' as const };
    const mail = await parsed(channelDelivery(), referenceWith({}), plain);
    expect(mail.fields).not.toContain('reply-to');
  });

  it('begins a thread of its own when what it answers had no Message-ID', async () => {
    const mail = await parsed(channelDelivery(), referenceWith({ messageId: null }));
    expect(mail.fields).not.toContain('in-reply-to');
    expect(mail.fields).not.toContain('references');
  });

  it('is the same in every attempt, byte for byte', async () => {
    const delivery = channelDelivery();
    const reference = referenceWith({});
    const first = await rendered(delivery, reference);
    expect(await rendered({ ...delivery, attempt: 2 }, reference)).toEqual(first);
    expect(await rendered(channelDelivery(), reference)).not.toEqual(first);
  });
});

describe('the marks of a mail', () => {
  it.each([
    ['reply', undefined, undefined],
    ['acknowledgement', 'auto-replied', 'DR, RN, NRN, OOF, AutoReply'],
    ['status', 'auto-replied', 'DR, RN, NRN, OOF, AutoReply'],
    ['emergency-page', 'auto-generated', undefined],
  ] as const)('of the kind %s tell programs what it is', async (kind, submitted, suppressed) => {
    const mail = await parsed(channelDelivery({ kind }), referenceWith({}));
    expect(mail.field('auto-submitted')).toBe(submitted);
    expect(mail.field('x-auto-response-suppress')).toBe(suppressed);
    expect(mail.field('x-townline-loop')).toBe(town);
  });
});

describe('a mail whose words are hostile', () => {
  const control = fc.constantFrom('\r\n', '\n', '\r', '\u0000', '\u2028', ' ', '"', '<', '>', ',');
  const field = fc.constantFrom('Bcc: victim@example.org', 'X-Evil: 1', '\r\n\r\nbody', 'a');
  const hostile = fc.oneof(
    fc.array(fc.oneof(control, field), { maxLength: 12 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 100 }),
  );

  it('has the fields we wrote and one recipient, whatever was in name, subject and ids', async () => {
    const references = fc.record({
      to: fc.record({ name: fc.option(hostile), address: fc.constant('ana@example.org') }),
      subject: hostile,
      messageId: fc.option(hostile),
      references: fc.array(hostile, { maxLength: 4 }),
    });
    const unharmed = fc.asyncProperty(references, hostile, async (reference, text) => {
      const mail = await parsed(channelDelivery({ text }), reference);
      expect(mail.fields.filter((name) => !FIELDS.has(name))).toEqual([]);
      expect(new Set(mail.fields).size).toBe(mail.fields.length);
      expect(mail.addresses).toEqual(['ana@example.org']);
      expect(longestLine(mail.raw)).toBeLessThanOrEqual(998);
    });
    await fc.assert(unharmed, { numRuns: 60 });
  });

  it('keeps lines short, whatever the length of the words', async () => {
    for (const word of ['ñ', 'a', 'a ', 'ж']) {
      const text = word.repeat(50_000);
      const raw = await rendered(channelDelivery({ text }), referenceWith({}));
      expect(longestLine(raw)).toBeLessThanOrEqual(120);
    }
  });

  it.each([
    'ana@example.org\r\nRCPT TO:<victim@example.org>',
    'ana@example.org> SIZE=1',
    'ana@example.org,victim@example.org',
    'a@b@example.org',
    'ana@[x@evil.example]',
    '<ana@example.org>',
    'ana',
    '@example.org',
    'ana@',
    '',
    ' ana@example.org',
    'ana@exam\u0000ple.org',
  ])('is none for the address %p', (address) => {
    expect(mailTo(address)).toBeNull();
  });

  it.each([
    'ana@example.org',
    "o'neil+x@example.org",
    '"ana ruiz"@example.org',
    'ñandú@example.org',
  ])('goes to the address %p and to no other', async (address) => {
    expect(mailTo(address)?.envelope).toEqual({ from: { address: town }, to: [{ address }] });
    const mail = await parsed(channelDelivery(), referenceWith({ to: { name: null, address } }));
    expect(mail.addresses).toEqual([address]);
  });
});

function referenceWith(parts: Partial<MailReference>): MailReference {
  return {
    to: { name: null, address: 'ana@example.org' },
    subject: 'Street light out',
    messageId: '<question@example.org>',
    references: [],
    ...parts,
  };
}

function mailTo(address: string) {
  const reference = referenceWith({ to: { name: null, address } });
  return composeMail({ settings, tools }, channelDelivery(), reference);
}

async function rendered(
  delivery: Delivery,
  reference: MailReference,
  used: EmailSettings = settings,
): Promise<Buffer> {
  const mail = composeMail({ settings: used, tools }, delivery, reference);
  if (mail === null) throw new Error('The address should do.');
  return new MailComposer(mail).compile().build();
}

function longestLine(raw: Buffer): number {
  return Math.max(
    ...raw
      .toString('latin1')
      .split(/\r?\n/)
      .map((line) => line.length),
  );
}

async function parsed(delivery: Delivery, reference: MailReference, used?: EmailSettings) {
  const raw = await rendered(delivery, reference, used);
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true });
  const lines = mail.headerLines.map(({ key, line }) => [key, line] as const);
  const to = [mail.to ?? []].flat();
  return {
    raw,
    fields: lines.map(([name]) => name),
    field: (name: string) => lines.find(([key]) => key === name)?.[1].replace(/^[^:]*:\s*/, ''),
    from: [mail.from?.text],
    to: to.map(({ text }) => text.replaceAll('"', '')),
    addresses: to.flatMap(({ value }) => value.map(({ address }) => address)),
    replyTo: mail.replyTo?.value[0]?.address ?? '',
    subject: mail.subject,
    messageId: mail.messageId ?? '',
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    date: mail.date,
    text: mail.text,
    html: mail.html,
  };
}
