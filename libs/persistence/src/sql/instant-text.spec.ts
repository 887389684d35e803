import { describe, expect, it } from '@jest/globals';
import { assert, integer, property } from 'fast-check';

import type { Instant } from '#core/time/instant';
import { instantFromIso } from '#core/time/instant';

import { instantOf, instantText } from './instant-text.js';

describe('instants as text', () => {
  it('are UTC with milliseconds', () => {
    expect(instantText(instantFromIso('2026-03-08T02:30:00.007-05:00'))).toBe(
      '2026-03-08 07:30:00.007',
    );
  });

  it('are read with or without their fraction', () => {
    expect(instantOf('2026-11-01 05:30:00')).toBe(instantFromIso('2026-11-01T05:30:00Z'));
    expect(instantOf('2026-11-01 05:30:00.120')).toBe(instantFromIso('2026-11-01T05:30:00.120Z'));
    expect(instantOf('2026-11-01 05:30:00.5')).toBe(instantFromIso('2026-11-01T05:30:00.500Z'));
  });

  it('come back as they were and sort as time does', () => {
    const anyInstant = integer({ min: 0, max: Date.UTC(9999, 0) });
    assert(
      property(anyInstant, anyInstant, (one, other) => {
        const [first, second] = [one as Instant, other as Instant];
        expect(instantOf(instantText(first))).toBe(first);
        expect(instantText(first) < instantText(second)).toBe(first < second);
      }),
    );
  });
});
