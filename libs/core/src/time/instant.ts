/**
 * A point in time: whole milliseconds since 1970-01-01T00:00:00Z. Fields that hold one end in `At`.
 * The core never reads a clock; instants come in as parameters or through the `Clock` port.
 */
export type Instant = number & { readonly __brand: 'Instant' };

export function instantFromMilliseconds(milliseconds: number): Instant {
  if (!Number.isSafeInteger(milliseconds)) {
    throw new RangeError(
      `An instant is a whole number of milliseconds, not ${String(milliseconds)}`,
    );
  }
  return milliseconds as Instant;
}

export function instantFromIso(text: string): Instant {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) throw new RangeError(`Not an ISO 8601 instant: ${text}`);
  return milliseconds as Instant;
}

export function isoFromInstant(at: Instant): string {
  return new Date(at).toISOString();
}

export function addMilliseconds(at: Instant, milliseconds: number): Instant {
  return (at + milliseconds) as Instant;
}

export function earliest(instants: readonly (Instant | null)[]): Instant | null {
  return instants.reduce<Instant | null>(
    (least, at) => (at !== null && (least === null || at < least) ? at : least),
    null,
  );
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
