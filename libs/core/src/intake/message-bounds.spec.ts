import { describe, expect, it } from '@jest/globals';

import { fakeMessage, type SaidMessage } from '../../../../test/support/fakes/fake-channel.js';
import type { Instant } from '../time/instant.js';
import { MAX_TEXT_CHARACTERS, withinBounds } from './message-bounds.js';

const long = (length: number) => 'ñ'.repeat(length);

describe('a message out of bounds', () => {
  it.each<[string, SaidMessage]>([
    ['sender-missing', { sender: { address: '' } }],
    ['sender-too-long', { sender: { address: long(128) } }],
    ['sender-kind-too-long', { sender: { kind: long(17) } }],
    ['message-id-too-long', { externalId: long(257) }],
    ['channel-reference-too-long', { channelRef: long(1_025) }],
  ])('cannot be told apart and is unreadable: %s', (reason, said) => {
    expect(withinBounds(fakeMessage(said))).toEqual({ kind: 'unreadable', reason });
  });

  it('is cut where it is only shown, and keeps everything else', () => {
    const message = fakeMessage({
      text: long(MAX_TEXT_CHARACTERS + 1),
      language: long(36),
      serviceCode: long(101),
      attachments: [{ reference: 'r', filename: long(300), contentType: long(300) }],
      occurredAt: 1.5 as never,
    });
    const { text, occurredAt, attachments, ...rest } = withinBounds(message) as typeof message;
    expect([text.length, occurredAt]).toEqual([MAX_TEXT_CHARACTERS, null]);
    const cut = { reference: 'r', filename: long(255), contentType: long(255) };
    expect(attachments).toEqual([cut]);
    expect(rest).not.toHaveProperty('language');
    expect(rest).not.toHaveProperty('serviceCode');
    expect(rest.sender).toEqual(message.sender);
  });

  it('is left as it is when it fits', () => {
    const message = fakeMessage({ language: 'es-419', serviceCode: 'street-light' });
    expect(withinBounds(message)).toEqual(message);
  });

  it('is refused as a receipt whose id nobody could find, and cut as a reason', () => {
    const receipt = { kind: 'receipt', status: 'read', occurredAt: Number.NaN as never } as const;
    expect(withinBounds({ ...receipt, providerId: long(128) })).toEqual({
      kind: 'unreadable',
      reason: 'provider-id-too-long',
    });
    expect(withinBounds({ ...receipt, providerId: 'p' })).toMatchObject({ occurredAt: null });
    const yearTenThousand = { ...receipt, occurredAt: 253_402_300_800_000 as Instant };
    expect(withinBounds({ ...yearTenThousand, providerId: 'p' })).toMatchObject({
      occurredAt: null,
    });
    expect(withinBounds({ kind: 'ignored', reason: long(200) })).toMatchObject({
      reason: long(100),
    });
  });
});
