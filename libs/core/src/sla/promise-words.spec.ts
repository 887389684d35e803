import { describe, expect, it } from '@jest/globals';

import { defaultCalendar } from '../account/default-town.js';
import { businessCalendar } from '../calendar/business-calendar.js';
import type { CalendarDefinition } from '../calendar/calendar-definition.js';
import type { Language } from '../text/catalogue.js';
import { instantFromIso } from '../time/instant.js';
import { promiseWords } from './promise-words.js';

describe('the promised time in the words of the citizen', () => {
  it('names the day, and the holiday that lies between', () => {
    expect(wordsFor({})).toBe(
      'You will hear from a person by Tuesday 8 September, 4:40 pm. Monday is a holiday.',
    );
    expect(wordsFor({}, 'es')).toBe(
      'Una persona le responderá a más tardar el martes, 8 de septiembre, 16:40. El lunes es feriado.',
    );
  });

  it('says no more than the time where no holiday lies between', () => {
    expect(wordsFor({ holidays: [] })).toBe(
      'You will hear from a person by Tuesday 8 September, 4:40 pm.',
    );
  });

  it('keeps quiet about holidays on days without hours', () => {
    expect(wordsFor({ holidays: [{ date: '2026-09-05', name: 'Saint Teresa' }] })).not.toContain(
      'holiday',
    );
  });

  it('says a closure too, whole or in part', () => {
    const closures = [
      { date: '2026-09-07', name: 'Storm' },
      { from: '2026-09-08T07:00', to: '2026-09-08T09:00', name: 'Storm' },
    ];
    const closed = { holidays: [], closures };
    expect(wordsFor(closed)).toContain(
      '4:40 pm. We are closed on Monday. We are closed for a part of Tuesday.',
    );
    expect(wordsFor(closed, 'es')).toContain(
      '16:40. Estamos cerrados: lunes. Estamos cerrados parte del día: martes.',
    );
  });

  it('keeps quiet about the morning on which a closure ends before the opening', () => {
    const closures = [{ from: '2026-09-07T07:00', to: '2026-09-08T07:00', name: 'Storm' }];
    const words = wordsFor({ holidays: [], closures });
    expect(words).toContain('We are closed on Monday.');
    expect(words).not.toContain('part of Tuesday');
  });

  it('gives the dates of days more than a week off', () => {
    const holidays = [
      { date: '2026-09-07', name: 'Labor Day' },
      { date: '2026-09-14', name: 'Founders Day' },
    ];
    const calendar = businessCalendar({ ...defaultCalendar, holidays });
    const dueAt = instantFromIso('2026-09-15T16:40-04:00');
    const told = { calendar, dueAt, now: instantFromIso('2026-09-04T16:40-04:00') };
    expect(promiseWords({ ...told, language: 'en' })).toContain(
      'Monday and Monday 14 September are holidays.',
    );
    expect(promiseWords({ ...told, language: 'es' })).toContain(
      'Son feriados: lunes y lunes, 14 de septiembre.',
    );
  });
});

function wordsFor(changes: Partial<CalendarDefinition>, language: Language = 'en'): string {
  const holidays = [{ date: '2026-09-07', name: 'Labor Day' }];
  return promiseWords({
    dueAt: instantFromIso('2026-09-08T16:40-04:00'),
    now: instantFromIso('2026-09-04T16:40-04:00'),
    calendar: businessCalendar({ ...defaultCalendar, holidays, ...changes }),
    language,
  });
}
