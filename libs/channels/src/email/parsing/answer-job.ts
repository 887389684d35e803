import type { ParsedMail } from '../parsed-mail.js';
import { sanitiseHtml } from '../understanding/sanitise-html.js';
import { boundSource, headerSection } from './bounded-source.js';
import type { ParserAnswer, ParserJob } from './parser-job.js';
import { readMail } from './read-mail.js';
import { unreadMail } from './unread-mail.js';
import { verifySignatures } from './verify-signatures.js';

/** Answers a question about a mail, whatever its bytes are. */
export async function answerJob(job: ParserJob): Promise<ParserAnswer> {
  switch (job.kind) {
    case 'mail':
      return { kind: 'mail', mail: await wholeMail(job.raw) };
    case 'headers':
      return { kind: 'mail', mail: await headersOnly(job.raw) };
    case 'attachment': {
      const { source } = boundSource(job.raw);
      return { kind: 'attachment', found: (await readMail(source, job.index)).wanted };
    }
    case 'html':
      return { kind: 'html', html: sanitiseHtml(job.html) };
    case 'signatures':
      return { kind: 'signatures', domains: await verifySignatures(job) };
  }
}

/** A mail that the parser gives up on still has a sender and a subject. */
async function wholeMail(raw: Buffer): Promise<ParsedMail> {
  const { source, defects } = boundSource(raw);
  try {
    const { mail } = await readMail(source);
    return { ...mail, defects: [...defects, ...mail.defects] };
  } catch {
    return headersOnly(raw);
  }
}

async function headersOnly(raw: Buffer): Promise<ParsedMail> {
  const { source, defects } = boundSource(headerSection(raw));
  try {
    const { mail } = await readMail(source);
    const left = [...defects, ...mail.defects, 'body-not-read'];
    return { ...mail, text: '', html: null, attachments: [], reports: [], defects: left };
  } catch {
    return unreadMail;
  }
}
