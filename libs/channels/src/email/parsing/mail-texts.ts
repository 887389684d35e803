import { truncateText, wellFormedText } from '#core/text/well-formed';

import { textOfHtml } from '../understanding/html-text.js';
import { bareHtml } from '../understanding/sanitise-html.js';
import { CONVERTED_CHARACTERS, HTML_CHARACTERS, TEXT_CHARACTERS } from './parser-limits.js';
import type { WordPart } from './part-tree.js';

interface MailTexts {
  readonly text: string;
  readonly html: string | null;
  readonly defects: readonly string[];
}

/** The words of a mail within their bounds; where a part has only HTML, they are taken from it. */
export function readTexts(parts: readonly WordPart[], html: string): MailTexts {
  const { pieces, isCut } = wordsOf(parts);
  const words = wellFormedText(pieces.join('\n'));
  const markup = wellFormedText(withoutEmbeddedData(html));
  const hasHtml = markup.replaceAll('<br/>\n', '').trim() !== '';
  return {
    text: truncateText(words, TEXT_CHARACTERS),
    html: hasHtml ? truncateText(markup, HTML_CHARACTERS) : null,
    defects: [
      ...(isCut || words.length > TEXT_CHARACTERS ? ['text-cut'] : []),
      ...(markup.length > HTML_CHARACTERS ? ['html-cut'] : []),
    ],
  };
}

/** Neighbouring HTML is converted at once: a mail can have thousands of such parts. */
function wordsOf(parts: readonly WordPart[]): {
  readonly pieces: readonly string[];
  readonly isCut: boolean;
} {
  const pieces: string[] = [];
  let markup: string[] = [];
  let left = CONVERTED_CHARACTERS;
  for (const [at, { kind, words }] of parts.entries()) {
    if (kind === 'plain') pieces.push(words);
    else markup.push(words);
    if (markup.length === 0 || parts[at + 1]?.kind === 'html') continue;
    const html = withoutEmbeddedData(markup.join('<br/>\n'));
    pieces.push(wordsOfHtml(html.slice(0, Math.max(0, left))));
    left -= html.length;
    markup = [];
  }
  return { pieces, isCut: left < 0 };
}

/** Pictures written into the HTML itself are longer than all words and never shown. */
function withoutEmbeddedData(html: string): string {
  return html.replaceAll(/\bsrc\s{0,9}=\s{0,9}"data:[^"]*"/gi, '');
}

/**
 * Cleaned first, because that knows every entity and every way to write a script. A picture parts the
 * words around it.
 */
function wordsOfHtml(html: string): string {
  const bare = bareHtml(html) ?? html;
  return textOfHtml(bare.replaceAll('<img ', ' <img '));
}
