import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { smsSegments } from './sms-segments.js';

describe('the segments of a text message', () => {
  it.each([
    ['160 letters', 'a'.repeat(160), 1, 'GSM-7'],
    ['161 letters', 'a'.repeat(161), 2, 'GSM-7'],
    ['ten times 153 letters', 'a'.repeat(1_530), 10, 'GSM-7'],
    ['one letter more', 'a'.repeat(1_531), 11, 'GSM-7'],
    ['80 euro signs, which count twice', '€'.repeat(80), 1, 'GSM-7'],
    ['81 euro signs', '€'.repeat(81), 2, 'GSM-7'],
    ['Spanish letters of the small alphabet', 'ñ¿éÉ'.repeat(40), 1, 'GSM-7'],
    ['Spanish letters that are not in it', 'áíóú'.repeat(18), 2, 'UCS-2'],
    ['70 units with one curly quote', `${'a'.repeat(69)}’`, 1, 'UCS-2'],
    ['71 units with one curly quote', `${'a'.repeat(70)}’`, 2, 'UCS-2'],
    ['emojis of two units, which are not cut', '😀'.repeat(67), 3, 'UCS-2'],
    ['half a character', '\ud800', 1, 'UCS-2'],
    ['one letter with 700 accents', `a${'\u0301'.repeat(700)}`, 11, 'UCS-2'],
    ['a line end of two characters', 'a\r\nb', 1, 'GSM-7'],
  ])('of %s', (_what, text, count, encoding) => {
    expect(smsSegments(text)).toMatchObject({ count, encoding });
  });

  it('name each character that needs the large alphabet once', () => {
    expect(smsSegments('it’s the town’s “plan”').unusual).toEqual(['’', '“', '”']);
  });

  it('are counted at once for a text without end', () => {
    expect(smsSegments('😀'.repeat(1_000_000)).count).toBe(Math.ceil(2_000_000 / 67));
  });

  it('hold 153 or 67 characters each as soon as there are two', () => {
    const sizes = fc.integer({ min: 1, max: 1_700 });
    fc.assert(
      fc.property(sizes, fc.constantFrom('a', 'ñ', '@', '\n'), (length, letter) => {
        const expected = length <= 160 ? 1 : Math.ceil(length / 153);
        expect(smsSegments(letter.repeat(length)).count).toBe(expected);
      }),
      { numRuns: 30 },
    );
    fc.assert(
      fc.property(sizes, fc.constantFrom('ж', '中', 'ç'), (length, letter) => {
        const expected = length <= 70 ? 1 : Math.ceil(length / 67);
        expect(smsSegments(letter.repeat(length)).count).toBe(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('are never fewer than the bits need, whatever is written, nor fewer for a longer text', () => {
    const words = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(words, words, (one, other) => {
        const { count, encoding } = smsSegments(one + other);
        const bits = (one + other).length * (encoding === 'GSM-7' ? 7 : 16);
        expect(count * 1_120).toBeGreaterThanOrEqual(bits);
        expect(count).toBeGreaterThanOrEqual(smsSegments(one).count);
      }),
      { numRuns: 100 },
    );
  });
});
