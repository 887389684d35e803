import { id, primary } from './columns.js';
import { table } from './table.js';

/** A request whose number the sender's next digest tells; the row goes with that digest. */
export const untoldRequestTable = table('untold_request', {
  contactPointId: primary(id()),
  requestId: primary(id()),
});
