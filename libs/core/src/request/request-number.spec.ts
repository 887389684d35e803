import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { expectWorkInProportion } from '../../../../test/support/growth.js';
import { formatRequestNumber, parseRequestNumber, requestNumbersIn } from './request-number.js';

const parts = fc.record({
  letters: fc.constant('FM'),
  year: fc.integer({ min: 0, max: 99 }).map((year) => String(year).padStart(2, '0')),
  sequence: fc.integer({ min: 1, max: 99_999_999 }),
});

describe('a request number', () => {
  it.each([
    [1, 'FM26-000001-9'],
    [4_817, 'FM26-004817-1'],
    [999_999, 'FM26-999999-4'],
    [1_000_000, 'FM26-1000000-6'],
  ])('with the running number %d is written %s', (sequence, expected) => {
    expect(formatRequestNumber({ letters: 'FM', year: '26', sequence })).toBe(expected);
  });

  it('ends in the Damm check digit that its published example has', () => {
    // The example of H. M. Damm's method: 572 has the check digit 4.
    expect(parseRequestNumber('FM00-000572-4', 'FM')).toBe('FM00-000572-4');
  });

  it('is read in any case, with or without dashes, with spaces around', () => {
    const writings = fc.func(fc.boolean());
    const roundTrip = fc.property(parts, fc.boolean(), fc.boolean(), writings, (made, ...how) => {
      const [dashes, spaces, lower] = how;
      const number = formatRequestNumber(made);
      const cased = Array.from(number, (sign) => (lower(sign) ? sign.toLowerCase() : sign)).join(
        '',
      );
      const written = dashes ? cased : cased.replaceAll('-', '');
      expect(parseRequestNumber(spaces ? `  ${written}\n` : written, 'FM')).toBe(number);
    });
    fc.assert(roundTrip);
  });

  it('with one wrong digit is never another number', () => {
    const wrongDigit = fc.property(
      parts,
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      (made, at, by) => {
        const number = formatRequestNumber(made);
        const places = digitPlaces(number);
        const place = places[at % places.length] ?? 0;
        const digit = (Number(number[place]) + by) % 10;
        const mistyped = `${number.slice(0, place)}${String(digit)}${number.slice(place + 1)}`;
        expect(parseRequestNumber(mistyped, 'FM')).toBeNull();
      },
    );
    fc.assert(wrongDigit, { numRuns: 500 });
  });

  it('with two neighbouring digits swapped is never another number', () => {
    const swapped = fc.property(parts, fc.nat(), (made, at) => {
      const digits = formatRequestNumber(made).replace('FM', '').replaceAll('-', '');
      const place = at % (digits.length - 1);
      const [one = '', other = ''] = [digits[place], digits[place + 1]];
      fc.pre(one !== other);
      const mistyped = `FM${digits.slice(0, place)}${other}${one}${digits.slice(place + 2)}`;
      expect(parseRequestNumber(mistyped, 'FM')).toBeNull();
    });
    fc.assert(swapped, { numRuns: 500 });
  });

  it.each([
    ['letters of another town', 'XY26-004817-1'],
    ['too few digits', 'FM26-4817-1'],
    ['leading zeros that we never write', 'FM26-0004817-5'],
    ['nothing', ''],
    ['only letters', 'FM'],
    ['digits of another script', 'FM26-٠٠٤٨١٧-6'],
    ['a very long run of digits', `FM26${'1'.repeat(100_000)}`],
  ])('is not %s', (_what, text) => {
    expect(parseRequestNumber(text, 'FM')).toBeNull();
  });
});

describe('the numbers in a text', () => {
  it.each([
    ['Still waiting for FM26-004817-1!', ['FM26-004817-1']],
    ['(fm26 004817 1)', ['FM26-004817-1']],
    ['FM260048171 2 days ago', ['FM26-004817-1']],
    ['see FM26-0048171 and fm26-000001-9.', ['FM26-004817-1', 'FM26-000001-9']],
    ['FM26-004817-1 FM26-004817-1', ['FM26-004817-1']],
    ['FM26-004817-2 is mistyped', []],
    ['XFM26-004817-1 belongs to a longer word', []],
    ['FM26-004817-16 goes on', []],
    ['no number here, 26-004817-1', []],
  ])('%s', (text, expected) => {
    expect(requestNumbersIn(text, 'FM')).toEqual(expected);
  });

  it('are ten at most, in the order they were written', () => {
    const numbers = Array.from({ length: 5_000 }, (_, index) =>
      formatRequestNumber({ letters: 'FM', year: '26', sequence: index + 1 }),
    );
    expect(requestNumbersIn(numbers.join(' '), 'FM')).toEqual(numbers.slice(0, 10));
  });

  it.each([
    ['look-alikes', 70_000, (count: number) => 'FM26-004817-2 '.repeat(count)],
    ['endless digits', 1_000_000, (count: number) => `FM26${'0'.repeat(count)}`],
    ['half numbers', 200_000, (count: number) => 'FM26-'.repeat(count)],
    ['letters', 500_000, (count: number) => 'FM'.repeat(count)],
    ['digits with spaces', 140_000, (count: number) => `FM26 ${'123456 '.repeat(count)}`],
  ])('are found in a megabyte of %s in one pass', (_what, size, textOf) => {
    expectWorkInProportion(size, textOf, (text) => {
      expect(requestNumbersIn(text, 'FM')).toEqual([]);
    });
  });
});

function digitPlaces(number: string): number[] {
  return Array.from(number).flatMap((sign, place) => (/\d/.test(sign) ? [place] : []));
}
