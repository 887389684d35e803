import { code, externalId, flag, id, instant, nullable, primary, text, whole } from './columns.js';
import { table } from './table.js';

/** No foreign key to the request: its row is written after this one, in the same transaction. */
export const messageTable = table(
  'message',
  {
    id: primary(id()),
    requestId: id(),
    envelopeId: nullable(whole('bigint')),
    direction: code(8),
    contactPointId: nullable(id()),
    staffId: nullable(id()),
    text: text(),
    channelRef: nullable(text()),
    externalId: nullable(externalId(512)),
    automatic: flag(),
    occurredAt: instant(),
    receivedAt: instant(),
  },
  [
    // The database itself refuses a second message of one envelope.
    { name: 'uq_message_envelope', columns: ['envelopeId'], unique: true },
    { name: 'ix_message_request', columns: ['requestId', 'envelopeId'] },
    { name: 'ix_message_external', columns: ['externalId'] },
  ],
);
