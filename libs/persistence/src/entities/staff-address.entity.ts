import { id, instant, primary, whole, words } from './columns.js';
import { table } from './table.js';

/** Where the town reaches its own people, in the order in which it tries. */
export const staffAddressTable = table(
  'staff_address',
  {
    id: primary(id()),
    staffId: id(),
    kind: words(32),
    address: words(255),
    position: whole('int'),
    createdAt: instant(),
  },
  [{ name: 'ix_staff_address_staff', columns: ['staffId', 'position'] }],
);
