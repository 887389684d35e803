import type { ImapFlow } from 'imapflow';

import { isRefusal } from './mailbox-errors.js';
import type { PlannedMail } from './plan-batch.js';
import { walkHeader } from './raw-header.js';

const MAX_HEADER_BYTES = 256 * 1024;
const MEBIBYTE = 1024 * 1024;

/**
 * Stands for a mail that cannot be fetched whole: its own header, so that its sender is known and
 * answered, and a sentence that says where the mail lies. Null when the connection ended.
 */
export async function noticeMail(
  client: ImapFlow,
  mailbox: string,
  mail: PlannedMail,
): Promise<Buffer | null> {
  try {
    const header = mail.treatment === 'tell-nameless' ? null : await readHeader(client, mail.uid);
    const kept = header === null ? NAMELESS : withoutContentFields(header);
    const place = header === null ? `mailbox ${mailbox}, UID ${mail.uid}` : `mailbox ${mailbox}`;
    return Buffer.concat([kept, Buffer.from(bodyOf(reasonOf(mail), place))]);
  } catch {
    return null;
  }
}

/** Null when the server refuses even that. */
async function readHeader(client: ImapFlow, uid: number): Promise<Buffer | null> {
  const bodyParts = [{ key: 'HEADER', start: 0, maxLength: MAX_HEADER_BYTES }];
  try {
    const row = await client.fetchOne(String(uid), { uid: true, bodyParts }, { uid: true });
    const header: unknown = row === false ? null : row.headers;
    return Buffer.isBuffer(header) && header.length > 0 ? header : null;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

const NAMELESS = Buffer.from(
  'Subject: A mail that could not be fetched\r\nAuto-Submitted: auto-generated\r\n',
);

/** The body is ours now: it is neither encoded nor in parts. */
function withoutContentFields(header: Buffer): Buffer {
  const kept: Buffer[] = [];
  walkHeader(header, ({ name, start, end }) => {
    const describesBody = name.startsWith('content-') || name === 'mime-version' || name === '';
    if (!describesBody) kept.push(header.subarray(start, end));
  });
  return withLastLineEnded(Buffer.concat(kept));
}

/** A header that was cut short ends within a line. */
function withLastLineEnded(header: Buffer): Buffer {
  return header.at(-1) === 0x0a ? header : Buffer.concat([header, Buffer.from('\r\n')]);
}

function reasonOf({ treatment, size }: PlannedMail): string {
  return treatment === 'tell-too-large'
    ? `This mail is too large to be taken in (${Math.ceil(size / MEBIBYTE)} MiB).`
    : 'The mail server did not hand over this mail.';
}

function bodyOf(reason: string, place: string): string {
  return [
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    `[${reason} It lies in the ${place}: read it there and ask the sender for what is missing.]`,
    '',
  ].join('\r\n');
}
