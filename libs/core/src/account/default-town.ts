import { businessCalendar, type CalendarDefinition } from '../sla/business-calendar.js';
import { HOUR } from '../time/instant.js';
import type { Town } from './town.js';

const weekday = [{ from: '07:00', to: '19:00' }];

export const defaultCalendar: CalendarDefinition = {
  name: 'default',
  version: 1,
  zone: 'America/New_York',
  week: { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 5: weekday },
  holidays: [],
  businessDayMs: 12 * HOUR,
};

/** Fairmill, the town that a first start serves: a person answers within one business day. */
export const defaultTown: Town = {
  name: 'Fairmill',
  letters: 'FM',
  zone: defaultCalendar.zone,
  language: 'en',
  policy: {
    version: 1,
    calendar: businessCalendar(defaultCalendar),
    firstResponseMs: defaultCalendar.businessDayMs,
    nextResponseMs: defaultCalendar.businessDayMs,
  },
};
