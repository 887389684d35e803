import type { ParsedMail } from '../parsed-mail.js';
import type { SignatureJob } from './verify-signatures.js';

/** What a parser process is asked; one question at a time. */
export type ParserJob =
  | { readonly kind: 'mail'; readonly raw: Buffer }
  /** Only the header section: for a mail that is too large or ended its parser. */
  | { readonly kind: 'headers'; readonly raw: Buffer }
  | { readonly kind: 'attachment'; readonly raw: Buffer; readonly index: number }
  | { readonly kind: 'html'; readonly html: string }
  | SignatureJob;

export type ParserAnswer =
  | { readonly kind: 'mail'; readonly mail: ParsedMail }
  | { readonly kind: 'attachment'; readonly found: AttachmentBytes | null }
  | { readonly kind: 'html'; readonly html: string | null }
  /** Of the signatures that fit. */
  | { readonly kind: 'signatures'; readonly domains: readonly string[] };

export interface AttachmentBytes {
  readonly bytes: Buffer;
  readonly contentType: string;
}

export interface ParserReply {
  readonly answer: ParserAnswer;
  /** Resident memory of the process after the mail. */
  readonly residentBytes: number;
}

/** What a process says first. */
export const READY = 'ready';
