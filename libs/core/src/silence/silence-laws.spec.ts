import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { defaultCalendar, defaultTown } from '../account/default-town.js';
import { businessCalendar } from '../calendar/business-calendar.js';
import {
  addMilliseconds,
  DAY,
  HOUR,
  type Instant,
  instantFromIso,
  MINUTE,
} from '../time/instant.js';
import type { ArrivalHour } from './arrival-store.js';
import { judgeSilence, type SilenceRules } from './judge-silence.js';
import { learnArrivals } from './learn-arrivals.js';
import { usualHours } from './usual-hours.js';

/** A Monday at ten in New York, after eight weeks with one holiday (11 November 2026). */
const now = instantFromIso('2026-11-16T15:00:00Z');
const WEEK = 7 * DAY;
const from = addMilliseconds(now, -8 * WEEK);
const usual = usualHours(businessCalendar(defaultCalendar));
const rules: SilenceRules = {
  ...{ learnForMs: 2 * WEEK, onceInMs: 365 * DAY, expectedAtLeast: 7, shortestMs: 10 * MINUTE },
};

describe('What is learned of arrivals', () => {
  it('is the mean of the same hour of earlier weeks on the clocks of the town', () => {
    const learned = learn(businessHours(12));
    const morning = instantFromIso('2026-11-17T15:00:00Z');
    expect(learned.expectedBetween(morning, addMilliseconds(morning, HOUR))).toBeCloseTo(12);
    expect(learned.expectedBetween(morning, addMilliseconds(morning, 15 * MINUTE))).toBeCloseTo(3);
    const night = instantFromIso('2026-11-17T06:00:00Z');
    expect(learned.expectedBetween(night, addMilliseconds(night, 3 * HOUR))).toBe(0);
    expect(learned.weekly).toBeCloseTo(5 * 12 * 12);
  });

  it('keeps to the clocks over a change to summer time', () => {
    // Clocks went back on 1 November: ten o'clock was 14:00 before and is 15:00 after it.
    const learned = learn(businessHours(12));
    const seven = instantFromIso('2026-11-17T12:00:00Z');
    expect(learned.expectedBetween(addMilliseconds(seven, -HOUR), seven)).toBe(0);
    expect(learned.expectedBetween(seven, addMilliseconds(seven, HOUR))).toBeCloseTo(12);
  });

  it('expects nothing on a holiday and learns nothing from it', () => {
    const learned = learn(businessHours(12));
    const thanksgiving = instantFromIso('2026-11-26T05:00:00Z');
    expect(learned.expectedBetween(thanksgiving, addMilliseconds(thanksgiving, DAY))).toBe(0);
    const wednesday = instantFromIso('2026-11-18T15:00:00Z');
    expect(learned.expectedBetween(wednesday, addMilliseconds(wednesday, HOUR))).toBeCloseTo(12);
  });

  it('expects nothing in a closure that begins within an hour', () => {
    const closure = { from: '2026-11-17T10:30', to: '2026-11-17T12:00', name: 'Ice' };
    const closed = usualHours(businessCalendar({ ...defaultCalendar, closures: [closure] }));
    const learned = learnArrivals(businessHours(12), { from, until: now }, closed);
    const ten = instantFromIso('2026-11-17T15:00:00Z');
    expect(learned.expectedBetween(ten, addMilliseconds(ten, 3 * HOUR))).toBeCloseTo(12);
  });

  it('is hardly moved by one day of storm', () => {
    const storm = addMilliseconds(now, -6 * DAY);
    const hours = businessHours(2).map((hour) =>
      Math.abs(hour.startAt - storm) < 6 * HOUR ? { ...hour, arrivals: 500 } : hour,
    );
    expect(learn(hours).weekly).toBeLessThan(1.1 * learn(businessHours(2)).weekly);
  });

  it('is trusted less when messages come in bursts', () => {
    const bursts = businessHours(1).map((hour, index) => ({
      ...hour,
      arrivals: scattered(index) < 1 / 8 ? 8 : 0,
    }));
    expect(learn(bursts).trust).toBeLessThan(0.5 * learn(businessHours(1)).trust);
  });

  it('is not trusted at all after a single week', () => {
    const span = { from: addMilliseconds(now, -WEEK), until: now };
    expect(learnArrivals(businessHours(12), span, usual).trust).toBe(0);
  });
});

