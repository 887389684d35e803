import {
  binary,
  code,
  id,
  instant,
  nullable,
  primary,
  startingAtZero,
  text,
  whole,
  words,
} from './columns.js';
import { table } from './table.js';

export const attachmentTable = table(
  'attachment',
  {
    id: primary(id()),
    messageId: id(),
    channelAccountId: id(),
    reference: text(),
    filename: nullable(words(500)),
    contentType: words(255),
    state: code(8),
    attempts: startingAtZero(whole('smallint')),
    dueAt: instant(),
    sha256: nullable(binary(32)),
    size: nullable(whole('bigint')),
    reason: nullable(words(500)),
    createdAt: instant(),
  },
  [
    { name: 'ix_attachment_message', columns: ['messageId'] },
    { name: 'ix_attachment_due', columns: ['state', 'dueAt', 'id'] },
  ],
);
