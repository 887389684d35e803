import { describe, expect, it } from '@jest/globals';

import { textLength } from './text-units.js';

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
