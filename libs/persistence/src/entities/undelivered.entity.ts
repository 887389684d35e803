import { code, id, instant, primary } from './columns.js';
import { table } from './table.js';

/** Requests with an answer that reached nobody, until a person or a later answer has seen to it. */
export const undeliveredTable = table(
  'undelivered',
  {
    requestId: primary(id()),
    outboxId: id(),
    refusal: code(16),
    undeliveredAt: instant(),
  },
  [{ name: 'ix_undelivered', columns: ['undeliveredAt', 'requestId'] }],
);
