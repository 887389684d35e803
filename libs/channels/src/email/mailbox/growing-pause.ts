import { addMilliseconds, type Instant, MINUTE } from '#core/time/instant';

const FIRST_MS = MINUTE;
const LONGEST_MS = 15 * MINUTE;

/**
 * After a refusal nobody asks again for a while: a minute, then two, up to fifteen. Servers lock
 * accounts and ban addresses that hammer them.
 */
export class GrowingPause {
  private ms = 0;
  private endsAt: Instant | null = null;

  /** Null when it may be tried now. */
  until(now: Instant): Instant | null {
    return this.endsAt !== null && now < this.endsAt ? this.endsAt : null;
  }

  refused(now: Instant): void {
    this.ms = Math.min(Math.max(FIRST_MS, this.ms * 2), LONGEST_MS);
    this.endsAt = addMilliseconds(now, this.ms);
  }
}
