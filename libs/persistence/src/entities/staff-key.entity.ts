import { binary, id, instant, primary } from './columns.js';
import { table } from './table.js';

/** SHA-256 of API keys; the keys themselves are never stored. */
export const staffKeyTable = table(
  'staff_key',
  { keyHash: primary(binary(32)), staffId: id(), createdAt: instant() },
  [{ name: 'ix_staff_key_staff', columns: ['staffId'] }],
);
