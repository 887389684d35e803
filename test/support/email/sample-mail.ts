import type { ParsedMail } from '#channels/email/parsed-mail';
import { unreadMail } from '#channels/email/parsing/unread-mail';

/** A mail of which a test states only what matters to it. */
export function mailWith(parts: Partial<ParsedMail>): ParsedMail {
  return { ...unreadMail, defects: [], ...parts };
}

/** Header fields as a parser gives them, from lines such as `Auto-Submitted: no`. */
export function headersFrom(...lines: readonly string[]): ParsedMail['headers'] {
  return lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
}
