import { describe, expect, it } from '@jest/globals';

import { isDate, readInstant } from './read-instant.js';

describe('an instant as people name it', () => {
  it.each([
    ['2026-09-04T22:00:00Z', '2026-09-04T22:00:00.000Z'],
    ['2026-09-04T22:00Z', '2026-09-04T22:00:00.000Z'],
    ['2026-09-04t22:00:00z', '2026-09-04T22:00:00.000Z'],
    ['2026-09-04T18:00:00-04:00', '2026-09-04T22:00:00.000Z'],
    ['2026-09-04T18:00:00.5-04:00', '2026-09-04T22:00:00.500Z'],
    ['2026-09-05T03:45:00.123+05:45', '2026-09-04T22:00:00.123Z'],
    ['2028-02-29T12:00Z', '2028-02-29T12:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(readInstant(text)).toEqual({ kind: 'instant', at: Date.parse(iso) });
  });

  it.each(['2026-09-04T22:00:00', '2026-09-04T22:00', '2026-09-04T22:00:00.123'])(
    '%s could be any of two dozen',
    (text) => {
      expect(readInstant(text)).toEqual({ kind: 'without-offset' });
    },
  );

  it.each([
    'yesterday',
    '',
    '2026-09-04',
    '2026-09-04 22:00:00Z',
    '2026-02-29T12:00Z',
    '2026-13-01T12:00Z',
    '2026-09-04T24:00Z',
    '2026-09-04T22:60Z',
    '2026-09-04T22:00:60Z',
    '2026-09-04T22:00:00.1234Z',
    '2026-09-04T22:00:00+0400',
    '2026-09-04T22:00:00+99:00',
    '1788559200000',
    '1969-12-31T12:00Z',
    '2200-01-01T12:00Z',
    '2026-09-04T22:00:00Z or so',
  ])('%p is none', (text) => {
    expect(readInstant(text)).toEqual({ kind: 'no-instant' });
  });
});

it('knows the days that the calendar has', () => {
  expect(['2026-02-28', '2028-02-29', '2199-12-31'].filter(isDate)).toHaveLength(3);
  expect(['2026-02-29', '2026-04-31', '2200-01-01', '26-01-01', ''].filter(isDate)).toEqual([]);
});
