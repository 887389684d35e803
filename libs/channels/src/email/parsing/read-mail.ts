import { type AttachmentStream, type HeaderLines, MailParser } from 'mailparser';

import { truncateText, wellFormedText } from '#core/text/well-formed';

import type { MailAttachment, MailReport, ParsedMail } from '../parsed-mail.js';
import { filenameOf } from './filename.js';
import { headersOf, readHeaders } from './mail-headers.js';
import { readTexts } from './mail-texts.js';
import type { AttachmentBytes } from './parser-job.js';
import { ATTACHMENTS, HEADER_BYTES, PARTS, REPORTS } from './parser-limits.js';
import { type WordPart, wordParts } from './part-tree.js';
import { isForPrograms, isReport, reportText } from './report-text.js';

export interface ReadMail {
  readonly mail: ParsedMail;
  /** The attachment that was asked for. */
  readonly wanted: AttachmentBytes | null;
}

/**
 * Reads a mail whose size was bounded before.
 *
 * @param index of the attachment whose bytes are wanted.
 */
export async function readMail(source: Buffer, index?: number): Promise<ReadMail> {
  const parts = await readParts(source, index);
  const { text, html, defects } = readTexts(parts.words, parts.html);
  const headers = headersOf(parts.headerLines);
  const shown = shownImages(html);
  const mail = {
    ...readHeaders(headers, parts.subject),
    text,
    html,
    attachments: parts.attachments.map(({ cid, ...attachment }) => ({
      ...attachment,
      inline: cid !== null && shown.has(cid),
    })),
    headers,
    reports: parts.reports,
    defects: [...defects, ...(parts.attachmentsCut ? ['attachments-cut'] : [])],
  };
  return { mail, wanted: parts.wanted };
}

interface MailParts {
  subject: string;
  headerLines: HeaderLines;
  words: readonly WordPart[];
  html: string;
  attachments: (Omit<MailAttachment, 'inline'> & { readonly cid: string | null })[];
  reports: MailReport[];
  attachmentsCut: boolean;
  wanted: AttachmentBytes | null;
}

/** Forwarded mails stay closed; machine-readable reports are read as what they are, not as words. */
const options = {
  ignoreEmbedded: true,
  keepDeliveryStatus: true,
  skipTextToHtml: true,
  skipImageLinks: true,
  skipHtmlToText: true,
  maxHeadSize: 2 * HEADER_BYTES,
  maxChildNodes: 2 * PARTS,
  checksumAlgo: 'sha256',
};

function readParts(source: Buffer, index: number | undefined): Promise<MailParts> {
  return new Promise((resolve, reject) => {
    const parts: MailParts = {
      subject: '',
      headerLines: [],
      words: [],
      html: '',
      attachments: [],
      reports: [],
      attachmentsCut: false,
      wanted: null,
    };
    const parser = new MailParser(options);
    parser.once('error', reject);
    parser.once('headers', (headers) => {
      parts.subject = textOf(headers.get('subject'));
    });
    parser.once('headerLines', (lines) => {
      parts.headerLines = lines;
    });
    parser.on('data', (part) => {
      if (part.type === 'attachment') takeAttachment(part, parts, index);
      else {
        parts.words = wordParts(Reflect.get(parser, 'tree'));
        parts.html = part.html ?? '';
      }
    });
    parser.once('end', () => {
      resolve(parts);
    });
    parser.end(source);
  });
}

function takeAttachment(part: AttachmentStream, parts: MailParts, index: number | undefined): void {
  const contentType = typeOf(part.contentType);
  const reads = isReport(contentType) && parts.reports.length < REPORTS;
  const at = isForPrograms(contentType) ? null : parts.attachments.length;
  const chunks: Buffer[] = [];
  part.content.on('data', (chunk: Buffer) => {
    if (reads || at === index) chunks.push(chunk);
  });
  part.content.once('end', () => {
    if (at !== null && at >= ATTACHMENTS) parts.attachmentsCut = true;
    else if (at !== null) parts.attachments.push({ index: at, ...describe(part, contentType) });
    if (reads) parts.reports.push({ contentType, text: reportText(contentType, chunks) });
    if (at === index) parts.wanted = { bytes: Buffer.concat(chunks), contentType };
    part.release?.();
  });
}

function describe(
  part: AttachmentStream,
  contentType: string,
): Omit<MailParts['attachments'][number], 'index'> {
  return {
    filename: filenameOf(part.filename),
    contentType: truncateText(wellFormedText(contentType), 255),
    size: part.size ?? 0,
    sha256: part.checksum ?? '',
    cid: part.cid ?? null,
  };
}

/** The content ids that the HTML shows. */
function shownImages(html: string | null): ReadonlySet<string> {
  const shown = new Set<string>();
  for (const [, cid = ''] of (html ?? '').matchAll(/\bcid:([^'"\s>)]{1,256})/gi)) shown.add(cid);
  return shown;
}

/** The parser's own type denies it, but a part whose type cannot be read has `false` here. */
function typeOf(stated: unknown): string {
  const contentType = textOf(stated).toLowerCase();
  return /^[^\s/]+\/[^\s/]+$/.test(contentType) ? contentType : 'application/octet-stream';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
