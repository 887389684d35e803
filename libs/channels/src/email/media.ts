import type { FetchedMedia, RawBytes } from '#core/channel/adapter';

import type { MailParser } from './parsing/mail-parser.js';

const REFERENCE = /^part:(\d{1,4})$/;

/** How an attachment is found again: by its place in the mail that carries it. */
export function mediaReference(index: number): string {
  return `part:${index}`;
}

/** Takes an attachment out of the stored mail; nothing is fetched from anywhere else. */
export async function fetchMedia(
  parser: MailParser,
  reference: string,
  signal: AbortSignal,
  raw: RawBytes,
): Promise<FetchedMedia> {
  const index = REFERENCE.exec(reference)?.[1];
  if (index === undefined) return { kind: 'gone', reason: 'no such reference' };
  const mail = await raw();
  if (mail === null) return { kind: 'gone', reason: 'the mail is missing or altered' };
  const found = await parser.attachment(mail, Number(index), signal);
  if (found === null) return { kind: 'gone', reason: 'the mail has no such part' };
  return { kind: 'fetched', ...found };
}
