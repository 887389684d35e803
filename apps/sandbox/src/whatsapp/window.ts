const WINDOW_MS = 24 * 60 * 60 * 1_000;

export interface WindowState {
  /** When the citizen wrote last; null when never. */
  readonly lastWrittenAt: number | null;
  /** Somebody let 24 hours pass after that message. */
  readonly dayPassed: boolean;
}

/** Whether the town may write freely: for 24 hours after the citizen's last message. */
export function isWindowOpen({ lastWrittenAt, dayPassed }: WindowState, now: number): boolean {
  return lastWrittenAt !== null && !dayPassed && now - lastWrittenAt < WINDOW_MS;
}
