import { describe, expect, it } from '@jest/globals';

import { describeLength, textLength } from './text-units.js';

describe('the length of a text', () => {
  it.each([
    ['', 0, 0, 0],
    ['abc', 3, 3, 3],
    ['ñandú', 5, 7, 5],
    ['👍', 1, 4, 1],
    ['👨‍👩‍👧', 5, 18, 1],
    ['e\u0301', 2, 3, 1],
    ['\r\n', 2, 2, 1],
  ])('%j is %d characters, %d bytes, %d graphemes', (text, characters, bytes, graphemes) => {
    expect(textLength(text, 'characters')).toBe(characters);
    expect(textLength(text, 'utf8-bytes')).toBe(bytes);
    expect(textLength(text, 'graphemes')).toBe(graphemes);
  });
});

describe('a length in words', () => {
  it('is a number and its unit', () => {
    expect(describeLength('👍👍', 'characters')).toBe('2 characters');
  });

  it('of a text message names segments and encoding, and what forces the larger one', () => {
    expect(describeLength('a'.repeat(161), 'sms-segments')).toBe(
      '2 segments (GSM-7 encoding, 153 characters each)',
    );
    expect(describeLength(`${'a'.repeat(80)}’s and a’s`, 'sms-segments')).toBe(
      '2 segments (UCS-2 encoding, 67 characters each, because of “’”; without such characters a segment holds 153)',
    );
  });
});
