import type { Town } from '#core/account/town';
import type { TownHours } from '#core/channel/definition';
import { officeCalendar } from '#core/emergency/after-hours';

/** The opening hours as this process knows them now. */
export function townHours(town: () => Town): TownHours {
  return {
    name: () => town().name,
    zone: () => town().zone,
    language: () => town().language,
    isOpen: (at) => officeCalendar(town()).isOpen(at),
    nextOpening: (at) => officeCalendar(town()).nextOpening(at),
  };
}
