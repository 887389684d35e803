/** How a channel counts the length of a text. A closed set, used by the console too. */
export type TextUnit = 'characters' | 'utf8-bytes' | 'graphemes';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function textLength(text: string, unit: TextUnit): number {
  switch (unit) {
    case 'characters':
      return Array.from(text).length;
    case 'utf8-bytes':
      return Buffer.byteLength(text, 'utf8');
    case 'graphemes':
      return [...segmenter.segment(text)].length;
  }
}
