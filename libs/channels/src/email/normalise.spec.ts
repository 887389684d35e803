import { describe, expect, it } from '@jest/globals';

import type { NormalisedMessage } from '#core/channel/normalised';

import { storedEnvelope } from '../../../../test/support/channel-tools.js';
import { expectWorkInProportion } from '../../../../test/support/growth.js';
import { readMailReference } from './mail-reference.js';
import { normalise } from './normalise.js';
import type { ParsedMail } from './parsed-mail.js';
import { unreadMail } from './parsing/unread-mail.js';
import { emailSettings } from './settings.js';

const settings = emailSettings.parse({
  address: '311@fairmill.example',
  displayName: 'Town of Fairmill',
  inboundSecrets: [`whsec_${'A'.repeat(32)}`],
  outgoing: { host: 'localhost' },
});
const ana: ParsedMail = {
  ...unreadMail,
  from: [{ name: 'Ana', address: 'ana@example.org' }],
  headers: [['from', 'Ana <ana@example.org>']],
  subject: 'Bench',
  text: 'It is broken.',
  messageId: '<a@b>',
  defects: [],
};

describe('a mail in the terms of the town', () => {
  it.each([undefined, null, 'text', {}, { ...ana, headers: 'none' }])(
    'is a message to look at when its parser gave %j',
    (parsed) => {
      const message = messageOf(parsed);
      expect(message.text).toBe(
        '[The text of this mail could not be read. The original mail is kept.]',
      );
      expect(message.sender).toEqual({
        kind: 'email',
        address: 'unknown@invalid',
        authentic: false,
      });
    },
  );

  it('names its sender in one form, however it is written', () => {
    const address = ' ANA@Bücher.Example ';
    const { sender } = messageOf({ ...ana, from: [{ name: 'Ana', address }] });
    expect(sender.address).toBe('ana@xn--bcher-kva.example');
  });

  it('has the time of the mailbox, never the one that the sender wrote', () => {
    const mail = { ...ana, date: '2001-01-01T00:00:00.000Z' };
    expect(messageOf(mail).occurredAt).toBeNull();
    const at = '2026-11-23T14:00:00.000Z';
    const contentType = `message/rfc822; internaldate=${at}; mailbox=INBOX`;
    expect(messageOf(mail, contentType).occurredAt).toBe(Date.parse(at));
    expect(messageOf(mail, 'message/rfc822; internaldate=yesterday').occurredAt).toBeNull();
  });

  it('is answered where it came from, whatever its Reply-To says', () => {
    const mail = { ...ana, replyTo: [{ name: '', address: 'evil@example.net' }] };
    const reference = readMailReference(messageOf(mail).channelRef);
    expect(reference?.to).toEqual({ name: 'Ana', address: 'ana@example.org' });
  });

  it('can be stored whatever it says about itself', () => {
    const long = 'ä"\\'.repeat(5_000);
    const ids = Array.from({ length: 1_000 }, (_, at) => `<${at}${'x'.repeat(200)}@b>`);
    const message = messageOf({
      ...ana,
      from: [{ name: long, address: `${'a'.repeat(240)}@example.org` }],
      subject: long,
      messageId: `<${'m'.repeat(500)}@b>`,
      references: ids,
    });
    expect(Buffer.byteLength(message.channelRef)).toBeLessThanOrEqual(2_048);
    expect(message.evidence.repliesTo).toHaveLength(50);
    expect(readMailReference(message.channelRef)?.references.length).toBeGreaterThan(0);
  });

  it('goes without an id that is longer than any id can be', () => {
    expect(messageOf({ ...ana, messageId: `<${'m'.repeat(5_000)}@b>` }).externalId).toBeNull();
  });

  it('says what was written when everything looks like a quotation', () => {
    expect(messageOf({ ...ana, text: '> It is broken.\n' }).text).toContain('It is broken.');
  });

  it.each([' ', '\t', '\n', '-', '> ', '[cid:', '<a@b'])(
    'goes through a million characters of %j without going through them twice over',
    (piece) => {
      expectWorkInProportion(
        1_000_000 / piece.length,
        (count) => piece.repeat(count),
        (text) => {
          expect(messageOf({ ...ana, text }).text).not.toBe('');
        },
      );
    },
  );

  it('does not show where programs left out pictures', () => {
    expect(messageOf({ ...ana, text: 'See: [cid:image001.png@01D]\n' }).text).toBe('See:');
  });
});

function messageOf(parsed: unknown, contentType = 'message/rfc822'): NormalisedMessage {
  const none = Buffer.alloc(32) as never;
  const raw = Buffer.alloc(0);
  const parts = { dedupeKey: none, identityKey: none, providerId: null, contentType, raw };
  const normalised = normalise(storedEnvelope(parts), parsed, { settings });
  if (normalised.kind !== 'message') throw new Error(`Understood as ${normalised.kind}`);
  return normalised;
}
