import {
  binary,
  code,
  flag,
  id,
  instant,
  nullable,
  primary,
  startingAs,
  text,
  whole,
  words,
} from './columns.js';
import { table } from './table.js';

/** One person is told one thing, by one way of reaching them after the other. */
export const alertTable = table(
  'alert',
  {
    id: primary(id()),
    alertKey: binary(32),
    kind: code(20),
    subject: code(64),
    requestId: nullable(id()),
    staffId: id(),
    title: words(250),
    text: text(),
    urgent: flag(),
    state: code(12),
    transport: whole('int'),
    outboxId: nullable(id()),
    lookAt: instant(),
    createdAt: instant(),
    tried: startingAs(code(1_000), ''),
  },
  [
    { name: 'uq_alert_key', columns: ['alertKey'], unique: true },
    { name: 'ix_alert_look', columns: ['state', 'lookAt'] },
    { name: 'ix_alert_request', columns: ['requestId'] },
    { name: 'ix_alert_outbox', columns: ['outboxId'] },
    { name: 'ix_alert_subject', columns: ['subject'] },
  ],
);
