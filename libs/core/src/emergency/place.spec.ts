import { describe, expect, it } from '@jest/globals';

import { clearlyDiffers, mentionedPlace } from './place.js';

describe('the place that words mention', () => {
  it.each([
    ['sewage at 214 Oak Street', ['oak st'], ['214']],
    ['corner of Oak St. and Pine Ave', ['oak st', 'pine ave'], []],
    ['aguas negras en la calle Roble 12', ['roble st'], ['12']],
    ['sewage on Elm 4\n\nPlace: 4 Elm St', ['elm st'], ['4']],
    ['sewage at 214 Oak\nStreet', ['oak st'], ['214']],
    ['sewage in the street', [], []],
    ['aguas negras en la calle y en el parque', [], []],
    ['no water at all', [], []],
  ])('%s', (words, streets, numbers) => {
    expect(mentionedPlace(words)).toEqual({ streets, numbers });
  });

  it.each([
    [true, 'sewage at Oak Street', 'sewage at Pine Road'],
    [true, 'break at 100 Oak Street', 'break at 4200 Oak Street'],
    [false, 'break at 100 Oak Street', 'break at 130 Oak St'],
    [false, 'sewage at Oak Street', 'sewage in the street'],
    [false, 'sewage in the street', 'sewage everywhere'],
    [false, 'Oak Street and Pine Road', 'Pine Rd'],
    [true, 'Oak Street', 'Oak Avenue'],
  ])('clearly differs: %s (%s / %s)', (expected, one, other) => {
    expect(clearlyDiffers(mentionedPlace(one), mentionedPlace(other))).toBe(expected);
  });
});
