import type { ChannelCapabilities } from '../channel/capabilities.js';
import type { ChannelAccountId } from '../identity/ids.js';
import { textLength } from '../text/text-units.js';

/** What sending costs on an account, and how much of it a day of the town may cost. */
export interface Billing {
  /** Price of one billed part in millionths of the currency, so that sums stay whole. */
  readonly microsPerPart: number;
  /** Three letters, ISO 4217. */
  readonly currency: string;
  /** In millionths; null for no cap. */
  readonly dailyCapMicros: number | null;
}

/** What an account has sent on one day of the town. */
export interface DailySpend {
  readonly channelAccountId: ChannelAccountId;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly parts: number;
  readonly micros: number;
}

export const MICROS = 1_000_000;

/** What one message costs: carriers bill a text by its segments, everything else by the message. */
export function costOf(
  text: string,
  { textLimit }: Pick<ChannelCapabilities, 'textLimit'>,
  { microsPerPart }: Billing,
): { readonly parts: number; readonly micros: number } {
  const parts =
    textLimit.unit === 'sms-segments' ? Math.max(1, textLength(text, 'sms-segments')) : 1;
  return { parts, micros: parts * microsPerPart };
}

/** Whether only what people wrote, and emergencies, may leave for the rest of the day. */
export function isCapReached({ dailyCapMicros }: Billing, spentMicros: number): boolean {
  return dailyCapMicros !== null && spentMicros >= dailyCapMicros;
}
