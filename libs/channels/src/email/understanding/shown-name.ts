import { truncateText, wellFormedText } from '#core/text/well-formed';

const MAX_CHARACTERS = 100;
/** Control characters and direction overrides: with them a name can pass for an address (UAX #9 §2). */
const DECEIVING = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

/** A name or subject of a stranger on one line that says what it shows. */
export function onOneLine(text: string): string {
  return wellFormedText(text)
    .replaceAll(/[\t\n\v\f ]+/g, ' ')
    .replaceAll(DECEIVING, '')
    .trim();
}

export function shownName(name: string): string {
  return truncateText(onOneLine(name), MAX_CHARACTERS);
}
