import { wellFormedText } from '#core/text/well-formed';

export interface Bodies {
  readonly text: string;
  readonly html: string;
}

// eslint-disable-next-line no-control-regex -- a body keeps its tabs and line ends, no other control
const UNFIT_FOR_A_BODY = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const LINK = /\bhttps?:\/\/[^\s<>"]+/gi;
/** What ends a sentence rather than an address. */
const AFTER_A_LINK = new Set(".,;:!?)'’”]}");
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/**
 * The words as plain text and as the simplest HTML that says the same, with the number of the
 * request at the end: whoever quotes the mail quotes the number with it.
 */
export function bodiesOf(words: string, requestNumber: string): Bodies {
  const body = wellFormedText(words).replaceAll(UNFIT_FOR_A_BODY, '').trimEnd();
  const text = `${body}\n\n[${requestNumber}]\n`;
  return { text, html: htmlOf(text) };
}

function htmlOf(text: string): string {
  const paragraphs = text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${withLinks(paragraph).replaceAll('\n', '<br>\n')}</p>`);
  return `<!DOCTYPE html>\n<html><body>\n${paragraphs.join('\n')}\n</body></html>\n`;
}

function withLinks(text: string): string {
  let html = '';
  let end = 0;
  for (const { 0: match, index } of text.matchAll(LINK)) {
    const address = withoutSentenceEnd(match);
    html += escaped(text.slice(end, index));
    html += `<a href="${escaped(address)}">${escaped(address)}</a>`;
    end = index + address.length;
  }
  return html + escaped(text.slice(end));
}

function withoutSentenceEnd(link: string): string {
  let length = link.length;
  while (AFTER_A_LINK.has(link.charAt(length - 1))) length -= 1;
  return link.slice(0, length);
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
