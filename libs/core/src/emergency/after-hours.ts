import type { Town } from '../account/town.js';
import type { BusinessCalendar } from '../calendar/business-calendar.js';
import { choosePolicy } from '../sla/sla-policy.js';
import type { Instant } from '../time/instant.js';

/** Whether the office is closed, by the calendar of the general rule. */
export function isAfterHours(town: Pick<Town, 'policy'>, now: Instant): boolean {
  return !officeCalendar(town).isOpen(now);
}

export function officeCalendar({ policy }: Pick<Town, 'policy'>): BusinessCalendar {
  return choosePolicy(policy, { serviceCode: null, priority: null, channel: null }).calendar;
}
