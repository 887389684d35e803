import { id, instant, nullable, primary } from './columns.js';
import { table } from './table.js';

/** A sender over the cap on acknowledgements: when the other numbers are told, and were last. */
export const acknowledgementDigestTable = table(
  'acknowledgement_digest',
  {
    contactPointId: primary(id()),
    dueAt: nullable(instant()),
    sentAt: nullable(instant()),
  },
  [{ name: 'ix_digest_due', columns: ['dueAt'] }],
);
