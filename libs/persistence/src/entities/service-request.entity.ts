import {
  binary,
  code,
  flag,
  id,
  instant,
  nullable,
  primary,
  text,
  whole,
  words,
} from './columns.js';
import { table } from './table.js';

export const serviceRequestTable = table(
  'service_request',
  {
    id: primary(id()),
    number: code(20),
    channelAccountId: id(),
    contactPointId: id(),
    conversationKey: nullable(binary(16)),
    status: code(20),
    subject: words(250),
    language: words(35),
    serviceCode: nullable(words(100)),
    channelRef: text(),
    requestedAt: instant(),
    receivedAt: instant(),
    arrivedLate: flag(),
    unverifiedSender: flag(),
    expectedAt: nullable(instant()),
    nextDeadlineAt: nullable(instant()),
    streamKey: nullable(code(64)),
    closedAt: nullable(instant()),
    closeReason: nullable(code(32)),
    closeSentence: nullable(text()),
    lastMessageAt: instant(),
    messageCount: whole('int'),
  },
  [
    { name: 'uq_request_number', columns: ['number'], unique: true },
    // The database itself refuses a second current request of one conversation.
    { name: 'uq_request_conversation', columns: ['conversationKey'], unique: true },
    { name: 'ix_request_stream', columns: ['streamKey'] },
    { name: 'ix_request_closed', columns: ['closedAt', 'id'] },
    { name: 'ix_request_contact_point', columns: ['contactPointId'] },
  ],
);
