import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { defaultHolidays } from '#core/account/default-holidays';
import { suggestHolidays } from '#core/calendar/holiday-suggestion';
import { holidayLibrary } from '#wiring/calendar/holiday-library';

import { testdata } from '../testdata.js';

const holiday = z.object({ date: z.string(), name: z.string() });
const carolina = z
  .object({ years: z.record(z.string(), z.array(holiday)) })
  .parse(read('calendars/us-nc.json'));
const { diff } = z
  .object({ diff: z.array(holiday) })
  .parse(read('calendars/us-nc-disagreements.json'));

const suggested = suggestHolidays(
  { country: 'US', state: 'NC' },
  { first: 2024, last: 2032 },
  holidayLibrary(),
);
const shipped = new Set(defaultHolidays.map(({ date }) => date));

describe('the holidays of North Carolina', () => {
  it('are shipped as they are suggested', () => {
    expect(suggested).toEqual({ ok: true, value: defaultHolidays });
  });

  it('hold every day on which two libraries agree, and no day that neither knows', () => {
    const known = Object.values(carolina.years).flatMap((days) => days.map(({ date }) => date));
    const disputed = new Set(diff.map(({ date }) => date));
    const agreed = known.filter((date) => !disputed.has(date));
    expect(agreed.filter((date) => !shipped.has(date))).toEqual([]);
    expect([...shipped].filter((date) => !known.includes(date))).toEqual([]);
  });

  it('hold of the disputed days the observed Veterans Day, and no day of local custom', () => {
    const taken = diff.filter(({ date }) => shipped.has(date));
    const left = diff.filter(({ date }) => !shipped.has(date));
    expect(taken.map(({ date }) => date)).toEqual(['2028-11-10', '2029-11-12']);
    const customs = new Set(left.map(({ name }) => name.replace(' (observed)', '')));
    expect([...customs].sort()).toEqual(['Day After Christmas', "Washington's Birthday"]);
    expect(left).toHaveLength(21);
  });
});

function read(path: string): unknown {
  return JSON.parse(readFileSync(testdata(path), 'utf8'));
}
