import { wellFormedText } from '#core/text/well-formed';

import { headerSection } from './bounded-source.js';
import { REPORT_BYTES } from './parser-limits.js';

const RETURNED_MAIL = /^message\/(rfc822|global)$/;
const REPORT =
  /^message\/(delivery-status|global-delivery-status|feedback-report|disposition-notification|rfc822|global|global-headers)$|^text\/rfc822(-headers)?$/;

/** A part that programs read: what became of a mail, or the mail it is about. */
export function isReport(contentType: string): boolean {
  return REPORT.test(contentType);
}

/** Nothing that a person would open. */
export function isForPrograms(contentType: string): boolean {
  return /^message\/(global-)?delivery-status$/.test(contentType);
}

/** Of a returned mail only its header section: it names the mail that came back. */
export function reportText(contentType: string, chunks: readonly Buffer[]): string {
  const bytes = Buffer.concat(chunks);
  const read = RETURNED_MAIL.test(contentType) ? headerSection(bytes) : bytes;
  return wellFormedText(read.subarray(0, REPORT_BYTES).toString('utf8'));
}
