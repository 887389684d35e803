import { describe, expect, it } from '@jest/globals';

import { listFilter } from './list-filter.js';
import type { Message } from './message.js';

const noon = Date.parse('2026-11-20T12:00:00.400Z');

describe('The filter of a list of messages', () => {
  it.each([
    ['To=%2B19195550100', true],
    ['To=%2B19195550199', false],
    ['From=%2B19195550101&To=%2B19195550100', true],
    ['From=%2B19195550199', false],
    ['DateSent=2026-11-20', true],
    ['DateSent=2026-11-21', false],
    ['DateSent=2026-11-20T23%3A59%3A59Z', true],
    ['DateSent%3E=2026-11-20T12%3A00%3A00Z', true],
    ['DateSent%3E=2026-11-20T12%3A00%3A01Z', false],
    ['DateSent%3C=2026-11-20T12%3A00%3A00Z', true],
    ['DateSent%3C=2026-11-20T11%3A59%3A59Z', false],
    ['DateSent%3C=2026-11-20', false],
    ['DateSent%3E=2026-11-20', true],
    ['DateSent%3E=Fri%2C+20+Nov+2026+12%3A00%3A00+-0000', true],
    ['DateSent%3E=2026-11-20+12%3A00%3A01.000', false],
    ['DateSent%3E=nonsense', true],
  ])('%s lets a text of that noon through: %s', (query, expected) => {
    const text = { from: '+19195550101', to: '+19195550100', createdAt: noon } as Message;
    expect(listFilter(new URLSearchParams(query))(text)).toBe(expected);
  });
});
