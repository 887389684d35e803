import { binary, id, instant, nullable, primary, words } from './columns.js';
import { table } from './table.js';

/** One address of one kind, unique in the town by its key; a mere claim has none. */
export const contactPointTable = table(
  'contact_point',
  {
    id: primary(id()),
    contactId: id(),
    kind: words(32),
    address: words(255),
    addressKey: nullable(binary(16)),
    verifiedAt: nullable(instant()),
    undeliverableAt: nullable(instant()),
    createdAt: instant(),
  },
  [
    { name: 'uq_contact_point_address', columns: ['addressKey'], unique: true },
    { name: 'ix_contact_point_contact', columns: ['contactId'] },
  ],
);
