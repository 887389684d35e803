/**
 * Text as it may be stored and shown: lone surrogates replaced (they have no UTF-8 form, Unicode
 * §3.9), null bytes removed, line ends as LF. The raw bytes are kept beside it, unchanged.
 */
export function wellFormedText(text: string): string {
  const utf8 = Buffer.from(text, 'utf8').toString('utf8');
  return utf8.replaceAll('\u0000', '').replaceAll(/\r\n?/g, '\n');
}

/** Cut at a code point, never inside one. */
export function truncateText(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  // A code point has two units at most: what lies behind need not be looked at.
  const points = Array.from(text.slice(0, maxCharacters * 2));
  return points.slice(0, maxCharacters).join('');
}
