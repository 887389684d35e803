import { businessCalendar } from '../calendar/business-calendar.js';
import type { CalendarDefinition } from '../calendar/calendar-definition.js';
import { defaultPolicy } from '../sla/default-policy.js';
import { HOUR } from '../time/instant.js';
import { defaultHolidays } from './default-holidays.js';
import type { Town } from './town.js';

const weekday = [{ from: '07:00', to: '19:00' }];

export const defaultCalendar: CalendarDefinition = {
  name: 'default',
  version: 1,
  zone: 'America/New_York',
  week: { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 5: weekday },
  holidays: defaultHolidays,
  closures: [],
  extraOpenings: [],
  businessDayMs: 12 * HOUR,
};

/** Fairmill, the town that a first start serves: a person answers within one business day. */
export const defaultTown: Town = {
  name: 'Fairmill',
  phone: null,
  letters: 'FM',
  zone: defaultCalendar.zone,
  language: 'en',
  policy: defaultPolicy(businessCalendar(defaultCalendar)),
};
