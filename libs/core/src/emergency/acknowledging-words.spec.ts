import { describe, expect, it } from '@jest/globals';

import { isAcknowledging } from './acknowledging-words.js';

describe('an answer to a page', () => {
  it.each([
    'ACK',
    'ok',
    'OK 20 minutes',
    'On my way!',
    "I'm on it",
    '\n\n  Voy.\n\nBo Lee\nUtilities',
    'Sí, ya voy',
    'Got it, leaving now',
    '1 ok',
    ' 1 ',
    'I take it',
    'Taking it',
    'La atiendo',
  ])('takes it: %j', (text) => {
    expect(isAcknowledging(text)).toBe(true);
  });

  it.each([
    'Which street is it?',
    "OK but I can't go",
    'No',
    'No puedo, llame a Cy',
    'okra prices',
    '12345',
    '',
    'Yes I would like to tell you a long story about the many sewers that we have here',
  ])('is for a person to read: %j', (text) => {
    expect(isAcknowledging(text)).toBe(false);
  });
});
