import { describe, expect, it } from '@jest/globals';

import { isBareThanks } from './bare-thanks.js';

describe('bare thanks', () => {
  it.each([
    'Thanks!',
    'thank you so much',
    'OK, got it. Thanks again!',
    'Great, thx 👍',
    'Gracias',
    '¡Muchas gracias!',
    'Mil gracias, muy amable.',
    'perfecto',
    '👍🏽',
    '🙏 ❤️',
  ])('is "%s"', (text) => {
    expect(isBareThanks(text)).toBe(true);
  });

  it.each([
    '',
    'Thanks, but it is still broken',
    'thanks? really?',
    '¿gracias por nada?',
    'Gracias, pero sigue igual',
    'Thank you for nothing',
    'Thanks. Also the light at 5th is out',
    'ok 2',
    'It is good',
    '🔥🔥',
    '😡',
    '#',
    '***',
    'thanks '.repeat(40),
  ])('is not "%s"', (text) => {
    expect(isBareThanks(text)).toBe(false);
  });
});
