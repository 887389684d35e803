import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { businessCalendar } from '#core/calendar/business-calendar';
import { dueOf, type Target } from '#core/calendar/target';
import { wallClock } from '#core/calendar/wall-clock';
import { DAY, HOUR, type Instant, MINUTE } from '#core/time/instant';

import { testdata } from '../testdata.js';

const rows = z.object({
  cases: z.array(
    z.object({
      id: z.string(),
      unit: z.enum(['business_days', 'calendar_days']),
      n: z.number(),
      open: z.string(),
      target: z.string(),
      closed: z.string().nullable(),
      ontime: z.enum(['ONTIME', 'OVERDUE']),
    }),
  ),
});

const hours = [{ from: '08:30', to: '17:00' }];
const zone = 'America/New_York';
/** This city does not skip public holidays. */
const boston = businessCalendar({
  ...{ name: 'boston', version: 1, zone, businessDayMs: 8.5 * HOUR },
  week: { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours },
  ...{ holidays: [], closures: [], extraOpenings: [] },
});

const { cases } = rows.parse(JSON.parse(readFileSync(testdata('311/sla-cases.json'), 'utf8')));

describe('the targets that the City of Boston set in January 2022', () => {
  it('are there', () => expect(cases).toHaveLength(51));

  it.each(cases)('come out for $id: $n $unit from $open', ({ unit, n, open, target, ...row }) => {
    const promise: Target = {
      kind: unit === 'business_days' ? 'working-days' : 'calendar-days',
      days: n,
    };
    const dueAt = dueOf(promise, boston, local(open));
    expect(Math.abs(dueAt - local(target))).toBeLessThanOrEqual(MINUTE);
    const isOnTime = row.closed !== null && local(row.closed) <= dueAt;
    expect(isOnTime ? 'ONTIME' : 'OVERDUE').toBe(row.ontime);
  });
});

/** `2022-01-21 13:47:00` on the clocks of the city. */
function local(text: string): Instant {
  const [date = '', time = ''] = text.split(' ');
  const day = Date.parse(`${date}T00:00:00Z`) / DAY;
  return wallClock(zone).instantOf(day, Date.parse(`1970-01-01T${time}Z`));
}
