import { DAY, HOUR, MINUTE, SECOND } from '../time/instant.js';

/** All waits of the delivery, in milliseconds. Settings: tests run them twenty times faster. */
export interface DeliverySchedule {
  /** How long a claimed entry is ours. Ten times the longest send, so that a frozen worker is fenced. */
  readonly leaseMs: number;
  /** Waits before the second, third … attempt of a transient failure; the last one repeats. */
  readonly retryMs: readonly number[];
  /** A message that could not be sent for so long has failed. */
  readonly giveUpAfterMs: number;
  /** Without credentials nothing is sent; how long until the next try. */
  readonly unauthorisedPauseMs: number;
  /** How long a provider's list of sent messages may lag before it is first read. */
  readonly settlingMs: number;
  /** Between two reads of that list; two empty ones are evidence that nothing was sent. */
  readonly lookAgainMs: number;
}

export const defaultDeliverySchedule: DeliverySchedule = {
  leaseMs: 200 * SECOND,
  retryMs: [30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR],
  giveUpAfterMs: 5 * DAY,
  unauthorisedPauseMs: 5 * MINUTE,
  settlingMs: 2 * MINUTE,
  lookAgainMs: MINUTE,
};

/**
 * The wait before the next attempt, spread by ±10 % so that entries which failed together do not
 * come back together; the spread follows from the id, hence is the same on every worker.
 */
export function retryDelayMs(schedule: DeliverySchedule, attempt: number, id: string): number {
  const last = schedule.retryMs.at(-1) ?? MINUTE;
  const base = schedule.retryMs[attempt - 1] ?? last;
  const spread = (Number.parseInt(id.slice(-4), 16) / 0xffff - 0.5) * 0.2;
  return Math.round(base * (1 + spread));
}
