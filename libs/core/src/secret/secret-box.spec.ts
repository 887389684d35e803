import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { secretBox, SecretUnreadable } from './secret-box.js';

const oldKey = Buffer.alloc(32, 1);
const newKey = Buffer.alloc(32, 2);
const box = secretBox([oldKey]);

describe('the secret box', () => {
  it('opens what it sealed, whatever the text', () => {
    const texts = fc.string({ unit: 'grapheme' });
    fc.assert(fc.property(texts, (text) => box.open(box.seal(text)) === text));
  });

  it('never seals the same text to the same bytes', () => {
    expect(box.seal('token')).not.toBe(box.seal('token'));
  });

  it('refuses a text of which any bit was changed', () => {
    const [keyId = '', body = ''] = box.seal('a secret token').split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const altered = Buffer.from(bytes);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => box.open(`${keyId}.${altered.toString('base64url')}`)).toThrow(SecretUnreadable);
    }
  });

  it('refuses a text that was cut anywhere, also inside its tag', () => {
    const [keyId = '', body = ''] = box.seal('').split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let length = 0; length < bytes.length; length += 1) {
      const cut = bytes.subarray(0, length).toString('base64url');
      expect(() => box.open(`${keyId}.${cut}`)).toThrow(SecretUnreadable);
    }
  });

  it('opens with the old key after a rotation, seals with the new one and knows what is stale', () => {
    const sealedBefore = box.seal('token');
    const rotated = secretBox([newKey, oldKey]);
    expect(rotated.open(sealedBefore)).toBe('token');
    expect(rotated.isStale(sealedBefore)).toBe(true);
    expect(rotated.isStale(rotated.seal('token'))).toBe(false);
    expect(() => box.open(rotated.seal('token'))).toThrow(SecretUnreadable);
  });

  it('names the unknown key and the remedy, never the secret', () => {
    const sealed = secretBox([newKey]).seal('hunter2');
    expect(() => box.open(sealed)).toThrow(/sealed with key [0-9a-f]{8}.*TOWNLINE_SECRET_KEY/);
    expect(() => box.open('')).toThrow(SecretUnreadable);
  });

  it('derives a key a purpose of each key, the current one first', () => {
    const [links] = box.derive('links');
    expect(links).toHaveLength(32);
    expect(box.derive('files')).not.toEqual([links]);
    const rotated = secretBox([newKey, oldKey]).derive('links');
    expect(rotated).toEqual([...secretBox([newKey]).derive('links'), links]);
  });

  it.each([[[]], [[Buffer.alloc(31)]], [[oldKey, Buffer.alloc(33)]]])(
    'refuses keys that are missing or not 32 bytes long',
    (keys) => {
      expect(() => secretBox(keys)).toThrow(/32 bytes/);
    },
  );
});
