import { id, instant, primary } from './columns.js';
import { table } from './table.js';

/** When an account may send again: pacing and pauses of all workers meet in this row. */
export const deliveryPaceTable = table('delivery_pace', {
  channelAccountId: primary(id()),
  allowedFrom: instant(),
});
