import {
  externalId,
  id,
  instant,
  nullable,
  primary,
  startingAtZero,
  whole,
  words,
} from './columns.js';
import { table } from './table.js';

/** Committed before any byte leaves: no attempt row proves that nothing was sent. */
export const deliveryAttemptTable = table(
  'delivery_attempt',
  {
    id: primary(id()),
    outboxId: id(),
    number: whole('smallint'),
    outcome: startingAtZero(whole('tinyint')),
    providerId: nullable(externalId(512)),
    reason: nullable(words(500)),
    startedAt: instant(),
    endedAt: nullable(instant()),
  },
  [
    { name: 'uq_attempt_number', columns: ['outboxId', 'number'], unique: true },
    { name: 'ix_attempt_provider', columns: ['providerId'] },
  ],
);
