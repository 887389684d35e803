import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { truncateText, wellFormedText } from './well-formed.js';

/** Any code units: lone surrogates, null bytes and line ends included. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 10, 13, 0xd800, 0xdc00)))
  .map((units) => String.fromCharCode(...units));

describe('well-formed text', () => {
  it.each([
    ['a lone high surrogate', 'a\ud83db', 'a\ufffdb'],
    ['a lone low surrogate', 'a\udc4db', 'a\ufffdb'],
    ['null bytes', 'a\u0000b', 'ab'],
    ['line ends of Windows and of old', 'a\r\nb\rc\n', 'a\nb\nc\n'],
    ['nothing of an emoji', '👍🏽', '👍🏽'],
  ])('has replaced %s', (_what, text, expected) => {
    expect(wellFormedText(text)).toBe(expected);
  });

  it('can always be written as UTF-8 and read back, and is left alone the second time', () => {
    const stable = fc.property(anyText, (text) => {
      const once = wellFormedText(text);
      expect(Buffer.from(once, 'utf8').toString('utf8')).toBe(once);
      expect(wellFormedText(once)).toBe(once);
      expect(once).not.toMatch(/[\0\r]/);
    });
    fc.assert(stable, { numRuns: 300 });
  });
});

describe('cut text', () => {
  it('keeps whole code points and never more than allowed', () => {
    const cut = fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 20 }), (text, max) => {
      const points = Array.from(text);
      expect(truncateText(text, max)).toBe(points.slice(0, max).join(''));
    });
    fc.assert(cut, { numRuns: 300 });
  });
});
