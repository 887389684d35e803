import { describe, expect, it } from '@jest/globals';

import { defaultCalendar } from '../account/default-town.js';
import { HOUR, instantFromIso } from '../time/instant.js';
import { calendarDocument, readCalendar } from './calendar-document.js';
import { previewCalendar } from './calendar-preview.js';

const hours = [{ from: '07:00', to: '19:00' }];
const good = { zone: 'America/New_York', week: { monday: hours } };
const reading = { name: 'water', version: 4 };
const now = instantFromIso('2026-11-23T12:00:00Z');

describe('a calendar as a document', () => {
  it('is printed in the form that is read', () => {
    const { name, version } = defaultCalendar;
    const read = readCalendar(calendarDocument(defaultCalendar), { name, version });
    expect(read).toEqual({ ok: true, value: defaultCalendar });
  });

  it('may write days and spans in short, and is printed in full', () => {
    const week = { mon: '7:00-19:00', 2: [['22:00', '06:00']], Wednesday: ['08:00', '00:00'] };
    const read = readCalendar({ ...good, week }, reading);
    expect(read.ok && calendarDocument(read.value)).toEqual({
      ...{ name: 'water', zone: 'America/New_York', businessDay: 'PT16H' },
      week: {
        monday: hours,
        tuesday: [{ from: '22:00', to: '06:00' }],
        wednesday: [{ from: '08:00', to: '24:00' }],
      },
      ...{ holidays: [], closures: [], extraOpenings: [] },
    });
  });

  it('has the business day of most of its weekdays when it names none', () => {
    const short = [{ from: '08:00', to: '12:00' }];
    const week = { 1: hours, 2: hours, 3: short };
    const read = readCalendar({ ...good, week }, reading);
    expect(read.ok && read.value.businessDayMs).toBe(12 * HOUR);
  });

  it.each([
    ['an unknown zone', { zone: 'America/Fairmill' }, 'zone'],
    ['no hours at all', { week: {} }, 'week'],
    ['a day that is none', { week: { funday: hours } }, 'week.funday'],
    ['overlapping spans', { week: { monday: [...hours, ...hours] } }, 'week.monday[1]'],
    [
      'a night into the hours of the next day',
      { week: { sunday: [{ from: '22:00', to: '08:00' }], monday: hours } },
      'week.sunday[0]',
    ],
    ['an end before its beginning', { week: { monday: ['19:00-07:00'] } }, 'week.monday[0]'],
    ['an end at its beginning', { week: { monday: ['07:00-07:00'] } }, 'week.monday[0]'],
    ['a time that is none', { week: { monday: ['07:00-25:61'] } }, 'week.monday[0].to'],
    ['a date that does not exist', { holidays: [{ date: '2026-02-30' }] }, 'holidays[0].date'],
    ['a holiday twice', { holidays: ['2026-12-25', '2026-12-25'] }, 'holidays[1].date'],
    [
      'a closure that ends before it begins',
      { closures: [{ from: '2026-12-04T12:00', to: '2026-12-04T11:00' }] },
      'closures[0].to',
    ],
    ['a business day of nothing', { businessDay: 'PT0S' }, 'businessDay'],
    ['a field that is not known', { holiday: [] }, 'holiday'],
  ])('with %s is refused and names the field', (_what, part, field) => {
    const read = readCalendar({ ...good, ...part }, reading);
    expect(read.ok ? [] : read.problem.faults?.map((fault) => fault.field)).toEqual([field]);
  });

  it('may keep closures of the past, and may not be saved with a new one', () => {
    const past = { date: '2026-11-20', name: 'Snow' };
    const document = { ...good, closures: [past] };
    expect(readCalendar(document, reading).ok).toBe(true);
    expect(readCalendar(document, { ...reading, saving: { now, known: [past] } }).ok).toBe(true);
    const refused = readCalendar(document, { ...reading, saving: { now, known: [] } });
    expect(refused.ok ? '' : refused.problem.detail).toMatch(/^closures\[0\]: lies in the past/);
  });

  it('is previewed for fourteen days, with the reason why a day is closed', () => {
    const preview = previewCalendar(defaultCalendar, now);
    expect(preview).toHaveLength(14);
    expect(preview[0]).toMatchObject({ date: '2026-11-23', openings: hours, note: null });
    expect(preview[3]).toMatchObject({ openings: [], note: 'Thanksgiving Day' });
    expect(preview[5]).toMatchObject({ openings: [], note: 'No hours on this weekday' });
  });
});
