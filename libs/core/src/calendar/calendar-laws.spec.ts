import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { walkingCalendar } from '../../../../test/support/oracles/walking-calendar.js';
import { randomCalendars } from '../../../../test/support/random-calendars.js';
import { DAY, HOUR, type Instant, MINUTE } from '../time/instant.js';
import { type BusinessCalendar, businessCalendar } from './business-calendar.js';

const later = fc.integer({ min: 0, max: 30 * DAY });
const operatingTime = fc.integer({ min: 1, max: 16 * HOUR });
const years = fc.integer({ min: 0, max: 3 * 365 * DAY });
/** Of the opening time of two years. */
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('opening time, beside a walk minute by minute in odd zones and across their changes', () => {
  it('is used up at the same instant, be that a closing', () => {
    const questions = someOf(fc.tuple(later, operatingTime, later));
    const agrees = fc.property(randomCalendars, questions, (made, asked) => {
      const calendar = businessCalendar(made.definition);
      const walking = walkingCalendar(made.definition, made.eve);
      for (const [start, amount, other] of asked) {
        const from = (made.eve + start) as Instant;
        // Up to a time at which the town is closed, it is used up exactly when the town closes.
        const untilThen = walking.between(from, (made.eve + other) as Instant);
        for (const wanted of [amount, untilThen].filter((ms) => ms > 0)) {
          const walked = walking.add(from, wanted);
          if (walked !== null) expect(calendar.addOperatingTime(from, wanted)).toBe(walked);
        }
      }
    });
    fc.assert(agrees, { numRuns: 100 });
  });

  it('is counted the same between two instants', () => {
    const agrees = fc.property(randomCalendars, someOf(fc.tuple(later, later)), (made, asked) => {
      const calendar = businessCalendar(made.definition);
      const walking = walkingCalendar(made.definition, made.eve);
      for (const [one, other] of asked) {
        const [from, to] = [made.eve + one, made.eve + other] as [Instant, Instant];
        const walked = walking.between(from, to);
        expect(calendar.operatingTimeBetween(from, to)).toBe(walked);
        const parts = calendar.openingsBetween(from, to);
        expect(parts.reduce((sum, part) => sum + part.endAt - part.startAt, 0)).toBe(walked);
      }
    });
    fc.assert(agrees, { numRuns: 60 });
  });

  it('begins and ends at the same instants', () => {
    const agrees = fc.property(randomCalendars, someOf(later), (made, asked) => {
      const calendar = businessCalendar(made.definition);
      const walking = walkingCalendar(made.definition, made.eve);
      for (const start of asked) {
        const from = (made.eve + start) as Instant;
        expect(calendar.isOpen(from)).toBe(walking.isOpen(from));
        const opening = calendar.nextOpening(from);
        if (opening === null || opening > from + 30 * DAY) continue;
        expect(walking.between(from, opening)).toBe(0);
        expect(walking.isOpen(opening)).toBe(true);
        const closing = calendar.nextClosing(from);
        if (closing === null || closing > from + 40 * DAY) continue;
        expect(walking.isOpen(closing)).toBe(false);
        expect(walking.between(opening, closing)).toBe(closing - opening);
      }
    });
    fc.assert(agrees, { numRuns: 60 });
  });
});

describe('opening time of years', () => {
  it('is additive: two promises one after the other are the promise of their sum', () => {
    const additive = fc.property(
      ...[randomCalendars, years, share, share],
      (made, start, firstShare, secondShare) => {
        const calendar = businessCalendar(made.definition);
        const from = (made.eve + start) as Instant;
        const [first, second] = [firstShare, secondShare].map((part) =>
          amountOf(part, calendar, from),
        ) as [number, number];
        const halfway = calendar.addOperatingTime(from, first);
        const whole = calendar.addOperatingTime(from, first + second);
        expect(calendar.addOperatingTime(halfway, second)).toBe(whole);
      },
    );
    fc.assert(additive, { numRuns: 50 });
  });

  it('is monotone: who writes later, or is promised more, is never answered earlier', () => {
    const monotone = fc.property(
      ...[randomCalendars, years, share, later],
      (made, start, part, more) => {
        const calendar = businessCalendar(made.definition);
        const from = (made.eve + start) as Instant;
        const amount = amountOf(part, calendar, from);
        const dueAt = calendar.addOperatingTime(from, amount);
        const laterAt = (from + more) as Instant;
        expect(calendar.addOperatingTime(laterAt, amount)).toBeGreaterThanOrEqual(dueAt);
        expect(calendar.addOperatingTime(from, amount + amount)).toBeGreaterThanOrEqual(dueAt);
      },
    );
    fc.assert(monotone, { numRuns: 50 });
  });

  it('is counted back: between a beginning and its due time lies what was promised', () => {
    const inverse = fc.property(randomCalendars, years, share, (made, start, part) => {
      const calendar = businessCalendar(made.definition);
      const from = (made.eve + start) as Instant;
      const amount = amountOf(part, calendar, from);
      const dueAt = calendar.addOperatingTime(from, amount);
      expect(calendar.operatingTimeBetween(from, dueAt)).toBe(amount);
      expect(calendar.isOpen((dueAt - 1) as Instant)).toBe(true);
    });
    fc.assert(inverse, { numRuns: 50 });
  });

  it('adds up over any instant in between', () => {
    const addsUp = fc.property(randomCalendars, years, years, years, (made, ...distances) => {
      const calendar = businessCalendar(made.definition);
      const [from = 0, between = 0, to = 0] = distances
        .sort((one, other) => one - other)
        .map((distance) => made.eve + distance) as Instant[];
      expect(
        calendar.operatingTimeBetween(from as Instant, between as Instant) +
          calendar.operatingTimeBetween(between as Instant, to as Instant),
      ).toBe(calendar.operatingTimeBetween(from as Instant, to as Instant));
    });
    fc.assert(addsUp, { numRuns: 50 });
  });
});

describe('working days', () => {
  it('end at the same time of the clock, that many days with hours later', () => {
    const sameTime = fc.property(
      ...[randomCalendars, later, fc.integer({ min: 1, max: 60 }), fc.nat({ max: 5 })],
      (made, start, days, more) => {
        fc.pre(opens(made.definition.week));
        const calendar = businessCalendar(made.definition);
        const from = (made.eve + start) as Instant;
        const dueAt = calendar.addWorkingDays(from, days);
        expect(dueAt).toBeGreaterThan(from);
        expect(calendar.addWorkingDays(from, days + more)).toBeGreaterThanOrEqual(dueAt);
        const opening = calendar.nextOpening(from) ?? from;
        expect(calendar.addWorkingDays(opening, days)).toBe(dueAt);
        expect(calendar.addWorkingDays((from + MINUTE) as Instant, days)).toBeGreaterThanOrEqual(
          dueAt - HOUR,
        );
      },
    );
    fc.assert(sameTime, { numRuns: 50 });
  });
});

function opens(week: Readonly<Record<number, readonly unknown[] | undefined>>): boolean {
  return Object.values(week).some((spans) => spans !== undefined && spans.length > 0);
}

/** At least a millisecond; a calendar without any opening is not asked. */
function amountOf(part: number, calendar: BusinessCalendar, from: Instant): number {
  const available = calendar.operatingTimeBetween(from, (from + 2 * 365 * DAY) as Instant);
  fc.pre(available > 14 * HOUR);
  return 1 + Math.floor((part * available) / 2);
}

function someOf<Question>(question: fc.Arbitrary<Question>): fc.Arbitrary<Question[]> {
  return fc.array(question, { minLength: 20, maxLength: 20 });
}
