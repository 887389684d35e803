import type { ParsedMail } from '../parsed-mail.js';
import { visibleTextOf } from './visible-text.js';

/** What the writer says with this mail; where nothing is left to show, a sentence says so. */
export function wordsOf(mail: ParsedMail): string {
  const visible = tidied(visibleTextOf(mail));
  if (visible !== '') return visible;
  const whole = tidied(mail.text);
  if (whole !== '') return whole;
  if (mail.defects.includes('body-not-read'))
    return '[The text of this mail could not be read. The original mail is kept.]';
  return mail.attachments.length > 0 ? '' : '[This mail has no text.]';
}

/** Programs write the place of a picture into the text; the picture is among the attachments. */
const PICTURE = /\[cid:[^\]\s]{1,256}\]/g;

function tidied(text: string): string {
  return text
    .replaceAll(PICTURE, '')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
}
