import { code, id, instant, nullable, primary, whole } from './columns.js';
import { table } from './table.js';

export const slaClockTable = table(
  'sla_clock',
  {
    id: primary(id()),
    requestId: id(),
    kind: code(20),
    state: code(10),
    startedAt: instant(),
    dueAt: instant(),
    metAt: nullable(instant()),
    targetMs: whole('bigint'),
    policyVersion: whole('int'),
    calendarVersion: whole('int'),
    createdAt: instant(),
  },
  [
    { name: 'ix_clock_request', columns: ['requestId', 'state'] },
    { name: 'ix_clock_due', columns: ['state', 'dueAt'] },
  ],
);
