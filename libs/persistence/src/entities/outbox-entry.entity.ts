import {
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

export const outboxEntryTable = table(
  'outbox_entry',
  {
    id: primary(id()),
    requestId: nullable(id()),
    messageId: nullable(id()),
    staffId: nullable(id()),
    channelAccountId: id(),
    kind: code(20),
    priority: whole('tinyint'),
    state: whole('tinyint'),
    channelRef: text(),
    body: text(),
    requestNumber: code(20),
    asksCitizen: nullable(code(10)),
    dueAt: instant(),
    owner: nullable(code(100)),
    leaseUntil: nullable(instant()),
    attempts: startingAtZero(whole('smallint')),
    reason: nullable(words(500)),
    reconcileAt: nullable(instant()),
    absentSince: nullable(instant()),
    automaticResends: startingAtZero(whole('tinyint')),
    createdAt: instant(),
  },
  [
    {
      name: 'ix_outbox_claim',
      columns: ['channelAccountId', 'state', 'priority', 'dueAt', 'id'],
    },
    { name: 'ix_outbox_lease', columns: ['state', 'leaseUntil', 'id'] },
    { name: 'ix_outbox_reconcile', columns: ['state', 'reconcileAt', 'id'] },
    { name: 'ix_outbox_request', columns: ['requestId'] },
  ],
);
