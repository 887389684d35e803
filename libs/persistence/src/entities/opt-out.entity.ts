import { code, id, instant, nullable, primary } from './columns.js';
import { table } from './table.js';

/** What must not be sent now: one row an address and scope; who comes back has none. */
export const optOutTable = table('opt_out', {
  contactPointId: primary(id()),
  scopeKey: primary(code(48)),
  scope: code(12),
  channelAccountId: nullable(id()),
  requestId: nullable(id()),
  source: code(10),
  optedOutAt: instant(),
});
