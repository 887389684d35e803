/**
 * A mail as its parser gives it, before anybody says what it means. Plain data: it crosses a process
 * border as JSON. Message-IDs keep their angle brackets; texts are well-formed Unicode.
 */
export interface ParsedMail {
  readonly from: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  readonly subject: string;
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  /** ISO 8601, UTC; null when the mail has no date that can be read. */
  readonly date: string | null;
  /** The plain text; made from the HTML where there is no plain part. */
  readonly text: string;
  /** As sent, not sanitised; null when there is no HTML part. */
  readonly html: string | null;
  /** In the order of the parts; a part's bytes are found again by its index. */
  readonly attachments: readonly MailAttachment[];
  /** All header fields in order, names in lower case, values unfolded and not decoded. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Machine-readable parts of reports: message/delivery-status, message/feedback-report and the returned headers. */
  readonly reports: readonly MailReport[];
  /** What had to be left out or guessed: stable words. */
  readonly defects: readonly string[];
  /** Absent where nobody checked. */
  readonly senderCheck?: SenderCheck;
}

/** What we found out about the sender ourselves, with the help of the DNS. */
export interface SenderCheck {
  /** `fail`: the domain wants mails refused that cannot show that they are its own. */
  readonly result: 'pass' | 'fail' | 'none';
  /** What decided. */
  readonly method: 'dkim' | 'spf' | 'dmarc' | 'none';
  /** The domain that it is about, or a stable word: `temperror`, `no-policy`, `no-single-sender`. */
  readonly detail: string;
}

export interface MailAddress {
  /** Empty when there is none. */
  readonly name: string;
  readonly address: string;
}

export interface MailAttachment {
  readonly index: number;
  readonly filename: string | null;
  readonly contentType: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Shown within the HTML, not beside it. */
  readonly inline: boolean;
}

export interface MailReport {
  readonly contentType: string;
  readonly text: string;
}
