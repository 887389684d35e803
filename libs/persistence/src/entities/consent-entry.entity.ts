import { code, id, instant, nullable, primary, whole, words } from './columns.js';
import { table } from './table.js';

/** Who wanted what, when, in which words: append-only, and bound to the address, not to the contact. */
export const consentEntryTable = table(
  'consent_entry',
  {
    id: primary(id()),
    contactPointId: id(),
    contactId: id(),
    action: code(12),
    scope: nullable(code(12)),
    channelAccountId: nullable(id()),
    requestId: nullable(id()),
    source: code(10),
    words: nullable(words(500)),
    messageId: nullable(id()),
    envelopeId: nullable(whole('bigint')),
    staffId: nullable(id()),
    recordedAt: instant(),
  },
  [
    { name: 'ix_consent_point', columns: ['contactPointId', 'recordedAt'] },
    { name: 'ix_consent_request', columns: ['requestId'] },
  ],
);
