import {
  binary,
  bytes,
  code,
  externalId,
  id,
  instant,
  nullable,
  sequence,
  startingAtZero,
  whole,
  words,
} from './columns.js';
import { table } from './table.js';

/** What providers handed over, as it came. Its id is the order of arrival. */
export const inboundEnvelopeTable = table(
  'inbound_envelope',
  {
    id: sequence(),
    channelAccountId: id(),
    dedupeKey: binary(32),
    identityKey: binary(16),
    lane: whole('smallint'),
    state: startingAtZero(whole('tinyint')),
    strikes: startingAtZero(whole('tinyint')),
    outcome: nullable(code(16)),
    outcomeReason: nullable(words(100)),
    requestId: nullable(id()),
    providerId: nullable(externalId(255)),
    contentType: words(255),
    raw: nullable(bytes()),
    rawSha256: binary(32),
    requestSha256: nullable(binary(32)),
    receivedAt: instant(),
  },
  [
    { name: 'uq_envelope_dedupe', columns: ['dedupeKey'], unique: true },
    { name: 'ix_envelope_pending', columns: ['state', 'lane', 'id'], dialect: 'mariadb' },
    // Narrow for good: it holds what is left to do, not the years.
    { name: 'ix_envelope_pending', columns: ['id'], dialect: 'sqlite', where: '"state" = 0' },
  ],
);
