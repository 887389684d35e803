import {
  code,
  id,
  instant,
  nullable,
  primary,
  startingAs,
  startingAtZero,
  whole,
} from './columns.js';
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
    policyName: startingAs(code(64), 'default'),
    calendarName: startingAs(code(64), 'default'),
    targetKind: startingAs(code(16), 'operating'),
    pausedAt: nullable(instant()),
    breachedAt: nullable(instant()),
    endedAt: nullable(instant()),
    noticedLevel: startingAtZero(whole('int')),
    nextStepAt: nullable(instant()),
  },
  [
    { name: 'ix_clock_request', columns: ['requestId', 'state'] },
    // Open clocks of one calendar that were counted in an older version of it.
    {
      name: 'ix_clock_calendar',
      columns: ['state', 'calendarName', 'calendarVersion', 'id'],
    },
    { name: 'ix_clock_step', columns: ['nextStepAt', 'id'], dialect: 'mariadb' },
    {
      name: 'ix_clock_step',
      columns: ['nextStepAt', 'id'],
      dialect: 'sqlite',
      where: '"nextStepAt" IS NOT NULL',
    },
  ],
);
