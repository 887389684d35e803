/**
 * Text as it may be stored and shown: lone surrogates replaced (they have no UTF-8 form, Unicode
 * §3.9), null bytes removed, line ends as LF. The raw bytes are kept beside it, unchanged.
 */
export function wellFormedText(text: string): string {
  const utf8 = Buffer.from(text, 'utf8').toString('utf8');
  return utf8.replaceAll('\u0000', '').replaceAll(/\r\n?/g, '\n');
}

const LAST_OF_ONE_UNIT = 0xffff;

/** Cut at a code point, never inside one. */
export function truncateText(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  let units = 0;
  for (let points = 0; points < maxCharacters && units < text.length; points += 1) {
    units += (text.codePointAt(units) ?? 0) > LAST_OF_ONE_UNIT ? 2 : 1;
  }
  return text.slice(0, units);
}
