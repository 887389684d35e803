import { code, id, instant, nullable, sequence, words } from './columns.js';
import { table } from './table.js';

/** Append-only: from it any due time can be explained and derived again. */
export const slaSegmentTable = table(
  'sla_segment',
  {
    id: sequence(),
    clockId: id(),
    kind: code(10),
    fromAt: instant(),
    cause: code(64),
    recordedAt: instant(),
    dueAt: nullable(instant()),
    reason: nullable(words(200)),
  },
  [{ name: 'ix_segment_clock', columns: ['clockId', 'id'] }],
);
