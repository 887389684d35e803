import type { Clock } from '#core/time/clock';
import { addMilliseconds, type Instant, instantFromIso } from '#core/time/instant';

/** Stands still until it is moved. */
export class FakeClock implements Clock {
  private at: Instant;

  /** @param iso the default is a Monday, 10:00 in New York. */
  constructor(iso = '2026-11-16T15:00:00Z') {
    this.at = instantFromIso(iso);
  }

  now(): Instant {
    return this.at;
  }

  advance(milliseconds: number): Instant {
    this.at = addMilliseconds(this.at, milliseconds);
    return this.at;
  }

  moveTo(at: Instant): void {
    this.at = at;
  }
}
