import fc from 'fast-check';

import type {
  CalendarDefinition,
  Closure,
  ExtraOpening,
  OpeningSpan,
} from '#core/calendar/calendar-definition';
import { DAY, HOUR, type Instant, instantFromIso, MINUTE } from '#core/time/instant';

export interface RandomCalendar {
  readonly definition: CalendarDefinition;
  /** Everything odd about the calendar happens in the weeks after it. */
  readonly eve: Instant;
}

/** Changes of half an hour, of two hours, at midnight, at a minute past it, twice a year, of a day. */
const zones = [
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Pacific/Apia',
  'America/Havana',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'Pacific/Chatham',
  'Antarctica/Troll',
  'America/Nuuk',
];
/** St. John's at 00:01, Apia's lost day, São Paulo at midnight, spring and autumn of two hemispheres. */
const eves = ['2006-10-20', '2011-12-20', '2016-10-10', '2026-03-01', '2026-03-25', '2026-10-25'];

const minuteOfDay = fc.integer({ min: 0, max: 1_439 });
const spansOfDay = fc
  .tuple(
    fc.uniqueArray(minuteOfDay, { maxLength: 6 }),
    fc.option(fc.integer({ min: 1, max: 719 }), { freq: 4 }),
  )
  .map(([edges, night]) => {
    const sorted = [...edges].sort((one, other) => one - other);
    return sorted.flatMap((edge, position): OpeningSpan[] => {
      if (position % 2 === 1) return [];
      const next = sorted[position + 1];
      if (next !== undefined) return [{ from: wall(edge), to: wall(next) }];
      return night === null ? [] : [{ from: wall(edge), to: wall((edge + night) % 1_440) }];
    });
  });
const weeks = fc.record({
  ...{ 1: spansOfDay, 2: spansOfDay, 3: spansOfDay, 4: spansOfDay },
  ...{ 5: spansOfDay, 6: spansOfDay, 7: spansOfDay },
});
const dayOn = fc.integer({ min: 0, max: 40 });
const minuteOn = fc.integer({ min: 0, max: 40 * 24 * 60 });
const closures = fc.oneof(
  dayOn.map((day) => ({ day })),
  fc.record({
    start: minuteOn,
    minutes: fc.integer({ min: 1, max: 5_000 }),
    local: fc.boolean(),
  }),
);

export const randomCalendars: fc.Arbitrary<RandomCalendar> = fc
  .record({
    zone: fc.constantFrom(...zones),
    eve: fc.constantFrom(...eves).map(instantFromIso),
    week: weeks,
    holidays: fc.uniqueArray(dayOn, { maxLength: 3 }),
    closures: fc.array(closures, { maxLength: 3 }),
    extra: fc.array(fc.tuple(dayOn, spansOfDay), { maxLength: 2 }),
  })
  .map(({ zone, eve, week, ...made }) => ({
    eve,
    definition: {
      ...{ name: 'random', version: 1, zone, week, businessDayMs: 12 * HOUR },
      holidays: made.holidays.map((day) => ({ date: dateOn(eve, day), name: 'A day off' })),
      closures: made.closures.map((closure) => closureOn(eve, closure)),
      extraOpenings: made.extra.flatMap(([day, spans]) =>
        spans.map((span): ExtraOpening => ({ date: dateOn(eve, day), ...span, name: 'Open' })),
      ),
    },
  }));

type RandomClosure = { day: number } | { start: number; minutes: number; local: boolean };

function closureOn(eve: Instant, closure: RandomClosure): Closure {
  if ('day' in closure) return { date: dateOn(eve, closure.day), name: 'Closed' };
  const [from, to] = [closure.start, closure.start + closure.minutes].map((minute) => {
    const text = new Date(eve + minute * MINUTE).toISOString().slice(0, 16);
    return closure.local ? text : `${text}Z`;
  });
  return { from: from ?? '', to: to ?? '', name: 'Closed' };
}

function dateOn(eve: Instant, day: number): string {
  return new Date(eve + day * DAY).toISOString().slice(0, 10);
}

function wall(minutes: number): string {
  const hour = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${hour}:${String(minutes % 60).padStart(2, '0')}`;
}
