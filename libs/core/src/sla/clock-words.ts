import type { BusinessCalendar } from '../calendar/business-calendar.js';
import { wallClock } from '../calendar/wall-clock.js';
import { type Language, renderText } from '../text/catalogue.js';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../time/instant.js';
import type { SlaClock, SlaSegment } from './sla-clock.js';

/** Days, times and lengths as people say them; dates only where a weekday would leave a doubt. */
export interface ClockWords {
  moment(at: Instant): string;
  day(date: number): string;
  days(dates: readonly number[]): string;
  length(ms: number): string;
}

interface Spoken {
  readonly clock: SlaClock;
  readonly segments: readonly SlaSegment[];
  readonly calendar: BusinessCalendar;
  readonly language: Language;
}

const LONGEST_LIST = 4;

export function clockWords({ clock, segments, calendar, language }: Spoken): ClockWords {
  const local = wallClock(calendar.zone);
  const said = [clock.dueAt, ...segments.flatMap((each) => [each.fromAt, each.recordedAt])];
  const lastDate = local.dateOf(Math.max(...said) as Instant);
  const near = lastDate - local.dateOf(clock.startedAt) < 7;
  const say = (code: 'sla.weekday' | 'sla.date' | 'sla.moment' | 'sla.moment-near', at: number) =>
    renderText(code, language, { at: new Date(at) }, calendar.zone);
  const day = (date: number) =>
    say(near ? 'sla.weekday' : 'sla.date', local.instantOf(date, DAY / 2));
  return {
    moment: (at) => say(near ? 'sla.moment-near' : 'sla.moment', at),
    day,
    days(dates) {
      const [first = 0, last = 0] = [dates[0], dates.at(-1)];
      if (dates.length > LONGEST_LIST) return `${day(first)} – ${day(last)}`;
      return new Intl.ListFormat(language, { type: 'conjunction' }).format(dates.map(day));
    },
    length: lengthWords,
  };
}

/** `11 h 30 min`; what is less than a second is said in milliseconds, because nothing is rounded. */
function lengthWords(ms: number): string {
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(ms / HOUR), 'h'],
    [Math.floor((ms % HOUR) / MINUTE), 'min'],
    [Math.floor((ms % MINUTE) / SECOND), 's'],
    [ms % SECOND, 'ms'],
  ];
  const said = parts.flatMap(([amount, unit]) =>
    amount === 0 ? [] : [`${String(amount)} ${unit}`],
  );
  return said.length === 0 ? '0 min' : said.join(' ');
}
