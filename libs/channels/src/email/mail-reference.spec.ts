import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { type MailReference, readMailReference, writeMailReference } from './mail-reference.js';

const MAX_BYTES = 2_048;
const messageIds = fc.uuid().map((id) => `<${id}@example.org>`);
const references = fc.record({
  to: fc.record({
    name: fc.option(fc.string({ unit: 'binary', maxLength: 60 })),
    address: fc.emailAddress(),
  }),
  subject: fc.string({ unit: 'grapheme', maxLength: 60 }),
  messageId: fc.option(messageIds),
  references: fc.array(messageIds, { maxLength: 5 }),
});

describe('the reference of a mail', () => {
  it('comes back as it was written', () => {
    const carried = fc.property(references, (reference) => {
      expect(readMailReference(writeMailReference(reference))).toEqual(reference);
    });
    fc.assert(carried);
  });

  it('loses the middle of a long thread, and nothing else, to stay within its bound', () => {
    const threads = fc.array(messageIds, { minLength: 30, maxLength: 300 });
    const trimmed = fc.property(references, threads, (reference, thread) => {
      const text = writeMailReference({ ...reference, references: thread });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_BYTES);
      const read = readMailReference(text);
      const kept = read?.references ?? [];
      expect(read).toEqual({ ...reference, references: kept });
      expect(kept).toEqual([thread[0], ...thread.slice(thread.length - kept.length + 1)]);
    });
    fc.assert(trimmed);
  });

  it('cuts a long subject between two characters', () => {
    const text = writeMailReference(referenceWith({ subject: '🚧'.repeat(1_000) }));
    expect(readMailReference(text)?.subject).toBe('🚧'.repeat(200));
  });

  it.each(['', 'null', '[]', '"ana"', '{}', '{"to":"ana@example.org"}', '{', 'ana@example.org'])(
    'is not %p',
    (text) => {
      expect(readMailReference(text)).toBeNull();
    },
  );

  it('is nothing when it is another channel’s text', () => {
    fc.assert(fc.property(fc.string(), (text) => readMailReference(text) === null));
  });
});

function referenceWith(parts: Partial<MailReference>): MailReference {
  const to = { name: null, address: 'ana@example.org' };
  return { to, subject: '', messageId: null, references: [], ...parts };
}
