import type { BusinessCalendar } from '../calendar/business-calendar.js';
import { wallClock } from '../calendar/wall-clock.js';
import { type Language, renderText } from '../text/catalogue.js';
import { DAY, HOUR, type Instant } from '../time/instant.js';
import { type DayOff, daysOff } from './days-off.js';

export interface PromisedTime {
  readonly dueAt: Instant;
  /** When it is told. */
  readonly now: Instant;
  /** The one that the promise was counted in. */
  readonly calendar: BusinessCalendar;
  readonly language: Language;
}

/**
 * The promise in the citizen's words and the town's zone, with the holidays and closures that lie
 * between: "You will hear from a person by Tuesday 8 September, 4:40 pm. Monday is a holiday."
 */
export function promiseWords(promised: PromisedTime): string {
  const { dueAt, calendar, language } = promised;
  const by = renderText('promise.by', language, { due: new Date(dueAt) }, calendar.zone);
  return [by, ...reasons(promised)].join(' ');
}

/** The same for a text message: without the reasons, in as few letters as it can be said. */
export function briefPromise({ dueAt, calendar, language }: PromisedTime): string {
  return renderText('promise.brief', language, { due: new Date(dueAt) }, calendar.zone);
}

function reasons(promised: PromisedTime): string[] {
  const { now, dueAt, calendar, language } = promised;
  const off = daysOff(calendar, now, dueAt);
  const sentences = (['holiday', 'closed', 'closed-partly'] as const).map((kind) => {
    const days = off.filter((day) => day.kind === kind).map((day) => dayName(day, promised));
    const named = new Intl.ListFormat(language, { type: 'conjunction' }).format(days);
    return { kind, values: { count: days.length, days: named } };
  });
  return sentences.flatMap(({ kind, values }) =>
    values.count === 0 ? [] : [renderText(reasonTexts[kind], language, values)],
  );
}

const reasonTexts = {
  holiday: 'promise.holidays',
  closed: 'promise.closed',
  'closed-partly': 'promise.closed-partly',
} as const;

/** A weekday names the day as long as it cannot be the one of next week. */
function dayName({ date }: DayOff, { now, calendar, language }: PromisedTime): string {
  const clock = wallClock(calendar.zone);
  const near = date - clock.dateOf(now) < 7;
  const at = new Date(clock.instantOf(date, DAY / 2) + HOUR);
  return renderText(near ? 'sla.weekday' : 'sla.date', language, { at }, calendar.zone);
}
