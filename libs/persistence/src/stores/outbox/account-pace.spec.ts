import { describe, expect, it } from '@jest/globals';
import { assert, integer, property } from 'fast-check';

import { type Instant, instantFromIso, MINUTE } from '#core/time/instant';

import { grantSends } from './account-pace.js';

const start = instantFromIso('2026-11-16T15:00:00Z');

describe('the pace of an account', () => {
  it('gives every free slot where the provider sets no limit', () => {
    expect(grantSends({ perMinute: null, slots: 20 }, null, start).slots).toBe(20);
  });

  it('gives nothing during a pause', () => {
    const until = (start + 1) as Instant;
    expect(grantSends({ perMinute: null, slots: 20 }, until, start).slots).toBe(0);
    expect(grantSends({ perMinute: 60, slots: 20 }, until, start).slots).toBe(0);
    expect(grantSends({ perMinute: null, slots: 20 }, start, start).slots).toBe(20);
  });

  it('spreads a slow pace evenly', () => {
    const first = grantSends({ perMinute: 6, slots: 20 }, null, start);
    expect(first.slots).toBe(1);
    expect(first.allowedFrom).toBe(start + 10_000);
  });

  it('never lets more go in any minute than the provider takes, however often it is asked', () => {
    const looks = {
      perMinute: integer({ min: 1, max: 3_000 }),
      everyMs: integer({ min: 50, max: 5_000 }),
    };
    assert(
      property(looks.perMinute, looks.everyMs, (perMinute, everyMs) => {
        const sends = sendsWithin(perMinute, everyMs);
        for (const [index, at] of sends.entries()) {
          const next = sends[index + perMinute];
          if (next !== undefined && next - at < MINUTE) expect(next - at).toBe(MINUTE);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('uses nearly all of the pace when there is enough to send', () => {
    for (const perMinute of [30, 60, 120, 600, 3_000]) {
      const sent = sendsWithin(perMinute, 1_000).filter((at) => at < start + 2 * MINUTE);
      expect(sent.length).toBeGreaterThanOrEqual(perMinute * 2 * 0.9);
    }
  });
});

function sendsWithin(perMinute: number, everyMs: number): number[] {
  const sends: number[] = [];
  let allowedFrom: Instant | null = null;
  for (let at: number = start; at < start + 3 * MINUTE; at += everyMs) {
    const grant = grantSends({ perMinute, slots: 10_000 }, allowedFrom, at as Instant);
    if (grant.slots > 0) allowedFrom = grant.allowedFrom;
    for (let count = 0; count < grant.slots; count += 1) sends.push(at);
  }
  return sends;
}
