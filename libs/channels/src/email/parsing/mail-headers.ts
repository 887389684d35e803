import { type HeaderLines, parseAddressHeader } from 'mailparser';

import { truncateText, wellFormedText } from '#core/text/well-formed';

import type { MailAddress, ParsedMail } from '../parsed-mail.js';
import { FIELD_BYTES, FIELDS, LATE_FIELDS } from './parser-limits.js';

type Headers = ParsedMail['headers'];
type HeaderFacts = Pick<
  ParsedMail,
  'from' | 'to' | 'cc' | 'replyTo' | 'subject' | 'messageId' | 'inReplyTo' | 'references' | 'date'
>;

const MAX_ADDRESSES = 1_000;
const MAX_IDS = 1_000;

/** Names in lower case, values unfolded; bytes that were read as one character each become UTF-8. */
export function headersOf(lines: HeaderLines): Headers {
  return lines.slice(0, FIELDS + LATE_FIELDS).flatMap(({ line }) => {
    const colon = line.indexOf(':');
    if (colon === -1) return [];
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = Buffer.from(line.slice(colon + 1), 'latin1').toString('utf8');
    return [[name, wellFormedText(value.replaceAll(/\r?\n[ \t]*|\r/g, ' ')).trim()] as const];
  });
}

/** @param subject as the parser decoded it. */
export function readHeaders(headers: Headers, subject: string): HeaderFacts {
  const values = (name: string) => headers.flatMap(([key, value]) => (key === name ? [value] : []));
  const [messageId = null] = idsOf(values('message-id'));
  return {
    from: addressesOf(values('from')),
    to: addressesOf(values('to')),
    cc: addressesOf(values('cc')),
    replyTo: addressesOf(values('reply-to')),
    subject: truncateText(wellFormedText(subject), FIELD_BYTES),
    messageId,
    inReplyTo: idsOf(values('in-reply-to')),
    references: idsOf(values('references')),
    date: dateOf(values('date')),
  };
}

/** Members of a group count like others (RFC 5322 §3.4); domains stay in the form that servers take. */
function addressesOf(values: readonly string[]): MailAddress[] {
  const { value } = parseAddressHeader([...values], { flatten: true, decodePunycode: false });
  return value.slice(0, MAX_ADDRESSES).flatMap(({ name, address = '' }) => {
    const written = wellFormedText(address).trim();
    return written === '' ? [] : [{ name: wellFormedText(name), address: written }];
  });
}

/** With their angle brackets; programs that forget them write the id alone. */
function idsOf(values: readonly string[]): string[] {
  const ids: string[] = [];
  for (const value of values) {
    const bracketed = value.match(/<[^<>\s]+>/g) ?? [];
    const bare = value.split(/[\s<>]+/).filter((word) => word.includes('@'));
    ids.push(...(bracketed.length > 0 ? bracketed : bare.map((id) => `<${id}>`)));
  }
  return ids.slice(0, MAX_IDS);
}

function dateOf([value]: readonly string[]): string | null {
  const milliseconds = Date.parse(value ?? '');
  const date = new Date(milliseconds);
  return Number.isNaN(milliseconds) || date.getUTCFullYear() > 9_999 ? null : date.toISOString();
}
