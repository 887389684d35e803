import type { ParsedMail } from '../parsed-mail.js';
import { textOfHtml } from './html-text.js';
import { markQuotedLines } from './quoted-lines.js';
import { withoutSignature } from './signature.js';

/** Longer texts are taken as they are: no person typed so much, and nothing of it may be lost. */
const LONGEST_TEXT = 200_000;
const MOST_ROUNDS = 10;

/**
 * What the writer of a mail wrote, without what the mail quotes and without signature. A quotation
 * that the writer answers line by line stays, for the answers say nothing without it. In doubt
 * nothing is cut: a quotation too many costs a look, a lost sentence a promise.
 */
export function visibleTextOf(mail: Pick<ParsedMail, 'text' | 'html'>): string {
  const text = mail.text.trim() === '' && mail.html !== null ? textOfHtml(mail.html) : mail.text;
  if (text.length > LONGEST_TEXT) return text.trim();
  const lines = text.split(/\r\n|\r|\n/);
  const { quoted, end } = markQuotedLines(lines);
  const own = ownLines(lines.slice(0, end), quoted);
  const visible = joined(own);
  return visible === '' ? text.trim() : visible;
}

/** Takes quotations and signatures off the end in turn, then a quotation off the beginning. */
function ownLines(lines: readonly string[], quoted: readonly boolean[]): readonly string[] {
  let end = lines.length;
  let before = -1;
  for (let round = 0; round < MOST_ROUNDS && before !== end; round += 1) {
    before = end;
    while (end > 0 && (quoted[end - 1] === true || lines[end - 1]?.trim() === '')) end -= 1;
    const start = quoted.lastIndexOf(true, end - 1) + 1;
    end = start + withoutSignature(lines.slice(start, end), start > 0);
  }
  return lines.slice(endOfLeadingQuote(quoted.slice(0, end)), end);
}

/** The end of a quotation that everything else stands below, or 0. */
function endOfLeadingQuote(quoted: readonly boolean[]): number {
  const first = quoted.indexOf(false);
  const onlyOne = first !== -1 && !quoted.includes(true, first);
  return onlyOne ? first : 0;
}

function joined(lines: readonly string[]): string {
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+/, '')
    .trimEnd();
}