describe('A silence', () => {
  it('is normal through a quiet night and abnormal after an hour of a busy morning', () => {
    const evening = instantFromIso('2026-11-16T23:59:00Z');
    const learned = learn(businessHours(20));
    const beforeSeven = instantFromIso('2026-11-17T12:00:00Z');
    expect(judge(learned, evening, beforeSeven)).toMatchObject({ abnormal: false });
    expect(judge(learned, evening, addMilliseconds(beforeSeven, HOUR))).toMatchObject({
      abnormal: true,
    });
  });

  it('is never abnormal where little is expected', () => {
    const learned = learn(businessHours(3));
    const until = addMilliseconds(now, 2 * HOUR);
    expect(judge(learned, now, until)).toEqual({ abnormal: false, expected: expect.closeTo(6) });
  });

  it('is never abnormal while it is short', () => {
    const learned = learn(businessHours(1_000));
    expect(judge(learned, now, addMilliseconds(now, 9 * MINUTE)).abnormal).toBe(false);
    expect(judge(learned, now, addMilliseconds(now, 10 * MINUTE)).abnormal).toBe(true);
  });

  it('that is abnormal stays so for as long as it lasts', () => {
    fc.assert(
      fc.property(counts, fc.nat(14 * 24 * 60), fc.nat(14 * 24 * 60), (arrivals, one, two) => {
        const learned = learn(hoursOf(arrivals));
        const [shorter, longer] = [Math.min(one, two), Math.max(one, two)];
        const short = judge(learned, now, addMilliseconds(now, shorter * MINUTE));
        const long = judge(learned, now, addMilliseconds(now, longer * MINUTE));
        expect(long.expected).toBeGreaterThanOrEqual(short.expected);
        if (short.abnormal) expect(long.abnormal).toBe(true);
      }),
    );
  });

  it('is expected to hold what its parts are expected to hold', () => {
    fc.assert(
      fc.property(counts, fc.nat(10_000), fc.nat(10_000), (arrivals, one, two) => {
        const learned = learn(hoursOf(arrivals));
        const middle = addMilliseconds(now, one * MINUTE);
        const end = addMilliseconds(middle, two * MINUTE);
        const parts = learned.expectedBetween(now, middle) + learned.expectedBetween(middle, end);
        expect(parts).toBeCloseTo(learned.expectedBetween(now, end), 6);
      }),
    );
  });

  it('is never abnormal where nothing ever came, and figures stay figures', () => {
    fc.assert(
      fc.property(counts, fc.nat(56), (arrivals, days) => {
        const span = { from: addMilliseconds(now, -days * DAY), until: now };
        const { weekly, trust } = learnArrivals(hoursOf(arrivals), span, usual);
        expect(weekly).toBeGreaterThanOrEqual(0);
        expect(trust).toBeGreaterThanOrEqual(0);
        expect(trust).toBeLessThanOrEqual(1);
      }),
    );
    const longest = judge(learn([]), now, addMilliseconds(now, 300 * DAY));
    expect(longest).toEqual({ abnormal: false, expected: 0 });
  });
});

/** Arrivals of a whole week, hour by hour, repeated. */
const counts = fc.array(fc.nat(60), { minLength: 1, maxLength: 168 });

function hoursOf(arrivals: readonly number[]): readonly ArrivalHour[] {
  return Array.from({ length: 8 * 168 }, (_, index) => ({
    startAt: addMilliseconds(from, index * HOUR),
    arrivals: arrivals[index % arrivals.length] ?? 0,
  }));
}

/** The same number in every hour in which the town is open. */
function businessHours(arrivals: number): readonly ArrivalHour[] {
  const { policy } = defaultTown;
  const calendar = policy.calendars.get('default');
  return hoursOf([0]).flatMap(({ startAt }) =>
    calendar?.isOpen(startAt) === true ? [{ startAt, arrivals }] : [],
  );
}

function learn(hours: readonly ArrivalHour[]) {
  return learnArrivals(hours, { from, until: now }, usual);
}

function judge(learned: ReturnType<typeof learn>, since: Instant, until: Instant) {
  return judgeSilence(learned, { from: since, until }, rules);
}

/** From 0 to 1, the same for the same number, and without order. */
function scattered(index: number): number {
  const wave = Math.abs(Math.sin(index * 12.9898) * 43_758.5453);
  return wave - Math.floor(wave);
}
