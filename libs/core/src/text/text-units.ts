import { smsSegments } from './sms-segments.js';

/** How a channel counts the length of a text. A closed set, used by the console too. */
export type TextUnit = 'characters' | 'utf8-bytes' | 'graphemes' | 'sms-segments';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function textLength(text: string, unit: TextUnit): number {
  switch (unit) {
    case 'characters':
      return Array.from(text).length;
    case 'utf8-bytes':
      return Buffer.byteLength(text, 'utf8');
    case 'graphemes':
      return [...segmenter.segment(text)].length;
    case 'sms-segments':
      return smsSegments(text).count;
  }
}

/** A length in words, for somebody who must shorten a text: `12 segments (…)`. */
export function describeLength(text: string, unit: TextUnit): string {
  const length = textLength(text, unit);
  if (unit !== 'sms-segments') return `${String(length)} ${unit}`;
  const { encoding, unusual } = smsSegments(text);
  const shown = unusual.slice(0, SHOWN_CHARACTERS).map((character) => `“${character}”`);
  const why =
    encoding === 'GSM-7'
      ? 'GSM-7 encoding, 153 characters each'
      : `UCS-2 encoding, 67 characters each, because of ${shown.join(' ')}; without such characters a segment holds 153`;
  return `${String(length)} segments (${why})`;
}

const SHOWN_CHARACTERS = 5;
