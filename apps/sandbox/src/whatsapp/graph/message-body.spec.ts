import { describe, expect, it } from '@jest/globals';

import { readMessageBody } from './message-body.js';

const text = { messaging_product: 'whatsapp', to: '19195550123', type: 'text' };

describe('The body of a message to the Graph API', () => {
  it('is a text when it names no type', () => {
    expect(read({ ...text, type: undefined, text: { body: 'Hello.' } })).toMatchObject({
      kind: 'send',
      body: { type: 'text' },
    });
  });

  it('takes 4,096 characters and not one more', () => {
    expect(read({ ...text, text: { body: 'x'.repeat(4_096) } }).kind).toBe('send');
    expect(read({ ...text, text: { body: 'x'.repeat(4_097) } })).toMatchObject({
      kind: 'refused',
      error: { code: 100, details: expect.stringContaining("text['body']") },
    });
  });

  it.each([
    ['not JSON', '{'],
    ['a list', '[]'],
    ['null', 'null'],
    ['nothing', ''],
    ['bytes that are no text', '\u0000\ufffd'],
    ['an unreadable user id', JSON.stringify({ ...text, to: undefined, recipient: 'us.1' })],
    ['a type that is no word', JSON.stringify({ ...text, type: {} })],
  ])('is refused and never a crash when it is %s', (_what, raw) => {
    expect(readMessageBody(Buffer.from(raw)).kind).toBe('refused');
  });

  it('marks a message as read', () => {
    const mark = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.x' };
    expect(read(mark)).toMatchObject({ kind: 'read', body: { message_id: 'wamid.x' } });
    expect(read({ ...mark, status: 'seen' }).kind).toBe('refused');
  });
});

function read(body: object) {
  return readMessageBody(Buffer.from(JSON.stringify(body)));
}
