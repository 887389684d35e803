import { code, id, instant, nullable, sequence, text } from './columns.js';
import { table } from './table.js';

/** Append-only. Ids and codes, never words or addresses. */
export const auditEntryTable = table(
  'audit_entry',
  {
    id: sequence(),
    at: instant(),
    staffId: nullable(id()),
    action: code(40),
    subject: code(64),
    detail: text(),
  },
  [{ name: 'ix_audit_subject', columns: ['subject'] }],
);
