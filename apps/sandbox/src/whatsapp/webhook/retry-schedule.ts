const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * When a webhook is tried, counted from the moment it was minted: at once, a few times soon after,
 * then ever more seldom for seven days (Meta, "Webhooks from Meta: delivery").
 */
const TRIES_MS = [
  0,
  ...[1, 3, 10, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 4, 8, 16].map((count) => count * HOUR),
  ...[1, 2, 3, 4, 5, 6, 7].map((count) => count * DAY),
];

/** @returns how long to wait for the next try; null when seven days are over. */
export function waitForNextTry(mintedAt: number, now: number): number | null {
  const next = TRIES_MS.find((offset) => mintedAt + offset > now);
  return next === undefined ? null : mintedAt + next - now;
}
