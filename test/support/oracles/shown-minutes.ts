import { DAY, HOUR, type Instant, MINUTE } from '#core/time/instant';

/** What the wall clocks of a zone have shown, minute by minute, as the platform tells it. */
export interface ShownMinutes {
  /** The first minute that is known, and how many are. */
  readonly first: number;
  readonly minutes: number;
  /** The furthest time shown until then, in minutes since 1970-01-01T00:00 of the wall clock. */
  furthestAt(minute: number): number;
  wasShown(date: number): boolean;
}

const DAYS_BEFORE = 4;
const DAYS_AFTER = 75;
/** A stretch that is as long on the clock as it is in truth has no change within. */
const STRETCH = 360;
const HOUR_MINUTES = HOUR / MINUTE;
const DAY_MINUTES = DAY / MINUTE;

const known = new Map<string, ShownMinutes>();

export function shownMinutes(zone: string, eve: Instant): ShownMinutes {
  const key = `${zone} ${String(eve)}`;
  const ready = known.get(key);
  if (ready !== undefined) return ready;
  const made = walkThrough(zone, eve);
  known.set(key, made);
  return made;
}

function walkThrough(zone: string, eve: Instant): ShownMinutes {
  const first = Math.floor(eve / HOUR) * 60 - (DAYS_BEFORE * DAY) / MINUTE;
  const furthest = new Int32Array(((DAYS_BEFORE + DAYS_AFTER) * DAY) / MINUTE);
  const dates = new Set<number>();
  const showing = shownBy(zone);
  let most = 0;
  for (let begin = 0; begin < furthest.length; begin += STRETCH) {
    const start = showing(first + begin);
    const steady = showing(first + begin + STRETCH) === start + STRETCH;
    for (let minute = begin; minute < begin + STRETCH; minute += 1) {
      const shown = steady ? start + minute - begin : showing(first + minute);
      if (shown > most) most = shown;
      furthest[minute] = most;
      if (!steady || shown % HOUR_MINUTES === 0) dates.add(Math.floor(shown / DAY_MINUTES));
    }
  }
  return {
    first,
    minutes: furthest.length,
    furthestAt(minute) {
      const shown = furthest[minute - first];
      if (shown === undefined) throw new RangeError('That minute lies too far from the eve.');
      return shown;
    },
    wasShown: (date) => dates.has(date),
  };
}

function shownBy(zone: string): (minute: number) => number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
  return (minute) => {
    const [date = '', time = ''] = format.format(minute * MINUTE).split(', ');
    return Date.parse(`${date}T${time}:00Z`) / MINUTE;
  };
}
