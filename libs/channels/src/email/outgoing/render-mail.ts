import type { SendMailOptions } from 'nodemailer';
import { encode as base64, wrap as wrapBase64 } from 'nodemailer/lib/base64';
import MailComposer from 'nodemailer/lib/mail-composer';
import type MimeNode from 'nodemailer/lib/mime-node';
import { encode as quotedPrintable, wrap as wrapQuotedPrintable } from 'nodemailer/lib/qp';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * The mail that the library would send, in one piece: its own streams, three to a part and each
 * written apart, cost more than everything else about sending a mail.
 *
 * @returns null when a part would have to be read from somewhere: then the library streams it.
 */
export function renderMail(mail: SendMailOptions): Buffer | null {
  const pieces: (string | Buffer)[] = [];
  if (!renderNode(new MailComposer(mail).compile(), pieces)) return null;
  const bytes = Buffer.concat(
    pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)),
  );
  return Buffer.concat([bytes, missingLineEnd(bytes.at(-1))]);
}

/** @returns false when it holds what is no text and no bytes. */
function renderNode(node: MimeNode, pieces: (string | Buffer)[]): boolean {
  pieces.push(`${node.buildHeaders()}\r\n\r\n`);
  const content = encodedContent(node);
  if (content === null) return false;
  pieces.push(content);
  if (typeof node.boundary !== 'string') return true;
  for (const [index, child] of node.childNodes.entries()) {
    pieces.push(`${index === 0 ? '' : '\r\n'}--${node.boundary}\r\n`);
    if (!renderNode(child, pieces)) return false;
  }
  pieces.push(`\r\n--${node.boundary}--\r\n`);
  return true;
}

function encodedContent(node: MimeNode): string | Buffer | null {
  const { content = '', contentType = '' } = node;
  if (typeof content !== 'string' && !Buffer.isBuffer(content)) return null;
  switch (node.getTransferEncoding()) {
    case 'base64':
      return wrapBase64(base64(content));
    case 'quoted-printable':
      // In anything but text a lone line end is data, which only the library's stream keeps.
      return contentType.startsWith('text/') ? wrapQuotedPrintable(quotedPrintable(content)) : null;
    case false:
    default:
      return content;
  }
}

function missingLineEnd(last: number | undefined): Buffer {
  if (last === LINE_FEED) return Buffer.alloc(0);
  return Buffer.from(last === CARRIAGE_RETURN ? '\n' : '\r\n');
}
