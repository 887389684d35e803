import type { BusinessCalendar } from '../calendar/business-calendar.js';
import { type Language, renderText, type TextCode } from '../text/catalogue.js';
import type { Instant } from '../time/instant.js';
import { type ClockWords, clockWords } from './clock-words.js';
import { type CountedItem, countedItems } from './counted-days.js';
import type { SlaClock, SlaSegment } from './sla-clock.js';

export interface ClockStory {
  readonly clock: SlaClock;
  readonly segments: readonly SlaSegment[];
  /** That of the clock's version. */
  readonly calendar: BusinessCalendar;
  readonly language: Language;
}

/** So many days and pauses are told one by one, at the beginning and at the end. */
const TOLD_FIRST = 6;
const TOLD_LAST = 3;

/**
 * Why a clock is due when it is, one plain sentence each: "Received Friday 6:00 pm.", "1 h counted on
 * Friday.", "Closed Saturday and Sunday.", "11 h counted on Monday.", "Due Monday 6:00 pm."
 */
export function explainClock(story: ClockStory): readonly string[] {
  const { clock, segments, calendar, language } = story;
  const words = clockWords(story);
  const say = (code: TextCode, values: Values) => renderText(code, language, values, calendar.zone);
  const tell = { say, words };
  return [
    say('sla.received', { moment: words.moment(clock.startedAt) }),
    ...waysOfCounting(clock, calendar, tell),
    ...shortened(toldItems(clock, countedItems(clock, segments, calendar)), tell),
    ...segments.flatMap((segment) => (segment.kind === 'due-moved' ? told(segment, tell) : [])),
    ...(clock.state === 'paused' ? [] : [say('sla.due', { moment: words.moment(clock.dueAt) })]),
    ...segments.flatMap((segment) => (segment.kind === 'due-moved' ? [] : told(segment, tell))),
  ];
}

type Values = Readonly<Record<string, string | number>>;

interface Telling {
  readonly say: (code: TextCode, values: Values) => string;
  readonly words: ClockWords;
}

function waysOfCounting(
  { target, startedAt }: SlaClock,
  calendar: BusinessCalendar,
  { say, words }: Telling,
): string[] {
  switch (target.kind) {
    case 'operating':
      return [];
    case 'working-days': {
      const openAt = calendar.nextOpening(startedAt);
      const counts = say('sla.counts-working-days', { days: target.days });
      if (openAt === null || openAt === startedAt) return [counts];
      return [say('sla.begun', { moment: words.moment(openAt) }), counts];
    }
    case 'calendar-days':
      return [say('sla.counts-days', { days: target.days })];
    case 'wall':
      return [say('sla.counts-day-and-night', { length: words.length(target.ms) })];
  }
}

/** What does not matter to a way of counting is not told. */
function toldItems({ target }: SlaClock, items: readonly CountedItem[]): readonly CountedItem[] {
  switch (target.kind) {
    case 'operating':
      return items;
    case 'working-days':
      return items.filter(({ kind }) => kind !== 'counted' && kind !== 'counted-partly');
    case 'calendar-days':
    case 'wall':
      return items.filter(({ kind }) => kind === 'paused');
  }
}

function shortened(items: readonly CountedItem[], telling: Telling): string[] {
  if (items.length <= TOLD_FIRST + TOLD_LAST + 1)
    return items.map((item) => toldItem(item, telling));
  const between = items.slice(TOLD_FIRST, -TOLD_LAST);
  const counted = between.flatMap((item) => ('ms' in item ? [item.ms] : []));
  const ms = counted.reduce((sum, each) => sum + each, 0);
  const values = { days: counted.length, length: telling.words.length(ms) };
  return [
    ...items.slice(0, TOLD_FIRST).map((item) => toldItem(item, telling)),
    telling.say('sla.left-out', values),
    ...items.slice(-TOLD_LAST).map((item) => toldItem(item, telling)),
  ];
}

function toldItem(item: CountedItem, { say, words }: Telling): string {
  switch (item.kind) {
    case 'counted':
      return say('sla.counted', { length: words.length(item.ms), day: words.day(item.date) });
    case 'counted-partly': {
      const { date, ms, name } = item;
      return say('sla.partly-closed', { length: words.length(ms), day: words.day(date), name });
    }
    case 'day-off':
      return say('sla.holiday', { day: words.day(item.date), name: item.name });
    case 'closed':
      return say('sla.closed', { days: words.days(item.dates) });
    case 'paused': {
      const reason = item.reason ?? say('sla.waiting', {});
      const from = words.moment(item.from);
      if (item.to === null) return say('sla.paused-since', { from, reason });
      return say('sla.paused', { from, to: words.moment(item.to), reason });
    }
  }
}

function told(segment: SlaSegment, { say, words }: Telling): string[] {
  const moment = (at: Instant | null) => ({ moment: at === null ? '' : words.moment(at) });
  switch (segment.kind) {
    case 'running':
    case 'paused':
      return [];
    case 'met':
    case 'reopened':
    case 'ended':
    case 'breached':
      return [say(`sla.${segment.kind}`, moment(segment.fromAt))];
    case 'annulled':
      return [say('sla.annulled', moment(segment.recordedAt))];
    case 'due-moved': {
      const reason = segment.reason ?? say('sla.changed-calendar', {});
      const at = words.moment(segment.recordedAt);
      return [say('sla.moved', { at, ...moment(segment.dueAt), reason })];
    }
  }
}
