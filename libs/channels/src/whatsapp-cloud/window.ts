import { addMilliseconds, DAY, type Instant, MINUTE } from '#core/time/instant';

/** Citizens can be answered in free words for so long after their last message. */
const WINDOW_MS = DAY;
/** For the way to Meta, whose clock decides. */
const MARGIN_MS = MINUTE;

/** @param lastInboundAt null when the citizen has not written by this way. */
export function isWindowOpen(lastInboundAt: Instant | null, now: Instant): boolean {
  return lastInboundAt !== null && now < addMilliseconds(lastInboundAt, WINDOW_MS - MARGIN_MS);
}
