/** Half-open: open at `from`, closed at `to`. Wall-clock times as `HH:MM`; `24:00` ends a day. */
export interface OpeningSpan {
  readonly from: string;
  /** Before `from`, it lies on the next day: `22:00` to `06:00`. Beyond `24:00` it says so itself. */
  readonly to: string;
}

export interface Holiday {
  /** `YYYY-MM-DD` in the zone of the calendar. */
  readonly date: string;
  readonly name: string;
}

/**
 * A time in which the town is closed against its week: a whole day, or from one instant to another.
 * `from` and `to` are wall-clock times (`2026-12-04T12:00`) or carry an offset of their own.
 */
export type Closure =
  Holiday | { readonly from: string; readonly to: string; readonly name: string };

/** Hours beside the week; they open on holidays too. */
export interface ExtraOpening extends OpeningSpan, Holiday {}

/** When the town works. Plain data; `businessCalendar` makes it countable. */
export interface CalendarDefinition {
  readonly name: string;
  /** Grows with every change; clock rows keep the version that they were computed with. */
  readonly version: number;
  readonly zone: string;
  /** ISO weekday 1 (Monday) to 7; a day that is absent is closed. */
  readonly week: Readonly<Partial<Record<number, readonly OpeningSpan[]>>>;
  readonly holidays: readonly Holiday[];
  readonly closures: readonly Closure[];
  readonly extraOpenings: readonly ExtraOpening[];
  /** Operating time of one business day, in milliseconds. */
  readonly businessDayMs: number;
}
