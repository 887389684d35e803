import type { ParsedMail } from '../parsed-mail.js';

/** A mail of which nothing could be read. Its raw bytes are kept. */
export const unreadMail: ParsedMail = {
  from: [],
  to: [],
  cc: [],
  replyTo: [],
  subject: '',
  messageId: null,
  inReplyTo: [],
  references: [],
  date: null,
  text: '',
  html: null,
  attachments: [],
  headers: [],
  reports: [],
  defects: ['body-not-read', 'header-not-read'],
};
