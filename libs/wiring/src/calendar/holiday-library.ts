import Holidays from 'date-holidays';

import type { HolidayLibrary } from '#core/calendar/holiday-suggestion';
import { DAY } from '#core/time/instant';

/** The holidays that `date-holidays` knows, with English names. Its data is CC BY-SA 3.0. */
export function holidayLibrary(): HolidayLibrary {
  const all = new Holidays();
  return {
    countries: () => Object.keys(all.getCountries()),
    statesOf: (country) => Object.keys({ ...all.getStates(country) }),
    holidaysIn({ country, state }, year) {
      const place = { country, ...(state !== null && { state }) };
      return new Holidays(place, { languages: ['en-us', 'en'] })
        .getHolidays(year)
        .map((holiday) => ({
          date: holiday.date.slice(0, 10),
          // A day with a change of the clocks has an hour more or less.
          days: Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / DAY)),
          name: holiday.name,
          type: holiday.type,
          substitute: holiday.substitute === true,
        }));
    },
  };
}
