import type { Instant } from '#core/time/instant';

/**
 * Instants are stored as UTC text, `2026-11-22 20:15:00.123`, on both databases: it sorts as time
 * does, no driver or server converts it, and people can read it.
 */
export function instantText(at: Instant): string {
  const known = recentTexts.get(at);
  if (known !== undefined) return known;
  const iso = new Date(at).toISOString();
  const text = `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
  if (recentTexts.size === KEPT_TEXTS) recentTexts.clear();
  recentTexts.set(at, text);
  return text;
}

/** A batch writes the same few instants in hundreds of places. */
const recentTexts = new Map<Instant, string>();
const KEPT_TEXTS = 256;

export function instantTextOrNull(at: Instant | null): string | null {
  return at === null ? null : instantText(at);
}

export function instantOf(text: string): Instant {
  const at = Date.UTC(
    Number(text.slice(0, 4)),
    Number(text.slice(5, 7)) - 1,
    Number(text.slice(8, 10)),
    Number(text.slice(11, 13)),
    Number(text.slice(14, 16)),
    Number(text.slice(17, 19)),
    // A driver may leave out a fraction of zero.
    Number(text.slice(20, 23).padEnd(3, '0')),
  );
  return at as Instant;
}

export function instantOrNull(text: string | null): Instant | null {
  return text === null ? null : instantOf(text);
}
